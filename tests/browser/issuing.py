"""What several stories do with a summary: approve it, enter its number, publish it."""

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor


def act(visitor: Visitor, button: str) -> None:
    """Press the button of a step; the page that follows says what was done."""
    with visitor.page.expect_navigation():
        visitor.page.locator("#life").get_by_role("button", name=button, exact=True).click()


def finalise(head: Visitor, page: str) -> None:
    head.go(page)
    act(head, "Chốt báo cáo")
    expect(head.message).to_contain_text("Đã chốt báo cáo.")


def number(clerk: Visitor, page: str, value: str) -> None:
    clerk.go(page)
    clerk.page.get_by_label("Số văn bản").fill(value)
    act(clerk, "Ghi số, ngày")


def publish(clerk: Visitor, page: str) -> None:
    clerk.go(page)
    expect(clerk.page.locator("#life")).to_contain_text("Sau đó không sửa, không rút được")
    act(clerk, "Phát hành")
    expect(clerk.message).to_contain_text("Đã phát hành.")


def issue(arrive: Arrive, page: str, value: str) -> None:
    """The head approves the summary of the page, the clerk enters the number and publishes."""
    head, clerk = arrive(), arrive()
    head.log_in("truongphong")
    finalise(head, page)
    clerk.log_in("vanthu.phong")
    number(clerk, page, value)
    publish(clerk, page)
