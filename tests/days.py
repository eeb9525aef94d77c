"""Days a person of the test types; counted from today, because forms refuse days that have passed or lie far ahead."""

import datetime as dt
from zoneinfo import ZoneInfo

from vietnamese.dates import format_date

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def days_ahead(days: int) -> str:
    """A day after today as people write it."""
    return format_date(dt.datetime.now(VIETNAM).date() + dt.timedelta(days=days))
