"""All running plans side by side: where each of their periods stands, kept apart and added up."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from plans.enums import PlanStatus
from plans.models import Plan, ReportingPeriod
from reports.enums import Capability
from reports.permissions import can
from reports.queries.completeness import Completeness, completeness_by_period, total
from schools.queries import actor_of

STATUSES = [(PlanStatus.IN_FORCE, PlanStatus.IN_FORCE.label), (PlanStatus.CLOSED, PlanStatus.CLOSED.label)]
EVERY = "all"


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One period of a plan; without counts before it opens. Current is the opened one whose deadline is nearest
    ahead, else the latest."""

    period: ReportingPeriod
    counts: Completeness | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class PlanBlock:
    """One plan with its periods."""

    plan: Plan
    lines: list[PeriodLine]
    may_chase: bool
    may_plan: bool


@require_safe
def board_overview(request: HttpRequest) -> HttpResponse:
    """Every plan whose reports the person's office receives; all of them for an administrator."""
    actor, today = actor_of(request.user), timezone.localdate()
    received = Plan.objects.exclude(status=PlanStatus.DRAFT)
    if not actor.is_administrator:
        received = received.received_by(actor)
    known = sorted(received.order_by().values_list("year", flat=True).distinct(), reverse=True)
    year, status = request.GET.get("year", ""), request.GET.get("status", "") or PlanStatus.IN_FORCE.value
    plans: Any = received if status == EVERY else received.filter(status=status)
    if year in map(str, known):
        plans = plans.filter(year=int(year))
    blocks = plan_blocks(plans.order_by("-year", "-issued_on", "pk"), request.user, today)
    lines = [line for block in blocks for line in block.lines if line.counts]
    context = {
        "blocks": blocks,
        "total": total(line.counts for line in lines if line.counts),
        "line_count": len(lines),
        "years": known,
        "year": year,
        "statuses": [*STATUSES, (EVERY, "Mọi tình trạng")],
        "status": status,
        "is_filtered": bool(request.GET.get("year") or request.GET.get("status")),
    }
    return render(request, "reports/board_overview.html", context)


def plan_blocks(plans: Any, user: Any, today: dt.date) -> list[PlanBlock]:
    """The plans with the counts of their opened periods: three queries whatever the number of plans."""
    found = list(
        plans.select_related("receiver").prefetch_related(
            Prefetch("periods", ReportingPeriod.objects.order_by("position"))
        )
    )
    opened = [period for plan in found for period in plan.periods.all() if period.opens_on <= today]
    counts = completeness_by_period(opened, today=today)
    return [_block(plan, counts, user, today) for plan in found]


def _block(plan: Plan, counts: dict[int, Completeness], user: Any, today: dt.date) -> PlanBlock:
    periods = list(plan.periods.all())
    opened = [period for period in periods if period.pk in counts]
    current = next((period.pk for period in opened if period.last_day >= today), opened[-1].pk if opened else None)
    return PlanBlock(
        plan=plan,
        lines=[PeriodLine(period, counts.get(period.pk), period.pk == current) for period in periods],
        may_chase=can(user, Capability.CHASE, plan),
        may_plan=can(user, Capability.PLAN_REMINDERS, plan),
    )


board_overview_urls = [path("board/", board_overview, name="board_overview")]
