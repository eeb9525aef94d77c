"""When two texts of a cell say the same: 1.234 and 1234, `K` and `k`, a text with other line ends."""

from decimal import Decimal

from reports.cells import ABSENCE_MARKS
from reports.workbooks.layout import Field, Kind
from vietnamese.numbers import NumberError, parse_number
from vietnamese.text import nfc


def tidy(text: str) -> str:
    """`text` as the portal stores it."""
    return nfc(text).replace("\r\n", "\n").strip()


def same(field: Field, one: str, other: str) -> bool:
    """Whether two texts of a cell mean the same, so that Excel's way of keeping a number is no change."""
    if tidy(one) == tidy(other):
        return True
    if field.kind is not Kind.NUMBER:
        return False
    return _number_or_mark(field, one) == _number_or_mark(field, other)


def _number_or_mark(field: Field, text: str) -> Decimal | str:
    plain = tidy(text)
    if plain.lower() in ABSENCE_MARKS:
        return plain.lower()
    try:
        return parse_number(plain, integer=field.integer)
    except NumberError:
        return plain
