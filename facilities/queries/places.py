"""In which commune each school lies on a day, for tables that know only the school, and which day that is."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from plans.models import Plan
from schools.models import SchoolAffiliation


class Place(NamedTuple):
    """A commune, in the order of Vietnamese names."""

    key: str
    name: str
    pk: int


def standing_day(plan: Plan, today: dt.date) -> dt.date:
    """The day on which the schools of a plan are looked at: today, or the last day of a year that is
    over."""
    return min(today, dt.date(plan.year, 12, 31))


def places_on(day: dt.date, schools: Iterable[int] | None = None) -> dict[int, Place]:
    """The commune of each school by the school's id: one query. A school outside the area is not in the answer."""
    rows = SchoolAffiliation.objects.on(day)
    if schools is not None:
        rows = rows.filter(school__in=list(schools))
    names = ("school", "commune__sort_key", "commune__short_name", "commune")
    return {school: Place(key, name, pk) for school, key, name, pk in rows.order_by("pk").values_list(*names)}
