"""The national standard: the schools of the area on a day, one school's recognitions, and the Excel file."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from facilities import share_words
from facilities.aims import TwoAims
from facilities.enums import Capability
from facilities.permissions import can
from facilities.queries.standard import GroupShare, StandardRow, standard_overview
from facilities.share_words import percent_of
from facilities.standard_filters import DayForm, StandardFilter
from facilities.views.standard_access import get_standard_school
from schools.downloads import workbook_response
from schools.workbooks.lists import Column, Kind, list_workbook
from vietnamese.dates import format_date

PAGE_SIZE = 60
COLUMNS = (
    Column("Trường", 28),
    Column("Cấp học", 18),
    Column("Địa bàn", 20),
    Column("Tình trạng", 22),
    Column("Mức độ", 12),
    Column("Quyết định", 22),
    Column("Ngày công nhận", 13, Kind.DATE),
    Column("Kiểm tra lại trước", 13, Kind.DATE),
    Column("Dự kiến công nhận", 13, Kind.DATE),
    Column("Loại dự kiến", 16),
)


@require_safe
def standard_list(request: HttpRequest) -> HttpResponse:
    """Who is at the national standard on the day of `?on=`, who lapsed, who is due and who is expected; the share over
    the years, by level and by commune; the forecast; the plan's two targets held against each other."""
    if not can(request.user, Capability.VIEW_FACILITIES):
        raise PermissionDenied
    days = DayForm(request.GET)
    overview = standard_overview(days.day)
    filters = StandardFilter(request.GET, overview)
    page = Paginator(filters.rows(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "days": days,
        "filters": filters,
        "overview": overview,
        "page": page,
        "counts": filters.counts(),
        "percent": percent_of(overview.share),
        "years": _percents(overview.years),
        "levels": _percents(overview.levels),
        "places": _percents(overview.places),
        "expected_percent": percent_of(overview.forecast.share),
        "aims": _aims(overview.aims),
        "plan": overview.plan,
        "is_today": overview.day == timezone.localdate(),
        "may_edit": can(request.user, Capability.EDIT_FACILITIES),
    }
    return render(request, "facilities/standard/list.html", context)


def _percents(groups: Sequence[GroupShare]) -> list[tuple[GroupShare, Any]]:
    return [(group, percent_of(group.share)) for group in groups]


def _aims(aims: TwoAims | None) -> dict[str, Any] | None:
    """The two targets in words."""
    if aims is None:
        return None
    return {
        "verdict": share_words.verdict_text(aims),
        "state": aims.verdict.value,
        "ground": share_words.ground_text(aims),
        "outcomes": [share_words.outcome_text(outcome, aims) for outcome in aims.outcomes],
    }


@require_safe
def standard_export(request: HttpRequest) -> HttpResponse:
    """The filtered list in its order as an Excel file."""
    if not can(request.user, Capability.VIEW_FACILITIES):
        raise PermissionDenied
    overview = standard_overview(DayForm(request.GET).day)
    rows = StandardFilter(request.GET, overview).rows()
    day = format_date(overview.day)
    notes = (f"Tính đến hết ngày {day}: {share_words.share_text(overview.share)} đạt chuẩn.",)
    data = list_workbook("Trường chuẩn quốc gia", COLUMNS, [_cells(row) for row in rows], notes=notes)
    return workbook_response(data, f"Trường chuẩn quốc gia {day}")


def _cells(row: StandardRow) -> list[Any]:
    latest, planned = row.latest, row.planned
    return [
        row.record.name,
        row.levels,
        row.commune,
        row.standing.state.label,
        latest and latest.get_level_display(),
        latest and latest.decision,
        latest and latest.recognised_on,
        row.standing.due_on,
        planned and planned.expected_on,
        planned and planned.get_kind_display(),
    ]


@require_safe
def standard_school(request: HttpRequest, pk: int) -> HttpResponse:
    """One school: every recognition, and what is expected or was given up."""
    school = get_standard_school(request.user, pk)
    context = {
        "school": school,
        "standards": list(school.standards.order_by("-recognised_on")),
        "expectations": list(school.planned_recognitions.select_related("recognition").order_by("-expected_on", "pk")),
        "today": timezone.localdate(),
        "may_edit": can(request.user, Capability.EDIT_FACILITIES, school),
        "sees_list": can(request.user, Capability.VIEW_FACILITIES),
    }
    return render(request, "facilities/standard/school.html", context)


standard_urls = [
    path("facilities/standard/", standard_list, name="standard_list"),
    path("facilities/standard/export/", standard_export, name="standard_export"),
    path("facilities/standard/schools/<int:pk>/", standard_school, name="standard_school"),
]
