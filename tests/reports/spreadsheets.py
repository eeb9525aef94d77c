"""Reading a workbook as somebody in Viet Nam sees it: formulas computed, numbers in their number formats.

Only what the portal writes into annexes is known here; anything else is an error, so that nothing goes by unseen.
"""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from openpyxl.utils import range_boundaries

FORMULA = re.compile(r'=(SUBTOTAL|COUNTIF)\((?:(\d+),)?([A-Z]+\d+:[A-Z]+\d+)(?:,"([^"]*)")?\)')
SHAPE = re.compile(r'(?:"([^"]*)")?(#,##0|0)(?:\.(0+))?(%?)(?:"([^"]*)")?')


def seen(page: Any, cell: Any) -> str:
    """What the cell shows."""
    value = computed(page, cell)
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, dt.datetime):
        assert cell.number_format == "dd/mm/yyyy"
        return f"{value:%d/%m/%Y}"
    shape = SHAPE.fullmatch(cell.number_format)
    assert shape, f"{cell.coordinate}: {value!r} in the format {cell.number_format}"
    before, whole, decimals, percent, behind = shape.groups(default="")
    number = Decimal(str(value)) * (100 if percent else 1)
    rounded = number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    digits = f"{rounded:,f}" if whole == "#,##0" else f"{rounded:f}"
    return before + digits.translate(str.maketrans(",.", ".,")) + percent + behind


def computed(page: Any, cell: Any) -> Any:
    """The value of the cell; of a formula what a spreadsheet computes."""
    if cell.data_type != "f":
        return cell.value
    found = FORMULA.fullmatch(cell.value)
    assert found, f"{cell.coordinate}: {cell.value} is no formula of an annex"
    function, code, place, wanted = found.groups()
    if function == "COUNTIF":
        return sum(str(other.value).casefold() == wanted.casefold() for other in _cells(page, place))
    # SUBTOTAL leaves out cells that are subtotals themselves.
    values = [other.value for other in _cells(page, place) if not str(other.value).startswith("=SUBTOTAL")]
    numbers = [value for value in values if isinstance(value, int | float)]
    match code:
        case "9":
            return sum(Decimal(str(number)) for number in numbers)
        case "2":
            return len(numbers) + sum(isinstance(value, dt.datetime) for value in values)
        case "3":
            return sum(value is not None for value in values)
    raise AssertionError(f"{cell.coordinate}: nobody knows SUBTOTAL({code})")


def _cells(page: Any, place: str) -> Iterator[Any]:
    left, top, right, bottom = range_boundaries(place)
    for row in page.iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right):
        yield from row
