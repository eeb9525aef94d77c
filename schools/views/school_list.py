"""The list of the schools of the area, on the page and as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from schools.downloads import workbook_response
from schools.forms import SchoolFilter
from schools.models import School, SchoolAffiliation
from schools.people_rights import reach_of
from schools.permissions import may_import_registry, sees_requests
from schools.queries import actor_of, schools_page
from schools.workbooks.lists import Column, Kind, list_workbook
from vietnamese.dates import school_year_label
from vietnamese.text import rank_matches

PAGE_SIZE = 100
COLUMNS = (
    Column("Trường", 28),
    Column("Mã", 12),
    Column("Cấp học", 18),
    Column("Địa bàn", 20),
    Column("Điểm trường", 9, Kind.NUMBER),
    Column("Năm học", 13),
    Column("Lớp", 8, Kind.NUMBER),
    Column("Học sinh", 10, Kind.NUMBER),
    Column("Chuẩn quốc gia", 14),
    Column("Ngày công nhận", 13, Kind.DATE),
    Column("Kiểm tra lại trước", 13, Kind.DATE),
)


def school_list(request: HttpRequest) -> HttpResponse:
    """The schools of the area today, searched, filtered, in Vietnamese order; names with the very marks typed first."""
    filters, found = _found(request)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "schools": schools_page(list(page.object_list)),
        "is_filtered": any(request.GET.get(name) for name in ("q", "level", "commune")),
        "today": timezone.localdate(),
        "may_import": may_import_registry(request.user),
        "manages_people": not reach_of(request.user).is_empty,
        "sees_requests": sees_requests(request.user),
        "own": actor_of(request.user).school_seats,
    }
    return render(request, "schools/list.html", context)


def _found(request: HttpRequest) -> tuple[SchoolFilter, list[int]]:
    """The filters and the ids of the schools they let through, best hits first."""
    today = timezone.localdate()
    schools = School.objects.belonging(today).order_by("organisation__sort_key", "pk")
    filters = SchoolFilter(request.GET, queryset=schools)
    place = SchoolAffiliation.objects.on(today).filter(school=OuterRef("pk")).values("commune__short_name")[:1]
    rows = filters.qs.values_list("pk", "organisation__short_name", Subquery(place))
    found = rank_matches(filters.words, rows, key=lambda row: f"{row[1]} {row[2]}") if filters.words else list(rows)
    return filters, [row[0] for row in found]


@require_safe
def school_list_export(request: HttpRequest) -> HttpResponse:
    """The filtered list of schools, in its order, as an Excel file."""
    _, found = _found(request)
    data = list_workbook("Danh mục trường", COLUMNS, [_cells(school) for school in schools_page(found)])
    return workbook_response(data, "Danh mục trường")


def _cells(school: Any) -> list[Any]:
    facts, standard = school.latest_facts, school.latest_standard
    return [
        school.organisation.short_name,
        school.organisation.code,
        school.get_levels_display(),
        school.commune and school.commune.short_name,
        school.campuses,
        facts and school_year_label(facts.school_year),
        facts and facts.classes,
        facts and facts.pupils,
        standard and standard.get_level_display(),
        standard and standard.recognised_on,
        standard and standard.recheck_due_on,
    ]


school_list_urls = [
    path("schools/", school_list, name="school_list"),
    path("schools/export/", school_list_export, name="school_list_export"),
]
