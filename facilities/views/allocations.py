"""Money given: noted, corrected and taken back by who keeps the funds."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from facilities.allocation_form import AllocationForm
from facilities.enums import Capability
from facilities.models import Allocation, Expenditure
from facilities.services import funding
from facilities.views.fund_access import (
    get_editable_allocation,
    get_fund_plan,
)
from facilities.views.fund_forms import place_of, show_form

PAGE = "facilities/funds/allocation.html"


CHANGED = "Người khác vừa sửa khoản này. Số đang ghi hiện ngay trên biểu; số vừa nhập vẫn ở trong ô. Xem lại rồi lưu."


@require_http_methods(["GET", "POST"])
def allocation_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a new allocation; `?school=` chooses the school beforehand."""
    plan = get_fund_plan(request.user, pk, Capability.EDIT_FUNDS)
    form = AllocationForm(request.POST or None, plan=plan, initial={"school": request.GET.get("school")})
    if request.method == "POST" and form.is_valid():
        row = funding.save_allocation(allocation=form.save(commit=False), version=0)
        messages.success(request, f"Đã ghi {row.purpose}.")
        return redirect(place_of(plan, row.school_id))
    return show_form(request, PAGE, form, plan=plan, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def allocation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an allocation; a version that somebody else changed is shown beside what was typed."""
    row = get_editable_allocation(request.user, pk)
    if request.method == "GET":
        form = AllocationForm(instance=row, plan=row.plan)
        return show_form(request, PAGE, form, plan=row.plan, allocation=row, spending=_spending(row))
    form = AllocationForm(request.POST, instance=row, plan=row.plan)
    given: dict[str, Any] = {"plan": row.plan, "spending": _spending(row)}
    if not form.is_valid():
        return show_form(request, PAGE, form, allocation=row, status=422, **given)
    try:
        funding.save_allocation(allocation=form.save(commit=False), version=form.cleaned_data["version"] or 0)
    except funding.AllocationChanged:
        stored = Allocation.objects.select_related("source", "school__organisation").get(pk=pk)
        form.data = {**request.POST.dict(), "version": str(stored.version)}
        form.add_error(None, CHANGED)
        return show_form(request, PAGE, form, allocation=row, stored=stored, status=409, **given)
    messages.success(request, "Đã lưu khoản kinh phí.")
    return redirect(place_of(row.plan, row.school_id))


def _spending(allocation: Allocation) -> list[Expenditure]:
    return list(allocation.expenditures.select_related("by"))


@require_POST
def allocation_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an allocation and what was spent from it; the button that says so sends `confirm`."""
    row = get_editable_allocation(request.user, pk)
    if request.POST.get("confirm") != "1":
        return redirect("allocation_edit", pk=pk)
    plan, school, purpose = row.plan, row.school_id, row.purpose
    count = funding.remove_allocation(allocation=row)
    messages.success(request, f"Đã xóa khoản “{purpose}”" + (f" và {count} lần chi." if count else "."))
    return redirect(place_of(plan, school))


allocation_urls = [
    path("facilities/funds/<int:pk>/allocations/new/", allocation_new, name="allocation_new"),
    path("facilities/allocations/<int:pk>/", allocation_edit, name="allocation_edit"),
    path("facilities/allocations/<int:pk>/delete/", allocation_delete, name="allocation_delete"),
]
