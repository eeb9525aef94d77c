"""A plan comes as a Word file: read, corrected beside its source, filled in, put in force, seen by a school."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import PHONE, Visitor
from tests.plans.reading.office_files import two_columns, word
from vietnamese.dates import format_date_short

TODAY = dt.datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
DEADLINE = TODAY + dt.timedelta(days=20)
BODY = f"""\
Căn cứ Chỉ thị số 2699/CT-BGDĐT ngày 08 tháng 8 năm 2017 của Bộ GD&ĐT về nhiệm vụ chủ yếu của năm học;
I- MỤC TIÊU
- Nâng tỷ lệ trường đạt chuẩn quốc gia đạt 85%.
II- NHIỆM VỤ
1. Rà soát học sinh học nhò, học tạm ở các trường.
2. Sửa chữa phòng học trước năm học mới.
III- TỔ CHỨC THỰC HIỆN
1. Các trường gửi báo cáo:
- Báo cáo rà soát chậm nhất ngày {format_date_short(DEADLINE)}.
Các trường nghiêm túc thực hiện kế hoạch này./."""


def plan_file() -> bytes:
    """The document as offices set it: head and signature in tables without borders."""

    def build(document: Any) -> None:
        two_columns(
            document,
            ["ỦY BAN NHÂN DÂN", "CƠ QUAN GIÁO DỤC", "Số: 70/KH-CQGD"],
            ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
             f"Đông Sơn, ngày 02 tháng 01 năm {DEADLINE.year}"],
        )  # fmt: skip
        document.add_paragraph("KẾ HOẠCH")
        document.add_paragraph(f"Rà soát phòng học năm {DEADLINE.year}")
        for line in BODY.split("\n"):
            document.add_paragraph(line)
        two_columns(
            document, ["Nơi nhận:", "- Các trường (thực hiện);", "- Lưu: VT."], ["TRƯỞNG CƠ QUAN", "Nguyễn Văn An"]
        )

    return word(build)


def bring(visitor: Visitor) -> None:
    """From the list of plans to the finished reading."""
    visitor.go("/plans/")
    visitor.follow("Nhập từ Word")
    visitor.page.get_by_label("Tệp kế hoạch").set_input_files(
        {"name": "Kế hoạch 70.docx", "mimeType": "application/octet-stream", "buffer": plan_file()}
    )
    visitor.press("Đọc văn bản")
    expect(visitor.page.get_by_role("heading", name="Đã đọc được")).to_be_visible()


def go_on(visitor: Visitor, heading: str) -> None:
    visitor.press("Lưu và tiếp tục")
    expect(visitor.page.locator("h1")).to_have_text(heading)


def test_a_word_file_becomes_a_plan_that_a_school_sees(arrive: Arrive) -> None:
    officer = arrive("chuyenvien")
    bring(officer)
    page = officer.page
    officer.follow("Xem và sửa từng phần")
    page.get_by_label("Số", exact=True).fill("71")
    go_on(officer, "Căn cứ, thực hiện")
    expect(page.get_by_label("Ký hiệu").first).to_have_value("CT-BGDĐT")
    go_on(officer, "Nhiệm vụ")
    flawed = page.locator("fieldset").filter(has_text="“học nhò” nghi do nhận dạng sai")
    flawed.get_by_label("Tên ngắn").fill("Rà soát học sinh học nhờ, học tạm")
    go_on(officer, "Mục tiêu")
    expect(page.get_by_label("Gắn với chỉ tiêu")).to_have_value("")
    page.get_by_label("Gắn với chỉ tiêu").select_option("B03")
    go_on(officer, "Kỳ báo cáo")
    page.get_by_label("Tên kỳ").fill("rà soát")
    page.get_by_label("Số liệu của kỳ").select_option("new_year")
    go_on(officer, "Nơi nhận, người ký")
    go_on(officer, "Lưu thành kế hoạch dự thảo")
    officer.press("Lưu thành kế hoạch dự thảo")
    expect(officer.message).to_contain_text("Đã lưu thành kế hoạch dự thảo.")
    number = officer.path.split("/")[2]
    expect(page.get_by_role("link", name="Nguồn")).to_be_visible()

    officer.go(f"/plans/{number}/edit/outline/")
    officer.press("Lấy về")
    officer.go(f"/plans/{number}/edit/audience/")
    officer.follow("Mọi trường")
    officer.press("Thêm cả")

    title = f"Rà soát phòng học năm {DEADLINE.year}"
    principal = arrive("hieutruong")
    principal.go("/plans/")
    expect(principal.page.locator("main")).not_to_contain_text(title)
    head = arrive()
    head.log_in("truongphong")
    head.go(f"/plans/{number}/issue/")
    expect(head.page.locator("main")).to_contain_text("Đủ điều kiện ban hành")
    head.press("Ban hành kế hoạch")
    expect(head.message).to_contain_text("Đã ban hành.")

    principal.go("/plans/")
    principal.follow(title)
    expect(principal.page.locator("main")).to_contain_text("71/KH-CQGD")
    expect(principal.page.locator("main")).to_contain_text("Rà soát học sinh học nhờ, học tạm")


def test_the_line_of_a_field_is_marked_beside_it(arrive: Arrive) -> None:
    officer = arrive("chuyenvien")
    bring(officer)
    officer.follow("Thông tin chung")

    officer.page.get_by_label("Ngày ban hành").focus()

    expect(officer.page.locator(".import-lines .here")).to_contain_text("ngày 02 tháng 01 năm")
    officer.page.get_by_label("Số", exact=True).focus()
    expect(officer.page.locator(".import-lines .here")).to_contain_text("70/KH-CQGD")


@pytest.mark.parametrize("screen", [PHONE])
def test_without_a_script_a_line_is_one_link_away(arrive: Arrive, screen: tuple[int, int]) -> None:
    officer = arrive("chuyenvien", scripts=False, screen=screen)
    officer.go("/plans/import/")
    officer.page.get_by_label("Hoặc dán lời văn bản").fill(f"KẾ HOẠCH\nRà soát năm {DEADLINE.year}\n\n{BODY}")
    officer.press("Đọc văn bản")
    expect(officer.page.get_by_role("heading", name="Đã đọc được")).to_be_visible()
    officer.follow("Mục tiêu")

    officer.page.locator("fieldset a[href^='#L']").first.click()

    marked = officer.page.locator(".import-lines li:target")
    expect(marked).to_be_in_viewport()
    expect(marked).to_contain_text("85%")
    wide = officer.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= screen[0]
