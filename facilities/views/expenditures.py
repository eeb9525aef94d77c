"""Money spent from what was given."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from facilities.expenditure_form import ExpenditureForm
from facilities.models import Expenditure
from facilities.services import funding
from facilities.views.fund_access import (
    get_editable_allocation,
)
from facilities.views.fund_forms import show_form
from vietnamese.numbers import format_number


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
    return show_form(request, "facilities/funds/expenditure.html", form, plan=row.plan, allocation=row, status=status)


@require_POST
def expenditure_delete(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Expenditure, pk=pk)
    get_editable_allocation(request.user, row.allocation_id)
    if request.POST.get("confirm") == "1":
        row.delete()
        messages.success(request, f"Đã bỏ khoản chi {format_number(row.amount_million, trim=True)} triệu đồng.")
    return redirect("allocation_edit", pk=row.allocation_id)


expenditure_urls = [
    path("facilities/allocations/<int:pk>/spend/", expenditure_new, name="expenditure_new"),
    path("facilities/expenditures/<int:pk>/delete/", expenditure_delete, name="expenditure_delete"),
]
