"""Logging in and out: every account of the demonstration lands where its work is."""

import pytest
from playwright.sync_api import expect

from accounts.demo import DEMO_ACCOUNTS
from tests.browser.conftest import Arrive

SCHOOL, OFFICE, LEADER = "Báo cáo đã gửi", "Chờ duyệt", "Cần lãnh đạo quyết định"
LANDS_ON = {
    "hieutruong": SCHOOL,
    "vanthu": SCHOOL,
    "hieutruong2": SCHOOL,
    "chuyenvien": OFFICE,
    "truongphong": OFFICE,
    "vanthu.phong": SCHOOL,
    "taichinh": SCHOOL,
    "lanhdao": LEADER,
    "tuyengiao": OFFICE,
    "mattran": SCHOOL,
    "thuongtruc": LEADER,
    "quantri": OFFICE,
}


def test_every_demo_account_is_tried_here() -> None:
    assert set(LANDS_ON) == {account.username for account in DEMO_ACCOUNTS}


@pytest.mark.parametrize("username", LANDS_ON)
def test_a_demo_account_logs_in_lands_on_its_home_and_logs_out(arrive: Arrive, username: str) -> None:
    visitor = arrive()

    visitor.log_in(username)

    expect(visitor.page.get_by_role("heading", name=LANDS_ON[username], exact=True)).to_be_visible()
    assert visitor.path == "/"
    visitor.page.locator(".topbar summary").click()
    visitor.press("Đăng xuất")
    expect(visitor.page.locator("h1")).to_have_text("Đăng nhập")
    visitor.go("/")
    assert visitor.path.startswith("/login/")


def test_one_click_fills_in_a_demo_account(arrive: Arrive) -> None:
    visitor = arrive()
    visitor.go("/login/")

    visitor.follow("chuyenvien")
    visitor.press("Đăng nhập")

    expect(visitor.page.get_by_role("heading", name=OFFICE, exact=True)).to_be_visible()


def test_a_wrong_password_is_told_in_vietnamese(arrive: Arrive) -> None:
    visitor = arrive()

    visitor.log_in("chuyenvien", "demo-porta1")

    expect(visitor.page.locator("form").get_by_text("Tên đăng nhập hoặc mật khẩu không đúng.")).to_be_visible()
    expect(visitor.page.get_by_label("Tên đăng nhập")).to_have_value("chuyenvien")
    expect(visitor.page.locator(".topbar summary")).to_have_count(0)


def test_the_administrator_enters_the_administration(arrive: Arrive) -> None:
    visitor = arrive("quantri")
    visitor.go("/")
    visitor.page.locator(".topbar summary").click()

    visitor.follow("Quản trị")

    expect(visitor.page.get_by_role("heading", name="Danh mục và dữ liệu")).to_be_visible()
    assert visitor.path == "/admin/"
