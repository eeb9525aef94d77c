"""What the person's organisations owe, as days of the calendar."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.urls import reverse

from plans.enums import PlanStatus
from plans.models import PlanReporter, ReportingPeriod
from reports.calendar_days import Entry, Kind, period_entry, upper_first
from reports.enums import SubmissionStatus
from reports.messages import lower_first
from reports.models import Submission
from reports.permissions import REPORTER_ROLES
from reports.presentation import status_badge
from schools.queries import Actor
from vietnamese.dates import format_date


def reporting_seats(actor: Actor) -> list[tuple[int, int, str]]:
    """On which plans the person's organisations report: plan, organisation, and its name where there are several."""
    seats = actor.organisations(*REPORTER_ROLES)
    if not seats:
        return []
    rows = PlanReporter.objects.filter(organisation__in=seats).order_by("pk")
    named = rows.values_list("plan", "organisation", "organisation__short_name")
    return [(plan, pk, f" – {name}" if len(seats) > 1 else "") for plan, pk, name in named]


def owed_days_of(actor: Actor) -> Iterator[Entry]:
    """One entry for each report, on its own last day: extension and return included."""
    seats = actor.organisations(*REPORTER_ROLES)
    if not seats:
        return
    rows = (
        Submission.objects.filter(organisation__in=seats)
        .exclude(period__plan__status=PlanStatus.DRAFT)
        .select_related("organisation", "period__plan")
        .with_extension()
        .order_by("pk")
    )
    for row in rows:
        period, plan = row.period, row.period.plan
        whose = f" – {row.organisation.short_name}" if len(seats) > 1 else ""
        editable = row.is_editable and plan.status == PlanStatus.IN_FORCE
        yield Entry(
            key=f"owed-{period.pk}-{row.organisation_id}",
            kind=Kind.OWED,
            day=row.owed_until,
            title=f"Hạn {row.words.sending} {lower_first(row.title)}{whose}",
            detail=_own_words(row),
            path=reverse("submission_edit" if editable else "submission_detail", args=[row.pk]),
            plan_id=plan.pk,
            plan_title=plan.title,
            is_done=row.is_sent or plan.status == PlanStatus.CLOSED,
            badge=status_badge(row),
        )


def _own_words(row: Submission) -> str:
    """In which words the day was set: the plan's, or those of an extension or a return."""
    last = format_date(row.owed_until)
    if row.status == SubmissionStatus.RETURNED:
        return f"{upper_first(row.words.sending)} lại chậm nhất ngày {last}"
    if row.owed_until != row.period_last_day:
        return f"Được gia hạn đến hết ngày {last}"
    return f"{upper_first(row.due_words)} (hạn cuối 23:59 ngày {last})"


def coming_days(
    reporting: list[tuple[int, int, str]], periods: Iterable[ReportingPeriod], today: dt.date
) -> Iterator[Entry]:
    """Opening and deadline of periods whose reports do not exist yet."""
    for period in periods:
        if period.opens_on <= today or period.plan.status != PlanStatus.IN_FORCE:
            continue
        path = reverse("plan_detail", args=[period.plan_id])
        for _, organisation, whose in (row for row in reporting if row[0] == period.plan_id):
            yield period_entry(period, Kind.OPENING, path, is_done=False)
            deadline = period_entry(period, Kind.OWED, path, is_done=False)
            key, title = f"owed-{period.pk}-{organisation}", f"{deadline.title}{whose}"
            yield replace(deadline, key=key, title=title)
