"""The days of a year on which the week is not kept, for the page that shows and corrects them."""

import datetime as dt
from dataclasses import dataclass

from plans.calendars import public_holidays, swapped_days
from plans.models import CalendarDay
from vietnamese.dates import weekday_name


@dataclass(frozen=True)
class DayRow:
    """One day that is off, or worked, against the rule of the week. `decided` is the office's own entry, if any."""

    day: dt.date
    name: str
    is_off: bool
    decided: CalendarDay | None = None
    holiday: str = ""

    @property
    def weekday(self) -> str:
        return weekday_name(self.day)

    @property
    def kind(self) -> str:
        """In words, who has decided what about this day."""
        if self.decided:
            return "Cơ quan cho nghỉ" if self.is_off else "Cơ quan vẫn làm việc"
        return "Ngày lễ" if self.is_off else "Làm bù theo lịch nhà nước"


def days_of_year(year: int) -> list[DayRow]:
    """Public holidays, the days worked in exchange and the office's own days of a year, in order; one query.

    The office's entry takes the place of the holiday on the same day and keeps its name in `holiday`.
    """
    holidays = public_holidays(year)
    rows = {day: DayRow(day, name, True) for day, name in holidays.items()}
    rows |= {day: DayRow(day, "Làm bù", False) for day in swapped_days(year)}
    for entry in CalendarDay.objects.filter(day__year=year).order_by("day"):
        rows[entry.day] = DayRow(entry.day, entry.name, entry.is_off, entry, holidays.get(entry.day, ""))
    return sorted(rows.values(), key=lambda row: row.day)
