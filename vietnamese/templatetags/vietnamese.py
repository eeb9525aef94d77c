"""Template filters: numbers, percentages, dates and capitals in Vietnamese form. ``None`` and "" stay empty."""

from datetime import date, datetime
from decimal import Decimal

from django import template

from vietnamese import dates, numbers, text

register = template.Library()


@register.filter
def number(value: Decimal | int | str | None, decimals: int | None = None) -> str:
    """Write ``1.234,5``; the argument rounds to that many decimals."""
    return "" if value is None or isinstance(value, str) else numbers.format_number(value, decimals=decimals)


@register.filter
def amount(value: Decimal | int | str | None) -> str:
    """Write ``1.250,5``: a stored amount without the zeros that only fill its column, so that 200 never looks like
    two hundred thousand (``200,000``)."""
    return "" if value is None or isinstance(value, str) else numbers.format_number(value, trim=True)


@register.filter
def percent(value: Decimal | int | str | None, decimals: int = 2) -> str:
    """Write ``1,02%`` from a value in percent."""
    return "" if value is None or isinstance(value, str) else numbers.format_percent(value, decimals)


@register.filter
def schoolyear(start_year: int | str | None) -> str:
    """Write ``2017 - 2018`` for the school year that started in 2017."""
    return dates.school_year_label(start_year) if isinstance(start_year, int) else ""


@register.filter
def vndate(value: date | str | None) -> str:
    """Write ``10/03/2018``."""
    return dates.format_date(value) if isinstance(value, date) else ""


@register.filter
def vndate_short(value: date | str | None) -> str:
    """Write ``10/3/2018``."""
    return dates.format_date_short(value) if isinstance(value, date) else ""


@register.filter
def vndate_long(value: date | str | None) -> str:
    """Write ``ngày 05 tháng 02 năm 2018``."""
    return dates.format_date_long(value) if isinstance(value, date) else ""


@register.filter
def vndatetime(value: datetime | str | None) -> str:
    """Write ``10:42, 09/03/2018``."""
    return dates.format_datetime(value) if isinstance(value, datetime) else ""


@register.filter
def vnupper(value: object) -> str:
    """Write in capitals."""
    return "" if value is None else text.upper(str(value))
