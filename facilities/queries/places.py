"""In which commune each school lies on a day, for tables that know only the school."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from schools.models import SchoolAffiliation


class Place(NamedTuple):
    """A commune, in the order of Vietnamese names."""

    key: str
    name: str
    pk: int


def places_on(day: dt.date, schools: Iterable[int] | None = None) -> dict[int, Place]:
    """The commune of each school by the school's id: one query. A school outside the area is not in the answer."""
    rows = SchoolAffiliation.objects.on(day)
    if schools is not None:
        rows = rows.filter(school__in=list(schools))
    names = ("school", "commune__sort_key", "commune__short_name", "commune")
    return {school: Place(key, name, pk) for school, key, name, pk in rows.order_by("pk").values_list(*names)}
