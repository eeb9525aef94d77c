"""The summaries that a person may read, each with its files: the leaders' shelf, and the desk's register."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from reports.models import SummaryReport
from reports.models.summary import DESK_ROLES
from reports.presentation import Badge
from reports.queries.summary_numbers import neighbour, numbered_as, printed_number
from reports.summary_filters import SummaryFilter
from schools.downloads import workbook_response
from schools.enums import Role
from schools.queries import actor_of
from schools.workbooks.lists import Column, Kind, list_workbook

PAGE_SIZE = 20
COLUMNS = (
    Column("Báo cáo", 26),
    Column("Kế hoạch", 44),
    Column("Lần", 8, Kind.NUMBER),
    Column("Số", 20),
    Column("Ngày ban hành", 14, Kind.DATE),
    Column("Tình trạng", 22),
    Column("Thay thế", 34),
    Column("Phát hành lúc", 18, Kind.DATETIME),
)


@dataclass(frozen=True)
class Line:
    """One summary with what the list says of it."""

    summary: SummaryReport
    number: str
    badge: Badge
    replaces: str
    replaced_by: str


@require_GET
def summary_list(request: HttpRequest) -> HttpResponse:
    """The summaries, those of the newest plan and the latest period first."""
    found = _found(request)
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    on_desk = actor_of(request.user).has_role(*DESK_ROLES, Role.ADMINISTRATOR)
    context = {"filter": found, "page": page, "lines": [_line(row) for row in page.object_list], "on_desk": on_desk}
    return render(request, "reports/summaries.html", context)


@require_GET
def summary_list_export(request: HttpRequest) -> HttpResponse:
    """The filtered list as an Excel file."""
    rows = [
        (
            line.summary.period.full_name,
            line.summary.period.plan.title,
            line.summary.revision,
            printed_number(line.summary),
            line.summary.issued_on,
            line.badge.text,
            line.replaces,
            line.summary.published_at,
        )
        for line in map(_line, _found(request).qs)
    ]
    return workbook_response(list_workbook("Báo cáo tổng hợp", COLUMNS, rows), "Báo cáo tổng hợp")


def _line(summary: SummaryReport) -> Line:
    earlier, later = neighbour(summary, "replaces"), neighbour(summary, "replaced_by")
    replaced_by = numbered_as(later) if later is not None and later.is_published else ""
    if replaced_by:
        badge = Badge("none", "–", "Đã được thay thế")
    elif summary.is_published:
        badge = Badge("good", "●", summary.get_status_display())
    elif summary.is_draft:
        badge = Badge("info", "✎", summary.get_status_display())
    elif summary.number is None:
        badge = Badge("warn", "○", "Chờ ghi số, ngày")
    else:
        badge = Badge("warn", "○", "Chờ phát hành")
    return Line(summary, numbered_as(summary), badge, numbered_as(earlier) if earlier else "", replaced_by)


def _found(request: HttpRequest) -> SummaryFilter:
    return SummaryFilter(request.GET, user=request.user)


summary_list_urls = [
    path("summaries/", summary_list, name="summary_list"),
    path("summaries/export/", summary_list_export, name="summary_list_export"),
]
