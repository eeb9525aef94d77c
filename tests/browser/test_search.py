"""The search box in the browser: keys, suggestions, a phone, and no script at all."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Arrive
from tests.browser.surveying import violations
from tests.browser.visitor import PHONE


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name=re.compile("^Tìm trường"))


def test_slash_arrows_and_enter_lead_to_a_hit(arrive: Arrive) -> None:
    officer = arrive("chuyenvien")
    officer.go("/plans/")
    page, find = officer.page, box(officer.page)

    page.keyboard.press("/")
    expect(find).to_be_focused()
    page.keyboard.type("cam vu")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(find).to_have_attribute("aria-expanded", "true")
    expect(options.filter(has=page.locator("mark", has_text="Vũ")).first).to_be_visible()
    assert violations(page) == []

    page.keyboard.press("ArrowUp")  # from the box to the last: all results
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#find-list [aria-selected=true]")).to_have_count(0)
    school = options.filter(has_text=re.compile("^MN Cẩm Vũ")).first
    while school.get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    expect(find).to_have_attribute("aria-activedescendant", str(school.get_attribute("id")))
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_contain_text("Mầm non Cẩm Vũ")


def test_escape_closes_and_enter_asks_for_everything(arrive: Arrive) -> None:
    officer = arrive("chuyenvien")
    page = officer.page
    officer.go("/schools/")

    page.keyboard.press("Control+k")
    page.keyboard.type("sdd")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box(page)).to_have_value("sdd")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/search/\?q=sdd$"))
    expect(page.locator("mark").first).to_have_text("suy dinh dưỡng")
    expect(box(page)).to_have_value("sdd")


def test_a_slash_typed_into_a_field_stays_there(arrive: Arrive) -> None:
    officer = arrive("chuyenvien")
    officer.go("/plans/")
    words = officer.page.locator("main input[name=q]")

    words.click()
    officer.page.keyboard.type("04/KH")

    expect(words).to_have_value("04/KH")
    expect(words).to_be_focused()


def test_a_phone_has_a_sign_that_opens_the_box(arrive: Arrive) -> None:
    principal = arrive("hieutruong", screen=PHONE)
    principal.go("/plans/")
    page = principal.page
    header = page.locator(".topbar").bounding_box()
    assert header is not None
    assert header["height"] <= 90  # two lines: name and seat, then the menu

    page.locator("label[for=find]").click()
    expect(box(page)).to_be_focused()
    page.keyboard.type("cam vu 6 thang")
    hit = page.get_by_role("listbox").get_by_role("option").first
    expect(hit).to_contain_text("Báo cáo 6 tháng")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    shown = page.get_by_role("listbox").bounding_box()
    assert shown is not None
    assert shown["x"] >= 0
    assert shown["x"] + shown["width"] <= PHONE[0]
    assert violations(page) == []
    hit.click()

    expect(page.locator("h1")).to_contain_text("Báo cáo 6 tháng")


def test_without_scripts_the_box_is_a_form(arrive: Arrive) -> None:
    officer = arrive("chuyenvien", scripts=False)
    officer.go("/plans/")

    officer.page.get_by_role("searchbox", name=re.compile("^Tìm trường")).fill("04/KH-PGDĐT")
    officer.page.keyboard.press("Enter")

    expect(officer.page.get_by_role("heading", level=2, name="Kế hoạch")).to_be_visible()
    expect(officer.page.locator("main mark").first).to_have_text("04/KH-PGDĐT")
