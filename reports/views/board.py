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
class BoardCell:
    """One report on the board; without a badge the period has not opened for the school."""

    period_label: str
    submission_id: int | None
    badge: Badge | None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One school: its report of the chosen period and a cell per period of the plan."""

    submission: Submission
    cells: list[BoardCell]


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
    rest_periods = [other for other in periods if other.pk != period.pk]
    for submission in rest.with_deadline():
        submission.period = by_id[submission.period_id]
        others[submission.organisation_id, submission.period_id] = submission
    rows = []
    for submission in here:
        row = {period.pk: submission} | {p.pk: others.get((submission.organisation_id, p.pk)) for p in rest_periods}
        cells = [board_cell(column, row[column.pk]) for column in periods]
        rows.append(BoardRow(submission, cells))
    return rows


def board_cell(period: ReportingPeriod, submission: Submission | None) -> BoardCell:
    """One cell of the board."""
    if submission is None:
        return BoardCell(period.label, None, None)
    return BoardCell(period.label, submission.pk, status_badge(submission))


board_urls = [path("periods/<int:pk>/board/", period_board, name="period_board")]
