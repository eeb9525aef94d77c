"""What a typed cell means: pure functions from raw text to state and numbers.

`k` says "not applicable", `c` says "not available yet"; both differ from an empty cell and from 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from reports.enums import ValueState
from vietnamese.numbers import NumberError, parse_number

ABSENCE_MARKS = {"k": ValueState.NOT_APPLICABLE, "c": ValueState.NOT_AVAILABLE}
LARGEST = Decimal(10) ** 11
DATABASE_DECIMALS = 4


class CellKind(Protocol):
    """What a row must tell so that its cells can be read."""

    @property
    def decimals(self) -> int: ...

    @property
    def is_ratio(self) -> bool: ...

    @property
    def parts_are_counts(self) -> bool: ...


@dataclass
class Reading:
    """The meaning of one row of cells; `problems` maps the part (n, d, v) to a Vietnamese sentence."""

    state: ValueState = ValueState.MISSING
    numbers: dict[str, Decimal | None] = field(default_factory=lambda: {"n": None, "d": None, "v": None})
    problems: dict[str, str] = field(default_factory=dict)


def read_cells(kind: CellKind, raw: Mapping[str, str]) -> Reading:
    """Read the cells of one row. Never raises: what cannot be read becomes a problem and the state stays MISSING."""
    parts = ("n", "d") if kind.is_ratio else ("v",)
    texts = {part: raw.get(part, "").strip() for part in parts}
    marks = {ABSENCE_MARKS[text.lower()] for text in texts.values() if text.lower() in ABSENCE_MARKS}
    reading = Reading()
    if marks:
        return _read_absence(reading, parts, texts, marks)
    integer = kind.parts_are_counts if kind.is_ratio else kind.decimals == 0
    for part in parts:
        if texts[part]:
            _read_number(reading, part, texts[part], integer=integer)
    given = [part for part in parts if texts[part]]
    if kind.is_ratio and len(given) == 1 and not reading.problems:
        missing = "d" if given == ["n"] else "n"
        reading.problems[missing] = "Nhập đủ cả tử số và mẫu số."
    if reading.problems:
        reading.numbers = dict.fromkeys(reading.numbers)
    elif given:
        reading.state = ValueState.GIVEN
    return reading


def read_percent(text: str) -> int | None:
    """A progress as typed, at most 100; None when it is no whole number."""
    digits = text.strip().rstrip("%").strip()
    return min(int(digits), 100) if digits.isascii() and digits.isdigit() and len(digits) < 5 else None


def _read_absence(reading: Reading, parts: tuple[str, ...], texts: dict[str, str], marks: set[ValueState]) -> Reading:
    numbers = [part for part in parts if texts[part] and texts[part].lower() not in ABSENCE_MARKS]
    if len(marks) > 1 or numbers:
        for part in parts:
            reading.problems[part] = "Một dòng chỉ ghi số, hoặc chỉ ghi “k”, hoặc chỉ ghi “c”."
        return reading
    reading.state = marks.pop()
    return reading


def _read_number(reading: Reading, part: str, text: str, *, integer: bool) -> None:
    try:
        number = parse_number(text, integer=integer, max_decimals=None if integer else DATABASE_DECIMALS)
    except NumberError as error:
        reading.problems[part] = error.message
        return
    if number < 0:
        reading.problems[part] = "Số liệu không thể âm."
    elif number >= LARGEST:
        reading.problems[part] = "Số quá lớn; đề nghị kiểm tra lại đơn vị tính."
    else:
        reading.numbers[part] = number
