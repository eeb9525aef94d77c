"""From an empty page to a plan in force: an officer writes every part, the head issues it, a school sees what it owes
and registers a plan of its own, and the office sees that it has."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import Visitor
from tests.days import days_ahead

TITLE, PERIOD, SCHOOL = "Nhiệm vụ thử của trình duyệt", "đột xuất", "MN Cẩm Vũ"
TODAY = days_ahead(0)
INDICATOR = "B33"


def test_a_plan_is_written_issued_owed_and_answered_with_a_plan_of_the_school(arrive: Arrive) -> None:
    officer = arrive("chuyenvien")
    plan = _begin(officer)
    _write_relations_and_recipients(officer, plan)
    _write_tasks_and_grid(officer, plan)
    _write_period_outline_and_audience(officer, plan)
    _checked_by_the_officer(officer, plan)

    principal = arrive("hieutruong")
    with principal.witness.expecting("404"):
        principal.go(plan)

    head = arrive()
    head.log_in("truongphong")
    head.go(f"{plan}issue/")
    head.press("Ban hành kế hoạch")
    expect(head.message).to_contain_text("Đã ban hành.")

    principal.go("/")
    expect(principal.page.locator("section.card").filter(has_text=TITLE)).to_contain_text(f"Báo cáo {PERIOD}")
    principal.go("/notifications/")
    expect(principal.page.locator("main")).to_contain_text(f"Kế hoạch mới: {TITLE}")
    _registered_by_the_school(principal, plan)

    officer.go(f"{plan}units/")
    row = officer.page.locator("tr").filter(has_text=SCHOOL)
    expect(row).to_contain_text("15/KH-MNCV")
    expect(officer.page.locator("tr").filter(has_text="95%")).to_contain_text("1/1")


def _begin(officer: Visitor) -> str:
    """A draft with its head; returns the plan's address."""
    officer.go("/plans/")
    officer.follow("Kế hoạch mới")
    officer.page.get_by_label("Tên gọi ngắn").fill(TITLE)
    officer.page.locator("[name=subject]").fill("Thử từ đầu đến cuối")
    officer.page.locator("[name=number]").fill("99/KH-THU")
    officer.page.get_by_label("Ngày ban hành").fill(TODAY)
    officer.press("Tạo dự thảo")
    expect(officer.page.locator("main")).to_contain_text("Đã hiểu là số 99, ký hiệu KH-THU.")
    expect(officer.page.locator("[name=place_name]")).not_to_have_value("")
    return officer.path.removesuffix("edit/")


def _write_relations_and_recipients(officer: Visitor, plan: str) -> None:
    officer.follow("Văn bản liên quan")
    officer.page.get_by_label("Tìm văn bản đã có").fill("chuan quoc gia")
    officer.page.locator("#form").get_by_role("button", name="Tìm").click()
    officer.page.locator("input[name=chosen]").first.check()
    officer.press("Thêm văn bản")
    expect(officer.page.locator("#rows")).to_contain_text("1 văn bản")
    officer.follow("Nơi nhận")
    for name in ("Các trường", "Lưu văn thư"):
        officer.page.locator("[name=role]").select_option("carry_out")
        officer.page.locator("[name=name]").fill(name)
        officer.press("Thêm")
    officer.press("Đưa lên: Lưu văn thư")
    expect(officer.page.locator("#rows tbody tr").first).to_contain_text("Lưu văn thư")


def _write_tasks_and_grid(officer: Visitor, plan: str) -> None:
    officer.go(f"{plan}edit/tasks/new/")
    officer.page.locator("[name=label]").fill("1")
    officer.page.locator("[name=title]").fill("Làm thử một việc")
    officer.page.locator("[name=lead_label]").fill("Các trường")
    officer.press("Thêm mục")
    expect(officer.page.locator("#tree")).to_contain_text("Làm thử một việc")
    officer.go(f"{plan}edit/indicators/?q={INDICATOR}")
    officer.page.locator("input[name=indicator]").first.check()
    officer.press("Thêm chỉ tiêu đã chọn")
    expect(officer.page.locator("#rows")).to_contain_text(INDICATOR)


def _write_period_outline_and_audience(officer: Visitor, plan: str) -> None:
    officer.go(f"{plan}edit/periods/")
    days = {"data_from": TODAY, "data_to": TODAY, "opens_on": TODAY, "deadline_on": days_ahead(20)}
    for name, value in {"label": PERIOD, **days}.items():
        officer.page.locator(f"input[name$='-{name}']").last.fill(value)
    officer.page.get_by_role("button", name="Lưu kỳ báo cáo").last.click()
    expect(officer.message).to_contain_text("kỳ báo cáo")
    officer.follow("Đề cương")
    officer.page.locator("[name=source]").select_option("preset:truong")
    officer.press("Lấy về")
    expect(officer.page.locator("#rows")).to_contain_text("10 mục")
    officer.follow("Đơn vị báo cáo")
    officer.page.locator("main [name=q]").fill("mn cam vu")
    officer.press("Lọc")
    officer.page.get_by_label(SCHOOL).check()
    officer.press("Thêm đơn vị đã chọn")
    expect(officer.page.locator("main")).to_contain_text("1 đơn vị phải báo cáo")


def _checked_by_the_officer(officer: Visitor, plan: str) -> None:
    officer.follow("Kiểm tra và ban hành")
    expect(officer.page.locator("main")).to_contain_text("Đủ điều kiện ban hành")
    expect(officer.page.locator("main")).to_contain_text("Người ban hành được: Vũ Đình Toàn")
    expect(officer.page.get_by_role("button", name="Ban hành kế hoạch")).to_have_count(0)


def _registered_by_the_school(principal: Visitor, plan: str) -> None:
    principal.go(plan)
    principal.follow("Kế hoạch của đơn vị")
    principal.page.locator("[name=number]").fill("15/KH-MNCV")
    principal.page.locator("[name=issued_on]").fill(TODAY)
    principal.page.locator("input[name$='-numerator']").fill("95")
    principal.page.locator("input[name$='-denominator']").fill("100")
    principal.press("Đăng ký kế hoạch")
    expect(principal.page.locator("main")).to_contain_text(re.compile("Đã đăng ký kế hoạch của đơn vị"))
