"""Months and quarters in which every school is to be visited (Plan 04 II.2.e), as they stand in an address."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

MONTH = re.compile(r"(\d{4})-(\d{2})")
QUARTER = re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True)
class VisitPeriod:
    """A month (`2018-03`) or a quarter (`2018-Q1`) with its first and last day."""

    key: str
    label: str
    first: dt.date
    last: dt.date


def month_of(day: dt.date) -> VisitPeriod:
    return _between(f"{day:%Y-%m}", f"tháng {day.month}/{day.year}", day.year, day.month, day.month)


def quarter_of(day: dt.date) -> VisitPeriod:
    number = (day.month + 2) // 3
    return _between(f"{day.year}-Q{number}", f"quý {number}/{day.year}", day.year, 3 * number - 2, 3 * number)


def read_period(key: str) -> VisitPeriod | None:
    """The period an address names, None when it names none."""
    if found := QUARTER.fullmatch(key):
        year, month = int(found[1]), 3 * int(found[2])
        return quarter_of(dt.date(year, month, 1)) if year else None
    if found := MONTH.fullmatch(key):
        year, month = int(found[1]), int(found[2])
        return month_of(dt.date(year, month, 1)) if year and 1 <= month <= 12 else None
    return None


def recent_periods(today: dt.date, months: int = 12) -> list[VisitPeriod]:
    """The months up to today, latest first, each quarter before its last month."""
    found: list[VisitPeriod] = []
    day = today
    for _ in range(months):
        quarter, month = quarter_of(day), month_of(day)
        if quarter not in found:
            found.append(quarter)
        found.append(month)
        day = month.first - dt.timedelta(days=1)
    return found


def _between(key: str, label: str, year: int, first: int, last: int) -> VisitPeriod:
    end = calendar.monthrange(year, last)[1]
    return VisitPeriod(key, label, dt.date(year, first, 1), dt.date(year, last, end))
