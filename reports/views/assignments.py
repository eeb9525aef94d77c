"""Who of an office looks after which schools: everybody of the office reads it, the head changes it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from reports.assignment_forms import AssignmentForm
from reports.models import ReviewAssignment
from reports.permissions import OFFICE_ROLES
from reports.queries.desks import Desk, desks_of
from reports.services import assigning
from reports.services.errors import Conflict
from schools.enums import Role
from schools.queries import actor_of


@require_http_methods(["GET", "HEAD", "POST"])
def assignments(request: HttpRequest) -> HttpResponse:
    """The people of the person's offices with what they look after; a POST adds one assignment."""
    actor = actor_of(request.user)
    if not actor.has_role(*OFFICE_ROLES):
        raise PermissionDenied
    desks = desks_of(actor)
    if request.method == "POST":
        return _add(request, desks)
    return _page(request, desks)


def _page(request: HttpRequest, desks: list[Desk], failed: AssignmentForm | None = None) -> HttpResponse:
    forms = {desk.office.pk: AssignmentForm(desk=desk) for desk in desks if desk.may_edit}
    if failed is not None:
        forms[int(request.POST["office"])] = failed
    context = {"desks": [(desk, forms.get(desk.office.pk)) for desk in desks]}
    return render(request, "reports/assignments.html", context, status=422 if failed else 200)


def _add(request: HttpRequest, desks: list[Desk]) -> HttpResponse:
    desk = next((desk for desk in desks if str(desk.office.pk) == request.POST.get("office")), None)
    if desk is None or not desk.may_edit:
        raise PermissionDenied
    form = AssignmentForm(request.POST, desk=desk)
    if not form.is_valid():
        return _page(request, desks, form)
    given: dict[str, Any] = form.cleaned_data
    try:
        line = assigning.assign(
            receiver=desk.office, user_id=given["user"], level=given["level"], commune_id=given["commune"]
        )
    except Conflict as conflict:
        form.add_error("user", conflict.message)
        return _page(request, desks, form)
    messages.success(request, f"Đã phân công {line}.")
    return redirect("assignments")


@require_POST
def assignment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an assignment back."""
    actor = actor_of(request.user)
    visible = ReviewAssignment.objects.filter(receiver__in=actor.organisations(*OFFICE_ROLES))
    line = get_object_or_404(visible.select_related("user", "commune"), pk=pk)
    if line.receiver_id not in actor.organisations(Role.HEAD):
        raise PermissionDenied
    assigning.unassign(line=line)
    messages.success(request, f"Đã bỏ phân công {line}.")
    return redirect("assignments")


assignment_urls = [
    path("assignments/", assignments, name="assignments"),
    path("assignments/<int:pk>/remove/", assignment_remove, name="assignment_remove"),
]
