"""One table of a document on a sheet of its own."""

from collections.abc import Mapping
from typing import Any

from reports.charts import Chart
from reports.documents.content import Column, Row
from reports.documents.exhibits import Exhibit
from reports.documents.live_totals import live_totals
from reports.documents.printed_figures import figure_of
from schools.workbooks.texts import safe_text

# What fits beside each other on an upright and on a turned sheet in Times New Roman 12, in characters.
UPRIGHT, TURNED = 92, 132
NARROWEST = 6
LINE_POINTS = 16.5


def write_exhibit(page: Any, exhibit: Exhibit, *, mark: str) -> None:
    """Title, lines, heading and rows; the heading stays in sight and is printed on every page."""
    from schools.workbooks.styles import BODY, ITALIC, TITLE, set_up_print

    width = TURNED if exhibit.is_wide else UPRIGHT
    columns = exhibit.table.columns
    _set_widths(page, columns, width)
    _across(page, 1, exhibit.title, len(columns), width, TITLE)
    at = 2
    for number, line in enumerate(exhibit.lines):
        _across(page, at, line, len(columns), width, ITALIC if number == 0 else BODY)
        at += 1
    at += 1
    _write_head(page, at, columns)
    formulas = live_totals(exhibit.table, at + 1)
    for number, row in enumerate(exhibit.table.rows):
        own = {column: formula for (row_at, column), formula in formulas.items() if row_at == number}
        _write_row(page, at + 1 + number, row, columns, own, width)
    set_up_print(page, is_wide=exhibit.is_wide)
    page.freeze_panes = f"A{at + 1}"
    page.print_title_rows = f"{at}:{at}"
    if mark:
        page.oddHeader.center.text, page.oddHeader.center.size = mark, 12
    if exhibit.chart is not None:
        _draw(page, exhibit.chart, at)


def _set_widths(page: Any, columns: tuple[Column, ...], width: int) -> None:
    from openpyxl.utils import get_column_letter

    for number, column in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(number)].width = max(NARROWEST, width * column.width / 100)


def _across(page: Any, at: int, text: str, columns: int, width: int, font: Any) -> None:
    """A line over the whole width, as high as its text needs: Excel measures no merged cells."""
    from schools.workbooks.styles import WRAPPED

    cell = safe_text(page.cell(at, 1), text)
    cell.font, cell.alignment = font, WRAPPED
    if columns > 1:
        page.merge_cells(start_row=at, end_row=at, start_column=1, end_column=columns)
    page.row_dimensions[at].height = LINE_POINTS * (1 + len(text) // max(width - 4, 1))


def _write_head(page: Any, at: int, columns: tuple[Column, ...]) -> None:
    from schools.workbooks.styles import BOLD, CENTRED, GRID, HEAD_FILL

    for number, column in enumerate(columns, 1):
        cell = safe_text(page.cell(at, number), column.title)
        cell.font, cell.fill, cell.alignment, cell.border = BOLD, HEAD_FILL, CENTRED, GRID


def _write_row(
    page: Any,
    at: int,
    row: Row,
    columns: tuple[Column, ...],
    formulas: Mapping[int, tuple[str, str]],
    width: int,
) -> None:
    from openpyxl.styles import Alignment

    from schools.workbooks.styles import BODY, BOLD, GRID

    if row.kind == "group":
        _across(page, at, row.cells[0], len(columns), width, BOLD)
        for number in range(1, len(columns) + 1):
            page.cell(at, number).border = GRID
        return
    for number, (column, text) in enumerate(zip(columns, row.cells, strict=True)):
        cell = page.cell(at, number + 1)
        cell.font, cell.border = BOLD if row.kind == "total" else BODY, GRID
        cell.alignment = Alignment(horizontal=column.align, vertical="top", wrap_text=True)
        if formula := formulas.get(number):
            cell.value, cell.number_format = formula
        elif figure := figure_of(text):
            cell.value, cell.number_format = figure.value, figure.number_format
        else:
            safe_text(cell, text)


def _draw(page: Any, chart: Chart, head: int) -> None:
    """The bars beside their figures; they follow what is typed there."""
    from openpyxl.chart import BarChart, Reference
    from openpyxl.utils import get_column_letter

    drawing = BarChart()
    drawing.type, drawing.grouping = "bar", "clustered" if chart.is_grouped else "stacked"
    drawing.overlap = 0 if chart.is_grouped else 100
    drawing.title = None
    last = head + len(chart.labels)
    figures = Reference(page, min_col=2, max_col=1 + len(chart.series), min_row=head, max_row=last)
    drawing.add_data(figures, titles_from_data=True)
    drawing.set_categories(Reference(page, min_col=1, min_row=head + 1, max_row=last))
    drawing.y_axis.delete = drawing.x_axis.delete = False
    # The first label stands on top, as in the table.
    drawing.x_axis.scaling.orientation = "maxMin"
    drawing.height, drawing.width = 3 + 0.8 * len(chart.labels), 18
    page.add_chart(drawing, f"{get_column_letter(len(chart.series) + 3)}{head}")
