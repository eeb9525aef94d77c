"""The leader's home: one page that says where the plan stands and what waits for a decision."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from plans.deadlines import local_day
from plans.enums import PlanStatus
from plans.models import ReportingPeriod
from reports.enums import Addressee, RecommendationStatus
from reports.models import Recommendation, SummaryReport
from reports.permissions import OFFICE_ROLES, READER_ROLES
from reports.queries.completeness import LateUnit
from reports.queries.escalation import escalated, with_leader_stage
from reports.queries.figures import period_figures
from reports.views.target_rows import target_rows
from schools.queries import Actor

SHOWN_LATE = 5
SHOWN_MATTERS = 8


@dataclass(frozen=True, slots=True)
class Matter:
    """A school's request that waits for the leaders, and for how many days."""

    text: str
    school: str
    days: int


def leader_home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The chosen period of the newest plan addressed to the person, on one page that prints on one sheet.

    Raises:
        Http404: `?period=` names a period the person cannot see.
    """
    today = timezone.localdate()
    periods = readable_periods(actor, today)
    period = _chosen(request.GET.get("period", ""), periods, today)
    if period is None:
        return render(request, "reports/leader_empty.html")
    figures = period_figures(period, today=today)
    is_over = period.plan.status == PlanStatus.CLOSED
    late = figures.late if is_over else _escalated(period, figures.late, today)
    matters = open_matters(period, today)
    context = {
        "period": period,
        "periods": periods,
        "figures": figures,
        "rows": [row for row in target_rows(figures.targets) if not row.figure.is_norm],
        "late": late[:SHOWN_LATE],
        "late_more": len(late) - SHOWN_LATE,
        "being_chased": len(figures.late) - len(late),
        "is_over": is_over,
        "matters": matters[:SHOWN_MATTERS],
        "matters_more": len(matters) - SHOWN_MATTERS,
    }
    return render(request, "reports/leader.html", context)


def _escalated(period: ReportingPeriod, late: Sequence[LateUnit], today: dt.date) -> Sequence[LateUnit]:
    """Of the late organisations those whom the office could not move: the reminder plan says from which day on."""
    known = escalated(period, {unit.submission_id: unit.last_day for unit in late}, today)
    return [unit for unit in late if unit.submission_id in known]


def readable_periods(actor: Actor, today: dt.date) -> list[ReportingPeriod]:
    """Opened periods whose results the person may see: plans in force first, the newest plan first, then by time.

    The list twin of `can(user, VIEW_RESULTS, period)`; a test compares them. Each carries the `summary_id` of its
    latest summary, or None, and what `escalated` reads.
    """
    summary = SummaryReport.objects.filter(period=OuterRef("pk")).order_by("-revision").values("pk")[:1]
    opened = ReportingPeriod.objects.opened(today).with_plan().annotate(summary_id=Subquery(summary))
    periods = with_leader_stage(opened)
    if not actor.is_administrator:
        readers = actor.organisations(*READER_ROLES)
        periods = periods.filter(
            Q(plan__forwarded_to__in=readers)
            | Q(plan__recipients__organisation__in=readers)
            | Q(plan__receiver__in=actor.organisations(*OFFICE_ROLES))
        ).distinct()
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


def open_matters(period: ReportingPeriod, today: dt.date) -> list[Matter]:
    """Open requests to the leaders in accepted reports of the plan up to the period, the oldest first: one query.

    A request becomes the leaders' matter when the receiver has accepted the report it stands in.
    """
    rows = (
        Recommendation.objects.filter(
            addressee=Addressee.LEADERS,
            status=RecommendationStatus.OPEN,
            submission__period__plan=period.plan_id,
            submission__period__position__lte=period.position,
            submission__accepted_at__isnull=False,
        )
        .order_by("submission__first_submitted_at", "submission__organisation__sort_key", "position", "pk")
        .values_list("text", "submission__organisation__short_name", "submission__first_submitted_at")
    )
    return [Matter(text, school, (today - local_day(sent)).days) for text, school, sent in rows if sent]
