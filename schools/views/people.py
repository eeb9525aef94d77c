"""The people of the area: the list on the page and as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from schools.downloads import workbook_response
from schools.models import Organisation
from schools.people_forms import PeopleFilter
from schools.people_queries import SeatRow, seat_rows, visible_seats, with_invitations
from schools.people_rights import require_manager
from schools.workbooks.lists import Column, Kind, list_workbook

PAGE_SIZE = 50
FILTERS = ("q", "role", "state", "invited", "idle", "unit")
COLUMNS = (
    Column("Họ và tên", 26),
    Column("Tên đăng nhập", 18),
    Column("Đơn vị", 28),
    Column("Mã đơn vị", 12),
    Column("Vai trò", 16),
    Column("Từ ngày", 12, Kind.DATE),
    Column("Đến hết ngày", 12, Kind.DATE),
    Column("Quyết định, căn cứ", 24),
    Column("Thư điện tử", 28),
    Column("Điện thoại", 14),
    Column("Đăng nhập lần cuối", 17, Kind.DATETIME),
    Column("Lời mời", 32),
)


@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """Who acts for the organisations the person looks after."""
    reach = require_manager(request.user)
    filters = PeopleFilter(request.GET, queryset=visible_seats(reach))
    page = Paginator(filters.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    unit = request.GET.get("unit", "")
    context = {
        "filters": filters,
        "page": page,
        "rows": seat_rows(with_invitations(page.object_list), reach),
        "is_filtered": any(request.GET.get(name) for name in FILTERS),
        "unit": Organisation.objects.filter(pk=unit).first() if unit.isdecimal() else None,
        "imports": reach.is_administrator or bool(reach.offices),
    }
    return render(request, "schools/people/list.html", context)


@require_safe
def people_export(request: HttpRequest) -> HttpResponse:
    """The filtered list of people, in its order, as an Excel file."""
    reach = require_manager(request.user)
    seats = with_invitations(PeopleFilter(request.GET, queryset=visible_seats(reach)).qs)
    data = list_workbook("Danh sách người dùng", COLUMNS, [_cells(row) for row in seat_rows(seats, reach)])
    return workbook_response(data, "Danh sách người dùng")


def _cells(row: SeatRow) -> list[Any]:
    seat, user = row.seat, row.seat.user
    return [
        user.full_name,
        user.get_username(),
        seat.organisation.short_name,
        seat.organisation.code,
        seat.title,
        seat.starts_on,
        seat.ends_on,
        seat.decision,
        user.email,
        user.phone,
        user.last_login,
        row.invited.text,
    ]


people_urls = [
    path("people/", people_list, name="people_list"),
    path("people/export/", people_export, name="people_export"),
]
