"""The matrix as an Excel file: the table as it is seen, and what every figure of it was made of."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.matrix_table import STALE, WAITING, MatrixTable
from reports.queries.cell_words import finding_words, shows_counts
from reports.queries.matrix import MatrixRow
from reports.queries.matrix_cells import CellState, MatrixCell
from reports.queries.matrix_columns import Column
from reports.queries.rows import as_decimal
from schools.workbooks.styles import BODY, BOLD, GRID, HEAD_FILL, ITALIC, TITLE, new_workbook, set_up_print
from schools.workbooks.texts import safe_text
from vietnamese.dates import format_date

CENTRED = Alignment(wrap_text=True, vertical="center", horizontal="center")
FIRST_COLUMNS = 2  # school and commune, before the indicators
PARTS = (
    ("Đơn vị", 26), ("Địa bàn", 16), ("Mã", 7), ("Chỉ tiêu", 30), ("ĐVT", 8), ("Tử số", 11), ("Mẫu số", 11),
    ("Giá trị", 11), ("Tình trạng", 20), ("Mức đặt", 14), ("Đánh giá", 18), ("Điểm bất thường", 50),
)  # fmt: skip


def matrix_workbook(table: MatrixTable) -> bytes:
    """The .xlsx of the matrix with all its pages: sheet 1 as it is seen, figures as numbers and absences as words;
    sheet 2 a row for each cell with numerator, denominator and state."""
    book = new_workbook()
    seen = book.active
    seen.title = "Bảng số liệu"
    _write_seen(seen, table)
    _write_parts(book.create_sheet("Tử số, mẫu số"), table)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_seen(page: Worksheet, table: MatrixTable) -> None:
    at = _write_top(page, table)
    names = [f"{column.indicator.short_name} ({column.indicator.unit})" for column in table.columns]
    _write_head(page, at, ["Đơn vị", "Địa bàn", *names], [26, 16, *(12 for _ in names)])
    _write_row(page, at + 1, ["Kế hoạch", "", *(table.target_text(column) for column in table.columns)], font=ITALIC)
    for row in table.rows:
        at += 1
        _write_row(page, at + 1, [row.unit.name, row.unit.commune or "", *_cells(table, row)])
    figures = [number(sums.total.actual, sums.indicator.decimals) for sums in table.matrix.totals]
    _write_row(page, at + 2, [table.total_name, "", *figures], font=BOLD)
    _write_row(page, at + 3, ["Có số liệu/phải có", "", *(total.coverage for total in table.totals)], font=ITALIC)
    _set_up(page, at - len(table.rows), FIRST_COLUMNS + len(names))


def _cells(table: MatrixTable, row: MatrixRow) -> list[Any]:
    """The cells as the page shows them; a plain figure is a number."""
    return [
        number(cell.value, column.indicator.decimals)
        if table.shows_values and cell.value is not None and not shows_counts(column.indicator)
        else table.cell(row, column, cell).text
        for column, cell in zip(table.columns, row.cells, strict=True)
    ]


def number(value: Any, decimals: int) -> float | None:
    """A figure as Excel keeps it, with the indicator's decimals; None stays empty."""
    return None if value is None else float(round(as_decimal(value), decimals))


def _write_parts(page: Worksheet, table: MatrixTable) -> None:
    _write_head(page, 1, [name for name, _ in PARTS], [width for _, width in PARTS])
    pairs = ((row, *pair) for row in table.rows for pair in zip(table.columns, row.cells, strict=True))
    for at, (row, column, cell) in enumerate(pairs, start=2):
        _write_row(page, at, _part(table, row, column, cell))
    _set_up(page, 1, len(PARTS))


def _part(table: MatrixTable, row: MatrixRow, column: Column, cell: MatrixCell) -> list[Any]:
    indicator, folded = column.indicator, cell.cell
    target = column.target_of(row.unit.levels or "", row.unit.organisation_id)
    given = cell.state == CellState.GIVEN
    return [
        row.unit.name,
        row.unit.commune or "",
        indicator.code,
        indicator.short_name,
        indicator.unit,
        folded.numerator if folded else None,
        folded.denominator if folded else None,
        None if shows_counts(indicator) else number(cell.value, indicator.decimals),
        _state(table, cell),
        target.text if target else "",
        table.matrix.judged(row, column, cell).verdict if given else "",
        "; ".join(finding_words(mark, indicator) for mark in cell.marks),
    ]


def _state(table: MatrixTable, cell: MatrixCell) -> str:
    if cell.state != CellState.GIVEN:
        return table.absence(cell.state).capitalize()
    words = "Chờ duyệt" if cell.is_waiting else "Đã duyệt"
    return f"{words}, số liệu kỳ trước" if cell.is_stale else words


def _write_top(page: Worksheet, table: MatrixTable) -> int:
    """Title, as-of day, what the table is narrowed down to; the row for the heading of the table."""
    footing = "gồm cả báo cáo chờ duyệt (tạm tính)" if table.filter.provisional else "số liệu đã duyệt"
    lines = [
        f"Bảng số liệu {table.part_name} – {table.period.report_name.lower()}",
        f"{table.period.plan.title}; {footing}, đến hết ngày {format_date(table.period.data_to)}",
        *table.words,
    ]
    if any(cell.is_stale or cell.is_waiting for row in table.rows for cell in row.cells):
        lines.append(f"{STALE} số liệu kỳ trước; {WAITING} chờ duyệt: xem trang “Tử số, mẫu số”.")
    for at, text in enumerate(lines, start=1):
        safe_text(page.cell(at, 1), text).font = TITLE if at == 1 else ITALIC
    return len(lines) + 2


def _write_head(page: Worksheet, at: int, names: Sequence[str], widths: Sequence[int]) -> None:
    for place, (name, width) in enumerate(zip(names, widths, strict=True), start=1):
        cell = safe_text(page.cell(at, place), name)
        cell.font, cell.fill, cell.alignment, cell.border = BOLD, HEAD_FILL, CENTRED, GRID
        page.column_dimensions[get_column_letter(place)].width = width


def _write_row(page: Worksheet, at: int, values: Sequence[Any], *, font: Any = BODY) -> None:
    for place, value in enumerate(values, start=1):
        cell = page.cell(at, place)
        cell.font, cell.border = font, GRID
        if isinstance(value, str):
            safe_text(cell, value)
        elif value is not None:
            cell.value = value
            cell.number_format = "#,##0" if value == int(value) else "#,##0.0###"


def _set_up(page: Worksheet, head: int, columns: int) -> None:
    page.freeze_panes = f"{get_column_letter(min(FIRST_COLUMNS, columns) + 1)}{head + 1}"
    page.print_title_rows = f"{head}:{head}"
    set_up_print(page)
