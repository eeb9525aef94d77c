"""The registry in the office's hands: taken out to Excel, brought back with many mistakes, mended, confirmed."""

from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

SCHOOLS, FACTS = "Trường", "Số liệu năm học"
STANDARDS, PLACES = "Chuẩn quốc gia", "Địa bàn"
# One of each kind: sheet, row, heading, what somebody typed, what the portal says of it.
MISTAKES: tuple[tuple[str, int, str, Any, str], ...] = (
    (SCHOOLS, 2, "Cấp học", "Trung cấp", "Không có trong danh mục"),
    (SCHOOLS, 3, "Diện tích đất (m²)", "1,234.5", "ghi theo kiểu Mỹ"),
    (SCHOOLS, 4, "Tên gọn", "A" * 81, "Dài 81 ký tự"),
    (SCHOOLS, 5, "Tên đầy đủ", "Trường MÇm non CÈm Giµng", "Chữ bị hỏng mã"),
    (SCHOOLS, 6, "Công lập", "có lẽ", "Ghi Có hoặc Không."),
    (FACTS, 2, "Mã trường", None, "Ô trống"),
    (FACTS, 3, "Mã trường", "khong-co", "Không có trường nào mang mã này"),
    (FACTS, 4, "Số học sinh, trẻ", "ba trăm", "không phải là số"),
    (FACTS, 5, "Giáo viên", -3, "Số âm"),
    (FACTS, 6, "Số lớp, nhóm", 12.5, "Số lẻ"),
    (FACTS, 7, "Năm học", "2017", "Ghi 2016 - 2017 hoặc 2017 - 2018."),
    (FACTS, 8, "Học sinh, trẻ nữ", 30000, "Số nữ nhiều hơn tổng số học sinh"),
    (FACTS, 9, "Nhân viên", "#REF!", "Ô báo lỗi #REF!"),
    (STANDARDS, 2, "Ngày công nhận", "30/2/2015", "Không có ngày 30"),
    (STANDARDS, 3, "Kiểm tra lại trước ngày", "1/1/1990", "Hạn kiểm tra lại phải sau ngày công nhận"),
    (PLACES, 2, "Mã địa bàn", "X999", "Không có trong danh mục địa bàn"),
)


def column_of(page: Worksheet, heading: str) -> str:
    return str(next(cell.column_letter for cell in page[1] if cell.value == heading))


def download(visitor: Visitor, folder: Path) -> Path:
    with visitor.page.expect_download() as event:
        visitor.follow("Tải danh bạ (Excel)")
    path = folder / "danh-ba.xlsx"
    event.value.save_as(path)
    return path


def upload(visitor: Visitor, path: Path) -> None:
    visitor.page.locator("input[type=file]").set_input_files(path)
    visitor.press("Kiểm tra tệp")
    expect(visitor.page.locator("h1")).to_have_text("Kiểm tra tệp danh bạ")


def test_every_kind_of_mistake_is_named_at_its_cell_and_the_mended_file_is_written_once(
    arrive: Arrive, tmp_path: Path
) -> None:
    officer = arrive("chuyenvien")
    officer.go("/schools/import/")
    path = download(officer, tmp_path)
    spoiled = load_workbook(path)
    places = {}
    for sheet, row, heading, typed, message in MISTAKES:
        address = f"{column_of(spoiled[sheet], heading)}{row}"
        spoiled[sheet][address] = typed
        places[sheet, address] = message
    level = column_of(spoiled[STANDARDS], "Mức độ")
    spoiled[STANDARDS].merge_cells(f"{level}5:{level}6")
    places[STANDARDS, f"{level}5"] = "Các ô gộp làm một"
    spoiled.save(tmp_path / "sai.xlsx")

    upload(officer, tmp_path / "sai.xlsx")

    rows = [row.locator("td").all_inner_texts() for row in officer.page.locator("#errors tbody tr").all()]
    named = {(cells[0], cells[1].removeprefix("Ô ")): cells[-1] for cells in rows}
    assert {place: message in named.get(place, "") for place, message in places.items()} == dict.fromkeys(places, True)
    expect(officer.page.get_by_role("button", name="Xác nhận nhập")).to_have_count(0)

    mended = load_workbook(path)
    libraries = f"{column_of(mended[FACTS], 'Thư viện')}2"
    mended[FACTS][libraries] = 7
    mended.save(tmp_path / "dung.xlsx")
    officer.go("/schools/import/")
    upload(officer, tmp_path / "dung.xlsx")
    changes = officer.page.locator("#changes tbody tr")
    expect(changes).to_have_count(1)
    expect(changes).to_contain_text(f"Ô {libraries}")
    officer.press("Xác nhận nhập")
    expect(officer.page.locator("h1")).to_have_text("Đã nhập danh bạ trường")
    expect(officer.page.locator("main")).to_contain_text("0 dòng mới, 1 dòng thay đổi")

    officer.go("/schools/import/")
    kept = load_workbook(download(officer, tmp_path))
    assert kept[FACTS][libraries].value == 7
