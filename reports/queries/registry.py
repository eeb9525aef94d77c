"""The registry of schools as computed figures read it: who existed where and was recognised when."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Self

from reports.queries.cuts import WHOLE, Cut
from schools.models import School


@dataclass(frozen=True)
class Stay:
    """The days, both included, on which a school existed in a commune of the area."""

    commune: int
    start: dt.date
    until: dt.date

    def covers(self, day: dt.date) -> bool:
        return self.start <= day <= self.until


@dataclass(frozen=True)
class SchoolRecord:
    """One school: where it belonged when, and its recognitions as (recognised on, re-check due on), oldest first. All
    days are included."""

    stays: tuple[Stay, ...]
    recognitions: tuple[tuple[dt.date, dt.date], ...]
    levels: str = ""
    name: str = ""

    def exists(self, day: dt.date) -> bool:
        return any(stay.covers(day) for stay in self.stays)

    def commune_on(self, day: dt.date) -> int | None:
        return next((stay.commune for stay in self.stays if stay.covers(day)), None)

    def is_at_standard(self, day: dt.date) -> bool:
        """Recognised and not past the re-check: a recognition lapses after five years (Plan 04 III.3.5)."""
        return any(start <= day <= until for start, until in self.recognitions)


@dataclass(frozen=True)
class Registry:
    """The schools of the area, or of the part that `cut` names."""

    schools: tuple[SchoolRecord, ...] = ()
    cut: Cut = WHOLE

    @classmethod
    def load(cls) -> Self:
        """All schools that ever belonged to the area, with their recognitions: one query, each combination a row."""
        rows = (
            School.objects.filter(affiliations__isnull=False)
            .order_by("organisation__sort_key", "pk")
            .values_list(
                "pk",
                "levels",
                "organisation__short_name",
                "affiliations__commune",
                "organisation__valid_from",
                "organisation__valid_to",
                "affiliations__valid_from",
                "affiliations__valid_to",
                "standards__recognised_on",
                "standards__recheck_due_on",
            )
        )
        about: dict[int, tuple[str, str]] = {}
        stays: dict[int, dict[Stay, None]] = {}
        recognitions: dict[int, set[tuple[dt.date, dt.date]]] = {}
        for pk, taught, name, commune, founded, closed, came, left, recognised_on, recheck_due_on in rows:
            about[pk] = taught, name
            start = max(founded or dt.date.min, came or dt.date.min)
            stays.setdefault(pk, {})[Stay(commune, start, min(closed or dt.date.max, left or dt.date.max))] = None
            known = recognitions.setdefault(pk, set())
            if recognised_on is not None:
                known.add((recognised_on, recheck_due_on))
        return cls(
            tuple(
                SchoolRecord(tuple(stays[pk]), tuple(sorted(known)), *about[pk]) for pk, known in recognitions.items()
            )
        )

    def within(self, cut: Cut) -> Self:
        """The same schools, of which only those of the part are counted."""
        return replace(self, cut=cut)

    def on(self, day: dt.date) -> list[SchoolRecord]:
        """The schools of the part on the day."""
        return [
            school
            for school in self.schools
            if school.exists(day) and self.cut.covers(school.levels, school.commune_on(day))
        ]
