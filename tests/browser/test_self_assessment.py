"""A school assesses itself: words save themselves, two people see each other's, and the end is final."""

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import PHONE, Visitor


def begin(visitor: Visitor) -> Locator:
    """Begin this school year's assessment from the school's own page; the first line of the form."""
    visitor.go("/schools/?q=cam+vu")
    visitor.follow("MN Cẩm Vũ")
    visitor.follow("Tự đánh giá")
    visitor.page.get_by_role("button", name="Năm học").first.click()  # last year's may still be written, below
    return visitor.page.locator(".target-line[id^=line-]").first


def test_a_school_assesses_itself(arrive: Arrive) -> None:
    clerk = arrive("vanthu")
    line = begin(clerk)
    address = clerk.path

    line.get_by_label("Kết quả").select_option("Chưa đạt")
    line.get_by_label("Còn thiếu gì").fill("Thiếu 2 phòng học")
    line.get_by_label("Cần (triệu đồng)").fill("1.250,5")
    expect(clerk.page.locator("#filled")).to_contain_text("cần 1.250,5 triệu đồng")
    expect(clerk.page.locator("#save-state")).to_contain_text("Đã lưu")

    principal = arrive("hieutruong", screen=PHONE)
    principal.go(address)
    other = principal.page.locator(".target-line[id^=line-]").first
    expect(other.get_by_label("Còn thiếu gì")).to_have_value("Thiếu 2 phòng học")
    other.get_by_label("Còn thiếu gì").fill("Thiếu 3 phòng học")
    expect(principal.page.locator("#save-state")).to_contain_text("Đã lưu")
    assert principal.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    line.get_by_label("Còn thiếu gì").fill("Thiếu phòng tin học")
    expect(line).to_contain_text("Người khác vừa ghi: “Thiếu 3 phòng học”")
    clerk.press("Giữ bản của tôi", inside=line)
    expect(clerk.page.locator("#save-state")).to_contain_text("Đã lưu")

    for choice in clerk.page.locator("select[name$='-result']").all()[1:]:
        choice.select_option("met")
    clerk.press("Lưu và hoàn thành")
    expect(clerk.page.locator("main")).to_contain_text("không sửa được nữa")
    clerk.press("Hoàn thành tự đánh giá")
    expect(clerk.message).to_contain_text("Đã hoàn thành")
    expect(clerk.page.locator("main")).to_contain_text("Thiếu phòng tin học")

    officer = arrive("chuyenvien")
    officer.go("/facilities/assessments/?q=cam+vu")
    row = officer.page.locator("tr").filter(has_text="MN Cẩm Vũ")
    expect(row).to_contain_text("Đã hoàn thành")
    expect(row).to_contain_text("1.250,5")
