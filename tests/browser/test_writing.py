"""Writing a report: by the clerk, with the keyboard, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.reporting import TEXT, fill_report, open_grid, open_owed_report, open_section, save
from tests.browser.visitor import Visitor


def test_the_clerk_prepares_but_does_not_submit(arrive: Arrive) -> None:
    clerk = arrive("vanthu")
    open_owed_report(clerk)

    fill_report(clerk)

    expect(clerk.page.locator(".actionbar")).to_contain_text("Hiệu trưởng là người nộp báo cáo.")
    expect(clerk.page.get_by_role("button", name="Nộp báo cáo")).to_have_count(0)
    expect(clerk.page.locator("main")).not_to_contain_text("phải sửa trước khi nộp")


def test_enter_and_arrows_move_between_the_cells(arrive: Arrive) -> None:
    principal = arrive("hieutruong")
    open_owed_report(principal)
    grid = open_grid(principal)
    rows = grid.locator("tr[data-row]")
    upper, lower = rows.nth(2).locator("input.cell"), rows.nth(3).locator("input.cell")
    keyboard = principal.page.keyboard

    upper.first.focus()
    keyboard.press("Enter")
    expect(lower.first).to_be_focused()
    keyboard.press("ArrowUp")
    expect(upper.first).to_be_focused()
    keyboard.press("Tab")
    expect(upper.nth(1)).to_be_focused()
    keyboard.press("ArrowDown")
    expect(lower.nth(1)).to_be_focused()
    keyboard.press("Shift+Enter")
    expect(upper.nth(1)).to_be_focused()
    upper.last.focus()
    keyboard.press("ArrowDown")
    expect(lower.last).to_be_focused()


@pytest.mark.parametrize(("part", "whole", "shown"), [("1", "98", "1,02"), ("1", "", ""), ("1.000", "2.000", "50,00")])
def test_the_figure_is_computed_while_typing(arrive: Arrive, part: str, whole: str, shown: str) -> None:
    principal = arrive("hieutruong")
    open_owed_report(principal)
    row = open_grid(principal).locator("tr[data-decimals='2']").filter(has=principal.page.locator("[name$='-d']")).first

    row.locator("input[name$='-n']").fill("")
    row.locator("input[name$='-n']").press_sequentially(part)
    row.locator("input[name$='-d']").fill("")
    row.locator("input[name$='-d']").press_sequentially(whole)

    expect(row.locator("[data-actual]")).to_have_text(shown)
    save(principal)  # a page left with unsaved figures asks first


def test_a_block_copied_from_a_spreadsheet_is_pasted_over_the_cells(arrive: Arrive) -> None:
    principal = arrive("hieutruong")
    open_owed_report(principal)
    rows = open_grid(principal).locator("tr[data-row]")
    first = rows.nth(2).locator("input.cell").first
    first.focus()

    first.evaluate(
        """(cell, text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        "1\t98\r\n3\t250\r\n",
    )

    expect(rows.nth(2).locator("[data-actual]")).to_have_text("1,02")
    expect(rows.nth(3).locator("[data-actual]")).to_have_text("1,20")
    save(principal)
    expect(rows.nth(3).locator("input.cell").nth(1)).to_have_value("250")


def test_two_people_in_one_section_see_both_texts_without_javascript(arrive: Arrive) -> None:
    principal, clerk = arrive("hieutruong", scripts=False), arrive("vanthu", scripts=False)
    for visitor in (principal, clerk):
        open_owed_report(visitor)
        open_section(visitor, "I")
    clerk.page.locator("textarea[name^='section-']").fill("Văn thư đã viết.")
    save(clerk)
    typed = principal.page.locator("textarea[name^='section-']")
    typed.fill("Hiệu trưởng đã viết.")

    with principal.witness.expecting("409"):
        principal.press("Lưu nháp")
        conflict = principal.page.get_by_role("alert").filter(has_text="đã sửa mục này lúc")
        expect(conflict).to_be_visible()
    conflict.locator("summary").click()
    expect(conflict).to_contain_text("Văn thư đã viết.")
    expect(typed).to_have_value("Hiệu trưởng đã viết.")
    save(principal)

    clerk.page.reload()
    expect(clerk.page.locator("textarea[name^='section-']")).to_have_value("Hiệu trưởng đã viết.")


def test_saving_and_checking_work_without_javascript(arrive: Arrive) -> None:
    principal = arrive("hieutruong", scripts=False)
    open_owed_report(principal)
    open_section(principal, "I")
    principal.page.locator("textarea[name^='section-']").fill(TEXT)
    save(principal)
    expect(principal.page.locator("textarea[name^='section-']")).to_have_value(TEXT)
    row = open_grid(principal).locator("tr[data-decimals='2']").filter(has=principal.page.locator("[name$='-d']")).first
    row.locator("input[name$='-n']").fill("1")
    row.locator("input[name$='-d']").fill("98")

    row.locator("input[name$='-d']").press("Enter")  # the form's first button stays in the section

    expect(principal.message).to_contain_text("Đã lưu lúc")
    expect(principal.page.locator("table.grid").get_by_text("1,02", exact=True).first).to_be_visible()
    fill_report(principal)
    expect(principal.page.locator("#muc-I")).to_contain_text(TEXT)
    expect(principal.page.get_by_role("button", name="Nộp báo cáo")).to_be_enabled()


def test_the_summary_is_made_and_taken_without_javascript(arrive: Arrive) -> None:
    officer: Visitor = arrive("chuyenvien", scripts=False)
    officer.go("/")
    officer.page.locator("a[href$='/summary/']").first.click()
    officer.press("Tạo PDF")

    # The page loads itself again every three seconds.
    expect(officer.page.locator("#summary-files")).to_contain_text("Sẵn sàng", timeout=90_000)
    with officer.page.expect_download() as download:
        officer.follow("Tải PDF")

    assert re.fullmatch(r"Báo cáo tổng hợp .+ \(bản nháp\)\.pdf", download.value.suggested_filename)
