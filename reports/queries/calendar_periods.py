"""Days of whole periods, for those who receive the reports and those who read the results."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse

from plans.enums import PlanStatus
from plans.models import PlanRecipient, ReportingPeriod
from reports.calendar_days import Entry, Kind, period_entry
from reports.enums import SubmissionStatus
from reports.models import Submission
from reports.permissions import OFFICE_ROLES, READER_ROLES
from reports.presentation import Badge
from schools.queries import Actor


def periods_of(actor: Actor, reported: set[int]) -> Iterable[ReportingPeriod]:
    """Periods of the plans the person receives, reads or reports on, each with whether it is addressed to them."""
    readers = actor.organisations(*READER_ROLES)
    addressed = PlanRecipient.objects.filter(plan=OuterRef("plan"), organisation__in=readers)
    periods = (
        ReportingPeriod.objects.exclude(plan__status=PlanStatus.DRAFT)
        .select_related("plan")
        .annotate(is_addressed=Exists(addressed))
        .order_by("pk")
    )
    if actor.is_administrator:
        return periods
    return periods.filter(
        Q(plan__receiver__in=actor.organisations(*OFFICE_ROLES))
        | Q(plan__forwarded_to__in=readers)
        | Q(is_addressed=True)
        | Q(plan__in=reported)
    )


def days_of_periods(actor: Actor, periods: Iterable[ReportingPeriod], today: dt.date) -> Iterator[Entry]:
    """Deadlines and forwarding dates for those who receive or read the reports; openings for those who receive."""
    offices, readers = actor.organisations(*OFFICE_ROLES), actor.organisations(*READER_ROLES)
    for period in periods:
        plan = period.plan
        receives = actor.is_administrator or plan.receiver_id in offices
        addressed: bool = period.is_addressed  # type: ignore[attr-defined]  # an annotation
        if not receives and not addressed and plan.forwarded_to_id not in readers:
            continue
        closed, opened = plan.status == PlanStatus.CLOSED, period.opens_on <= today
        about_plan = reverse("plan_detail", args=[plan.pk])
        page = reverse("period_board" if receives else "period_results", args=[period.pk])
        path = page if opened else about_plan
        yield period_entry(period, Kind.DEADLINE, path, is_done=closed or period.last_day < today)
        if receives:
            yield period_entry(period, Kind.OPENING, about_plan, is_done=closed or opened)
        if period.forward_on:
            path = reverse("period_summary", args=[period.pk]) if opened else about_plan
            yield period_entry(period, Kind.FORWARDING, path, is_done=closed or period.forward_on < today)


def own_days(actor: Actor, today: dt.date) -> Iterator[Entry]:
    """Owed reports whose own day is not the period's, as one entry for each day: how many were extended, returned."""
    received = Q() if actor.is_administrator else Q(period__plan__receiver__in=actor.organisations(*OFFICE_ROLES))
    mine = Submission.objects.reports().filter(received, period__plan__status=PlanStatus.IN_FORCE)
    owed: Any = mine.owed().with_deadline()  # the type checker does not see its annotations
    rows = (
        owed.exclude(effective_last_day=F("period__last_day"))
        .order_by()
        .values("period", "period__label", "period__plan", "period__plan__title", "effective_last_day")
        .annotate(number=Count("pk"), returned=Count("pk", filter=Q(status=SubmissionStatus.RETURNED)))
    )
    for row in rows:
        day, number, returned = row["effective_last_day"], row["number"], row["returned"]
        parts = [(number - returned, "được gia hạn"), (returned, "phải bổ sung")]
        yield Entry(
            key=f"period-{row['period']}-own-{day.isoformat()}",
            kind=Kind.OWN_DAY,
            day=day,
            title=f"Hạn riêng của {number} đơn vị, báo cáo {row['period__label']}",
            detail=", ".join(f"{count} {what}" for count, what in parts if count),
            path=reverse("period_board", args=[row["period"]]),
            plan_id=row["period__plan"],
            plan_title=row["period__plan__title"],
            badge=Badge("bad", "■", "Quá hạn") if day < today else None,
        )
