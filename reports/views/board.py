"""The status board: schools × periods of a plan, filtered, sorted, selected, and as an Excel file."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from plans.models import ReportingPeriod
from reports.enums import Capability
from reports.filters import BoardFilter
from reports.models import Submission
from reports.permissions import can
from reports.presentation import addresses, reminder_words, status_badge
from reports.queries.board import board_submissions, other_submission
from reports.queries.completeness import completeness
from reports.sorting import Heading, Sorting, SortKey
from reports.views.access import get_period
from reports.workbooks.board import board_workbook
from schools.downloads import workbook_response

# The usual page stays light on a slow line; every school at once is one choice away.
SIZES = (40, 80, 160, 600)
USUAL_SIZE = SIZES[0]
SORTS = {
    "name": SortKey("organisation__sort_key", "Đơn vị"),
    "commune": SortKey("organisation__school__commune__sort_key", "Địa bàn"),
    "filled": SortKey("filled_percent", "Đã điền"),
    "late": SortKey("behind", "Ngày trễ", descends_first=True),
    "submitted": SortKey("submitted_at", "Nộp lúc", descends_first=True),
    "reminded": SortKey("reminded_at", "Nhắc gần nhất", descends_first=True),
}


@dataclass(frozen=True, slots=True)
class BoardCell:
    """One report on the board; `link` is "" while the period has not opened for the school."""

    period_label: str
    link: SafeString | str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One school: its report of the chosen period and a cell per period of the plan."""

    submission: Any
    url: str
    cells: list[BoardCell]
    days_behind: int
    reminder: str
    reminder_failed: bool
    is_selected: bool


class Board:
    """The board of a period as the address asks for it: which rows, in which order."""

    def __init__(self, user: Any, period: ReportingPeriod, params: QueryDict) -> None:
        self.period = period
        self.periods = list(period.plan.periods.order_by("position"))
        for one in self.periods:
            one.plan = period.plan
        self.others = [one for one in self.periods if one.pk != period.pk]
        self.sorting = Sorting(params, SORTS)
        rows = board_submissions(period, today=timezone.localdate(), others=self.others)
        self.filter = BoardFilter(params, queryset=rows, user=user, receiver_id=period.plan.receiver_id)
        self.rows = self.sorting.apply(self.filter.qs, then=("organisation__sort_key", "pk"))

    @property
    def headings(self) -> list[Heading]:
        """The headings of the table behind the boxes, in its order."""
        heading = self.sorting.heading
        return [
            heading("name"),
            heading("commune"),
            *(Heading(one.label) for one in self.periods),
            heading("filled", "num"),
            heading("late", "num"),
            heading("submitted"),
            heading("reminded"),
            Heading("Liên hệ"),
        ]

    def row(self, submission: Any, url_of: Any, selected: set[str]) -> BoardRow:
        """One school as the page shows it."""
        return BoardRow(
            submission=submission,
            url=url_of(submission.pk),
            cells=[self._cell(submission, one, url_of) for one in self.periods],
            days_behind=submission.behind.days,
            reminder=reminder_words(submission.reminder_status),
            reminder_failed=submission.reminder_status == "failed",
            is_selected=str(submission.pk) in selected,
        )

    def _cell(self, submission: Submission, one: ReportingPeriod, url_of: Any) -> BoardCell:
        found = self.report_of(submission, one)
        return BoardCell(one.label, status_badge(found).link(url_of(found.pk)) if found else "")

    def report_of(self, submission: Submission, one: ReportingPeriod) -> Submission | None:
        """The row's report of one of the plan's periods."""
        if one.pk != self.period.pk:
            return other_submission(submission, one)
        submission.period = self.period
        return submission


@require_safe
def period_board(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has sent, who is late, whom to chase."""
    period = get_period(request.user, pk, Capability.VIEW_BOARD)
    board = Board(request.user, period, request.GET)
    size = page_size(request.GET)
    page = Paginator(board.rows, size).get_page(request.GET.get("page"))
    selected = set(request.GET.get("ids", "").split(","))
    url_of = addresses("submission_review")
    context = {
        "board": board,
        "period": period,
        "filter": board.filter,
        "is_filtered": bool(board.filter.words),
        "page": page,
        "rows": [board.row(submission, url_of, selected) for submission in page],
        "sizes": SIZES,
        "size": size,
        "takes_all": request.GET.get("all") == "1",
        "counts": completeness(period),
        "may_chase": can(request.user, Capability.CHASE, period),
        "may_plan": can(request.user, Capability.PLAN_REMINDERS, period),
        "may_move": can(request.user, Capability.MOVE_DEADLINE, period),
        "query": board_query(request.GET),
    }
    return render(request, "reports/board.html", context)


def page_size(params: QueryDict) -> int:
    """Rows on a page, as chosen."""
    asked = params.get("size", "")
    return int(asked) if asked in map(str, SIZES) else USUAL_SIZE


def board_query(params: QueryDict) -> str:
    """The address's filters, order and page size, without the page and what was selected."""
    kept = params.copy()
    for name in ("page", "ids", "all"):
        kept.pop(name, None)
    return kept.urlencode()


@require_safe
def period_board_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of the board in its order, all pages, as an Excel file."""
    period = get_period(request.user, pk, Capability.VIEW_BOARD)
    board = Board(request.user, period, request.GET)
    rows = [(row, [board.report_of(row, one) for one in board.periods]) for row in board.rows]
    data = board_workbook(period, board.periods, rows, notes=board.filter.words)
    return workbook_response(data, f"Theo dõi nộp - {period.report_name} {period.plan.year}")


board_urls = [
    path("periods/<int:pk>/board/", period_board, name="period_board"),
    path("periods/<int:pk>/board/export/", period_board_export, name="period_board_export"),
]
