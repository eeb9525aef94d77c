"""Which programme a page may show or change: those of plans the person can read, for people who look at the whole
area; the office for education writes while the plan is not closed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from facilities.enums import Capability
from facilities.models import Programme, ProgrammeMilestone, ProgrammeUnit
from facilities.permissions import can
from facilities.queries.programmes import programmes_of
from plans.enums import PlanStatus
from plans.models import Plan


def readable_plans(user: Any) -> QuerySet[Plan]:
    """The plans whose programmes the person reads.

    Raises:
        PermissionDenied: the person does not look at the whole area.
    """
    if not can(user, Capability.VIEW_FACILITIES):
        raise PermissionDenied
    return Plan.objects.visible_to(user)


def writable_plans(user: Any) -> QuerySet[Plan]:
    """The plans whose programmes the person writes."""
    if not can(user, Capability.EDIT_FACILITIES):
        return Plan.objects.none()
    return Plan.objects.visible_to(user).exclude(status=PlanStatus.CLOSED)


def get_programme(user: Any, pk: int) -> Programme:
    """Raises:
    Http404: the plan is invisible. PermissionDenied: visible, but the person does not look at the whole area.
    """
    programme = get_object_or_404(programmes_of(Plan.objects.visible_to(user)), pk=pk)
    readable_plans(user)
    return programme


def may_write(user: Any, programme: Programme) -> bool:
    """Whether the person changes the programme; its plan is known to be visible."""
    return programme.plan.status != PlanStatus.CLOSED and can(user, Capability.EDIT_FACILITIES)


def get_writable(user: Any, pk: int) -> Programme:
    """Raises:
    Http404: as `get_programme`. PermissionDenied: also for readers, and when the plan is closed.
    """
    programme = get_programme(user, pk)
    if not may_write(user, programme):
        raise PermissionDenied
    return programme


def get_unit(user: Any, pk: int, *, to_write: bool = False) -> ProgrammeUnit:
    """A unit with its programme, organisation and milestones.

    Raises:
        Http404, PermissionDenied: as `get_programme` and `get_writable`.
    """
    programme = get_object_or_404(programmes_of(Plan.objects.visible_to(user)), units=pk)
    readable_plans(user)
    if to_write and not may_write(user, programme):
        raise PermissionDenied
    unit = next(unit for unit in programme.units.all() if unit.pk == pk)
    unit.programme = programme
    return unit


def get_milestone(user: Any, pk: int) -> ProgrammeMilestone:
    """A milestone of a programme the person writes.

    Raises:
        Http404, PermissionDenied: as `get_writable`.
    """
    milestone = get_object_or_404(ProgrammeMilestone.objects.select_related("unit"), pk=pk)
    get_writable(user, milestone.unit.programme_id)
    return milestone
