"""A report returned place by place: the school finds the comments, corrects only these places and ticks them off, and
the reviewer confirms."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.reporting import fill_report, open_grid, open_owed_report, open_section, save
from tests.browser.visitor import PHONE, Visitor
from tests.days import days_ahead

SCHOOL = "MN Cẩm Vũ"
ON_TEXT = "Ghi rõ số buổi kiểm tra nội bộ."
ON_CELL = "Đối chiếu lại với sổ theo dõi."
ANSWER = "Đã đối chiếu, thiếu một trẻ."


def submit(principal: Visitor) -> str:
    """Fill in and hand in the owed report; returns its path."""
    open_owed_report(principal)
    fill_report(principal)
    principal.press("Nộp báo cáo")
    expect(principal.page.locator("section.card").filter(has_text="Biên nhận")).to_contain_text("Nộp lần")
    return re.sub(r"\?.*", "", principal.path)


def say(officer: Visitor, place: Locator, text: str) -> None:
    """Write a comment at a place of the review page."""
    place.locator("a[data-say]").first.click()
    box = officer.page.locator("form.comment-box")
    box.locator("textarea").fill(text)
    officer.press("Ghi nhận xét", inside=box)
    expect(officer.page.locator("li.comment").filter(has_text=text)).to_be_visible()


def return_with_comments(officer: Visitor, report: str) -> str:
    """Comment on the first section and on the first row of the grid, then return. Returns the name of the row."""
    officer.go(f"{report}review/")
    say(officer, officer.page.locator("#muc-I"), ON_TEXT)
    row = officer.page.locator("table.review tr[data-anchor^='value-']").first
    name = row.get_attribute("data-anchor") or ""
    say(officer, row, ON_CELL)
    officer.page.get_by_label("Nội dung cần bổ sung").fill("Sửa theo các nhận xét.")
    officer.page.get_by_label("Nộp lại chậm nhất ngày").fill(days_ahead(7))
    officer.press("Gửi yêu cầu bổ sung")
    expect(officer.page.locator("main")).to_contain_text("Yêu cầu bổ sung")
    return name


def is_shut(field: Locator) -> bool:
    return field.evaluate("field => field.readOnly || field.disabled")


def comment(visitor: Visitor, text: str) -> Locator:
    return visitor.page.locator(".comment").filter(has_text=text)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_only_what_was_commented_is_corrected_ticked_off_and_confirmed(arrive: Arrive, scripts: bool) -> None:
    report = submit(arrive("hieutruong", scripts=False))
    officer = arrive("chuyenvien")
    name = return_with_comments(officer, report)

    principal = arrive("hieutruong", scripts=scripts)
    _corrected_by(principal, report, name)

    officer.go(f"{report}review/")
    answers = officer.page.locator("#answers")
    expect(answers).to_contain_text(ANSWER)
    officer.press("Đạt", inside=answers.locator("li").filter(has_text=ON_CELL))
    expect(answers.locator("li").filter(has_text=ON_CELL)).to_contain_text("Đã xác nhận")
    officer.go(report)
    expect(officer.page.locator("#comments")).to_contain_text("Đã xác nhận")


def _corrected_by(principal: Visitor, report: str, name: str) -> None:
    principal.go(f"{report}edit/")
    expect(principal.page.locator("#corrections")).to_contain_text("Người duyệt có 2 nhận xét, còn 2 chỗ")
    open_section(principal, "I")
    text = principal.page.locator("textarea[name^='section-']")
    assert not is_shut(text)
    text.fill(f"{text.input_value()} Trường kiểm tra 04 buổi.")
    principal.press("Đánh dấu đã sửa", inside=comment(principal, ON_TEXT))
    expect(comment(principal, ON_TEXT)).to_contain_text("Đã đánh dấu sửa")
    expect(text).to_have_value(re.compile("Trường kiểm tra 04 buổi"))  # saved on the way
    open_section(principal, "II.1" if principal.page.locator(".outline-item[value='II.1']").count() else "II")
    assert all(is_shut(field) for field in principal.page.locator("select[name^='task-']").all())

    grid = open_grid(principal)
    own = grid.locator(f"input[name^='{name}-']:not([name$='-note'])")
    others = grid.locator(f"tr[data-row]:not(#{name}) input.cell:not(.wide)")
    assert not any(is_shut(cell) for cell in own.all())
    assert all(is_shut(cell) for cell in others.all())
    expect(others.first).to_have_attribute("title", re.compile("không thuộc chỗ người duyệt yêu cầu sửa"))
    own.first.fill(str(int(own.first.input_value()) + 1))
    box = comment(principal, ON_CELL)
    box.locator("textarea").fill(ANSWER)
    save(principal)
    expect(box.locator("textarea")).to_have_value(ANSWER)
    principal.press("Kiểm tra và nộp")
    expect(principal.page.locator(".notice.bad")).to_contain_text(ON_CELL)
    principal.page.locator(".notice.bad a").first.click()
    principal.press("Đánh dấu đã sửa", inside=box)
    expect(box).to_contain_text(ANSWER)
    principal.press("Kiểm tra và nộp")
    principal.press("Nộp báo cáo")
    expect(principal.page.locator("main")).to_contain_text("Nộp lần 2")


def test_the_grid_of_a_narrowed_report(arrive: Arrive) -> None:
    """One report for all of it, because filling one in takes longest."""
    report = submit(arrive("hieutruong", scripts=False))
    name = return_with_comments(arrive("chuyenvien"), report)
    principal = arrive("hieutruong")
    principal.go(f"{report}edit/")
    grid = open_grid(principal)

    _keys_pass_over_comments_and_paste_over_shut_cells(principal, grid, name)
    _a_row_made_impossible_opens_until_it_is_right_again(principal, grid, name)
    _what_was_typed_at_a_shut_place_stays_in_sight(principal, grid, name)

    phone = arrive("hieutruong", screen=PHONE)
    phone.go(f"{report}edit/")
    open_grid(phone)
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    expect(comment(phone, ON_CELL).get_by_role("button")).to_be_visible()


def _keys_pass_over_comments_and_paste_over_shut_cells(principal: Visitor, grid: Locator, name: str) -> None:
    first = grid.locator(f"#{name} input.cell:not(.wide)").first
    below = grid.locator("tr[data-row]").nth(1).locator("input.cell:not(.wide)").first
    right, stored = first.input_value(), below.input_value()

    first.focus()
    principal.page.keyboard.press("Enter")
    expect(below).to_be_focused()
    first.evaluate(
        """cell => { const data = new DataTransfer(); data.setData("text/plain", "7\\n8");
        cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }"""
    )

    expect(first).to_have_value("7")
    expect(below).to_have_value(stored)
    first.fill(right)
    save(principal)


def _a_row_made_impossible_opens_until_it_is_right_again(principal: Visitor, grid: Locator, name: str) -> None:
    count = grid.locator(f"#{name} input.cell:not(.wide)").first
    right = count.input_value()

    count.fill("3")  # fewer children than were weighed
    save(principal)

    wrong = grid.locator("tr[data-row]:not(.asked) input.cell.bad")
    expect(wrong.first).to_be_visible()
    assert not any(is_shut(cell) for cell in wrong.all())
    count.fill(right)
    save(principal)
    expect(wrong).to_have_count(0)
    assert all(is_shut(cell) for cell in grid.locator(f"tr[data-row]:not(#{name}) input.cell:not(.wide)").all())


def _what_was_typed_at_a_shut_place_stays_in_sight(principal: Visitor, grid: Locator, name: str) -> None:
    """As in a form that was open on another machine before the report was narrowed."""
    cell = grid.locator(f"tr[data-row]:not(#{name}) input.cell:not(.wide)").first
    stored = cell.input_value()
    cell.evaluate("cell => { cell.readOnly = false; }")

    cell.fill("12345")
    cell.blur()

    expect(principal.page.locator(f"#{cell.get_attribute('id')}-issue")).to_contain_text("chưa được lưu: “12345”")
    expect(cell).to_have_value("12345")
    principal.page.on("dialog", lambda dialog: dialog.accept())
    principal.page.reload()
    expect(cell).to_have_value(stored)
