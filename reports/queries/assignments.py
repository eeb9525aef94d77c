"""Who looks after which reports: the lines of an office's assignments, read as one rule.

A report belongs to every officer one of whose lines fits its school: the level (combined schools have several), the
commune, or both. What fits no line is everybody's. Lines of people who have left the office count no more.
"""

from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat

from reports.models import ReviewAssignment
from reports.models.assignment import ReviewAssignmentQuerySet
from reports.models.submission import SubmissionQuerySet
from reports.queries.communes import in_commune
from schools.enums import Role
from schools.models import Membership, Organisation

_SPACE = Value(" ", output_field=CharField())


def lines_in_force(receiver: Organisation | int) -> ReviewAssignmentQuerySet:
    """The assignments of people who review for the office today."""
    office = receiver.pk if isinstance(receiver, Organisation) else receiver
    seats = Membership.objects.in_force().filter(
        organisation=office, user=OuterRef("user"), user__is_active=True, role__in=[Role.OFFICER, Role.HEAD]
    )
    return ReviewAssignment.objects.filter(Exists(seats), receiver=office)


def assigned_to(queryset: SubmissionQuerySet, user: Any | int, receiver: Organisation | int) -> SubmissionQuerySet:
    """The reports of `queryset` that the person (or the person of that id) looks after for the office `receiver`."""
    person = user if isinstance(user, int) else user.pk
    return queryset.filter(Exists(fitting(lines_in_force(receiver).filter(user=person))))


def unassigned(queryset: SubmissionQuerySet, receiver: Organisation | int) -> SubmissionQuerySet:
    """The reports of `queryset` that nobody of the office `receiver` looks after, in the same query."""
    return queryset.exclude(Exists(fitting(lines_in_force(receiver))))


def officers_of(receiver: Organisation | int) -> list[tuple[int, str]]:
    """The people of the office who have assignments, (id, name) in the order of Vietnamese names: one query."""
    people = lines_in_force(receiver).order_by("user__sort_key", "user").values_list("user", "user__full_name")
    return list(dict.fromkeys(people))


def fitting(lines: ReviewAssignmentQuerySet) -> ReviewAssignmentQuerySet:
    """Those lines that fit the report of the outer query. Between spaces, so that TH is not found in THCS."""
    return lines.annotate(
        taught=Concat(_SPACE, OuterRef("organisation__school__levels"), _SPACE, output_field=CharField()),
        wanted=Concat(_SPACE, F("level"), _SPACE),
    ).filter(
        Q(level="") | Q(taught__contains=F("wanted")),
        Q(commune=None) | Q(in_commune(OuterRef("commune"), depth=2)),
    )
