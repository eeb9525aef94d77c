"""When a school that is at the national standard is reminded of its re-check: pure functions on dates."""

import calendar
import datetime as dt

from plans.working_days import WorkingCalendar

STAGES = (12, 6, 3)  # months before the re-check is due, the earliest first


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier, or the last of its month where that is shorter: 31/5 − 3 = 28/2."""
    return months_after(day, -months)


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of its month where that is shorter."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def years_after(day: dt.date, years: int) -> dt.date:
    """The day of the re-check: 29/2 gives 28/2 in a year without one."""
    return months_after(day, 12 * years)


def stage_on(due_on: dt.date, today: dt.date, calendar_: WorkingCalendar) -> int | None:
    """The latest stage whose day has come, in months; None before the first one and when the re-check is overdue.

    A day off gives way to the working day before it (domain reference §6.4). After an outage only this stage is worth
    sending: it says what the earlier ones said.
    """
    if today > due_on:
        return None
    came = [months for months in STAGES if calendar_.on_or_before(months_before(due_on, months)) <= today]
    return came[-1] if came else None
