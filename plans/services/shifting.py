"""Moving a plan to another year: the same shape, other dates, and nothing that would pass for a real document."""

import calendar
import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Shift:
    """From the year a plan file is written for to the year it is loaded for; the same year changes nothing."""

    from_year: int
    to_year: int

    def __bool__(self) -> bool:
        return self.from_year != self.to_year

    def date(self, day: dt.date | None) -> dt.date | None:
        """The same day by whole years. The last day of a month stays the last day, so 28/2 becomes 29/2 in leap years:
        "data up to the end of February" must not lose a day."""
        if day is None or not self:
            return day
        year = day.year + self.to_year - self.from_year
        last = calendar.monthrange(year, day.month)[1]
        is_month_end = day.day == calendar.monthrange(day.year, day.month)[1]
        return day.replace(year=year, day=last if is_month_end else min(day.day, last))

    def number(self, year: int) -> int:
        """A year written as a number, such as the start of a school year."""
        return year + self.to_year - self.from_year

    def text(self, text: str) -> str:
        """The plan's own year inside a text; other years (schemes, school years) are names and stay."""
        return text.replace(str(self.from_year), str(self.to_year)) if self else text


def working_days_after(day: dt.date, count: int) -> dt.date:
    """The day `count` working days (Monday to Friday) after `day`; public holidays are not known here."""
    while count > 0:
        day += dt.timedelta(days=1)
        count -= day.weekday() < 5
    return day
