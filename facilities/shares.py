"""Who is at the national standard on a day, and which share of the schools that is: pure functions on dates.

The one rule of it: lists, computed indicators and summaries read it here; `School.objects.at_standard` says the same in
SQL, by test. All days are included; nothing is rounded (47 of 59 is not 80 %, domain reference §3.6 rule 12).
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

DAY = dt.timedelta(days=1)
Recognised = tuple[dt.date, dt.date]  # recognised on, re-check due on
K = TypeVar("K")


def is_valid(recognitions: Iterable[Recognised], day: dt.date) -> bool:
    """Whether one of the recognitions is in force: made by the day and not past its re-check (Plan 04 III.3.5)."""
    return any(start <= day <= until for start, until in recognitions)


def is_new(recognitions: Iterable[Recognised], start: dt.date, day: dt.date) -> bool:
    """Whether the school was recognised for the first time ever between the two days (domain reference §3.1, B01)."""
    first = min((on for on, _ in recognitions), default=None)
    return first is not None and start <= first <= day


def was_due(recognitions: Iterable[Recognised], start: dt.date, day: dt.date) -> bool:
    """Whether a re-check fell due between the two days, renewed or not (domain reference §3.3, B52)."""
    return any(start <= until <= day for _, until in recognitions)


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
    """One school: where it belonged when, and its recognitions, oldest first."""

    stays: tuple[Stay, ...]
    recognitions: tuple[Recognised, ...]
    levels: str = ""
    name: str = ""
    pk: int = 0

    def exists(self, day: dt.date) -> bool:
        return any(stay.covers(day) for stay in self.stays)

    def commune_on(self, day: dt.date) -> int | None:
        return next((stay.commune for stay in self.stays if stay.covers(day)), None)

    def is_at_standard(self, day: dt.date) -> bool:
        return is_valid(self.recognitions, day)

    def recognised_by(self, day: dt.date) -> tuple[Recognised, ...]:
        """The recognitions that had been made by the day."""
        return tuple(row for row in self.recognitions if row[0] <= day)


@dataclass(frozen=True)
class Share:
    """`number` of `whole` schools."""

    number: int
    whole: int

    @property
    def percent(self) -> Fraction | None:
        """Exact; None when there is no school."""
        return Fraction(100 * self.number, self.whole) if self.whole else None


def share_on(schools: Iterable[SchoolRecord], day: dt.date) -> Share:
    """The schools at the standard of those that exist and belong to the area on the day."""
    present = [school for school in schools if school.exists(day)]
    return Share(sum(school.is_at_standard(day) for school in present), len(present))


def shares_by(schools: Iterable[SchoolRecord], day: dt.date, key: Callable[[SchoolRecord], K]) -> dict[K, Share]:
    """The share of each group of schools on the day; a group without a school of that day is not there."""
    groups: dict[K, list[SchoolRecord]] = {}
    for school in schools:
        if school.exists(day):
            groups.setdefault(key(school), []).append(school)
    return {name: share_on(group, day) for name, group in groups.items()}


def shares_by_commune(schools: Iterable[SchoolRecord], day: dt.date) -> dict[int | None, Share]:
    """By the id of the commune each school belonged to on the day."""
    return shares_by(schools, day, lambda school: school.commune_on(day))


def turning_days(schools: Iterable[SchoolRecord]) -> list[dt.date]:
    """The days on which a share can differ from that of the day before: recognised, lapsed, founded, closed, moved."""
    found: set[dt.date] = set()
    for school in schools:
        for start, until in (*school.recognitions, *((stay.start, stay.until) for stay in school.stays)):
            found |= {start} | ({until + DAY} if until < dt.date.max else set())
    return sorted(found - {dt.date.min})


@dataclass(frozen=True)
class Forecast:
    """The share expected on a day, and how it comes about. `kept` are at the standard then by what is known today,
    `lapsing` leave it until then unless they pass their re-check, `coming` are expected to be recognised by then."""

    day: dt.date
    share: Share
    kept: tuple[SchoolRecord, ...]
    lapsing: tuple[SchoolRecord, ...]
    coming: tuple[SchoolRecord, ...]


def forecast(
    schools: Iterable[SchoolRecord], planned: Mapping[int, dt.date], *, today: dt.date, day: dt.date
) -> Forecast:
    """What the share will be on `day`, seen from `today`.

    `planned` maps the ids of schools to the day on which their recognition is expected, without those that were given
    up or have become recognitions. A school that is counted anyway is not counted again; one whose recognition lapses
    before `day` is taken out unless its renewal is planned by then; one that no longer exists is not counted at all.
    """
    present = [school for school in schools if school.exists(day)]
    known = {school: is_valid(school.recognised_by(today), day) for school in present}
    coming = tuple(school for school in present if not known[school] and planned.get(school.pk, dt.date.max) <= day)
    lapsing = tuple(school for school in present if not known[school] and is_valid(school.recognised_by(today), today))
    kept = tuple(school for school in present if known[school])
    return Forecast(day, Share(len(kept) + len(coming), len(present)), kept, lapsing, coming)
