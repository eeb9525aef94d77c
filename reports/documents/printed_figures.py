"""Figures of a printed table read back as numbers and days that show the same text in a spreadsheet."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from vietnamese.numbers import format_number

PRINTED = re.compile(r"(-?(?:\d{1,3}(?:\.\d{3})+|\d+))(?:,(\d+))?(%?)")
DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
COUNTED = re.compile(r"(\D*?)(\d{1,3}(?:\.\d{3})+|\d+)( \D+)")
# Excel keeps fifteen digits of a number.
MOST_DIGITS = 15


@dataclass(frozen=True)
class Figure:
    """What a cell holds, and the number format in which it reads as it is printed. A percentage is kept as a share
    of one, the way spreadsheets do."""

    value: Decimal | dt.date
    number_format: str

    @property
    def is_share(self) -> bool:
        return self.number_format.endswith("%")

    @property
    def number(self) -> Decimal | None:
        return self.value if isinstance(self.value, Decimal) else None


@dataclass(frozen=True)
class Counted:
    """A number inside words, such as `12 kiến nghị`; `words` are those behind it."""

    number: int
    words: str
    number_format: str


def figure_of(text: str) -> Figure | None:
    """The number or day that the cell consists of; None for anything else, such as `04`, `47/59` or `2.018.04`."""
    if day := DAY.fullmatch(text):
        try:
            return Figure(dt.date(int(day[3]), int(day[2]), int(day[1])), "dd/mm/yyyy")
        except ValueError:
            return None
    found = PRINTED.fullmatch(text)
    if found is None:
        return None
    whole, decimals, percent = found[1], found[2] or "", found[3]
    digits = whole.replace(".", "")
    if len(digits.lstrip("-")) + len(decimals) > MOST_DIGITS or re.match(r"-?0\d", digits):
        return None
    value = Decimal(f"{digits}.{decimals}" if decimals else digits)
    # A year or a code is printed without dots between its thousands, and stays so.
    bare = "." not in whole and abs(value) >= 1000
    shape = ("0" if bare else "#,##0") + ("." + "0" * len(decimals) if decimals else "") + percent
    return Figure(value / 100 if percent else value, shape)


def counted_in(text: str) -> Counted | None:
    """The number of a cell such as `12 kiến nghị` or `Cộng: 60 trường`, with the format that keeps the words."""
    found = COUNTED.fullmatch(text)
    if found is None or '"' in text:
        return None
    number = int(found[2].replace(".", ""))
    if format_number(number) != found[2]:
        return None
    before = f'"{found[1]}"' if found[1] else ""
    return Counted(number, found[3].strip(), f'{before}#,##0"{found[3]}"')
