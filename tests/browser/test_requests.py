"""A recommendation from report to solved: the school sends it, the office forwards it, an answer comes, the school says
that nothing is solved, another answer comes, and the next report no longer shows it."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.reporting import fill_report, open_owed_report, open_section
from tests.browser.visitor import Visitor

ASKED = "Đề nghị lắp mái che cho sân chơi khu lẻ trước mùa mưa."
FIRST, SECOND = "Đã giao bộ phận kỹ thuật xem xét.", "Đã lắp xong mái che ngày hôm qua."
WHY = "Mới khảo sát, chưa lắp mái che."


def card(visitor: Visitor, text: str) -> str:
    """From the list of requests to the page of the one with the text; returns its path."""
    visitor.go("/requests/?q=mai che cho san choi")
    visitor.page.get_by_role("link", name=text).click()
    expect(visitor.page.locator("main")).to_contain_text(text)
    return re.sub(r"\?.*", "", visitor.path)


def ask(principal: Visitor) -> None:
    """Write the request into the owed report and hand the report in."""
    open_owed_report(principal)
    fill_report(principal)
    open_owed_report(principal)
    codes = principal.page.locator(".outline-item")
    codes.filter(has_text=re.compile("kiến nghị", re.IGNORECASE)).first.click()
    lines = principal.page.locator("textarea[name^='rec-']")
    lines.nth(lines.count() - 1).fill(ASKED)
    principal.press("Kiểm tra và nộp")
    expect(principal.page.locator("main")).to_contain_text(ASKED)
    principal.press("Nộp báo cáo")
    expect(principal.page.locator("section.card").filter(has_text="Biên nhận")).to_contain_text("Nộp lần")


def answer(visitor: Visitor, text: str) -> None:
    visitor.page.get_by_label("Nội dung trả lời").fill(text)
    visitor.press("Gửi trả lời")
    expect(visitor.message).to_contain_text("Đã trả lời 1 kiến nghị")


def test_a_request_from_report_to_solved(arrive: Arrive) -> None:
    principal, officer, leader = arrive("hieutruong"), arrive("chuyenvien"), arrive("lanhdao")
    ask(principal)

    path = card(officer, ASKED)
    target = officer.page.get_by_label("Chuyển đến")
    name = next(text for text in target.locator("option").all_inner_texts() if "Lê Quang Hưng" in text)
    target.select_option(label=name)
    officer.press("Chuyển", inside=officer.page.locator(f"form[action='{path}forward/']"))
    expect(officer.message).to_contain_text("Đã chuyển 1 kiến nghị")

    leader.go(path)
    answer(leader, FIRST)

    principal.go("/")
    expect(principal.page.locator("main")).to_contain_text(FIRST)
    principal.go(path)
    principal.page.get_by_label("Vì sao chưa giải quyết").fill(WHY)
    principal.press("Chưa giải quyết")
    expect(principal.message).to_contain_text("Đã ghi: chưa giải quyết")

    leader.go(path)
    expect(leader.page.locator("main")).to_contain_text(WHY)
    answer(leader, SECOND)
    principal.go(path)
    principal.press("Đã giải quyết")
    expect(principal.message).to_contain_text("Đã ghi: kiến nghị được giải quyết")
    steps = principal.page.locator("ol.list-unstyled > li > b").all_inner_texts()
    assert steps == [
        "Nêu trong báo cáo",
        "Chuyển đơn vị khác",
        "Trả lời",
        "Trường cho biết chưa giải quyết",
        "Trả lời",
        "Trường xác nhận đã giải quyết",
    ]


def test_an_open_request_of_an_earlier_report_stands_in_the_next_form(arrive: Arrive) -> None:
    """The demonstration's school has asked before; what it says of it is saved by itself."""
    clerk = arrive("vanthu")
    open_owed_report(clerk)
    codes = clerk.page.locator(".outline-item")
    codes.filter(has_text=re.compile("kiến nghị", re.IGNORECASE)).first.click()
    back = clerk.page.locator("fieldset[id^='still-']")
    count = back.count()
    assert count >= 1
    first = back.first
    name = first.get_attribute("id") or ""
    pk = name.removeprefix("still-")

    first.locator("select").select_option("standing")
    expect(clerk.page.locator("#save-state")).to_contain_text("Đã lưu")
    clerk.page.reload()
    expect(clerk.page.locator(f"#{name}-verdict")).to_have_value("standing")

    clerk.page.locator(f"#{name}-verdict").select_option("")
    expect(clerk.page.locator("#save-state")).to_contain_text("Đã lưu")
    clerk.go(f"/requests/{pk}/")
    clerk.press("Đã giải quyết")
    open_owed_report(clerk)
    open_section(clerk, "V")
    expect(clerk.page.locator("fieldset[id^='still-']")).to_have_count(count)  # spoken of, so it stays, as solved
    expect(clerk.page.locator(f"#{name}")).to_contain_text("đã giải quyết")
