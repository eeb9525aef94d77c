"""The page of the facilities: each part with its one figure."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from facilities.queries.home import Figures, home_figures
from facilities.views.works_access import require_area
from vietnamese.dates import school_year_label
from vietnamese.numbers import format_number, format_percent

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Tile:
    """A part with its figure; `warns` marks what somebody has to look at, which `detail` says in words."""

    title: str
    url: str
    figure: str
    detail: str
    warns: bool = False


@require_safe
def facilities_home(request: HttpRequest) -> HttpResponse:
    """Standard, self-assessments, programmes, works, rooms, inspections, funds and forecast of the area."""
    require_area(request.user)
    figures = home_figures(request.user, timezone.localdate())
    return render(request, "facilities/home.html", {"tiles": [*_standing(figures), *_buildings(figures)]})


def _standing(found: Figures) -> list[Tile]:
    share = format_percent(100 * found.at_standard / found.schools, 1) if found.schools else NOTHING
    label = school_year_label(found.year)
    assessed_in = school_year_label(found.assessed_year) if found.assessed_year else ""
    return [
        Tile(
            "Trường chuẩn quốc gia",
            reverse("standard_list"),
            share,
            f"{found.at_standard}/{found.schools} trường còn hiệu lực",
        ),
        Tile(
            "Tự đánh giá",
            reverse("assessment_list"),
            f"{found.assessed}/{found.schools}",
            f"trường đã hoàn thành, năm học {assessed_in}" if assessed_in else "chưa trường nào tự đánh giá",
        ),
        Tile(
            "Chương trình",
            reverse("programme_list"),
            f"{found.programme_done}/{found.programme_units}" if found.programme_units else NOTHING,
            "đơn vị đã đạt đích" if found.programme_units else "chưa ghi chương trình nào",
        ),
        Tile(
            "Dự báo học sinh", reverse("pupil_forecast"), format_number(found.pupils), f"học sinh, trẻ năm học {label}"
        ),
    ]


def _buildings(found: Figures) -> list[Tile]:
    rooms, late, overdue = found.rooms, found.late, found.findings_overdue
    return [
        Tile(
            "Công trình",
            reverse("work_list"),
            format_number(found.works),
            f"{late} công trình chậm" if late else "không có công trình chậm",
            late > 0,
        ),
        Tile(
            "Phòng học còn thiếu",
            reverse("room_list"),
            format_number(rooms.missing) if rooms.counted else NOTHING,
            f"ở {rooms.lacking} trường; {rooms.temporary} phòng tạm, {rooms.borrowed} phòng nhờ, mượn"
            if rooms.counted
            else "chưa có số liệu năm học",
        ),
        Tile(
            "Kiểm tra quý này",
            reverse("inspection_list"),
            format_number(found.inspections),
            f"{overdue} nội dung quá hạn khắc phục" if overdue else "không có nội dung quá hạn khắc phục",
            overdue > 0,
        ),
        Tile(
            "Kinh phí đã giao (triệu đồng)",
            reverse("fund_overview"),
            format_number(found.allocated, trim=True),
            f"đã chi {format_number(found.spent, trim=True)}",
        ),
    ]


home_urls = [path("facilities/", facilities_home, name="facilities_home")]
