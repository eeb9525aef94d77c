"""What people do with a report in the browser: fill in its form, hand it in, find it again."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor

TEXT = "Nhà trường đã triển khai đầy đủ, kết quả đạt yêu cầu đề ra trong kỳ."
COUNT, PART, WHOLE = "2", "95", "98"


def open_owed_report(visitor: Visitor) -> None:
    """From the home page into the form of the owed report."""
    visitor.go("/")
    visitor.page.get_by_role("link", name=re.compile("^(Bắt đầu soạn|Tiếp tục soạn|Sửa báo cáo)$")).first.click()
    expect(visitor.page.locator(".outline-item").first).to_be_visible()


def open_section(visitor: Visitor, code: str) -> None:
    """Choose a section in the outline; what was typed is saved on the way."""
    outline = visitor.page.get_by_role("navigation", name="Các mục của báo cáo")
    outline.locator(f"button[value='{code}']").click()
    expect(visitor.page.locator("h2").first).to_have_text(re.compile(rf"^{re.escape(code)}\. "))


def section_codes(visitor: Visitor) -> list[str]:
    """The sections of the report in the order of the outline."""
    return [item.get_attribute("value") or "" for item in visitor.page.locator(".outline-item").all()]


def open_grid(visitor: Visitor) -> Locator:
    """Go to the section with the figures."""
    visitor.page.locator(".outline-item").filter(has_text="Biểu số liệu").click()
    grid = visitor.page.locator("table.grid")
    expect(grid).to_be_visible()
    return grid


def save(visitor: Visitor) -> None:
    """Save the draft and see when it was saved."""
    with visitor.page.expect_navigation():  # what is still being written in the background goes first
        visitor.press("Lưu nháp")
    expect(visitor.message).to_contain_text("Đã lưu lúc")


def fill_section(visitor: Visitor) -> None:
    """Give an answer wherever the open section still lacks one."""
    page = visitor.page
    for area in page.locator("textarea[name^='section-']").all():
        if not area.input_value():
            area.fill(TEXT)
    for status in page.locator("select[name^='task-']").all():
        if not status.input_value():
            status.select_option("in_progress")
    for row in page.locator("table.grid tr[data-row]").filter(has=page.locator(".asteriskField")).all():
        cells = row.locator("input.cell:not(.wide)").all()
        if not any(cell.input_value() for cell in cells):
            for cell, number in zip(cells, (PART, WHOLE) if len(cells) == 2 else (COUNT,), strict=True):
                cell.fill(number)


def fill_report(visitor: Visitor) -> None:
    """Go through all sections and fill in what is missing; ends on the check page."""
    for code in section_codes(visitor):
        open_section(visitor, code)
        fill_section(visitor)
    visitor.press("Kiểm tra và nộp")
    expect(visitor.page.locator("h1")).to_have_text("Kiểm tra và nộp")
