"""The grid of a month as a wall calendar shows it: whole weeks from Monday to Sunday. Pure functions on dates."""

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

SATURDAY = 5
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Cell:
    """One day of the grid. `note` says why it is off, or worked although it would be off."""

    day: dt.date
    is_inside: bool
    is_today: bool
    is_off: bool
    note: str
    entries: tuple[Any, ...]


@dataclass(frozen=True)
class Month:
    """A month of a year; `Month.read` never fails, because both come from the address of a page."""

    year: int
    number: int

    @classmethod
    def read(cls, year: str, number: str, *, today: dt.date) -> "Month":
        """The month asked for; what is missing or makes no sense is taken from today."""
        wanted_year = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else today.year
        wanted = int(number) if number.isascii() and number.isdigit() and len(number) <= 2 else today.month
        if not FIRST_YEAR <= wanted_year <= LAST_YEAR:
            wanted_year = today.year
        return cls(wanted_year, wanted if 1 <= wanted <= 12 else today.month)

    @property
    def previous(self) -> "Month":
        return Month(self.year - 1, 12) if self.number == 1 else Month(self.year, self.number - 1)

    @property
    def following(self) -> "Month":
        return Month(self.year + 1, 1) if self.number == 12 else Month(self.year, self.number + 1)

    def weeks(
        self, entries: Iterable[Any], notes: Mapping[dt.date, tuple[str, bool]], *, today: dt.date
    ) -> list[list[Cell]]:
        """The weeks with what happens on each day; `notes` are the days on which the week is not kept, with whether
        they are off. Saturdays and Sundays are off unless a note says otherwise."""
        by_day: dict[dt.date, list[Any]] = {}
        for entry in entries:
            by_day.setdefault(entry.day, []).append(entry)
        return [
            [self._cell(day, by_day, notes, today) for day in week]
            for week in calendar.Calendar().monthdatescalendar(self.year, self.number)
        ]

    def _cell(
        self,
        day: dt.date,
        by_day: Mapping[dt.date, list[Any]],
        notes: Mapping[dt.date, tuple[str, bool]],
        today: dt.date,
    ) -> Cell:
        note, is_off = notes.get(day, ("", day.weekday() >= SATURDAY))
        inside = day.month == self.number
        return Cell(day, inside, day == today, is_off, note, tuple(by_day.get(day, ())) if inside else ())
