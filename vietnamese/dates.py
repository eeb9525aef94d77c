"""Reading and writing dates the way offices do (domain reference §1.2 row 4, §7.1, §7.2)."""

import calendar
import re
import unicodedata
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

FIRST_YEAR, LAST_YEAR = 1900, 2100  # outside lies a slip of the pen, such as 2081 typed as 20181
SCHOOL_YEAR_STARTS = 9  # pupil counts change in September: domain reference §3.6 rule 6

_NUMERIC = re.compile(r"(?:ngày )?(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_WORDS = re.compile(r"(?:ngày )?(\d{1,2}) tháng (\d{1,2}) năm (\d{4})", re.ASCII)
_FULL_WIDTH = {0xFF10 + n: str(n) for n in range(10)}
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_QUARTERS = ("I", "II", "III", "IV")
# No-break spaces: a browser or WeasyPrint folds ordinary ones, and the clerk writes two digits by hand here.
_GAP = "\u00a0" * 6


class DateError(ValueError):
    """The text is not a date; ``message`` tells the person why, in Vietnamese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def parse_date(text: str) -> date:
    """Return the date written in ``text``, always day before month.

    Reads 10/3/2018, 10/03/2018, 10-03-2018, 10.3.2018, 10/3/18, 2018-03-10 and "ngày 10 tháng 3 năm 2018". A year of
    two digits lies in 1969–2068. Raises :class:`DateError` for any other text and for days that do not exist.
    """
    if not isinstance(text, str):
        raise DateError("Giá trị không phải là ngày.")
    tidy = " ".join(unicodedata.normalize("NFC", text).translate(_FULL_WIDTH).lower().split())
    if not tidy:
        raise DateError("Chưa nhập ngày.")
    if match := _NUMERIC.fullmatch(tidy):
        day, month, year = int(match[1]), int(match[3]), _full_year(match[4])
    elif match := _ISO.fullmatch(tidy):
        year, month, day = (int(part) for part in match.groups())
    elif match := _WORDS.fullmatch(tidy):
        day, month, year = (int(part) for part in match.groups())
    else:
        raise DateError("Ngày không đúng dạng. Ghi ngày/tháng/năm, ví dụ 10/03/2018.")
    return _checked(day, month, year)


def format_date(value: date | None) -> str:
    """Write 10/03/2018; ``None`` gives an empty string. An aware datetime is taken in local time."""
    day = _local(value)
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if day else ""


def format_date_short(value: date | None) -> str:
    """Write 10/3/2018, as the plans word their deadlines."""
    day = _local(value)
    return f"{day.day}/{day.month}/{day.year}" if day else ""


def format_date_long(value: date | None) -> str:
    """Write "ngày 05 tháng 02 năm 2018": a zero before days 1–9 and before months 1 and 2 only.

    Source: Decree 30/2020/NĐ-CP, Annex I (domain reference §1.2 row 4).
    """
    day = _local(value)
    if not day:
        return ""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def format_blank_date(year: int) -> str:
    """Write the date line of a document that waits for its number: gaps for day and month, then the year."""
    return f"ngày{_GAP}tháng{_GAP}năm {year}"


def format_time(value: datetime | time | None) -> str:
    """Write 17:00; an aware datetime is taken in local time."""
    moment = _local(value) if isinstance(value, datetime) else value
    return f"{moment.hour:02d}:{moment.minute:02d}" if moment is not None else ""


def format_datetime(value: datetime | None) -> str:
    """Write "10:42, 09/03/2018" in local time (domain reference §7.1)."""
    return f"{format_time(value)}, {format_date(value)}" if value else ""


def weekday_name(value: date) -> str:
    """Return "Thứ Hai" … "Chủ nhật"."""
    return _WEEKDAYS[value.weekday()]


def quarter_label(value: date) -> str:
    """Return "Quý I/2018" with a roman numeral (domain reference §7.1)."""
    return f"Quý {_QUARTERS[(value.month - 1) // 3]}/{value.year}"


def school_year_of(value: date) -> int:
    """Return the calendar year in which the school year of ``value`` started; a new one starts on 1 September."""
    return value.year if value.month >= SCHOOL_YEAR_STARTS else value.year - 1


def school_year_label(start_year: int) -> str:
    """Return "2017 - 2018" for the school year that started in 2017."""
    return f"{start_year} - {start_year + 1}"


def _local(value: Any) -> Any:
    """Return ``value``, moved to local time when it is an aware datetime."""
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < 69 else 1900)


def _checked(day: int, month: int, year: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateError(f"Năm {year} ngoài khoảng {FIRST_YEAR}–{LAST_YEAR}.")
    if not 1 <= month <= 12:
        swapped = 1 <= day <= 12 and 1 <= month <= calendar.monthrange(year, day)[1]
        hint = f" Có phải ngày {month}/{day}/{year}?" if swapped else ""
        raise DateError(f"Không có tháng {month}. Ghi theo thứ tự ngày/tháng/năm.{hint}")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise DateError(f"Không có ngày {day}: tháng {month} năm {year} có {last} ngày.")
    return date(year, month, day)
