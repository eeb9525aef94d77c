"""Kinds of cells: from what Excel holds to a value of Python, or a sentence saying why it cannot be taken.

A kind is called with a cell that is not empty and returns the value. Reading never guesses (domain reference §7.2,
§7.3): a number or a school year with two sensible readings is refused, and the message shows both.
"""

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from schools.workbooks.texts import plain_text
from vietnamese.dates import FIRST_YEAR, LAST_YEAR, DateError, format_date, parse_date, school_year_label
from vietnamese.numbers import NumberError, format_number, parse_number
from vietnamese.text import damaged_encoding, nfc, search_key

_SCHOOL_YEAR = re.compile(r"(\d{4})\s*[-–—/]\s*(\d{4})", re.ASCII)


class CellRefused(Exception):
    """The cell cannot be taken; `message` says in Vietnamese what is expected."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class Cell(NamedTuple):
    """A cell without the workbook behind it."""

    value: Any
    data_type: str = "s"

    @property
    def text(self) -> str:
        """What a person sees in the cell, composed (NFC) and without blanks around it."""
        value = self.value
        if isinstance(value, dt.date):
            return format_date(value)
        if isinstance(value, float) and value == int(value) and abs(value) < 1e15:
            return str(int(value))
        return nfc(plain_text(str(value))).replace("\r\n", "\n").strip()


class Kind(Protocol):
    """What a column holds."""

    def __call__(self, cell: Cell) -> Any:
        """The value of a cell that is not empty.

        Raises:
            CellRefused: it cannot be taken.
        """


@dataclass(frozen=True)
class Text:
    """A text of at most `longest` characters in today's encoding; a number typed as a code keeps its digits."""

    longest: int = 200

    def __call__(self, cell: Cell) -> str:
        if isinstance(cell.value, dt.date | dt.time | dt.timedelta):
            raise CellRefused("Excel đã đổi nội dung thành ngày tháng. Đổi định dạng ô về Text rồi gõ lại.")
        text = cell.text
        if damage := damaged_encoding(text):
            raise CellRefused(f"Chữ bị hỏng mã: {damage}. Chuyển sang Unicode (ví dụ bằng Unikey) rồi gõ lại.")
        if len(text) > self.longest:
            raise CellRefused(f"Dài {len(text)} ký tự; chỉ ghi tối đa {self.longest} ký tự.")
        return text


@dataclass(frozen=True)
class Number:
    """A number with decimal comma or a number of Excel; `decimals` 0 asks for a whole one."""

    decimals: int = 0
    least: int = 0
    most: int | None = None

    def __call__(self, cell: Cell) -> Decimal:
        number = self._read(cell)
        if number < self.least:
            raise CellRefused(
                "Số âm. Ghi số từ 0 trở lên." if self.least == 0 else f"Phải từ {format_number(self.least)} trở lên."
            )
        if self.most is not None and number > self.most:
            raise CellRefused(f"Lớn quá mức có thể: tối đa {format_number(self.most)}.")
        return number

    def _read(self, cell: Cell) -> Decimal:
        value = cell.value
        if isinstance(value, bool):
            raise CellRefused("Ô chứa giá trị đúng/sai (TRUE/FALSE) của Excel. Gõ lại số.")
        if isinstance(value, dt.date | dt.time | dt.timedelta):
            raise CellRefused("Ô chứa ngày tháng, không phải số. Đổi định dạng ô về General rồi gõ lại số.")
        if isinstance(value, int | float):
            return self._real(value)
        try:
            return parse_number(cell.text, integer=self.decimals == 0, max_decimals=self.decimals)
        except NumberError as error:
            raise CellRefused(error.message) from error

    def _real(self, value: int | float) -> Decimal:
        if not math.isfinite(value):
            raise CellRefused("Ô không phải là số hữu hạn.")
        number = Decimal(repr(value))
        rounded = round(number, self.decimals)
        if rounded != number:
            raise CellRefused(
                "Số lẻ; ô này chỉ nhận số nguyên."
                if self.decimals == 0
                else f"Chỉ ghi tối đa {self.decimals} chữ số sau dấu phẩy."
            )
        return rounded


@dataclass(frozen=True)
class Integer(Number):
    """A whole number, as int."""

    def __call__(self, cell: Cell) -> int:  # type: ignore[override]
        return int(super().__call__(cell))


@dataclass(frozen=True)
class Date:
    """A day, real or as Vietnamese people write it: 10/3/2018, ngày 10 tháng 3 năm 2018."""

    def __call__(self, cell: Cell) -> dt.date:
        value = cell.value
        if isinstance(value, dt.datetime | dt.date):
            day = value.date() if isinstance(value, dt.datetime) else value
            if not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise CellRefused(f"Năm {day.year} ngoài khoảng {FIRST_YEAR}–{LAST_YEAR}.")
            return day
        if not isinstance(value, str):
            raise CellRefused("Không phải là ngày. Ghi ngày/tháng/năm, ví dụ 10/03/2018.")
        try:
            return parse_date(cell.text)
        except DateError as error:
            raise CellRefused(error.message) from error


@dataclass(frozen=True)
class SchoolYear:
    """A school year as both of its years, `2017 - 2018`; gives the year in which it starts."""

    def __call__(self, cell: Cell) -> int:
        text = cell.text
        if match := _SCHOOL_YEAR.fullmatch(text):
            start, end = int(match[1]), int(match[2])
            if end != start + 1:
                raise CellRefused(f"Hai năm của năm học phải liền nhau, ví dụ {school_year_label(start)}.")
            if not FIRST_YEAR <= start <= LAST_YEAR:
                raise CellRefused(f"Năm {start} ngoài khoảng {FIRST_YEAR}–{LAST_YEAR}.")
            return start
        if text.isascii() and text.isdigit() and len(text) == 4:
            year = int(text)
            both = f"{school_year_label(year - 1)} hoặc {school_year_label(year)}"
            raise CellRefused(f"Một năm chưa đủ để biết năm học nào. Ghi {both}.")
        raise CellRefused("Không phải năm học. Ghi hai năm liền nhau, ví dụ 2017 - 2018.")


@dataclass(frozen=True)
class Choice:
    """One of some values, written as its label or as its code; marks and case do not matter.

    `labels` leads from value to label. A label that two values share is not accepted; their codes are.
    """

    labels: Mapping[Any, str]
    what: str = "danh sách"
    _by_words: dict[str, set[Any]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for value, label in self.labels.items():
            self._by_words.setdefault(search_key(label), set()).add(value)
            self._by_words.setdefault(search_key(str(value)), set()).add(value)

    def __call__(self, cell: Cell) -> Any:
        found = self._by_words.get(search_key(cell.text), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise CellRefused(f"Tên này ứng với nhiều mục trong {self.what}; ghi mã thay cho tên.")
        known = list(self.labels.values())
        advice = f": {', '.join(known)}" if len(known) <= 14 else ""
        raise CellRefused(f"Không có trong {self.what}{advice}.")


class YesNo:
    """Có/Không, x or empty, or a truth value of Excel."""

    _YES, _NO = {"co", "x", "1", "true"}, {"khong", "0", "false"}

    def __call__(self, cell: Cell) -> bool:
        word = search_key(cell.text)
        if word in self._YES:
            return True
        if word in self._NO:
            return False
        raise CellRefused("Ghi Có hoặc Không.")
