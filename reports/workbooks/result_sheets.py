"""Sheets of figures: title, heading and rows, with formulas where the portal writes them itself."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.queries.rows import as_decimal
from schools.workbooks.styles import BODY, BOLD, CENTRED, GRID, HEAD_FILL, ITALIC, TITLE, WRAPPED, set_up_print
from schools.workbooks.texts import safe_text


@dataclass(frozen=True)
class Formula:
    """A formula of the portal's own; what people wrote never becomes one."""

    text: str
    decimals: int = 0


@dataclass(frozen=True)
class Number:
    """A number with the decimals it is shown with; kept exact to ten."""

    value: Fraction | Decimal | int | None
    decimals: int = 0


def write_top(page: Worksheet, lines: Sequence[str]) -> int:
    """Title and what the sheet is about; the row below them."""
    for at, text in enumerate(lines, start=1):
        safe_text(page.cell(at, 1), text).font = TITLE if at == 1 else ITALIC
    return len(lines) + 1


def write_head(page: Worksheet, at: int, columns: Sequence[tuple[str, int]]) -> None:
    """Names and widths of the columns."""
    for place, (name, width) in enumerate(columns, start=1):
        cell = safe_text(page.cell(at, place), name)
        cell.font, cell.fill, cell.alignment, cell.border = BOLD, HEAD_FILL, CENTRED, GRID
        page.column_dimensions[get_column_letter(place)].width = width


class RowWriter:
    """Writes rows of a sheet: texts as texts whatever they begin with, numbers as numbers, formulas only where a
    `Formula` says so."""

    def __init__(self, page: Worksheet) -> None:
        self.page = page
        # Of each kind the first cell is styled and the others take its style over: a sheet has ten thousand of them,
        # and styling one costs more than writing it. openpyxl has no public way to do that.
        self._styles: dict[str, Any] = {}

    def write(self, at: int, values: Sequence[Any]) -> None:
        """Write the row at this place."""
        for place, value in enumerate(values, start=1):
            cell: Any = self.page.cell(at, place)
            if isinstance(value, str):
                # The style first: what `safe_text` marks as no formula is kept in it.
                self._style(cell, "")
                safe_text(cell, value)
            else:
                self._style(cell, _format(value.decimals))
                cell.value = value.text if isinstance(value, Formula) else _exact(value)

    def _style(self, cell: Any, number_format: str) -> None:
        known = self._styles.get(number_format)
        if known is not None:
            cell._style = copy(known)
            return
        cell.font, cell.border = BODY, GRID
        if number_format:
            cell.number_format = number_format
        else:
            cell.alignment = WRAPPED
        self._styles[number_format] = copy(cell._style)


def _exact(number: Number) -> Decimal | None:
    return None if number.value is None else round(as_decimal(Fraction(number.value)), 10).normalize()


def _format(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def set_up(page: Worksheet, head: int, *, fixed: int, columns: int, last: int) -> None:
    """Heading in sight while scrolling and on every printed page; arrows to filter; A4 landscape, one page wide."""
    page.freeze_panes = f"{get_column_letter(fixed + 1)}{head + 1}"
    page.print_title_rows = f"{head}:{head}"
    page.auto_filter.ref = f"A{head}:{get_column_letter(columns)}{last}"
    set_up_print(page)
