"""The working calendar of the portal: the library's public holidays, corrected by the office's own days."""

import datetime as dt

from plans.models import CalendarDay
from plans.working_days import WorkingCalendar

COUNTRY = "VN"


def working_calendar(first: dt.date, last: dt.date) -> WorkingCalendar:
    """The calendar that answers for the years from `first` to `last`; one query.

    Public holidays and the days swapped for them come from the package `holidays`, which follows the Labour Code and
    the yearly decisions on days off.
    """
    decided = dict(CalendarDay.objects.filter(day__range=(first, last)).order_by("day").values_list("day", "is_off"))
    public, swapped = _public_holidays(tuple(range(first.year, last.year + 1)))
    return WorkingCalendar(holidays=public, decided={**dict.fromkeys(swapped, False), **decided})


def public_holidays(year: int) -> dict[dt.date, str]:
    """The public holidays of a year with their Vietnamese names, in order."""
    return dict(sorted(_public_holidays((year,))[0].items()))


def swapped_days(year: int) -> list[dt.date]:
    """The weekend days of a year that are worked in exchange for a day off, by the yearly decisions on days off."""
    return sorted(day for day in _public_holidays((year,))[1] if day.year == year)


def _public_holidays(years: tuple[int, ...]) -> tuple[dict[dt.date, str], frozenset[dt.date]]:
    """Holidays, and the weekend days that are worked in exchange for one."""
    import holidays  # half a megabyte of rules that most pages do not need

    found = holidays.country_holidays(COUNTRY, years=years, language="vi")
    return dict(found.items()), frozenset(found.weekend_workdays)
