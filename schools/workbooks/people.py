"""People from Excel: a template that knows the schools, and the reading of it."""

import io
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from openpyxl.worksheet.datavalidation import DataValidation

from schools.enums import Role
from schools.models import Organisation
from schools.services.people_review import Entry
from schools.workbooks.mistakes import Mistake, blocking
from schools.workbooks.reading import Column, Sheet, Workbook, open_workbook
from schools.workbooks.reading import Row as SheetRow
from schools.workbooks.styles import (
    BOLD,
    CENTRED,
    GRID,
    HEAD_FILL,
    INPUT_FILL,
    ITALIC,
    OPEN,
    TEXT_FORMAT,
    TITLE,
    WRAPPED,
    new_workbook,
    set_up_page,
)
from schools.workbooks.texts import safe_text
from schools.workbooks.values import Choice, Date, Text, YesNo

NAME = "Người dùng"
UNIT_HEADING = "Trường, đơn vị"
# Administration and leadership are given one by one on the page, never by a list.
ROLES = {role.value: role.label for role in Role if role not in (Role.ADMINISTRATOR, Role.LEADER)}
COLUMNS = (
    Column("code", "Mã trường", Text(20), required=True),
    Column("full_name", "Họ và tên", Text(120)),
    Column("email", "Thư điện tử", Text(254)),
    Column("phone", "Điện thoại", Text(20)),
    Column("role", "Vai trò", Choice(ROLES, "danh sách vai trò")),
    Column("is_deputy", "Cấp phó", YesNo()),
    Column("starts_on", "Từ ngày", Date()),
    Column("ends_on", "Đến hết ngày", Date()),
    Column("decision", "Quyết định", Text(120)),
)
SHEET = Sheet(NAME, COLUMNS, ignored=("TT", UNIT_HEADING))
HEADINGS = ("TT", "Mã trường", UNIT_HEADING, *(column.heading for column in COLUMNS[1:]))
WIDTHS = dict(zip("ABCDEFGHIJK", (5, 13, 30, 26, 30, 15, 14, 9, 13, 13, 26), strict=True))
HELP = (
    "Điền vào ô nền vàng; dòng không có người thì để trống. Thêm người thì chép cả dòng, giữ mã. "
    "Vai trò chọn trong danh sách; cấp phó ghi Có. Ngày ghi ngày/tháng/năm; "
    "để trống là có quyền ngay, chưa định ngày thôi."
)


def people_template(units: Sequence[Organisation]) -> bytes:
    """A workbook with one line for each organisation, a school's line prepared for its principal."""
    book: Any = new_workbook()
    page = book.active
    page.title = NAME
    set_up_page(page, widths=WIDTHS, head_row=4)
    safe_text(page["A1"], "DANH SÁCH NGƯỜI DÙNG CỦA CÁC ĐƠN VỊ").font = TITLE
    safe_text(page["A2"], HELP).font = ITALIC
    page.merge_cells("A2:K2")
    page["A2"].alignment = WRAPPED
    page.row_dimensions[2].height = 34
    for at, heading in enumerate(HEADINGS, 1):
        cell = safe_text(page.cell(4, at), heading)
        cell.font, cell.fill, cell.alignment, cell.border = BOLD, HEAD_FILL, CENTRED, GRID
    for number, unit in enumerate(units, 1):
        _write_line(page, number + 4, number, unit)
    last = len(units) + 4 + 200
    roles = DataValidation(type="list", formula1='"{}"'.format(",".join(ROLES.values())), allow_blank=True)
    yes = DataValidation(type="list", formula1='"Có,Không"', allow_blank=True)
    roles.add(f"G5:G{last}")
    yes.add(f"H5:H{last}")
    page.add_data_validation(roles)
    page.add_data_validation(yes)
    page.protection.sheet = False  # lines are added for clerks and deputies
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_line(page: Any, row: int, number: int, unit: Organisation) -> None:
    page.cell(row, 1).value = number
    safe_text(page.cell(row, 2), unit.code)
    safe_text(page.cell(row, 3), unit.short_name)
    if unit.kind == "school":
        safe_text(page.cell(row, 7), Role.PRINCIPAL.label)
    for at in range(1, len(HEADINGS) + 1):
        cell = page.cell(row, at)
        cell.border, cell.alignment = GRID, WRAPPED
        if at > 3:
            cell.fill, cell.protection = INPUT_FILL, OPEN
        if at in (2, 4, 5, 6, 11):
            cell.number_format = TEXT_FORMAT


class PeopleUpload:
    """What an uploaded list says: `entries` as far as they could be read, and `mistakes` at their cells."""

    def __init__(self, data: bytes) -> None:
        """Raises:
        WorkbookRefused: no harmless workbook.
        """
        self.book: Workbook = open_workbook(data, most_bytes=settings.WORKBOOK_MAX_BYTES)
        table = self.book.read(SHEET)
        self.rows = {row.number: row for row in table.rows if _is_filled(row)}
        # A mistake in a line that is left out is none.
        empty = {row.number for row in table.rows} - set(self.rows)
        self.mistakes: list[Mistake] = [
            mistake for mistake in self.book.mistakes if not _row_of(mistake) or _row_of(mistake) not in empty
        ]
        if table.is_readable and not self.rows and not blocking(self.mistakes):
            self.mistakes.append(Mistake(NAME, "", "Họ và tên", "", "Chưa có dòng nào ghi người."))
        self.entries = [_entry(row) for row in self.rows.values()]

    def note(self, number: int, column: str, message: str) -> None:
        """A mistake found later; a cell that could not be read has said so already."""
        row = self.rows[number]
        if column not in row.refused:
            self.mistakes.append(row.mistake(column, message))


def _row_of(mistake: Mistake) -> int:
    digits = "".join(sign for sign in mistake.address if sign.isdigit())
    return int(digits) if digits else 0


def _is_filled(row: SheetRow) -> bool:
    """Whether somebody is named, however badly; the prepared parts of a line do not count."""
    return any(row.texts.get(name) for name in ("full_name", "email", "phone", "decision"))


def _entry(row: SheetRow) -> Entry:
    values = row.values
    text = {name: " ".join((values[name] or "").split()) for name in ("code", "full_name", "email", "phone")}
    return Entry(
        row.number,
        **text,
        role=values["role"] or "",
        is_deputy=bool(values["is_deputy"]),
        starts_on=values["starts_on"],
        ends_on=values["ends_on"],
        decision=values["decision"] or "",
    )
