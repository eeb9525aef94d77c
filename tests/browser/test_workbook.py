"""The report's workbook in people's hands: downloaded, filled badly, refused by cell, corrected, confirmed."""

from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.reporting import fill_report, open_grid, open_owed_report
from tests.browser.visitor import PHONE, Visitor

FIGURES = "Biểu số liệu"
CODE_COLUMN = 11
# What people type: letters, a decimal where things are counted, a minus, a formula, a date, half a ratio, too much.
MISTAKES = ("mười", "8,5", -3, "=1+1", "10/3/2018", "1.2.3", "9" * 15)


def download(visitor: Visitor, folder: Path) -> Path:
    with visitor.page.expect_download() as event:
        visitor.follow("Tải biểu Excel")
    path = folder / "bieu.xlsx"
    event.value.save_as(path)
    return path


def rows_of(sheet: Worksheet) -> list[int]:
    """The lines of the indicators, found by their hidden codes."""
    return [row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, CODE_COLUMN).value).startswith("CT:")]


def upload(visitor: Visitor, path: Path) -> None:
    visitor.page.locator("input[type=file]").first.set_input_files(path)
    visitor.press("Kiểm tra tệp")
    expect(visitor.page.locator("h1")).to_have_text("Kiểm tra tệp Excel")


def test_seven_mistakes_are_seven_messages_and_nothing_is_stored(arrive: Arrive, tmp_path: Path) -> None:
    principal = arrive("hieutruong")
    open_owed_report(principal)
    address = principal.path
    path = download(principal, tmp_path)
    book = load_workbook(path)
    sheet = book[FIGURES]
    # Lines whose second cell is locked count something; each takes one of the mistakes.
    counted = [row for row in rows_of(sheet) if sheet[f"G{row}"].protection.locked]
    cells = [f"F{row}" for row in counted[: len(MISTAKES)]]
    for cell, mistake in zip(cells, MISTAKES, strict=True):
        sheet[cell] = mistake
    book.save(path)

    principal.follow("Nhập từ Excel")
    upload(principal, path)

    problems = principal.page.locator("#problems tbody tr")
    named = {row.locator("td").first.inner_text().split("!")[-1]: row.inner_text() for row in problems.all()}
    assert set(cells) <= set(named), f"every wrong cell is named: {sorted(named)}"
    assert len({named[cell] for cell in cells}) == len(MISTAKES)
    principal.go(address)
    grid = open_grid(principal)
    expect(grid.locator("input[value='mười']")).to_have_count(0)


def test_corrected_workbook_is_shown_and_then_stored(arrive: Arrive, tmp_path: Path) -> None:
    principal = arrive("hieutruong")
    open_owed_report(principal)
    address = principal.path
    path = download(principal, tmp_path)
    book = load_workbook(path)
    first = rows_of(book[FIGURES])[0]
    book[FIGURES][f"F{first}"] = 107
    book.save(path)

    principal.follow("Nhập từ Excel")
    upload(principal, path)
    expect(principal.page.locator("#changes tbody tr")).to_have_count(1)
    expect(principal.page.locator("#changes")).to_contain_text("107")
    principal.press("Xác nhận nhập")

    principal.go(address)
    expect(open_grid(principal).locator("input.cell").first).to_have_value("107")


def test_a_renamed_program_gets_its_own_sentence(arrive: Arrive, tmp_path: Path) -> None:
    principal = arrive("hieutruong")
    open_owed_report(principal)
    path = tmp_path / "bieu.xlsx"
    path.write_bytes(b"MZ\x90\x00" + b"\0" * 2000)

    principal.follow("Nhập từ Excel")
    with principal.witness.expecting("422"):
        principal.page.locator("input[type=file]").first.set_input_files(path)
        principal.press("Kiểm tra tệp")

    expect(principal.page.locator("main")).to_contain_text("không phải")
    expect(principal.page.get_by_role("button", name="Xác nhận nhập")).to_have_count(0)


def test_a_report_is_read_corrected_and_sent_on_a_phone(arrive: Arrive) -> None:
    principal = arrive("hieutruong", screen=PHONE)
    open_owed_report(principal)
    fill_report(principal)
    assert principal.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]

    principal.press("Nộp báo cáo")

    expect(principal.message).to_contain_text("Số biên nhận BN-")
    assert principal.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
