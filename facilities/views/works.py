"""The list of works, on the page and as a file, and one work with its history."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from facilities.enums import Capability
from facilities.models import Work
from facilities.permissions import can
from facilities.queries.works import WorkLine, WorkSums, line_of, lines_today, sums_of, with_history
from facilities.views.works_access import get_work, require_area
from facilities.work_filters import WorkFilter
from schools.downloads import workbook_response
from schools.workbooks.lists import Column, Kind, list_workbook

PAGE_SIZE = 60
COLUMNS = (
    Column("Trường", 26),
    Column("Địa bàn", 18),
    Column("Công trình", 34),
    Column("Loại", 18),
    Column("Số phòng học", 9, Kind.NUMBER),
    Column("Giá trị (triệu đồng)", 14, Kind.NUMBER),
    Column("Dự kiến khởi công", 13, Kind.DATE),
    Column("Dự kiến hoàn thành", 13, Kind.DATE),
    Column("Khối lượng (%)", 10, Kind.NUMBER),
    Column("Tình trạng", 16),
    Column("Chậm", 34),
)


def _found(request: HttpRequest) -> tuple[WorkFilter, list[WorkLine]]:
    today = timezone.localdate()
    filters = WorkFilter(request.GET, today=today)
    lines = lines_today(filters.applied(Work.objects.all()), today)
    return filters, [line for line in lines if line.is_late] if filters.only_late else lines


@require_safe
def work_list(request: HttpRequest) -> HttpResponse:
    """The works of the area, filtered, with what they come to; late ones with the reason."""
    require_area(request.user)
    filters, lines = _found(request)
    context = {
        "filters": filters,
        "page": Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page")),
        "sums": sums_of(lines),
        "may_edit": can(request.user, Capability.EDIT_FACILITIES),
    }
    return render(request, "facilities/works/list.html", context)


@require_safe
def work_export(request: HttpRequest) -> HttpResponse:
    """The filtered list as an Excel file with its sum."""
    require_area(request.user)
    _, lines = _found(request)
    rows = [_cells(line) for line in lines]
    if lines:
        rows.append(_sum_cells(sums_of(lines)))
    return workbook_response(list_workbook("Công trình trường học", COLUMNS, rows), "Công trình trường học")


def _cells(line: WorkLine) -> list[Any]:
    work = line.work
    return [
        work.school.organisation.short_name,
        line.place and line.place.name,
        work.name,
        work.get_kind_display(),
        work.rooms,
        work.value_million,
        work.planned_start,
        work.planned_end,
        line.percent,
        line.state.label,
        line.late_text,
    ]


def _sum_cells(sums: WorkSums) -> list[Any]:
    works, late = f"{sums.works} công trình", f"{sums.late} công trình chậm"
    return [
        "Cộng",
        None,
        works,
        None,
        sums.rooms,
        sums.value_million,
        None,
        None,
        None,
        f"{sums.finished} hoàn thành",
        late,
    ]


@require_safe
def work_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One work: its plan and money, whether it is late, and what was told of it with photos."""
    work = get_work(request.user, pk, works=with_history(Work.objects.all()))
    funding = list(work.funding.all())
    given = sum(row.amount_million for row in funding)
    context = {
        "work": work,
        "line": line_of(work, timezone.localdate()),
        "funding": funding,
        "given": given,
        "gap": work.value_million - given if work.value_million is not None and funding else None,
        "may_edit": can(request.user, Capability.EDIT_FACILITIES),
        "may_tell": can(request.user, Capability.TELL_WORK, work.school),
        "sees_list": can(request.user, Capability.VIEW_FACILITIES),
    }
    return render(request, "facilities/works/detail.html", context)


work_urls = [
    path("facilities/works/", work_list, name="work_list"),
    path("facilities/works/export/", work_export, name="work_export"),
    path("facilities/works/<int:pk>/", work_detail, name="work_detail"),
]
