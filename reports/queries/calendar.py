"""The deadlines that concern a person, of all plans: what they owe, what they receive, what is forwarded to them.

The page and the feed read the same list, so both show what the person may see at this moment (architecture §4, §8).
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse

from plans.enums import PlanStatus
from plans.models import PlanRecipient, PlanReporter, ReportingPeriod
from reports.enums import SubmissionStatus
from reports.models import Submission
from reports.permissions import OFFICE_ROLES, READER_ROLES, REPORTER_ROLES
from reports.presentation import Badge, status_badge
from schools.queries import Actor, actor_of
from vietnamese.dates import format_date

S = SubmissionStatus


class Kind(StrEnum):
    """What happens on the day."""

    OWED = "owed"
    DEADLINE = "deadline"
    OPENING = "opening"
    OWN_DAY = "own_day"
    FORWARDING = "forwarding"


@dataclass(frozen=True)
class Entry:
    """One day that matters. `key` stays the same when the day moves; `path` is the page that has the rest.

    `is_done` says that nobody has to act for it any more; `badge` is the state of what is owed.
    """

    key: str
    kind: Kind
    day: dt.date
    title: str
    detail: str
    path: str
    plan_id: int
    plan_title: str
    is_done: bool = False
    badge: Badge | None = None

    @property
    def is_deadline(self) -> bool:
        """Whether something has to be finished by the end of the day."""
        return self.kind is not Kind.OPENING


def calendar_entries(user: Any, *, today: dt.date) -> list[Entry]:
    """Every day that concerns the person, in order of time: four queries at most, whatever the number of plans.

    Days of the past are there as long as their plan is; a plan that is still a draft concerns nobody.
    """
    actor = actor_of(user)
    reporting = _reporting(actor)
    periods = list(_periods(actor, {plan for plan, _, _ in reporting}))
    found: dict[str, Entry] = {}
    for entry in [
        *_owed(actor),
        *_coming(reporting, periods, today),
        *_of_periods(actor, periods, today),
        *_own_days(actor, today),
    ]:
        found.setdefault(entry.key, entry)
    return sorted(found.values(), key=lambda entry: (entry.day, entry.plan_title, entry.key))


# -- what the person's organisations owe --------------------------------------------------------------------------
def _reporting(actor: Actor) -> list[tuple[int, int, str]]:
    """On which plans the person's organisations report: plan, organisation, and its name where there are several."""
    seats = actor.organisations(*REPORTER_ROLES)
    if not seats:
        return []
    rows = PlanReporter.objects.filter(organisation__in=seats).order_by("pk")
    named = rows.values_list("plan", "organisation", "organisation__short_name")
    return [(plan, pk, f" – {name}" if len(seats) > 1 else "") for plan, pk, name in named]


def _owed(actor: Actor) -> Iterator[Entry]:
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
            title=f"Hạn nộp {_lower(period.report_name)}{whose}",
            detail=_own_words(row),
            path=reverse("submission_edit" if editable else "submission_detail", args=[row.pk]),
            plan_id=plan.pk,
            plan_title=plan.title,
            is_done=row.is_sent or plan.status == PlanStatus.CLOSED,
            badge=status_badge(row),
        )


def _coming(reporting: list[tuple[int, int, str]], periods: list[ReportingPeriod], today: dt.date) -> Iterator[Entry]:
    """Opening and deadline of periods whose reports do not exist yet."""
    for period in periods:
        if period.opens_on <= today or period.plan.status != PlanStatus.IN_FORCE:
            continue
        path = reverse("plan_detail", args=[period.plan_id])
        for _, organisation, whose in (row for row in reporting if row[0] == period.plan_id):
            yield _period_entry(period, Kind.OPENING, path, is_done=False)
            deadline = _period_entry(period, Kind.OWED, path, is_done=False)
            key, title = f"owed-{period.pk}-{organisation}", f"{deadline.title}{whose}"
            yield replace(deadline, key=key, title=title)


def _own_words(row: Submission) -> str:
    """In which words the day was set: the plan's, or those of an extension or a return."""
    last = format_date(row.owed_until)
    if row.status == S.RETURNED:
        return f"Nộp lại chậm nhất ngày {last}"
    if row.owed_until != row.period.last_day:
        return f"Được gia hạn đến hết ngày {last}"
    return f"{_upper(row.period.deadline_text)} (hạn cuối 23:59 ngày {last})"


# -- days of whole periods ----------------------------------------------------------------------------------------
def _periods(actor: Actor, reported: set[int]) -> Iterable[ReportingPeriod]:
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


def _of_periods(actor: Actor, periods: Iterable[ReportingPeriod], today: dt.date) -> Iterator[Entry]:
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
        yield _period_entry(period, Kind.DEADLINE, path, is_done=closed or period.last_day < today)
        if receives:
            yield _period_entry(period, Kind.OPENING, about_plan, is_done=closed or opened)
        if period.forward_on:
            path = reverse("period_summary", args=[period.pk]) if opened else about_plan
            yield _period_entry(period, Kind.FORWARDING, path, is_done=closed or period.forward_on < today)


def _period_entry(period: ReportingPeriod, kind: Kind, path: str, *, is_done: bool) -> Entry:
    report = _lower(period.report_name)
    last_moment = f"{_upper(period.deadline_text)} ({period.last_moment_text})"
    day, title, detail = {
        Kind.OWED: (period.last_day, f"Hạn nộp {report}", last_moment),
        Kind.DEADLINE: (period.last_day, f"Hạn các đơn vị nộp {report}", last_moment),
        Kind.FORWARDING: (period.forward_on, f"Hạn gửi báo cáo tổng hợp {period.label}", ""),
        Kind.OPENING: (period.opens_on, f"Mở kỳ {report}", last_moment),
    }[kind]
    return Entry(
        key=f"period-{period.pk}-{kind}",
        kind=kind,
        day=day or period.last_day,
        title=title,
        detail=detail,
        path=path,
        plan_id=period.plan_id,
        plan_title=period.plan.title,
        is_done=is_done,
    )


# -- what the office waits for on other days ----------------------------------------------------------------------
def _own_days(actor: Actor, today: dt.date) -> Iterator[Entry]:
    """Owed reports whose own day is not the period's, as one entry for each day: how many were extended, returned."""
    received = Q() if actor.is_administrator else Q(period__plan__receiver__in=actor.organisations(*OFFICE_ROLES))
    mine = Submission.objects.filter(received, period__plan__status=PlanStatus.IN_FORCE)
    owed: Any = mine.owed().with_deadline()  # the type checker does not see its annotations
    rows = (
        owed.exclude(effective_last_day=F("period__last_day"))
        .order_by()
        .values("period", "period__label", "period__plan", "period__plan__title", "effective_last_day")
        .annotate(number=Count("pk"), returned=Count("pk", filter=Q(status=S.RETURNED)))
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


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
