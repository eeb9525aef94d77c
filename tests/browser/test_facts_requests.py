"""A school has its facts mended: it asks with a reason, sees every mistake at once, the office confirms, both know."""

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import PHONE, Visitor


def ask(principal: Visitor) -> None:
    """Open the form from the school's own page and send it, wrong at first."""
    page = principal.page
    principal.go("/schools/?q=MN+Cẩm+Vũ")
    principal.follow("MN Cẩm Vũ")
    principal.follow("Đề nghị sửa số liệu")
    page.get_by_label("Số học sinh, trẻ", exact=True).fill("ba trăm")
    page.get_by_label("Diện tích đất (m²)").fill("6.512,5")
    with principal.witness.expecting("422"):
        principal.press("Gửi đề nghị")
        expect(page.get_by_role("alert")).to_contain_text("còn 2 chỗ cần sửa")
    expect(page.get_by_label("Diện tích đất (m²)")).to_have_value("6.512,5")

    page.get_by_label("Số học sinh, trẻ", exact=True).fill("381")
    page.get_by_label("Lý do, căn cứ").fill("Đo lại đất, thêm bốn trẻ.")
    principal.press("Gửi đề nghị")
    expect(principal.message).to_contain_text("Đã gửi đề nghị")


def test_a_request_on_a_phone_is_confirmed_by_the_office(arrive: Arrive) -> None:
    principal = arrive("hieutruong", screen=PHONE)
    ask(principal)
    path = principal.path
    assert principal.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]

    officer = arrive("chuyenvien")
    officer.go("/notifications/")
    expect(officer.page.locator("main")).to_contain_text("Đề nghị sửa số liệu: Trường Mầm non Cẩm Vũ")
    officer.go("/schools/requests/")
    officer.follow("MN Cẩm Vũ")
    row = officer.page.locator("tbody tr").filter(has_text="Diện tích đất")
    expect(row).to_contain_text("6.512,5")
    officer.page.get_by_label("Trả lời trường").fill("Đúng hồ sơ địa chính.")
    officer.press("Xác nhận")
    expect(officer.message).to_contain_text("Đã xác nhận")

    principal.go(path)
    expect(principal.page.locator("main")).to_contain_text("Đúng hồ sơ địa chính.")
    principal.go("/schools/?q=MN+Cẩm+Vũ")
    principal.follow("MN Cẩm Vũ")
    expect(principal.page.locator("tr").filter(has_text="Học sinh, trẻ").first).to_contain_text("381")


def test_without_scripts_a_school_takes_its_request_back(arrive: Arrive) -> None:
    principal = arrive("hieutruong", scripts=False)
    ask(principal)

    principal.press("Rút đề nghị")

    expect(principal.message).to_contain_text("Đã rút đề nghị.")
    expect(principal.page.locator(".status").first).to_contain_text("Trường rút lại")
