"""The cells of an uploaded workbook as plain values, openpyxl left behind."""

import io
import re
import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

from openpyxl import load_workbook

from schools.workbooks.safety import DAMAGED, WorkbookRefused
from schools.workbooks.values import Cell

MOST_ROWS = 50_000
MOST_COLUMNS = 80
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')

Cells = dict[int, Cell]


class Pages(NamedTuple):
    """By name of the sheet: its rows by number, and the areas that are merged; the names of hidden sheets."""

    pages: dict[str, dict[int, Cells]]
    merged: dict[str, list[str]]
    hidden: set[str]


def load_pages(data: bytes, *, values_only: bool = False) -> Pages:
    """All sheets; formulas as such, or with `values_only` what they last gave.

    Raises:
        WorkbookRefused: damaged (openpyxl fails in many ways, which all mean the same), or a sheet is too long.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions that Excel adds on saving
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False, data_only=values_only)
            try:
                pages = {page.title: dict(_rows(page)) for page in book.worksheets}
                merged = {page.title: [] if values_only else _merged_areas(book, page) for page in book.worksheets}
                return Pages(pages, merged, {page.title for page in book.worksheets if page.sheet_state != "visible"})
            finally:
                book.close()
    except WorkbookRefused:
        raise
    except Exception:
        raise WorkbookRefused(DAMAGED) from None


def _rows(page: Any) -> Iterator[tuple[int, Cells]]:
    page.reset_dimensions()  # what the file declares may be wrong
    for number, row in enumerate(page.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS), 1):
        cells = {at: Cell(c.value, c.data_type) for at, c in enumerate(row, 1) if c.value is not None}
        if cells and number > MOST_ROWS:
            raise WorkbookRefused(f"Trang “{page.title}” dài quá {MOST_ROWS} dòng. Chia thành nhiều tệp.")
        if cells:
            yield number, cells


def _merged_areas(book: Any, page: Any) -> list[str]:
    """openpyxl reads these areas only with the whole workbook in memory, so they are taken from the sheet's XML."""
    return [area.decode() for area in _MERGED.findall(book._archive.read(page._worksheet_path))]
