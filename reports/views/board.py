"""The status board: schools × periods of a plan."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from plans.models import ReportingPeriod
from reports.enums import Capability, NotificationKind
from reports.filters import SubmissionFilter
from reports.models import Notification, Submission
from reports.presentation import Badge, status_badge
from reports.queries.completeness import completeness
from reports.views.access import get_period
from schools.enums import Role
from schools.models import Membership

PAGE_SIZE = 60


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One school: its report of the chosen period and a badge per period of the plan."""

    submission: Submission
    cells: list[tuple[Submission, Badge] | None]


@require_GET
def period_board(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has sent, who is late, whom to chase."""
    period = get_period(request.user, pk, Capability.VIEW_BOARD)
    periods = list(period.plan.periods.order_by("position"))
    found = SubmissionFilter(request.GET, queryset=board_submissions(period))
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    counts = completeness(period)
    context = {
        "period": period,
        "periods": periods,
        "filter": found,
        "page": page,
        "rows": board_rows(page, period, periods),
        "counts": counts,
    }
    return render(request, "reports/board.html", context)


def board_submissions(period: ReportingPeriod) -> Any:
    """The reports of one period with everything a board row shows, in one query."""
    contact = (
        Membership.objects.in_force(timezone.localdate())
        .filter(organisation=OuterRef("organisation"), role=Role.PRINCIPAL)
        .order_by("pk")
    )
    reminder = Notification.objects.filter(
        submission=OuterRef("pk"), kind__in=[NotificationKind.REMINDER, NotificationKind.OVERDUE]
    ).order_by("-created_at")
    return (
        Submission.objects.filter(period=period)
        .select_related("organisation__school__commune")
        .with_deadline()
        .annotate(
            contact_name=Subquery(contact.values("user__full_name")[:1]),
            contact_phone=Subquery(contact.values("user__phone")[:1]),
            reminded_at=Subquery(reminder.values("created_at")[:1]),
            reminder_status=Subquery(reminder.values("status")[:1]),
        )
        .order_by("organisation__sort_key", "pk")
    )


def board_rows(page: Page, period: ReportingPeriod, periods: list[ReportingPeriod]) -> list[BoardRow]:
    """The page's schools with their reports of the other periods, added by one more query."""
    here = list(page.object_list)
    for submission in here:
        submission.period = period
    others: dict[tuple[int, int], Submission] = {}
    rest = Submission.objects.filter(
        period__plan=period.plan_id, organisation__in=[submission.organisation_id for submission in here]
    ).exclude(period=period)
    by_id = {other.pk: other for other in periods}
    for submission in rest.with_deadline():
        submission.period = by_id[submission.period_id]
        others[submission.organisation_id, submission.period_id] = submission
    rows = []
    for submission in here:
        cells: list[tuple[Submission, Badge] | None] = []
        for column in periods:
            other = submission if column.pk == period.pk else others.get((submission.organisation_id, column.pk))
            cells.append((other, status_badge(other)) if other else None)
        rows.append(BoardRow(submission, cells))
    return rows


board_urls = [path("periods/<int:pk>/board/", period_board, name="period_board")]
