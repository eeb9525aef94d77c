"""A list of the portal as an Excel file: what the page shows, to be sorted, printed and passed on."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils import timezone

from schools.workbooks.texts import safe_text
from vietnamese.dates import format_datetime
from vietnamese.numbers import format_number

FONT = "Times New Roman"


class Kind(StrEnum):
    """What a column holds; days and numbers are typed, so that Excel sorts and adds them up."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"


FORMATS = {Kind.TEXT: "@", Kind.NUMBER: "#,##0", Kind.DATE: "dd/mm/yyyy", Kind.DATETIME: "dd/mm/yyyy hh:mm"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its width in characters, what it holds."""

    name: str
    width: int = 14
    kind: Kind = Kind.TEXT


def list_workbook(
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    notes: Iterable[str] = (),
    as_of: dt.datetime | None = None,
) -> bytes:
    """The .xlsx of a list: title, number of rows and moment, notes (what it was filtered by), heading, rows.

    A row gives its cells in the order of `columns`; None and "" stay empty. Texts are written as texts whatever they
    begin with, moments in local time. The moment is now unless `as_of` says otherwise.

    Raises:
        ValueError: a row has more or fewer cells than there are columns.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font

    body = list(rows)
    book = Workbook()
    page = book.active
    page.title = "Danh sách"
    count = f"{format_number(len(body))} dòng · Số liệu lúc {format_datetime(as_of or timezone.now())}"
    for number, text in enumerate((title, count, *notes), start=1):
        size, bold = (14, True) if number == 1 else (11, False)
        safe_text(page.cell(number, 1), text).font = Font(name=FONT, size=size, bold=bold, italic=number > 1)
    head = page.max_row + 2
    _write_head(page, head, columns)
    for at, row in enumerate(body, start=head + 1):
        _write_row(page, at, columns, row)
    _set_up(page, columns, head, head + len(body))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_head(page: Any, at: int, columns: Sequence[Column]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    font, fill = Font(name=FONT, size=11, bold=True), PatternFill("solid", start_color="E7F0FA")
    centred = Alignment(wrap_text=True, vertical="center", horizontal="center")
    for number, column in enumerate(columns, start=1):
        cell = safe_text(page.cell(at, number), column.name)
        cell.font, cell.fill, cell.alignment = font, fill, centred
        page.column_dimensions[get_column_letter(number)].width = column.width


def _write_row(page: Any, at: int, columns: Sequence[Column], row: Sequence[Any]) -> None:
    from openpyxl.styles import Alignment, Font

    font = Font(name=FONT, size=11)
    wrapped = Alignment(wrap_text=True, vertical="top")
    for number, (column, value) in enumerate(zip(columns, row, strict=True), start=1):
        cell = page.cell(at, number)
        if value is None or value == "":
            continue
        if column.kind is Kind.TEXT:
            safe_text(cell, str(value))
            cell.alignment = wrapped
        else:
            cell.value = _typed(value)
        cell.font, cell.number_format = font, _format(column.kind, value)


def _format(kind: Kind, value: Any) -> str:
    """A whole number shows no comma without decimals behind it."""
    return "#,##0.0##" if kind is Kind.NUMBER and value != int(value) else FORMATS[kind]


def _typed(value: Any) -> Any:
    """Excel knows no time zones: moments are written as the clock on the wall shows them."""
    if isinstance(value, dt.datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, dt.date | int | float | Decimal):
        return value
    raise TypeError(f"{value!r} is neither a number nor a day")


def _set_up(page: Any, columns: Sequence[Column], head: int, last: int) -> None:
    """Heading in sight while scrolling and on every printed page; arrows to filter; A4 landscape, one page wide."""
    from openpyxl.utils import get_column_letter

    from schools.workbooks.styles import set_up_print

    page.freeze_panes = f"A{head + 1}"
    page.print_title_rows = f"{head}:{head}"
    page.auto_filter.ref = f"A{head}:{get_column_letter(len(columns))}{last}"
    set_up_print(page)
