"""The schools and communes of the area, which everybody who is logged in may find."""

import datetime as dt
from functools import cached_property
from typing import NamedTuple

from django.db.models import OuterRef, Q, Subquery

from schools.enums import Levels, OrganisationKind
from schools.models import Organisation, SchoolAffiliation


class _Row(NamedTuple):
    pk: int
    code: str
    name: str
    search_key: str
    school_id: int | None
    levels: str | None
    commune: str | None
    commune_key: str | None


class Body(_Row):
    """A school, or a commune when `school_id` is None."""

    @cached_property
    def words(self) -> str:
        """What names the body itself."""
        return f" {self.search_key} "

    @cached_property
    def words_of_place(self) -> str:
        """The same with the words of the commune in which a school lies."""
        return f" {self.search_key}  {self.commune_key or ''} "

    @property
    def context(self) -> str:
        """Level and commune of a school; of a commune what it leads to."""
        if self.school_id is None:
            return "Các trường trên địa bàn"
        return " · ".join(filter(None, [Levels(self.levels or Levels.ALL).label, self.commune]))


def bodies_on(day: dt.date) -> list[Body]:
    """Schools and communes that exist on the day, in Vietnamese order: one query."""
    places = SchoolAffiliation.objects.on(day).filter(school=OuterRef("school__pk"))
    rows = (
        Organisation.objects.in_force(day)
        .filter(Q(kind=OrganisationKind.COMMUNE) | Q(school__isnull=False))
        .order_by("sort_key", "pk")
        .values_list(
            "pk",
            "code",
            "short_name",
            "search_key",
            "school__pk",
            "school__levels",
            Subquery(places.values("commune__short_name")[:1]),
            Subquery(places.values("commune__search_key")[:1]),
        )
    )
    return [Body(*row) for row in rows]
