"""Who of an office looks after which schools: everybody of the office reads it, the head changes it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from reports.assignment_forms import AssignmentForm
from reports.models import ReviewAssignment
from reports.permissions import OFFICE_ROLES
from reports.queries.desks import Desk, desks_of
from reports.services import assigning
from reports.services.errors import Conflict
from schools.enums import Role
from schools.queries import actor_of


@require_safe
def assignments(request: HttpRequest) -> HttpResponse:
    """The people of the person's offices with what they look after, and the schools nobody looks after."""
    actor = actor_of(request.user)
    if not actor.has_role(*OFFICE_ROLES):
        raise PermissionDenied
    return _page(request, desks_of(actor))


def _page(request: HttpRequest, desks: list[Desk], failed: AssignmentForm | None = None) -> HttpResponse:
    forms = {desk.office.pk: AssignmentForm(desk=desk) for desk in desks if desk.may_edit}
    if failed is not None:
        forms[failed.office_id] = failed
    context = {"desks": [(desk, forms.get(desk.office.pk)) for desk in desks]}
    return render(request, "reports/assignments.html", context, status=422 if failed else 200)


@require_POST
def assignment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a person of the office `pk` look after something; a mistake is told at its field."""
    desks = desks_of(actor_of(request.user))
    desk = next((desk for desk in desks if desk.office.pk == pk), None)
    if desk is None:
        raise Http404
    if not desk.may_edit:
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
    path("offices/<int:pk>/assignments/", assignment_add, name="assignment_add"),
    path("assignments/<int:pk>/remove/", assignment_remove, name="assignment_remove"),
]
