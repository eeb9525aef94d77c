"""Targets that stand in the columns of a table (indicator, unit, baseline, planned value)."""

import re

from plans.enums import Operator
from plans.reading.folding import fold
from plans.reading.found import LIKELY, SURE, TargetFound
from plans.reading.operators import strong_operator, weak_operator
from plans.reading.quantities import Quantity, quantities_in
from plans.reading.stretches import Spans
from plans.reading.tables import Column, Row, Table

_IN_PARENTHESES = re.compile(r"\(([^()\d]{1,25})\)")
_LEAST = re.compile(r"\b(?:toi thieu|it nhat|thap nhat)\b")
_MOST = re.compile(r"\b(?:toi da|nhieu nhat|khong qua)\b")
_LONGEST_CELL = 60  # longer ones are sentences with numbers in them
_LONGEST_QUOTE = 300


def table_targets(table: Table, section: str | None) -> tuple[list[TargetFound], list[str]]:
    """Return a target for each planned value of `table`, quoted as its row, and warnings for cells nobody can read.

    A value without an operator of its own takes the one of its heading ("Tối thiểu"), or is exactly that.
    """
    found: list[TargetFound] = []
    warnings: list[str] = []
    if not table.sets_values:
        return found, warnings
    for row in table.body:
        values = table.cells(row, Column.VALUE)
        for heading, cell in values:
            if not any(character.isdigit() for character in cell):
                continue
            quote = f"{row.text} ({heading})" if len(values) > 1 else row.text
            target = _target(table, row, heading, cell)
            if target is None:
                warnings.append(f"Dòng {row.line}: chưa đọc được ô “{cell[:_LONGEST_CELL]}” của bảng thành chỉ tiêu.")
            else:
                operator, quantity, unit, confidence = target
                found.append(
                    TargetFound(
                        section,
                        quote[:_LONGEST_QUOTE],
                        operator,
                        quantity.value,
                        quantity.value_to,
                        unit,
                        row.line,
                        confidence,
                    )
                )
    return found, warnings


def _target(table: Table, row: Row, heading: str, cell: str) -> tuple[Operator, Quantity, str | None, float] | None:
    unit = _unit(table, row, heading)
    read = _quantity(cell, unit)
    if len(cell) > _LONGEST_CELL or read is None:
        return None
    quantity, operator = read
    said = fold(f"{heading}")
    if operator is None and quantity.value_to is not None:
        operator = Operator.RANGE
    elif operator is None:
        operator = Operator.AT_LEAST if _LEAST.search(said) else Operator.AT_MOST if _MOST.search(said) else None
    unit = quantity.unit or unit
    return operator or Operator.EQUAL, quantity, unit, SURE if operator and unit else LIKELY


def _unit(table: Table, row: Row, heading: str) -> str | None:
    """The unit of the row's own column, or the one in parentheses behind its name or above the value."""
    own = table.cell(row, Column.UNIT)
    if own:
        return own
    for words in (table.cell(row, Column.NAME) or "", heading):
        if match := _IN_PARENTHESES.search(words):
            return match[1].strip()
    return None


def _quantity(cell: str, unit: str | None) -> tuple[Quantity, Operator | None] | None:
    """The only quantity of a cell with the operator written there; the unit tells thousands from decimals."""
    text = cell if "%" in cell or not unit else re.sub(r"(\d)(?=[^\d.,]*$)", rf"\1 {unit}", cell, count=1)
    folded = fold(text)
    found = [quantity for quantity in quantities_in(text, folded, Spans([])) if isinstance(quantity, Quantity)]
    if len(found) != 1:
        return None
    start, end = found[0].start, found[0].end
    return found[0], strong_operator(folded, start, end) or weak_operator(folded, start)
