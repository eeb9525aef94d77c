"""The status board: schools × periods of a plan, filtered, sorted, selected, and as an Excel file."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from reports.enums import Capability
from reports.permissions import can
from reports.presentation import addresses
from reports.queries.completeness import completeness
from reports.views.access import get_period
from reports.views.board_table import Board
from reports.workbooks.board import board_workbook
from schools.downloads import workbook_response

# The usual page stays light on a slow line; every school at once is one choice away.
SIZES = (40, 80, 160, 600)
USUAL_SIZE = SIZES[0]


@require_safe
def period_board(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has sent, who is late, whom to chase."""
    period = get_period(request.user, pk, Capability.VIEW_BOARD)
    board = Board(request.user, period, request.GET)
    size = page_size(request.GET)
    paginator = Paginator(board.rows, size)
    paginator.count = board.count()
    page = paginator.get_page(request.GET.get("page"))
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
    return workbook_response(data, f"Theo dõi nộp - {period.full_name}")


board_urls = [
    path("periods/<int:pk>/board/", period_board, name="period_board"),
    path("periods/<int:pk>/board/export/", period_board_export, name="period_board_export"),
]
