"""Working days: pure functions on dates. Which days are off is data, handed in (`plans.queries.working_calendar`)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

DAY = dt.timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True)
class WorkingCalendar:
    """Monday to Friday without the holidays, corrected by the days the office has decided about itself.

    `holidays` maps public holidays to their names; `decided` maps single days to whether they are off, and beats both
    the weekday and the holiday.
    """

    holidays: Mapping[dt.date, str] = field(default_factory=dict)
    decided: Mapping[dt.date, bool] = field(default_factory=dict)

    def is_holiday(self, day: dt.date) -> bool:
        """Whether the day is a public holiday, or one the office has declared off."""
        return self.decided.get(day, day in self.holidays)

    def is_working(self, day: dt.date) -> bool:
        if day in self.decided:
            return not self.decided[day]
        return day.weekday() < SATURDAY and day not in self.holidays

    def add(self, day: dt.date, days: int) -> dt.date:
        """The day `days` working days later, earlier when negative; the day itself for 0 (which may be off)."""
        step = DAY if days > 0 else -DAY
        for _ in range(abs(days)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def on_or_before(self, day: dt.date) -> dt.date:
        """The day itself when it is a working day, else the last one before it."""
        while not self.is_working(day):
            day -= DAY
        return day
