"""What the community gave, noted by the school itself."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from facilities.contribution_form import ContributionForm
from facilities.models import Contribution
from facilities.services import funding
from facilities.views.fund_access import (
    get_editable_contribution,
    get_fund_school,
    may_contribute,
)
from facilities.views.fund_forms import place_of, show_form

PAGE = "facilities/funds/contribution.html"


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
        return redirect(place_of(plan, school.pk))
    status = 422 if form.is_bound else 200
    return show_form(request, PAGE, form, plan=plan, school=school, status=status)


@require_http_methods(["GET", "POST"])
def contribution_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_editable_contribution(request.user, pk)
    form = ContributionForm(request.POST or None, instance=row, plan=row.plan, school=row.school)
    if request.method == "POST" and form.is_valid():
        funding.contribute(contribution=form.save(commit=False), by=request.user)
        messages.success(request, "Đã lưu khoản đóng góp.")
        return redirect(place_of(row.plan, row.school_id))
    status = 422 if form.is_bound else 200
    given: dict[str, Any] = {"plan": row.plan, "school": row.school, "contribution": row}
    return show_form(request, PAGE, form, status=status, **given)


@require_POST
def contribution_delete(request: HttpRequest, pk: int) -> HttpResponse:
    row: Contribution = get_editable_contribution(request.user, pk)
    if request.POST.get("confirm") != "1":
        return redirect("contribution_edit", pk=pk)
    row.delete()
    messages.success(request, "Đã xóa khoản đóng góp.")
    return redirect(place_of(row.plan, row.school_id))


contribution_urls = [
    path(
        "facilities/funds/<int:pk>/schools/<int:school_pk>/contributions/new/",
        contribution_new,
        name="contribution_new",
    ),
    path("facilities/contributions/<int:pk>/", contribution_edit, name="contribution_edit"),
    path("facilities/contributions/<int:pk>/delete/", contribution_delete, name="contribution_delete"),
]
