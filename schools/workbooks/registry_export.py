"""The registry as a workbook that can be edited and imported again."""

import io
from collections.abc import Iterable
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from schools.enums import Grade, Levels, StandardLevel
from schools.models import Organisation
from schools.services.registry_state import FIELDS, KEYS, Key, Part, RegistryState, Values
from schools.workbooks import styles
from schools.workbooks.registry_sheets import COMMUNE_NAME, SCHOOL_NAME, SHEETS, heading_of
from schools.workbooks.texts import safe_text
from vietnamese.dates import format_date, school_year_label

GUIDE, COMMUNES = "Hướng dẫn", "Danh mục địa bàn"
WIDE = {"name": 34, "short_name": 24, "email": 28, "decision": 26, SCHOOL_NAME: 26, COMMUNE_NAME: 20}
LABELS: dict[str, dict[Any, str]] = {
    "levels": dict(Levels.choices),
    "grade": dict(Grade.choices),
    "level": dict(StandardLevel.choices),
}
STEPS = (
    "Mỗi trang là một phần của danh bạ. Sửa, thêm dòng rồi lưu tệp ở loại .xlsx và tải lên ở mục “Nhập từ Excel”.",
    "Cổng đọc theo tiêu đề cột: không đổi tên, không xóa cột và trang; thứ tự cột, dòng không quan trọng.",
    "“Mã trường” nối các trang với nhau. Trường mới cần một dòng ở trang “Trường” và một dòng ở trang “Địa bàn”.",
    "Xóa một dòng khỏi tệp không xóa số liệu trên cổng. Xóa nội dung một ô là xóa số đang lưu của ô đó.",
    "Ô trống là chưa có số liệu, khác số 0. Năm học ghi cả hai năm, ví dụ 2017 - 2018. Ngày ghi ngày/tháng/năm.",
    "Số thập phân dùng dấu phẩy. Không gộp ô. Công thức được đọc theo kết quả của công thức.",
    "Sáp nhập, chia tách, đổi tên, chuyển địa bàn theo quyết định: ghi ở mục “Thay đổi đơn vị”, không sửa ở đây.",
)


def registry_workbook(state: RegistryState) -> bytes:
    """The .xlsx of the whole registry; importing it unchanged changes nothing."""
    book = styles.new_workbook()
    book.remove(book.active)
    for part in Part:
        _write_part(book.create_sheet(SHEETS[part]), part, state)
    _write_communes(book.create_sheet(COMMUNES), state.communes)
    guide = book.create_sheet(GUIDE)
    for at, step in enumerate(STEPS, 1):
        cell = safe_text(guide.cell(at, 1), f"{at}. {step}")
        cell.alignment = styles.WRAPPED
    guide.column_dimensions["A"].width = 120
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_part(page: Worksheet, part: Part, state: RegistryState) -> None:
    names = _columns(part)
    headings = [name if name in (SCHOOL_NAME, COMMUNE_NAME) else heading_of(part, name) for name in names]
    _write_head(page, names, headings)
    for at, (key, values) in enumerate(state.values[part].items(), 2):
        shown = _shown(part, key, values, state)
        for number, name in enumerate(names, 1):
            _put(page.cell(at, number), shown[name])
    last = max(page.max_row, 2)
    page.auto_filter.ref = f"A1:{get_column_letter(len(names))}{last}"
    for number, name in enumerate(names, 1):
        _add_list(page, name, get_column_letter(number), last)


def _columns(part: Part) -> list[str]:
    """Names of the columns in their order, those included that are there for reading only."""
    names = [*KEYS[part], *FIELDS[part]]
    if part is not Part.SCHOOLS:
        names.insert(1, SCHOOL_NAME)
    if part is Part.PLACES:
        names = ["school", SCHOOL_NAME, "commune", COMMUNE_NAME, "valid_from", "valid_to"]
    return names


def _shown(part: Part, key: Key, values: Values, state: RegistryState) -> Values:
    """The cells of one row by column, choices as words."""
    row = dict(zip(KEYS[part], key, strict=True)) | values
    if "school_year" in row:
        row["school_year"] = school_year_label(row["school_year"])
    for name in LABELS.keys() & row.keys():
        row[name] = LABELS[name].get(row[name], row[name])
    row[SCHOOL_NAME] = state.schools[str(key[0])].organisation.short_name
    if part is Part.PLACES:
        commune = state.communes.get(row["commune"])
        row[COMMUNE_NAME] = commune.short_name if commune else None
    return row


def _put(cell: Any, value: Any) -> None:
    """Texts stay texts, days are days, numbers numbers: nothing changes on the way through Excel."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        value = "Có" if value else "Không"
    if isinstance(value, str):
        safe_text(cell, value).number_format = styles.TEXT_FORMAT
        return
    cell.value = value
    if hasattr(value, "year"):
        cell.number_format = "dd/mm/yyyy"


def _write_head(page: Worksheet, names: Iterable[str], headings: Iterable[str]) -> None:
    for number, (name, heading) in enumerate(zip(names, headings, strict=True), 1):
        cell = safe_text(page.cell(1, number), heading)
        cell.font, cell.fill, cell.border, cell.alignment = (
            styles.BOLD, styles.HEAD_FILL, styles.GRID, styles.CENTRED,
        )  # fmt: skip
        page.column_dimensions[get_column_letter(number)].width = WIDE.get(name, 15)
    page.freeze_panes, page.print_title_rows = "C2", "1:1"
    styles.set_up_print(page)


def _add_list(page: Worksheet, name: str, column: str, last: int) -> None:
    """Excel's own list of choices, a few hundred rows further than the table, so that new rows have it too."""
    yes_no = name.startswith("is_")
    words = ["Có", "Không"] if yes_no else list(LABELS.get(name, {}).values())
    # Excel separates the choices by commas, so a list with a comma in a label cannot be written this way.
    if not words or any("," in word for word in words):
        return
    rule = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
    page.add_data_validation(rule)
    rule.add(f"{column}2:{column}{last + 300}")


def _write_communes(page: Worksheet, communes: dict[str, Organisation]) -> None:
    _write_head(page, ("code", COMMUNE_NAME, "from", "to"), ("Mã địa bàn", "Tên địa bàn", "Từ ngày", "Đến ngày"))
    for at, (label, commune) in enumerate(communes.items(), 2):
        row = (label, commune.short_name, format_date(commune.valid_from), format_date(commune.valid_to))
        for number, text in enumerate(row, 1):
            safe_text(page.cell(at, number), text)
