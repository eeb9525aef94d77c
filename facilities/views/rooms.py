"""Class rooms by commune and by school, on the page and as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from facilities.queries.rooms import PlaceRooms, RoomLine, room_years, rooms_by_place, sums_of
from facilities.rooms import RoomTotals
from facilities.views.works_access import require_area
from schools.downloads import workbook_response
from schools.workbooks.lists import Column, Kind, list_workbook
from vietnamese.dates import school_year_label, school_year_of

COLUMNS = (
    Column("Địa bàn", 20),
    Column("Trường", 28),
    Column("Lớp, nhóm", 8, Kind.NUMBER),
    Column("Kiên cố", 8, Kind.NUMBER),
    Column("Bán kiên cố", 8, Kind.NUMBER),
    Column("Phòng tạm", 8, Kind.NUMBER),
    Column("Phòng nhờ, mượn", 9, Kind.NUMBER),
    Column("Còn thiếu", 8, Kind.NUMBER),
    Column("Phòng chức năng", 10, Kind.NUMBER),
    Column("Phòng của công trình đang làm", 13, Kind.NUMBER),
)


def _asked(request: HttpRequest) -> tuple[int, list[int], list[PlaceRooms]]:
    """The school year asked for (a wrong one is the latest), those there are, and the communes."""
    today = timezone.localdate()
    years = room_years(today)
    year = next((year for year in years if str(year) == request.GET.get("year")), None)
    chosen = year or (years[0] if years else school_year_of(today))
    return chosen, years, rooms_by_place(chosen, today)


@require_safe
def room_list(request: HttpRequest) -> HttpResponse:
    """Communes with their sums; the schools of one of them when it is chosen, or the only one."""
    require_area(request.user)
    year, years, groups = _asked(request)
    wanted = request.GET.get("commune", "")
    chosen = next((row for row in groups if row.place and str(row.place.pk) == wanted), None)
    if chosen is None and len(groups) == 1:
        chosen = groups[0]
    context = {
        "year": year,
        "label": school_year_label(year),
        "is_old": bool(years) and years[0] < school_year_of(timezone.localdate()) - 1,
        "years": [(other, school_year_label(other)) for other in years],
        "groups": groups,
        "chosen": chosen,
        "has_choice": len(groups) > 1,
        "sums": sums_of(line for row in groups for line in row.lines),
    }
    return render(request, "facilities/rooms.html", context)


@require_safe
def room_export(request: HttpRequest) -> HttpResponse:
    """Every school of the area with the sums of each commune and of all, as an Excel file."""
    require_area(request.user)
    year, _, groups = _asked(request)
    rows: list[list[Any]] = []
    for group in groups:
        name = group.place.name if group.place else "Đơn vị khác"
        rows += [[name, line.school.organisation.short_name, *_cells(line)] for line in group.lines]
        rows.append([name, f"Cộng {group.sums.schools} trường", *_sum_cells(group.sums)])
    if len(groups) > 1:
        whole = sums_of(line for group in groups for line in group.lines)
        rows.append(["Cộng", f"{whole.schools} trường", *_sum_cells(whole)])
    title = f"Phòng học năm học {school_year_label(year)}"
    note = "Còn thiếu = số lớp trừ phòng kiên cố, bán kiên cố của từng trường, không bù giữa các trường."
    return workbook_response(list_workbook(title, COLUMNS, rows, notes=[note]), title)


def _cells(line: RoomLine) -> list[Any]:
    count, coming = line.count, line.coming or None
    if count is None:
        return [None] * 7 + [coming]
    rooms = [count.classes or None, count.permanent, count.semi_permanent, count.temporary, count.borrowed]
    return [*rooms, count.missing, count.function_rooms, coming]


def _sum_cells(sums: RoomTotals) -> list[Any]:
    if not sums.counted:
        return [None] * 7 + [sums.coming or None]
    rooms = [sums.classes, sums.permanent, sums.semi_permanent, sums.temporary, sums.borrowed, sums.missing]
    return [*rooms, sums.function_rooms, sums.coming or None]


room_urls = [
    path("facilities/rooms/", room_list, name="room_list"),
    path("facilities/rooms/export/", room_export, name="room_export"),
]
