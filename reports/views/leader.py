"""The leader's home: one page that says where the plan stands and what waits for a decision."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from facilities.models import Allocation, Work
from plans.enums import PlanStatus, ValueKind
from plans.models import PlanIndicator, ReportingPeriod
from reports.answer_times import answer_times
from reports.leader_words import matters_said, reports_said, targets_said, tasks_said
from reports.models import SummaryReport
from reports.models.recommendation import OWNER_SEATS
from reports.queries.completeness import LateUnit
from reports.queries.escalation import escalated, with_leader_stage
from reports.queries.figures import PeriodFigures, period_figures
from reports.queries.matters import Matters, open_matters
from reports.queries.readable import results_readable_by
from reports.queries.task_parts import task_parts
from reports.views.leader_rows import decision_lines, late_lines, leader_rows, part_badge
from schools.queries import actor_of

# What stands on the page and on its one sheet; what is more opens below, and on paper is counted.
SHOWN_LATE = 5
SHOWN_MATTERS = 6
SHOWN_WORKS = 2
SHOWN_COMMUNES = 20
OPENED = 60


def leader_home(request: HttpRequest) -> HttpResponse:
    """The chosen period of the newest plan addressed to the person, on one page that prints on one sheet.

    Raises:
        Http404: `?period=` names a period the person cannot see.
    """
    today = timezone.localdate()
    periods = readable_periods(request.user, today)
    period = _chosen(request.GET.get("period", ""), periods, today)
    if period is None:
        return render(request, "reports/leader_empty.html")
    figures = period_figures(period, today=today)
    matters = open_matters(period, today)
    context = {
        "period": period,
        "periods": periods,
        "figures": figures,
        "today": today,
        "now": timezone.now(),
        "is_running": period.last_day >= today,
        "is_over": period.plan.status == PlanStatus.CLOSED,
        "unit": "trường" if all(row.name for row in figures.by_commune) else "đơn vị",
        **_late(period, figures, today),
        **_matters(period, matters, request.user),
        **_communes(figures),
    }
    return render(request, "reports/leader.html", context | _results(period, figures, matters, context))


def _late(period: ReportingPeriod, figures: PeriodFigures, today: dt.date) -> dict[str, Any]:
    """Whose report is owed; while the plan runs, only those whom the office could not move are named."""
    named: Sequence[LateUnit] = figures.late
    if period.plan.status != PlanStatus.CLOSED:
        # The reminder plan says from which day on leaders hear of a late report.
        known = escalated(period, {unit.submission_id: unit.last_day for unit in figures.late}, today)
        named = [unit for unit in figures.late if unit.submission_id in known]
    url = partial(_unit_url, period)
    lines = [(unit, url(unit.organisation_id)) for unit in named]
    return {
        "late": lines[:SHOWN_LATE],
        "late_rest": lines[SHOWN_LATE:OPENED],
        "late_more": len(lines) - SHOWN_LATE,
        "being_chased": len(figures.late) - len(named),
    }


def _matters(period: ReportingPeriod, matters: Matters, user: Any) -> dict[str, Any]:
    opens = period.plan.forwarded_to_id in actor_of(user).organisations(*OWNER_SEATS)
    lines = decision_lines(matters, partial(_unit_url, period), opens=opens)
    times = answer_times(matters.waits, today=timezone.localdate(), limit=settings.REQUEST_ANSWER_DAYS)
    stuck = set(matters.stuck)
    works = late_lines([work for work in matters.works if work not in stuck])
    return {
        "answered_count": len(matters.answered),
        "matters": lines[:SHOWN_MATTERS],
        "matters_rest": lines[SHOWN_MATTERS:OPENED],
        "matters_more": len(lines) - SHOWN_MATTERS,
        "works": works[:SHOWN_WORKS],
        "works_rest": works[SHOWN_WORKS:OPENED],
        "works_more": len(works) - SHOWN_WORKS,
        "overdue": len(matters.overdue),
        "stuck": len(stuck),
        "longest_wait": max((row.days for row in matters.requests), default=0),
        "request_times": times,
        "request_limit": settings.REQUEST_ANSWER_DAYS,
    }


def _communes(figures: PeriodFigures) -> dict[str, Any]:
    """Where most is owed first when there are more communes than the sheet holds; else in the order of names."""
    rows = list(figures.by_commune)
    if len(rows) > SHOWN_COMMUNES:
        rows.sort(key=lambda row: -row.completeness.missing)
    return {"communes": rows[:SHOWN_COMMUNES], "communes_more": len(rows) - SHOWN_COMMUNES}


def _results(
    period: ReportingPeriod, figures: PeriodFigures, matters: Matters, context: dict[str, Any]
) -> dict[str, Any]:
    """Targets, or of a plan without any its tasks; and the sentences that sum the page up."""
    rows = leader_rows(figures.targets)
    parts = [] if figures.targets else task_parts(period.plan, matters.said)
    reports = reports_said(
        figures.completeness, period, context["today"], unit=context["unit"], is_over=context["is_over"]
    )
    return {
        "rows": rows,
        "off_paper": sum(not row.on_paper for row in rows),
        "parts": [(part, part_badge(part)) for part in parts],
        "has_last_year": any(row.row.figure.last_year is not None for row in rows),
        "waiting": any(row.provisional for row in rows),
        "has_stale": any(row.row.figure.stale for row in rows),
        "said": [
            tasks_said(parts) if parts else targets_said([row.row.figure for row in rows]),
            reports,
            matters_said(len(matters.requests), len(matters.stuck)),
        ],
    }


def _unit_url(period: Any, organisation_id: int) -> str:
    """Where the figures of a unit stand; "" in a plan that asks for none. Reports themselves are not the leaders'."""
    return reverse("school_figures", args=[period.plan_id, organisation_id]) if period.has_figures else ""


def readable_periods(user: Any, today: dt.date) -> list[ReportingPeriod]:
    """Opened periods whose results the person may see: plans in force first, the newest plan first, then by time.

    The list twin of `can(user, VIEW_RESULTS, period)`; a test compares them. Each carries the `summary_id` of its
    latest published summary, or None, what `escalated` reads, and whether its plan asks for figures and for amounts and
    has works.
    """
    summary = SummaryReport.objects.published().filter(period=OuterRef("pk")).order_by("-revision").values("pk")[:1]
    asked = PlanIndicator.objects.filter(plan=OuterRef("plan"))
    amounts = Exists(asked.filter(indicator__value_kind=ValueKind.MONEY))
    works, given = (rows.objects.filter(plan=OuterRef("plan")) for rows in (Work, Allocation))
    money = ExpressionWrapper(Q(amounts) | Q(Exists(works)) | Q(Exists(given)), BooleanField())
    opened = ReportingPeriod.objects.opened(today).select_related("plan__forwarded_to")
    opened = opened.annotate(summary_id=Subquery(summary), has_figures=Exists(asked))
    opened = opened.annotate(has_money=money, has_works=Exists(works))
    periods = results_readable_by(with_leader_stage(opened), user)
    return sorted(
        periods.order_by("plan_id", "position"),
        key=lambda period: (
            period.plan.status != PlanStatus.IN_FORCE,
            -period.plan.year,
            -(period.plan.issued_on or dt.date.min).toordinal(),
            period.plan_id,
            period.position,
        ),
    )


def default_period(periods: list[ReportingPeriod], today: dt.date) -> ReportingPeriod | None:
    """Of the first plan: the latest period whose deadline has passed, else the one that is open."""
    if not periods:
        return None
    own = [period for period in periods if period.plan_id == periods[0].plan_id]
    ended = [period for period in own if period.last_day < today]
    return ended[-1] if ended else own[0]


def _chosen(wanted: str, periods: list[ReportingPeriod], today: dt.date) -> ReportingPeriod | None:
    if not wanted:
        return default_period(periods, today)
    for period in periods:
        if wanted == str(period.pk):
            return period
    raise Http404
