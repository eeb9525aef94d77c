"""The matrix in the browser: what must stay in sight while scrolling does, also without scripts and on a phone."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import LAPTOP, PHONE, Visitor


def open_matrix(visitor: Visitor) -> Locator:
    """The matrix of the period the office's home shows; the region that scrolls."""
    visitor.go("/")
    link = visitor.page.locator("a[href$='/results/']").first.get_attribute("href") or ""
    visitor.go(link.replace("/results/", "/matrix/"))
    return visitor.page.get_by_role("region", name="đơn vị theo chỉ tiêu")


def place(part: Locator) -> tuple[int, int]:
    box = part.bounding_box()
    assert box is not None
    return round(box["x"]), round(box["y"])


@pytest.mark.parametrize("screen", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_head_names_and_last_row_stay_in_sight(arrive: Arrive, screen: tuple[int, int], scripts: bool) -> None:
    officer = arrive("chuyenvien", screen=screen, scripts=scripts)
    region = open_matrix(officer)
    region.scroll_into_view_if_needed()
    head, name = region.locator("thead th").nth(1), region.locator("tbody tr").nth(5).locator("th")
    foot, cell = region.locator("tfoot th"), region.locator("tbody tr").nth(5).locator("td").nth(3)
    before = [place(part) for part in (head, name, foot, cell)]

    region.evaluate("part => part.scrollBy(60, 40)")

    across, down = region.evaluate("part => [part.scrollLeft, part.scrollTop]")
    after = [place(part) for part in (head, name, foot, cell)]
    moved = [(x - left, y - top) for (x, y), (left, top) in zip(after, before, strict=True)]
    assert down > 0, "the table is longer than its region"
    assert moved == [(-round(across), 0), (0, -round(down)), (0, 0), (-round(across), -round(down))]


def test_the_table_is_scrolled_by_keyboard_and_leads_to_a_cell(arrive: Arrive) -> None:
    officer = arrive("chuyenvien")
    region = open_matrix(officer)

    region.focus()
    expect(region).to_be_focused()
    officer.page.keyboard.press("End")
    expect(region.locator("tbody tr").last.locator("th")).to_be_in_viewport()
    region.locator("tbody td a").first.click()

    expect(officer.page.locator("h2").first).to_have_text("Qua các kỳ")
    officer.page.get_by_role("link", name="Về bảng số liệu").click()
    expect(officer.page.locator("h1")).to_contain_text("Bảng số liệu")
