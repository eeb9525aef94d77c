"""The first page of each role."""

import datetime as dt
from typing import Any

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from plans.enums import PlanStatus
from plans.models import ReportingPeriod
from plans.unit_plan_access import unregistered
from reports.enums import (
    Capability,
    NotificationKind,
    NotificationStatus,
    Purpose,
    RequestState,
)
from reports.models import Notification, Submission
from reports.permissions import can
from reports.presentation import BADGE_FIELDS, status_badge
from reports.queries.completeness import counts_by_purpose
from reports.queries.extensions import visible_requests
from reports.queries.my_tasks import urgent_tasks
from reports.queries.reachability import unreachable
from reports.queries.requests import answers_to_judge
from reports.queries.review import reviewable
from reports.queries.summary_life import waiting_for_clerk
from reports.views.access import get_period
from reports.views.leader import leader_home
from reports.views.own_reports import figure_seats, owed_cards, own_reports, sent_rows
from schools.enums import Role
from schools.queries import Actor, actor_of

QUEUE_LENGTH = 10
SENT_LENGTH = 12
QUEUE_FIELDS = ("period__label", "period__last_day", "period__forward_on", "period__data_to")


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Home by role: what I owe, who is late, or where we stand."""
    actor = actor_of(request.user)
    if actor.has_role(Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR):
        return office_home(request, actor)
    if actor.has_role(Role.LEADER, Role.OBSERVER):
        return leader_home(request)
    return unit_home(request, actor)


def unit_home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One card per owed report, the most urgent first; below, what was sent."""
    rows = own_reports(request.user)
    context = {
        "cards": owed_cards(rows),
        "sent": sent_rows(rows)[:SENT_LENGTH],
        "seats": actor.seats,
        "figure_seats": figure_seats(actor, rows),
        "urgent": urgent_tasks(actor, timezone.localdate()),
        "unregistered": unregistered(request.user),
        "to_issue": waiting_for_clerk(actor),
        "answers": answers_to_judge(actor),
    }
    return render(request, "reports/home_school.html", context)


def office_home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The chosen period in numbers, my review queue, who is late, what failed; first, what the office owes itself.

    Officers of an organisation to which nobody reports see what it owes, as a school does.
    """
    periods = list(received_periods(request, actor))
    own = own_reports(request.user)
    if own and not periods:
        return unit_home(request, actor)
    period = chosen_period(request, periods)
    # Of its own figures one line with all sheets of the period says more than a card for each period.
    owed = owed_cards([row for row in own if not row.is_figures])
    context: dict[str, Any] = {"periods": periods, "period": period, "cards": owed}
    context["urgent"] = urgent_tasks(actor, timezone.localdate())
    if period is not None:
        context |= office_figures(request, period)
    return render(request, "reports/home_office.html", context)


def received_periods(request: HttpRequest, actor: Actor) -> Any:
    """Opened periods of the plans whose reports the person's office receives; all of them for an administrator."""
    periods = ReportingPeriod.objects.opened(timezone.localdate()).with_plan()
    if not actor.is_administrator:
        periods = periods.filter(plan__receiver__in=actor.organisations(Role.OFFICER, Role.HEAD))
    return periods.order_by("-deadline_on", "pk")


def chosen_period(request: HttpRequest, periods: list[ReportingPeriod]) -> ReportingPeriod | None:
    """The period named in the URL, else the one whose deadline is nearest ahead, else the latest."""
    wanted = request.GET.get("period", "")
    for period in periods:
        if wanted == str(period.pk):
            return period
    today = timezone.localdate()
    ahead = [period for period in periods if period.last_day >= today and period.plan.status == PlanStatus.IN_FORCE]
    return ahead[-1] if ahead else next(iter(periods), None)


def office_figures(request: HttpRequest, period: ReportingPeriod) -> dict[str, Any]:
    """What the office's home shows about one period."""
    today = timezone.localdate()
    mine = Submission.objects.visible_to(request.user).annotate(name=F("organisation__short_name"))
    reviewed = reviewable(request.user).annotate(name=F("organisation__short_name"))
    waiting = (mine if actor_of(request.user).is_administrator else reviewed).awaiting_review()
    queue = waiting.order_by("submitted_at", "pk").select_related("period").with_extension()
    late = mine.reports().filter(period=period).with_deadline().overdue(today)
    late = late.order_by("effective_last_day", "pk")  # type: ignore[misc]  # an annotation
    late_rows = list(late.only(*BADGE_FIELDS)[:QUEUE_LENGTH])
    for row in late_rows:
        row.period = period
    counts = counts_by_purpose(period)
    return {
        "counts": counts[Purpose.REPORT],
        "sheets": counts[Purpose.FIGURES],
        "queue": list(queue.only(*BADGE_FIELDS, "submitted_at", *QUEUE_FIELDS)[:QUEUE_LENGTH]),
        "late": [(row, status_badge(row)) for row in late_rows],
        **letter_counts(period, today),
        "may_plan_reminders": can(request.user, Capability.PLAN_REMINDERS, period),
        "open_requests": visible_requests(request.user).filter(state=RequestState.OPEN).count(),
    }


def letter_counts(period: ReportingPeriod, today: dt.date) -> dict[str, int]:
    """How many reminders of the period were written today, and how many of its messages could not be sent."""
    begins = timezone.make_aware(dt.datetime.combine(today, dt.time.min))
    reminded = Q(kind__in=[NotificationKind.REMINDER, NotificationKind.OVERDUE], created_at__gte=begins)
    failed = Q(status=NotificationStatus.FAILED)
    about = Q(submission__period=period) | Q(period=period)
    letters = Notification.objects.filter(reminded | failed, about)
    return letters.aggregate(reminded_today=Count("pk", filter=reminded), failed=Count("pk", filter=failed))


@require_GET
def period_unreachable(request: HttpRequest, pk: int) -> HttpResponse:
    """How many organisations of the period no mail reaches: a fragment, for its queries would burden the page."""
    period = get_period(request.user, pk, Capability.VIEW_BOARD)
    may_open = can(request.user, Capability.PLAN_REMINDERS, period)
    context = {"period": period, "unreachable": unreachable(period), "may_open": may_open}
    return render(request, "reports/_unreachable_count.html", context)


home_urls = [
    path("", home, name="home"),
    path("periods/<int:pk>/unreachable/count/", period_unreachable, name="period_unreachable"),
]
