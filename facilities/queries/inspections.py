"""Visits: who sees which, what a list shows of them, who has not been visited."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from facilities.enums import FindingResult, InspectionState
from facilities.inspection_periods import VisitPeriod
from facilities.models import Finding, Inspection, Photo
from facilities.permissions import SCHOOL_ROLES, sees_all_schools, works_for_education_office
from schools.models import School
from schools.queries import actor_of

ISSUE = Q(findings__result=FindingResult.ISSUE)
OPEN = ISSUE & Q(findings__mended_on=None)


def visible_inspections(user: Any) -> QuerySet[Inspection]:
    """The office sees every visit, also one that is being written down; who looks at all schools sees those that have
    ended, a school's people those of their school. Twin of `may_see_inspection`."""
    actor = actor_of(user)
    rows = Inspection.objects.all()
    if works_for_education_office(actor):
        return rows
    ended = rows.filter(state=InspectionState.DONE)
    if sees_all_schools(actor):
        return ended
    return ended.filter(school__organisation__in=actor.organisations(*SCHOOL_ROLES))


def open_findings(rows: QuerySet[Finding] | None = None) -> QuerySet[Finding]:
    """What visits that have ended found to be mended, and no school has said it has."""
    found = Finding.objects.all() if rows is None else rows
    return found.filter(inspection__state=InspectionState.DONE, result=FindingResult.ISSUE, mended_on=None)


def overdue(today: dt.date) -> Q:
    """The part of the open findings whose last day is over."""
    return Q(mend_by__lt=today)


def for_list(rows: QuerySet[Inspection], today: dt.date) -> QuerySet[Inspection]:
    """With what a row of the list shows: school and commune, how many things to mend, still open, past their day."""
    return (
        rows.select_related("school__organisation", "office")
        .prefetch_related("school__affiliations__commune")
        .annotate(
            issues=Count("findings", filter=ISSUE),
            open_issues=Count("findings", filter=OPEN),
            late_issues=Count("findings", filter=OPEN & Q(findings__mend_by__lt=today)),
        )
        .order_by("-visited_on", "school__organisation__sort_key", "-pk")
    )


def with_content(rows: QuerySet[Inspection]) -> QuerySet[Inspection]:
    """With all that the page of one visit, its form and its minutes read: five queries."""
    photos = Photo.objects.order_by("created_at", "pk")
    findings = Finding.objects.select_related("work", "topic").order_by("position", "pk")
    return rows.select_related("school__organisation", "office", "created_by").prefetch_related(
        Prefetch("findings", findings.prefetch_related(Prefetch("photos", photos))), Prefetch("photos", photos)
    )


@dataclass(frozen=True)
class Coverage:
    """Of a month or quarter: which of the area's schools no ended visit came to, and how many there are."""

    period: VisitPeriod
    missing: list[School]
    count: int

    @property
    def visited(self) -> int:
        return self.count - len(self.missing)


def coverage(periods: Sequence[VisitPeriod], today: dt.date) -> list[Coverage]:
    """For each of the periods, which end on the same day or lie around today: two queries for all of them. The schools
    are those of the area on that day."""
    last = min(max(period.last for period in periods), today)
    first = min(period.first for period in periods)
    schools = list(
        School.objects.belonging(max(last, first))
        .select_related("organisation")
        .order_by("organisation__sort_key", "pk")
    )
    ended = Inspection.objects.filter(state=InspectionState.DONE, visited_on__range=(first, periods[-1].last))
    visits = list(ended.values_list("school_id", "visited_on"))
    found = []
    for period in periods:
        seen = {school for school, day in visits if period.first <= day <= period.last}
        found.append(Coverage(period, [school for school in schools if school.pk not in seen], len(schools)))
    return found


def last_visit(user: Any, school: School, today: dt.date) -> Inspection | None:
    """The latest visit the person may see, with how many things of all ended visits the school has still to mend
    (`still_open`) and how many of them are past their day (`still_late`)."""
    left = open_findings(Finding.objects.filter(inspection__school=school)).order_by()
    counted = left.values("inspection__school").annotate(n=Count("pk")).values("n")
    rows = visible_inspections(user).filter(school=school).order_by("-visited_on", "-pk")
    return rows.annotate(
        still_open=Coalesce(Subquery(counted), 0), still_late=Coalesce(Subquery(counted.filter(overdue(today))), 0)
    ).first()
