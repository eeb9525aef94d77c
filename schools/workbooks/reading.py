"""Reading an uploaded workbook with typed columns. Nothing in it is trusted, nothing is stored here, and every mistake
is collected with its cell, so that a person mends the file once (domain reference §7.3).

    book = open_workbook(data, most_bytes=5 * 1024 * 1024)      # raises WorkbookRefused: no harmless workbook
    columns = (Column("name", "Họ và tên", Text(120), required=True), Column("born", "Ngày sinh", Date()))
    people = book.read(Sheet("Người dùng", columns))
    for row in people.rows:
        row.values["name"]                  # None where the cell is empty
        if taken(row):
            book.mistakes.append(row.mistake("name", "Đã có người mang tên này."))
    in_order(book.mistakes)                 # of all sheets read so far, sheet by sheet, row by row

Columns are found by their headings (marks, case and spaces do not matter), in any order and below any title; headings
that are not asked for are named in a warning and left out. A row with a mistake is in `rows` with what could be read;
its `refused` names the columns that could not. Where a formula has a result, the result is read.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter, range_boundaries

from schools.workbooks.mistakes import Mistake, shown
from schools.workbooks.pages import MOST_COLUMNS, MOST_ROWS, Cells, load_pages
from schools.workbooks.safety import inspect
from schools.workbooks.values import Cell, CellRefused, Kind
from vietnamese.text import search_key

LAST_HEAD_ROW = 20  # titles of officers' tables are shorter


@dataclass(frozen=True)
class Column:
    """One column to read: where its value goes, its heading, what it holds, whether a cell may be empty."""

    name: str
    heading: str
    kind: Kind
    required: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet to read. `ignored` headings may stand in it for people's sake and are not read."""

    name: str
    columns: tuple[Column, ...]
    ignored: tuple[str, ...] = ()


@dataclass
class Row:
    """One row as read; `values` has every column of the sheet, None where the cell is empty or refused."""

    sheet: str
    number: int
    letters: Mapping[str, str]
    headings: Mapping[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def address(self, name: str) -> str:
        return f"{self.letters[name]}{self.number}"

    def mistake(self, name: str, message: str, *, is_warning: bool = False) -> Mistake:
        """A mistake at the cell of the column `name`."""
        found = shown(self.texts.get(name, ""))
        return Mistake(self.sheet, self.address(name), self.headings[name], found, message, is_warning)


@dataclass
class Table:
    """What a sheet says. `is_readable` is False when the sheet or one of its columns is missing: then nothing of it
    was read."""

    rows: list[Row] = field(default_factory=list)
    is_readable: bool = True


class Workbook:
    """A workbook that was found harmless; `mistakes` grow with every sheet that is read."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.mistakes: list[Mistake] = []
        book = load_pages(data)
        self._pages, self._merged, self._hidden = book.pages, book.merged, book.hidden
        self._results: dict[str, dict[int, Cells]] | None = None

    def read(self, sheet: Sheet) -> Table:
        """The rows of the sheet; mistakes are added to `mistakes`."""
        name = self._page_name(sheet.name)
        if name is None:
            return self._unreadable(sheet.name, f"Thiếu trang “{sheet.name}”. Không xóa, đổi tên các trang của biểu.")
        if name in self._hidden:
            self._note(name, "", "", "", "Trang đang ẩn trong tệp; số liệu của trang vẫn được đọc.", is_warning=True)
        head, columns = self._find_head(name, sheet)
        if columns is None:
            return Table(is_readable=False)
        merged = self._merged_cells(name, head, set(columns))
        letters = {column.name: get_column_letter(at) for at, column in columns.items()}
        headings = {column.name: column.heading for column in sheet.columns}
        rows = []
        for number, cells in self._pages[name].items():
            if number > head and any(at in cells for at in columns):
                row = Row(name, number, letters, headings)
                self._read_row(row, cells, columns, merged)
                rows.append(row)
        return Table(rows)

    def _page_name(self, wanted: str) -> str | None:
        return next((name for name in self._pages if search_key(name) == search_key(wanted)), None)

    def _unreadable(self, sheet: str, message: str) -> Table:
        self._note(sheet, "", "", "", message)
        return Table(is_readable=False)

    def _note(
        self, sheet: str, address: str, heading: str, found: str, message: str, *, is_warning: bool = False
    ) -> None:
        self.mistakes.append(Mistake(sheet, address, heading, found, message, is_warning))

    def _find_head(self, name: str, sheet: Sheet) -> tuple[int, dict[int, Column] | None]:
        """The row of the headings and, by number, the columns that are asked for; None when one is missing."""
        wanted = {search_key(column.heading): column for column in sheet.columns}
        candidates = [(number, cells) for number, cells in self._pages[name].items() if number <= LAST_HEAD_ROW]
        best = max(candidates, key=lambda row: sum(search_key(c.text) in wanted for c in row[1].values()), default=None)
        if best is None or not any(search_key(cell.text) in wanted for cell in best[1].values()):
            self._note(name, "", "", "", f"Không thấy dòng tiêu đề cột trong {LAST_HEAD_ROW} dòng đầu của trang.")
            return 0, None
        number, cells = best
        columns: dict[int, Column] = {}
        strangers: dict[int, str] = {}
        ignored = {search_key(heading) for heading in sheet.ignored}
        is_whole = True
        for at, cell in cells.items():
            key = search_key(cell.text)
            if key in wanted and wanted[key] in columns.values():
                self._note(name, f"{get_column_letter(at)}{number}", cell.text, "", "Cột này có hai lần trong trang.")
                is_whole = False
            elif key in wanted:
                columns[at] = wanted[key]
            elif key and key not in ignored:
                strangers[at] = cell.text
        missing = [column.heading for column in sheet.columns if column not in columns.values()]
        for heading in missing:
            self._note(name, "", heading, "", _missing_words(heading, strangers, number))
        for at, text in strangers.items() if not missing else ():
            message = "Cột không có trong biểu nên không được đọc."
            self._note(name, f"{get_column_letter(at)}{number}", "", shown(text), message, is_warning=True)
        return number, columns if is_whole and not missing else None

    def _merged_cells(self, name: str, head: int, columns: set[int]) -> set[tuple[int, int]]:
        """The cells below the headings that Excel shows as a part of another one."""
        covered: set[tuple[int, int]] = set()
        for area in self._merged[name]:
            left, top, right, bottom = range_boundaries(area)
            reached = columns & set(range(left, min(right, MOST_COLUMNS) + 1))
            if bottom <= head or not reached:
                continue
            message = "Các ô gộp làm một (Merge); chỉ ô đầu giữ giá trị. Bỏ gộp ô rồi ghi đủ từng ô."
            self._note(name, f"{get_column_letter(left)}{max(top, head + 1)}", "", shown(area), message)
            last = min(bottom, MOST_ROWS)
            covered |= {(row, at) for row in range(max(top, head + 1), last + 1) for at in reached}
        return covered

    def _read_row(self, row: Row, cells: Cells, columns: dict[int, Column], merged: set[tuple[int, int]]) -> None:
        for at, column in columns.items():
            cell = cells.get(at)
            row.values[column.name] = None
            if (row.number, at) in merged:
                row.refused.add(column.name)
                continue
            try:
                if cell is not None and cell.data_type == "f":
                    cell = self._result(row, at)
                if cell is None or not cell.text:
                    self._check_empty(row, column)
                    continue
                row.texts[column.name] = cell.text
                if cell.data_type == "e":
                    raise CellRefused(f"Ô báo lỗi {shown(cell.text)} của Excel. Gõ lại giá trị.")
                row.values[column.name] = column.kind(cell)
            except CellRefused as refused:
                row.refused.add(column.name)
                self.mistakes.append(row.mistake(column.name, refused.message))

    def _check_empty(self, row: Row, column: Column) -> None:
        if column.required:
            raise CellRefused(f"Ô trống. Phải ghi “{column.heading}”.")

    def _result(self, row: Row, at: int) -> Cell:
        """What Excel computed for the formula of a cell when it last saved the file."""
        if self._results is None:
            self._results = load_pages(self._data, values_only=True).pages
        cell = self._results.get(row.sheet, {}).get(row.number, {}).get(at)
        if cell is None:
            raise CellRefused("Ô chứa công thức chưa có kết quả. Gõ kết quả, hoặc mở bằng Excel và lưu lại.")
        return cell


def open_workbook(data: bytes, *, most_bytes: int) -> Workbook:
    """The workbook in `data`.

    Raises:
        WorkbookRefused: no .xlsx (an old .xls, a password…), or one that may do harm; the message says which.
    """
    inspect(data, most_bytes=most_bytes)
    return Workbook(data)


def _missing_words(heading: str, strangers: Mapping[int, str], head: int) -> str:
    """That a column is missing, and which one may have been it."""
    close = difflib.get_close_matches(search_key(heading), [search_key(text) for text in strangers.values()], 1, 0.6)
    at = next((at for at, text in strangers.items() if close and search_key(text) == close[0]), None)
    renamed = f" Có phải cột “{shown(strangers[at])}” (ô {get_column_letter(at)}{head}) bị đổi tên?" if at else ""
    return f"Thiếu cột “{heading}”.{renamed}"
