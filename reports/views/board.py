"""The status board: schools × periods of a plan."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from plans.models import ReportingPeriod
from reports.enums import Capability, NotificationKind
from reports.filters import SubmissionFilter
from reports.models import Notification, Submission
from reports.presentation import BADGE_FIELDS, addresses, status_badge
from reports.queries.completeness import completeness
from reports.views.access import get_period
from schools.enums import Role
from schools.models import Membership

PAGE_SIZE = 60


@dataclass(frozen=True, slots=True)
class BoardCell:
    """One report on the board; `link` is "" while the period has not opened for the school."""

    period_label: str
    link: SafeString | str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One school: its report of the chosen period and a cell per period of the plan."""

    submission: Submission
    url: str
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
        .only(*BADGE_FIELDS)
        .with_extension()
        .annotate(
            name=F("organisation__short_name"),
            commune=F("organisation__school__commune__short_name"),
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
    others = Submission.objects.filter(
        period__in=[other for other in periods if other != period],
        organisation__in=[submission.organisation_id for submission in here],
    )
    by_id = {column.pk: column for column in periods}
    url_of = addresses("submission_review")
    links: dict[tuple[int, int], SafeString] = {}
    for submission in [*here, *others.only(*BADGE_FIELDS).with_extension()]:
        submission.period = by_id[submission.period_id]
        link = status_badge(submission).link(url_of(submission.pk))
        links[submission.organisation_id, submission.period_id] = link
    return [
        BoardRow(
            submission,
            url_of(submission.pk),
            [BoardCell(column.label, links.get((submission.organisation_id, column.pk), "")) for column in periods],
        )
        for submission in here
    ]


board_urls = [path("periods/<int:pk>/board/", period_board, name="period_board")]
