"""The inputs of the form of a visit: their names, and reading what was typed into them.

`visit-members` is a text of the visit, `finding-12-note` a part of one line. Days are as a browser sends them
(`2018-03-05`); days typed by hand are read too.
"""

import datetime as dt
from typing import Any

from facilities.enums import FindingResult
from facilities.models import Finding, Inspection
from vietnamese.dates import DateError, parse_date
from vietnamese.text import nfc

VISIT_TEXTS = ("members", "school_people", "conclusion", "demands", "school_opinion")
PARTS = ("result", "note", "mend_by", "seen_percent")
MOST_CHARACTERS = 4000


class Unreadable(ValueError):
    """What was typed cannot be kept; `message` is Vietnamese and says why."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def split_name(name: str) -> tuple[int | None, str]:
    """The line's id and its part; None and the part for a text of the visit; (None, "") for no input of the form."""
    kind, _, rest = name.partition("-")
    if kind == "visit":
        return None, rest
    number, _, part = rest.partition("-")
    is_id = kind == "finding" and number.isascii() and number.isdigit() and len(number) < 18
    return (int(number), part) if is_id else (None, "")


def shown_part(row: Inspection | Finding, part: str) -> str:
    """What stands in the input."""
    value = getattr(row, part)
    return "" if value is None else str(value)


def read_part(part: str, text: str) -> Any:
    """What is written into the row.

    Raises:
        Unreadable: no day, no number from 0 to 100, no known answer, or too long.
    """
    text = nfc(text).replace("\r\n", "\n").replace("\0", "").strip()
    if part == "mend_by":
        return _day(text)
    if part == "seen_percent":
        return _percent(text)
    if part == "result":
        if text not in FindingResult.values:
            raise Unreadable("Chọn Đạt, Cần khắc phục hoặc Không có.")
        return text
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(f"Tối đa {MOST_CHARACTERS} ký tự; đang có {len(text)}.")
    return text


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return parse_date(text)
    except DateError as error:
        raise Unreadable(error.message) from error


def _percent(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= 100):
        raise Unreadable("Khối lượng là số nguyên từ 0 đến 100.")
    return int(text)
