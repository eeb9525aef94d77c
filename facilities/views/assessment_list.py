"""The office's overview of self-assessments: who has, what is missing, what it costs."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from facilities.assessment_forms import AssessmentFilter
from facilities.enums import Capability
from facilities.permissions import can
from facilities.queries.assessment_overview import Overview, assessed_years, latest_year, overview_day, overview_of
from facilities.workbooks.assessments import overview_workbook
from schools.downloads import workbook_response
from vietnamese.dates import school_year_label

MOST_CRITERIA = 10


@require_safe
def assessment_list(request: HttpRequest) -> HttpResponse:
    """All schools of a school year with their self-assessments, and what they have in common."""
    filters, overview = _found(request)
    context = {
        "filters": filters,
        "overview": overview,
        "year_label": school_year_label(overview.school_year),
        "rows": [row for row in overview.rows if filters.lets_through(row)],
        "frequent": overview.by_criterion[:MOST_CRITERIA],
        "sums": (
            ("Theo tiêu chuẩn", "Tiêu chuẩn", overview.by_standard),
            ("Theo cấp học", "Cấp học", overview.by_level),
            ("Theo địa bàn", "Địa bàn", overview.by_commune),
        ),
    }
    return render(request, "facilities/assessments/list.html", context)


@require_safe
def assessment_list_export(request: HttpRequest) -> HttpResponse:
    """The filtered overview as an Excel file."""
    filters, overview = _found(request)
    rows = [row for row in overview.rows if filters.lets_through(row)]
    data = overview_workbook(rows, overview.school_year, filters.notes())
    return workbook_response(data, f"Tự đánh giá {school_year_label(overview.school_year)}")


def _found(request: HttpRequest) -> tuple[AssessmentFilter, Overview]:
    if not can(request.user, Capability.VIEW_FACILITIES):
        raise PermissionDenied
    today = timezone.localdate()
    filters = AssessmentFilter(request.GET, years=assessed_years(today), year=latest_year(today), today=today)
    day = overview_day(filters.school_year, today)
    schools = filters.schools(day).select_related("organisation").with_communes()
    return filters, overview_of(filters.school_year, schools.order_by("organisation__sort_key", "pk"), day)


assessment_list_urls = [
    path("facilities/assessments/", assessment_list, name="assessment_list"),
    path("facilities/assessments/export/", assessment_list_export, name="assessment_list_export"),
]
