"""Reading an uploaded workbook. Nothing in it is trusted; nothing is stored here."""

import io
import warnings
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from openpyxl import load_workbook

from reports.queries.sheet import Sheet
from reports.workbooks import layout
from reports.workbooks.cells import CellRefused, cell_text
from reports.workbooks.layout import Line
from reports.workbooks.meaning import same, tidy
from reports.workbooks.token import Token, mismatches, unsign
from reports.workbooks.upload import Problem, Touched, Upload
from schools.workbooks.safety import DAMAGED, WorkbookRefused, inspect
from schools.workbooks.texts import plain_text

MOST_ROWS = 3000  # a plan has some hundred lines; anything below was not written by the portal
COLUMNS = "ABCDEFGHIJK"


class PlainCell(NamedTuple):
    """A cell without the workbook behind it: what openpyxl would look up later may be broken in the file."""

    value: Any
    data_type: str
    number_format: str


Row = Mapping[str, PlainCell]
Rows = list[tuple[int, Row]]

_NOT_OURS = "Tệp không phải biểu tải từ cổng, hoặc trang hệ thống trong tệp đã bị xóa, sửa. Tải biểu mới từ trang này."


def read_workbook(data: bytes, sheet: Sheet, *, most_bytes: int) -> Upload:
    """Read the workbook of this report.

    Cells that cannot be taken become problems with their address, all of them at once.

    Raises:
        WorkbookRefused: the file is no harmless workbook, or not the workbook of this report.
    """
    inspect(data, most_bytes=most_bytes)
    pages = _load(data)
    token, base = _origin(pages.get(layout.HIDDEN))
    found = mismatches(token, sheet)
    if found:
        raise WorkbookRefused(*found)
    upload = Upload(edit_version=token.edit_version)
    if sheet.grid:
        _read_page(upload, pages, layout.FIGURES, layout.figure_lines(sheet), base)
    if not sheet.submission.is_figures:
        _read_page(upload, pages, layout.TEXTS, layout.text_lines(sheet), base)
    return upload


def _load(data: bytes) -> dict[str, Rows]:
    """The cells of our sheets. openpyxl fails in many ways on a damaged file, all of which mean the same here."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions that Excel adds on saving
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            try:
                names = (layout.FIGURES, layout.TEXTS, layout.HIDDEN)
                return {name: list(_rows(book[name])) for name in names if name in book.sheetnames}
            finally:
                book.close()
    except Exception:
        raise WorkbookRefused(DAMAGED) from None


def _rows(page: Any) -> Iterator[tuple[int, Row]]:
    page.reset_dimensions()  # what the file declares may be wrong
    rows = page.iter_rows(max_row=MOST_ROWS, max_col=len(COLUMNS))
    for number, row in enumerate(rows, 1):
        cells = {
            column: PlainCell(cell.value, cell.data_type, str(cell.number_format or ""))
            for column, cell in zip(COLUMNS, row, strict=True)
            if cell.value is not None
        }
        if cells:
            yield number, cells


def _string(row: Row, column: str) -> str:
    value = row[column].value if column in row else None
    return plain_text(value) if isinstance(value, str) else ""


def _origin(rows: Rows | None) -> tuple[Token, dict[str, str]]:
    """The token and the values the workbook was filled with."""
    if not rows:
        raise WorkbookRefused(_NOT_OURS)
    token = unsign(_string(rows[0][1], "A"))
    base = {_string(row, "A"): _string(row, "B") for _, row in rows[1:]}
    if token is None or token.base != layout.base_digest(base):
        raise WorkbookRefused(_NOT_OURS)
    return token, base


def _read_page(
    upload: Upload, pages: Mapping[str, Rows], name: str, lines: list[Line], base: Mapping[str, str]
) -> None:
    columns, code_column = (
        (layout.FIGURE_COLUMNS, layout.FIGURE_CODE)
        if name == layout.FIGURES
        else (layout.TEXT_COLUMNS, layout.TEXT_CODE)
    )
    if name not in pages:
        upload.problems.append(Problem(name, "", f"Thiếu trang “{name}”.", is_fatal=True))
        return
    body = _body(upload, name, pages[name], columns, code_column)
    if body is None:
        return
    by_code = _by_code(upload, name, body, code_column, {line.code for line in lines})
    inputs = {field.column for line in lines for field in line.fields}
    for number, row in body:
        if not _string(row, code_column) and (stray := sorted(inputs & set(row))) and name == layout.FIGURES:
            problem = "Dòng không có mã chỉ tiêu (dòng thêm, hoặc cột mã bị xóa). Không thêm, bớt dòng."
            upload.problems.append(Problem(f"{name}!{stray[0]}{number}", "", problem, is_fatal=True))
    for line in lines:
        if line.code not in by_code:
            message = f"Thiếu dòng “{line.title}” (mã {line.code})."
            upload.problems.append(Problem(name, line.title, message, is_fatal=True))
            continue
        number, row = by_code[line.code]
        if _moved(line, row):
            message = f"Mã {line.code} không còn ở dòng của “{line.title}”. Không cắt, dán, đổi chỗ các dòng."
            upload.problems.append(Problem(f"{name}!{code_column}{number}", line.title, message, is_fatal=True))
            continue
        _read_line(upload, name, number, row, line, base)


def _body(upload: Upload, name: str, rows: Rows, columns: Mapping[str, str], code_column: str) -> Rows | None:
    """The rows between header and end mark, the header checked column by column."""
    marks = {_string(row, code_column): (number, row) for number, row in rows}
    if layout.HEAD_MARK not in marks or layout.END_MARK not in marks:
        message = f"Cột mã (cột ẩn {code_column}) đã bị xóa hoặc dời chỗ; không xác định được các dòng của bảng."
        upload.problems.append(Problem(name, "", message, is_fatal=True))
        return None
    (first, head), (last, _) = marks[layout.HEAD_MARK], marks[layout.END_MARK]
    wrong = [(column, label) for column, label in columns.items() if tidy(_string(head, column)) != label]
    for column, label in wrong:
        message = f"Cột “{label}” không còn ở cột {column}: cột đã bị xóa, chèn hoặc đổi tên."
        upload.problems.append(Problem(f"{name}!{column}{first}", "", message, is_fatal=True))
    return None if wrong else [(number, row) for number, row in rows if first < number < last]


def _by_code(upload: Upload, name: str, body: Rows, code_column: str, known: set[str]) -> dict[str, tuple[int, Row]]:
    found: dict[str, tuple[int, Row]] = {}
    for number, row in body:
        code = _string(row, code_column)
        if not code:
            continue
        address = f"{name}!{code_column}{number}"
        if code in found:
            message = f"Dòng {number} lặp lại mã {code} của dòng {found[code][0]}. Mỗi mã chỉ có một dòng."
            upload.problems.append(Problem(address, "", message, is_fatal=True))
        elif code not in known:
            upload.problems.append(Problem(address, "", f"Mã {code[:40]} không có trong biểu.", is_fatal=True))
        else:
            found[code] = number, row
    return found


def _moved(line: Line, row: Row) -> bool:
    """Whether the code stands beside another title; the title is followed by the labels of the two counts."""
    return not tidy(_string(row, "B")).startswith(tidy(line.title))


def _read_line(upload: Upload, name: str, number: int, row: Row, line: Line, base: Mapping[str, str]) -> None:
    for field in line.fields:
        if field.name not in base:  # was too long for Excel and is not part of the workbook
            continue
        address = upload.addresses[field.name] = f"{name}!{field.column}{number}"
        cell = row.get(field.column)
        try:
            text = "" if cell is None else cell_text(cell, field)
        except CellRefused as refused:
            upload.problems.append(Problem(address, field.label, refused.message))
            continue
        if not same(field, text, base[field.name]):
            upload.touched[field.name] = Touched(base[field.name], text)
