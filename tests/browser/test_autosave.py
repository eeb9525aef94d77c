"""Nothing typed is lost: saving by itself, a cut connection, an expired session, two people in one report."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.reporting import open_grid, open_owed_report, open_section
from tests.browser.visitor import PHONE, Visitor

SAVED = re.compile("^✓ Đã lưu")
TEXT = "Nhà trường đã triển khai ôn tập cho học sinh, kết quả tốt hơn kỳ trước."


def at_grid(visitor: Visitor) -> Locator:
    """The cells of a ratio in the grid of the owed report."""
    open_owed_report(visitor)
    return ratio_cells(open_grid(visitor))


def ratio_cells(grid: Locator) -> Locator:
    return grid.locator("tr[data-row]").filter(has=grid.page.locator("[name$='-d']")).first.locator(
        "input.cell:not(.wide)"
    )  # fmt: skip


def state(visitor: Visitor) -> Locator:
    return visitor.page.locator("#save-state")


def notice(visitor: Visitor) -> Locator:
    return visitor.page.locator("#save-notice")


def type_into(cell: Locator, text: str) -> None:
    cell.fill(text)
    cell.blur()


def kept_in_browser(visitor: Visitor) -> int:
    return visitor.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('portal:')).length")


def test_a_field_is_saved_without_pressing_anything(arrive: Arrive) -> None:
    principal = arrive("hieutruong")
    cells = at_grid(principal)

    type_into(cells.first, "3")
    expect(state(principal)).to_have_text(SAVED)
    type_into(cells.nth(1), "một trăm")

    expect(principal.page.locator(".cell-error").first).to_contain_text("không phải là số")
    principal.page.reload()
    expect(cells.first).to_have_value("3")
    expect(cells.nth(1)).to_have_value("một trăm")
    type_into(cells.nth(1), "100")
    expect(principal.page.locator(".cell-error")).to_have_count(0)
    expect(state(principal)).to_have_text(SAVED)


def test_a_cut_connection_loses_nothing(arrive: Arrive) -> None:
    principal = arrive("hieutruong")
    cells = at_grid(principal)

    with principal.witness.expecting("ERR_INTERNET_DISCONNECTED"):
        principal.page.context.set_offline(True)
        type_into(cells.first, "7")
        expect(notice(principal)).to_contain_text("Mất kết nối")
        type_into(cells.nth(1), "123")
        assert kept_in_browser(principal) == 1
        principal.page.context.set_offline(False)
        expect(state(principal)).to_have_text(SAVED)

    expect(notice(principal)).to_be_hidden()
    assert kept_in_browser(principal) == 0
    principal.page.reload()
    expect(cells.first).to_have_value("7")
    expect(cells.nth(1)).to_have_value("123")


def test_what_was_typed_survives_closing_the_page_while_offline(arrive: Arrive) -> None:
    principal = arrive("hieutruong")
    cells = at_grid(principal)
    address = principal.path

    with principal.witness.expecting("ERR_INTERNET_DISCONNECTED"):
        principal.page.context.set_offline(True)
        type_into(cells.first, "9")
        expect(notice(principal)).to_contain_text("Mất kết nối")
        principal.page.close()
        principal.page.context.set_offline(False)

    principal.page = principal.page.context.new_page()
    principal.go(address)
    expect(ratio_cells(principal.page.locator("table.grid")).first).to_have_value("9")
    expect(state(principal)).to_have_text(SAVED)


def test_an_expired_session_goes_on_after_logging_in_again(arrive: Arrive) -> None:
    principal = arrive("hieutruong")
    open_owed_report(principal)
    open_section(principal, "III.1")
    area = principal.page.locator("textarea[name^='section-']")

    with principal.witness.expecting("403"):
        principal.page.context.clear_cookies()
        area.fill(TEXT)
        area.blur()
        expect(notice(principal)).to_contain_text("Phiên làm việc đã hết")

    notice(principal).get_by_role("link", name="Đăng nhập lại").click()
    principal.page.get_by_label("Tên đăng nhập").fill("hieutruong")
    principal.page.get_by_label("Mật khẩu").fill("demo-portal")
    principal.press("Đăng nhập")

    expect(area).to_have_value(TEXT)
    expect(state(principal)).to_have_text(SAVED)
    principal.page.reload()
    expect(area).to_have_value(TEXT)


def test_two_people_see_each_other_and_choose_between_their_texts(arrive: Arrive) -> None:
    principal, clerk = arrive("hieutruong"), arrive("vanthu")
    mine, theirs = at_grid(principal), at_grid(clerk)
    expect(clerk.page.locator("#others")).to_contain_text("đang cùng soạn")

    type_into(theirs.first, "5")
    expect(state(clerk)).to_have_text(SAVED)
    type_into(mine.first, "6")
    conflict = principal.page.locator("[id$='-conflict']")
    expect(conflict).to_contain_text("Người khác vừa ghi: “5”")
    clerk.page.reload()
    expect(theirs.first).to_have_value("5")

    conflict.get_by_role("button", name="Giữ bản của tôi").click()
    expect(state(principal)).to_have_text(SAVED)
    clerk.page.reload()
    expect(theirs.first).to_have_value("6")


def test_the_other_text_can_be_taken(arrive: Arrive) -> None:
    principal, clerk = arrive("hieutruong"), arrive("vanthu")
    mine, theirs = at_grid(principal), at_grid(clerk)
    type_into(theirs.first, "5")
    expect(state(clerk)).to_have_text(SAVED)
    type_into(mine.first, "6")

    principal.press("Lấy bản kia")

    expect(mine.first).to_have_value("5")
    assert kept_in_browser(principal) == 0


def test_nothing_stays_in_the_browser_after_logging_out(arrive: Arrive) -> None:
    principal = arrive()
    principal.log_in("hieutruong")
    cells = at_grid(principal)
    principal.page.context.route("**/cells/", lambda route: route.fulfill(status=503))
    with principal.witness.expecting("503"):
        type_into(cells.first, "4")
        expect(notice(principal)).to_contain_text("Mất kết nối")
        assert kept_in_browser(principal) == 1
        principal.page.on("dialog", lambda dialog: dialog.accept())
        principal.page.locator(".topbar summary").click()
        principal.press("Đăng xuất")
        expect(principal.page.locator("h1")).to_have_text("Đăng nhập")

    assert kept_in_browser(principal) == 0


def test_a_cell_is_corrected_on_a_phone(arrive: Arrive) -> None:
    principal = arrive("hieutruong", screen=PHONE)
    cells = at_grid(principal)

    type_into(cells.first, "2")

    expect(state(principal)).to_have_text(SAVED)
    assert principal.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
