"""Figures nobody types: they follow from the registry of schools and its recognitions.

`COMPUTED` maps the code of an indicator with `entered_by=COMPUTED` to the function that gives it. An indicator that
is not listed has no figure ("Chưa đủ số liệu"), which is said rather than guessed.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from plans import measures
from reports.queries.values import Total
from schools.models import School


@dataclass(frozen=True)
class SchoolRecord:
    """The times for which a school belonged to the area, and its recognitions as (recognised on, re-check due on),
    oldest first. All days are included."""

    times: tuple[tuple[dt.date, dt.date], ...]
    recognitions: tuple[tuple[dt.date, dt.date], ...]

    def exists(self, day: dt.date) -> bool:
        return any(start <= day <= until for start, until in self.times)

    def is_at_standard(self, day: dt.date) -> bool:
        """Recognised and not past the re-check: a recognition lapses after five years (Plan 04 III.3.5)."""
        return any(start <= day <= until for start, until in self.recognitions)


@dataclass(frozen=True)
class Registry:
    schools: tuple[SchoolRecord, ...]

    @classmethod
    def load(cls) -> Self:
        """All schools that ever belonged to the area, with their recognitions: one query, each combination a row."""
        rows = (
            School.objects.filter(affiliations__isnull=False)
            .order_by("pk")
            .values_list(
                "pk",
                "organisation__valid_from",
                "organisation__valid_to",
                "affiliations__valid_from",
                "affiliations__valid_to",
                "standards__recognised_on",
                "standards__recheck_due_on",
            )
        )
        times: dict[int, set[tuple[dt.date, dt.date]]] = {}
        recognitions: dict[int, set[tuple[dt.date, dt.date]]] = {}
        for pk, founded, closed, came, left, recognised_on, recheck_due_on in rows:
            start = max(founded or dt.date.min, came or dt.date.min)
            times.setdefault(pk, set()).add((start, min(closed or dt.date.max, left or dt.date.max)))
            known = recognitions.setdefault(pk, set())
            if recognised_on is not None:
                known.add((recognised_on, recheck_due_on))
        return cls(tuple(SchoolRecord(tuple(times[pk]), tuple(sorted(known))) for pk, known in recognitions.items()))

    def on(self, day: dt.date) -> list[SchoolRecord]:
        return [school for school in self.schools if school.exists(day)]


def newly_recognised(registry: Registry, year: int, day: dt.date) -> Total:
    """Schools recognised for the first time between 1 January of the year and the day (reference §3.1, B01)."""
    schools = registry.on(day)
    new = sum(
        bool(school.recognitions) and dt.date(year, 1, 1) <= school.recognitions[0][0] <= day for school in schools
    )
    return Total(actual=Decimal(new), reporting=len(schools))


def share_at_standard(registry: Registry, year: int, day: dt.date) -> Total:
    """Schools with a valid recognition of all schools on the day, in percent (reference §3.1, B03)."""
    schools = registry.on(day)
    valid, whole = Decimal(sum(school.is_at_standard(day) for school in schools)), Decimal(len(schools))
    return Total(measures.ratio(valid, whole), valid, whole, reporting=len(schools))


COMPUTED: dict[str, Callable[[Registry, int, dt.date], Total]] = {
    "B01": newly_recognised,
    "B03": share_at_standard,
    "C03": share_at_standard,
}


def compute(code: str, registry: Registry, *, year: int, day: dt.date) -> Total:
    """The figure of a computed indicator on a day of a plan year; an empty total when no rule is known."""
    rule = COMPUTED.get(code)
    return rule(registry, year, day) if rule else Total()
