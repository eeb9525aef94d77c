"""The numbers of the officers' daily digest: what waits, what came in, what is late, whom no mail reaches."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count

from plans.models import Plan, ReportingPeriod
from reports.enums import RequestState, SubmissionStatus
from reports.models import ExtensionRequest, Submission
from reports.queries.reachability import unreachable
from reports.queries.responsibility import responsible_users


@dataclass
class PlanFigures:
    """Where one plan's reports stand; `waiting` holds when each report that waits was sent, and who looks after it."""

    plan: Plan
    waiting: list[tuple[dt.datetime, frozenset[int]]] = field(default_factory=list)
    overdue: int = 0
    requests: int = 0
    unreachable: int = 0
    next_period: ReportingPeriod | None = None


@dataclass(frozen=True)
class PersonFigures:
    """The same for one person; `mine` is None when nobody's part is told apart."""

    plan: Plan
    waiting: int
    mine: int | None
    new: int
    overdue: int
    requests: int
    unreachable: int
    next_period: ReportingPeriod | None

    @property
    def has_news(self) -> bool:
        return any((self.waiting, self.overdue, self.requests, self.unreachable))


def plan_figures(plans: Collection[Plan], today: dt.date) -> list[PlanFigures]:
    """The figures of the plans in their order. The number of queries does not depend on the number of reports."""
    figures = {plan.pk: PlanFigures(plan) for plan in plans}
    in_plans = Submission.objects.reports().filter(period__plan__in=figures)
    waiting = list(in_plans.filter(status=SubmissionStatus.SUBMITTED).select_related("period__plan").order_by("pk"))
    responsible = responsible_users(waiting)
    for row in waiting:
        if row.submitted_at:
            figures[row.period.plan_id].waiting.append((row.submitted_at, responsible[row.pk]))
    late = in_plans.with_deadline().overdue(today).order_by().values_list("period__plan", flat=True)
    for pk, count in Counter(late).items():
        figures[pk].overdue = count
    asked = ExtensionRequest.objects.filter(state=RequestState.OPEN, submission__period__plan__in=figures)
    for pk, count in asked.order_by().values_list("submission__period__plan").annotate(Count("pk")):
        figures[pk].requests = count
    ahead = ReportingPeriod.objects.filter(plan__in=figures, opens_on__lte=today, last_day__gte=today)
    for period in ahead.select_related("plan").order_by("-last_day", "-pk"):
        figures[period.plan_id].next_period = period  # the nearest stands last
    for row_of_plan in figures.values():
        if row_of_plan.next_period:
            row_of_plan.unreachable = len(unreachable(row_of_plan.next_period))
    return list(figures.values())


def figures_for(figures: PlanFigures, user_id: int, *, since: dt.datetime) -> PersonFigures:
    """One plan's figures as one person is told them; `since` is when they were told last."""
    is_shared = any(people for _, people in figures.waiting)
    return PersonFigures(
        plan=figures.plan,
        waiting=len(figures.waiting),
        mine=sum(not people or user_id in people for _, people in figures.waiting) if is_shared else None,
        new=sum(sent >= since for sent, _ in figures.waiting),
        overdue=figures.overdue,
        requests=figures.requests,
        unreachable=figures.unreachable,
        next_period=figures.next_period,
    )
