"""Class rooms of schools in a school year, with what their works will bring (domain reference B45–B48)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Max, Sum

from facilities.enums import WorkState
from facilities.models import Work
from facilities.queries.places import Place, places_on
from facilities.rooms import RoomCount, RoomTotals, totals
from schools.models import School, SchoolYearFacts
from vietnamese.dates import school_year_of

COUNTED = ("classes", "rooms_permanent", "rooms_semi_permanent", "rooms_temporary", "rooms_borrowed")
FUNCTION_ROOMS = ("computer_rooms", "language_rooms", "art_rooms", "laboratories", "libraries", "health_rooms")


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A school with its rooms, None where nobody gave figures for the year; `coming` are rooms of unfinished works."""

    school: School
    place: Place | None
    count: RoomCount | None
    coming: int


@dataclass(frozen=True, slots=True)
class PlaceRooms:
    """The schools of one commune, and their sums."""

    place: Place | None
    lines: list[RoomLine]
    sums: RoomTotals


def room_counts(school_year: int, *, key: str = "school") -> dict[int, RoomCount]:
    """Rooms by the school's id, or by another `key` such as its organisation: one query. Figures that say neither a
    class nor a room were never given."""
    rows = SchoolYearFacts.objects.filter(school_year=school_year)
    found = {}
    for row in rows.values(key, *COUNTED, *FUNCTION_ROOMS):
        known = [row[name] for name in FUNCTION_ROOMS if row[name] is not None]
        if any(row[name] for name in COUNTED):
            counted = RoomCount(*(row[name] or 0 for name in COUNTED))
            found[row[key]] = replace(counted, function_rooms=sum(known) if known else None)
    return found


def room_years(today: dt.date) -> list[int]:
    """School years with figures, up to the present one, latest first."""
    years = SchoolYearFacts.objects.filter(school_year__lte=school_year_of(today)).order_by("-school_year")
    return list(years.values_list("school_year", flat=True).distinct())


def latest_room_year(today: dt.date) -> int:
    """The latest school year with figures; the present one when there are none."""
    found = SchoolYearFacts.objects.filter(school_year__lte=school_year_of(today)).aggregate(at=Max("school_year"))
    return found["at"] or school_year_of(today)


def last_day_of(school_year: int, today: dt.date) -> dt.date:
    """The day by which schools are put into communes: today, or the end of a school year that is over."""
    return min(today, dt.date(school_year + 1, 5, 31))


def rooms_by_place(school_year: int, today: dt.date) -> list[PlaceRooms]:
    """Communes in Vietnamese order with their schools of that year: four queries. Rooms that works will bring are
    told for the latest days only; what was being built in an earlier year is not known."""
    day = last_day_of(school_year, today)
    schools = School.objects.belonging(day).select_related("organisation").order_by("organisation__sort_key", "pk")
    places, counts = places_on(day), room_counts(school_year)
    coming = rooms_coming() if day == today else {}
    groups: dict[Place | None, list[RoomLine]] = {}
    for school in schools:
        line = RoomLine(school, places.get(school.pk), counts.get(school.pk), coming.get(school.pk, 0))
        groups.setdefault(line.place, []).append(line)
    order = sorted(groups, key=lambda place: (place is None, place or ("",)))
    return [PlaceRooms(place, groups[place], sums_of(groups[place])) for place in order]


def sums_of(lines: Iterable[RoomLine]) -> RoomTotals:
    return totals((line.count, line.coming) for line in lines)


def rooms_coming() -> dict[int, int]:
    """Rooms of works that are not finished, by school: one query."""
    works = Work.objects.exclude(state=WorkState.FINISHED).filter(rooms__gt=0)
    return dict(works.order_by("school").values_list("school").annotate(rooms=Sum("rooms")))
