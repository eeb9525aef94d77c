"""How a deadline date is read: pure functions on dates (domain reference §6.4)."""

import datetime as dt

from django.utils import timezone

from plans.enums import DeadlineRule
from vietnamese.dates import format_date

END_OF_DAY = dt.time(23, 59, 59)
# Beyond it a day is a slip of the pen (2062 for 2026); a promised day cannot be taken back.
FARTHEST = dt.timedelta(days=366)


def last_on_time_day(deadline_on: dt.date, rule: str) -> dt.date:
    """The last day on which sending is on time: BEFORE 10/3 ends with 9/3, NOT_LATER_THAN 10/3 with 10/3."""
    return deadline_on - dt.timedelta(days=1) if rule == DeadlineRule.BEFORE else deadline_on


def why_too_far(day: dt.date, today: dt.date) -> str:
    """Why nobody is promised this day, in Vietnamese: it lies more than a year ahead; "" when it does not."""
    if day <= today + FARTHEST:
        return ""
    return f"Ngày {format_date(day)} cách hôm nay hơn một năm; đề nghị xem lại năm đã ghi."


def end_of_day(day: dt.date) -> dt.datetime:
    """The last second of a day in the portal's time zone, whatever zone the server runs in."""
    return timezone.make_aware(dt.datetime.combine(day, END_OF_DAY), timezone.get_default_timezone())


def owed_days(
    last_day: dt.date, *, extended_until: dt.date | None, returned_due_on: dt.date | None
) -> tuple[dt.date, dt.date]:
    """The last on-time day of the first sending, and of what is owed now.

    An extension makes the period's last day later and never earlier, even when the period was moved after it was
    granted. A returned report has its own due date, which an extension can only make later (docs/adr/0003).
    """
    first = max(extended_until or last_day, last_day)
    if returned_due_on is None:
        return first, first
    return first, max(extended_until or returned_due_on, returned_due_on)


def local_day(instant: dt.datetime) -> dt.date:
    """The day of an instant in the portal's time zone."""
    return timezone.localtime(instant, timezone.get_default_timezone()).date()
