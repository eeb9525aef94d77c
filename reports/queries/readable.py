"""Whose results a person may read: the list twin of `can(user, VIEW_RESULTS, period)`."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from plans.enums import PlanStatus
from plans.models import PlanRecipient, ReportingPeriod
from reports.permissions import OFFICE_ROLES, READER_ROLES
from schools.queries import actor_of


def results_readable_by(periods: QuerySet[ReportingPeriod], user: Any) -> QuerySet[ReportingPeriod]:
    """Those of the periods whose results the person may read."""
    actor = actor_of(user)
    known = periods.exclude(plan__status=PlanStatus.DRAFT)
    if actor.is_administrator:
        return known
    readers = actor.organisations(*READER_ROLES)
    addressed = PlanRecipient.objects.filter(plan=OuterRef("plan"), organisation__in=readers)
    return known.filter(
        Q(plan__receiver__in=actor.organisations(*OFFICE_ROLES)) | Q(plan__forwarded_to__in=readers) | Exists(addressed)
    )
