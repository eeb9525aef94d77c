"""A form that was sent after the login had run out is filled in again once the person has logged in."""

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor

FORM = "/facilities/works/new/"


def send_too_late(officer: Visitor) -> None:
    """Describe a work and send it when the session is over."""
    officer.go(FORM)
    officer.page.locator("[name=name]").fill("Nhà vệ sinh khu B")
    officer.page.locator("[name=kind]").select_option(index=2)
    officer.page.context.clear_cookies(name="sessionid")
    officer.page.locator("[name=value_million]").fill("1.234,5")
    officer.page.locator("main form button.btn-primary").click()
    expect(officer.page.locator("h1")).to_have_text("Đăng nhập")


def test_what_was_typed_is_there_again_after_the_login(arrive: Arrive) -> None:
    officer = arrive()
    officer.log_in("chuyenvien")
    send_too_late(officer)

    officer.page.get_by_label("Tên đăng nhập").fill("chuyenvien")
    officer.page.get_by_label("Mật khẩu").fill("demo-portal")
    officer.page.get_by_label("Mật khẩu").press("Enter")

    expect(officer.message).to_contain_text("Nội dung đã gõ được điền lại")
    assert officer.path == FORM
    expect(officer.page.locator("[name=name]")).to_have_value("Nhà vệ sinh khu B")
    expect(officer.page.locator("[name=value_million]")).to_have_value("1.234,5")
    expect(officer.page.locator("[name=kind]")).not_to_have_value("")
    officer.go(FORM)
    expect(officer.page.locator("[name=name]")).to_have_value("")


def test_somebody_else_finds_nothing_of_it(arrive: Arrive) -> None:
    officer = arrive()
    officer.log_in("chuyenvien")
    send_too_late(officer)

    officer.page.get_by_label("Tên đăng nhập").fill("truongphong")
    officer.page.get_by_label("Mật khẩu").fill("demo-portal")
    officer.page.get_by_label("Mật khẩu").press("Enter")

    expect(officer.page.locator("h1")).to_contain_text("công trình")
    officer.page.wait_for_load_state()  # scripts run after the page is read
    expect(officer.page.locator("[name=name]")).to_have_value("")
    assert officer.page.evaluate("sessionStorage.getItem('portal:typed')") is None
