"""Forms by which the keeper of the funds notes allocations and expenditures, and a school what it was given."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from facilities.enums import Capability
from facilities.fund_forms import AllocationForm, ContributionForm, ExpenditureForm, KeeperForm
from facilities.models import Allocation, Contribution, Expenditure, FundKeeper
from facilities.services import funding
from facilities.views.fund_access import (
    get_editable_allocation,
    get_editable_contribution,
    get_fund_plan,
    get_fund_school,
    may_contribute,
)
from plans.models import Plan
from vietnamese.numbers import format_number

CHANGED = "Người khác vừa sửa khoản này. Số đang ghi hiện ngay trên biểu; số vừa nhập vẫn ở trong ô. Xem lại rồi lưu."


def _place(plan: Plan, school_pk: int | None) -> str:
    """The page that lists the money of the school, or of all of them together."""
    return reverse("fund_school", args=[plan.pk, school_pk]) if school_pk else reverse("fund_shared", args=[plan.pk])


@require_http_methods(["GET", "POST"])
def allocation_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a new allocation; `?school=` chooses the school beforehand."""
    plan = get_fund_plan(request.user, pk, Capability.EDIT_FUNDS)
    form = AllocationForm(request.POST or None, plan=plan, initial={"school": request.GET.get("school")})
    if request.method == "POST" and form.is_valid():
        row = funding.save_allocation(allocation=form.save(commit=False), version=0)
        messages.success(request, f"Đã ghi {row.purpose}.")
        return redirect(_place(plan, row.school_id))
    return _form(request, "allocation.html", form, plan=plan, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def allocation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an allocation; a version that somebody else changed is shown beside what was typed."""
    row = get_editable_allocation(request.user, pk)
    if request.method == "GET":
        form = AllocationForm(instance=row, plan=row.plan)
        return _form(request, "allocation.html", form, plan=row.plan, allocation=row, spending=_spending(row))
    form = AllocationForm(request.POST, instance=row, plan=row.plan)
    given: dict[str, Any] = {"plan": row.plan, "spending": _spending(row)}
    if not form.is_valid():
        return _form(request, "allocation.html", form, allocation=row, status=422, **given)
    try:
        funding.save_allocation(allocation=form.save(commit=False), version=form.cleaned_data["version"] or 0)
    except funding.AllocationChanged:
        stored = Allocation.objects.select_related("source", "school__organisation").get(pk=pk)
        form.data = {**request.POST.dict(), "version": str(stored.version)}
        form.add_error(None, CHANGED)
        return _form(request, "allocation.html", form, allocation=row, stored=stored, status=409, **given)
    messages.success(request, "Đã lưu khoản kinh phí.")
    return redirect(_place(row.plan, row.school_id))


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
    return redirect(_place(plan, school))


@require_http_methods(["GET", "POST"])
def expenditure_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Note money spent from an allocation. More than was given is noted all the same and said."""
    row = get_editable_allocation(request.user, pk)
    form = ExpenditureForm(request.POST or None, allocation=row)
    if request.method == "POST" and form.is_valid():
        funding.spend(expenditure=form.save(commit=False), by=request.user)
        if sum(spent.amount_million for spent in row.expenditures.all()) > row.amount_million:
            messages.warning(request, "Đã ghi. Tổng chi của khoản này vượt số được giao, đề nghị kiểm tra lại.")
        else:
            messages.success(request, "Đã ghi khoản chi.")
        return redirect("allocation_edit", pk=pk)
    status = 422 if form.is_bound else 200
    return _form(request, "expenditure.html", form, plan=row.plan, allocation=row, status=status)


@require_POST
def expenditure_delete(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Expenditure, pk=pk)
    get_editable_allocation(request.user, row.allocation_id)
    if request.POST.get("confirm") == "1":
        row.delete()
        messages.success(request, f"Đã bỏ khoản chi {format_number(row.amount_million, trim=True)} triệu đồng.")
    return redirect("allocation_edit", pk=row.allocation_id)


@require_http_methods(["GET", "POST"])
def contribution_new(request: HttpRequest, pk: int, school_pk: int) -> HttpResponse:
    """Note what the community gave to a school."""
    plan, school = get_fund_school(request.user, pk, school_pk)
    if not may_contribute(request.user, plan, school):
        raise PermissionDenied
    form = ContributionForm(request.POST or None, plan=plan, school=school)
    if request.method == "POST" and form.is_valid():
        funding.contribute(contribution=form.save(commit=False), by=request.user)
        messages.success(request, "Đã ghi khoản đóng góp.")
        return redirect(_place(plan, school.pk))
    status = 422 if form.is_bound else 200
    return _form(request, "contribution.html", form, plan=plan, school=school, status=status)


@require_http_methods(["GET", "POST"])
def contribution_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_editable_contribution(request.user, pk)
    form = ContributionForm(request.POST or None, instance=row, plan=row.plan, school=row.school)
    if request.method == "POST" and form.is_valid():
        funding.contribute(contribution=form.save(commit=False), by=request.user)
        messages.success(request, "Đã lưu khoản đóng góp.")
        return redirect(_place(row.plan, row.school_id))
    status = 422 if form.is_bound else 200
    given: dict[str, Any] = {"plan": row.plan, "school": row.school, "contribution": row}
    return _form(request, "contribution.html", form, status=status, **given)


@require_POST
def contribution_delete(request: HttpRequest, pk: int) -> HttpResponse:
    row: Contribution = get_editable_contribution(request.user, pk)
    if request.POST.get("confirm") != "1":
        return redirect("contribution_edit", pk=pk)
    row.delete()
    messages.success(request, "Đã xóa khoản đóng góp.")
    return redirect(_place(row.plan, row.school_id))


@require_http_methods(["GET", "POST"])
def fund_keeper(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the organisation that enters the figures from now on."""
    plan = get_fund_plan(request.user, pk, Capability.NAME_KEEPER)
    keeper = FundKeeper.objects.filter(plan=plan).first()
    form = KeeperForm(request.POST or None, instance=keeper)
    if request.method == "POST" and form.is_valid():
        named = funding.name_keeper(plan=plan, organisation=form.cleaned_data["organisation"])
        messages.success(request, f"Từ nay {named.organisation} nhập số liệu kinh phí của kế hoạch này.")
        return redirect(f"{reverse('fund_overview')}?plan={plan.pk}")
    return _form(request, "keeper.html", form, plan=plan, status=422 if form.is_bound else 200)


def _form(request: HttpRequest, template: str, form: Any, *, status: int = 200, **context: Any) -> HttpResponse:
    defaults = {"allocation": None, "stored": None, "spending": (), "contribution": None}
    given = {**defaults, "form": form, **context}
    return render(request, f"facilities/funds/{template}", given, status=status)


fund_editing_urls = [
    path("facilities/funds/<int:pk>/keeper/", fund_keeper, name="fund_keeper"),
    path("facilities/funds/<int:pk>/allocations/new/", allocation_new, name="allocation_new"),
    path("facilities/allocations/<int:pk>/", allocation_edit, name="allocation_edit"),
    path("facilities/allocations/<int:pk>/delete/", allocation_delete, name="allocation_delete"),
    path("facilities/allocations/<int:pk>/spend/", expenditure_new, name="expenditure_new"),
    path("facilities/expenditures/<int:pk>/delete/", expenditure_delete, name="expenditure_delete"),
    path(
        "facilities/funds/<int:pk>/schools/<int:school_pk>/contributions/new/",
        contribution_new,
        name="contribution_new",
    ),
    path("facilities/contributions/<int:pk>/", contribution_edit, name="contribution_edit"),
    path("facilities/contributions/<int:pk>/delete/", contribution_delete, name="contribution_delete"),
]
