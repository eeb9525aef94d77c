"""The reports that wait for review: the queue of all plans, its Excel file, and going through it one by one."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.permissions import OFFICE_ROLES
from reports.presentation import addresses
from reports.queries.review import QueueRow, for_queue, queue_periods, queue_rows
from reports.review_filters import MINE, NOBODY, QueueFilter
from reports.views.undo_notice import undo_notice
from schools.downloads import workbook_response
from schools.enums import Role
from schools.queries import actor_of
from schools.workbooks.lists import Column, Kind, list_workbook

PAGE_SIZE = 20
COLUMNS = (
    Column("Đơn vị", 26),
    Column("Cấp học", 16),
    Column("Địa bàn", 20),
    Column("Kế hoạch", 34),
    Column("Báo cáo", 18),
    Column("Nộp lúc", 17, Kind.DATETIME),
    Column("Chờ (ngày)", 10, Kind.NUMBER),
    Column("Lần nộp", 9, Kind.NUMBER),
    Column("Trễ hạn (ngày)", 10, Kind.NUMBER),
    Column("Chỗ hệ thống nhắc", 12, Kind.NUMBER),
    Column("Trong đó chưa giải trình", 12, Kind.NUMBER),
    Column("Nhận xét", 10, Kind.NUMBER),
    Column("Đơn vị đã sửa", 10, Kind.NUMBER),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the queue: whose reports."""

    who: str
    name: str
    count: int
    is_current: bool


@require_safe
def review_queue(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first."""
    found = queue_filter(request)
    tabs = _tabs(found)
    found.offer(queue_periods(request.user, timezone.localdate()))
    paginator = Paginator(for_queue(found.qs), PAGE_SIZE)
    paginator.count = next(tab.count for tab in tabs if tab.is_current)
    page = paginator.get_page(request.GET.get("page"))
    url_of = addresses("submission_review")
    suffix = carry(queue_of(request))
    context = {
        "filter": found,
        "page": page,
        "tabs": tabs,
        "rows": [(row, f"{url_of(row.submission.pk)}{suffix}") for row in _rows(page.object_list)],
        "is_filtered": any(found.data.get(name) for name in found.filters),
        "filters": queue_of(request),
        "undo": undo_notice(request),
        "suffix": suffix,
        "reviews": actor_of(request.user).has_role(*OFFICE_ROLES),
    }
    return render(request, "reports/review_queue.html", context)


@require_safe
def review_queue_export(request: HttpRequest) -> HttpResponse:
    """The queue as filtered, as an Excel file."""
    rows = _rows(for_queue(queue_filter(request).qs))
    data = list_workbook("Báo cáo chờ duyệt", COLUMNS, [_export_row(row) for row in rows])
    return workbook_response(data, f"Báo cáo chờ duyệt {timezone.localdate():%d-%m-%Y}")


def queue_filter(request: HttpRequest) -> QueueFilter:
    """The queue of the page's URL.

    Raises:
        PermissionDenied: the person holds no seat in an office.
    """
    if not actor_of(request.user).has_role(*OFFICE_ROLES, Role.ADMINISTRATOR):
        raise PermissionDenied
    return QueueFilter(request.GET, user=request.user)


def queue_of(request: HttpRequest) -> str:
    """The filters of the queue's page as a query string."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


def carry(queue: str) -> str:
    """What the address of a report brings along (`?queue=…`), so that going on stays within the filtered queue."""
    return f"?{urlencode({'queue': queue})}" if queue else ""


def _rows(submissions: Any) -> list[QueueRow]:
    return queue_rows(list(submissions), timezone.localdate())


def _tabs(found: QueueFilter) -> list[Tab]:
    parts = found.whose()
    counts = found.everybodys().aggregate(
        all=Count("pk"), mine=Count("pk", filter=parts[MINE]), nobody=Count("pk", filter=parts[NOBODY])
    )
    chosen = found.data.get("who", "") if found.data else ""
    current = chosen if chosen in parts else ""
    names = (("", "Tất cả", "all"), (MINE, "Của tôi", "mine"), (NOBODY, "Chưa phân công", "nobody"))
    return [Tab(who, name, counts[key], who == current) for who, name, key in names]


def _export_row(row: QueueRow) -> tuple[Any, ...]:
    report = row.submission
    school = getattr(report.organisation, "school", None)
    return (
        report.organisation.short_name,
        school.get_levels_display() if school else "",
        report.commune,  # type: ignore[attr-defined]  # annotated by for_queue
        report.period.plan.title,
        report.title,
        report.submitted_at,
        row.days,
        report.revision,
        report.days_late,
        row.warnings.total,
        row.warnings.unanswered,
        report.comment_count,  # type: ignore[attr-defined]
        report.answered_count,  # type: ignore[attr-defined]
    )


queue_urls = [
    path("review/", review_queue, name="review_queue"),
    path("review/export/", review_queue_export, name="review_queue_export"),
]
