"""The board in the browser: choosing schools, reminding them once a day, the text for chat groups, the Excel file."""

import io
import re
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.portal import EmbeddedPortal
from tests.browser.visitor import PHONE, Visitor
from tests.days import days_ahead

OWED = "Còn phải nộp (cả bổ sung)"


def open_board(officer: Visitor) -> None:
    """The board of the period the office's home shows, narrowed to those who still owe a report, the latest first."""
    officer.go("/")
    officer.follow("Theo dõi nộp")
    officer.page.get_by_label("Tình trạng").select_option(label=OWED)
    officer.press("Lọc")
    expect(officer.page).to_have_url(re.compile("status=owed"))
    officer.go(officer.path + "&sort=-late")
    expect(officer.page.locator("th[aria-sort]")).to_have_text(re.compile("Ngày trễ"))


def rows_of(officer: Visitor) -> Locator:
    return officer.page.locator("table.board tbody tr")


def names_of(officer: Visitor) -> list[str]:
    return rows_of(officer).locator("td.name").all_inner_texts()


def tick(officer: Visitor, names: list[str]) -> None:
    for name in names:
        officer.page.get_by_role("checkbox", name=f"Chọn {name}", exact=True).check()


def test_late_schools_are_reminded_once_a_day(arrive: Arrive, portal: EmbeddedPortal) -> None:
    officer = arrive("chuyenvien")
    portal.set_back_reminders(days=2)
    open_board(officer)
    chosen = names_of(officer)[:3]
    tick(officer, chosen)
    expect(officer.page.locator("[data-board-count]")).to_have_text(f"Đã chọn {len(chosen)} đơn vị.")

    officer.press("Nhắc ngay")
    expect(officer.page.locator("main")).to_contain_text("Thư đã gửi không thu hồi được")
    officer.press(f"Nhắc {len(chosen)} đơn vị")
    expect(officer.message).to_contain_text(f"Đã nhắc {len(chosen)} đơn vị.")
    expect(officer.page).to_have_url(re.compile("status=owed"))
    officer.follow("Xem kết quả ở sổ nhắc")
    expect(officer.page.locator("h1")).to_have_text(re.compile("[Ss]ổ nhắc"))
    for name in chosen:
        expect(officer.page.locator("main tbody tr").filter(has_text=name).first).to_be_visible()

    open_board(officer)
    tick(officer, chosen)
    officer.press("Nhắc ngay")

    left_out = officer.page.locator("[data-left-out]")
    expect(left_out).to_contain_text(re.compile("hôm nay", re.IGNORECASE))
    for name in chosen:
        expect(left_out).to_contain_text(name)
    expect(officer.page.get_by_role("button", name=re.compile("^Nhắc [0-9]"))).to_have_count(0)


def test_exported_rows_are_those_of_the_page(arrive: Arrive) -> None:
    officer = arrive("chuyenvien")
    open_board(officer)
    cells = [
        [
            row.locator(f"td{part}").inner_text()
            for part in (".name", "[data-label='Địa bàn']", "[data-label='Đã điền']")
        ]
        for row in rows_of(officer).all()
    ]
    assert cells != []

    with officer.page.expect_download() as download:
        officer.follow("Xuất Excel")

    page = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).active
    lines = list(page.iter_rows(values_only=True))
    head = next(number for number, line in enumerate(lines) if line[0] == "Đơn vị")
    filled = lines[head].index("Đã điền (%)")
    assert [[line[0], line[1] or "", f"{line[filled]}%"] for line in lines[head + 1 :]] == cells


def test_text_for_chat_groups_is_copied(arrive: Arrive) -> None:
    officer = arrive("chuyenvien")
    officer.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_board(officer)
    chosen = names_of(officer)
    officer.page.get_by_role("checkbox", name="Chọn mọi đơn vị trên trang này").check()

    officer.press("Lấy nội dung nhắn tin")
    text = officer.page.get_by_label("Nội dung")
    for name in chosen:
        expect(text).to_have_value(re.compile(rf"^- {re.escape(name)}: ", re.MULTILINE))
    officer.press("Sao chép")

    expect(officer.page.locator("[data-copy-state]")).to_have_text("Đã sao chép.")
    assert officer.page.evaluate("navigator.clipboard.readText()") == text.input_value()


def test_choosing_ranges_pages_and_everything(arrive: Arrive) -> None:
    officer = arrive("chuyenvien")
    officer.go("/")
    officer.follow("Theo dõi nộp")
    boxes, count = rows_of(officer).locator("input[name=ids]"), officer.page.locator("[data-board-count]")
    remind = officer.page.get_by_role("button", name=re.compile("^Nhắc ngay"))
    expect(remind).to_be_disabled()

    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    expect(count).to_have_text("Đã chọn 4 đơn vị.")
    expect(remind).to_have_text("Nhắc ngay 4 đơn vị")
    boxes.nth(2).uncheck()
    expect(count).to_have_text("Đã chọn 3 đơn vị.")

    officer.page.get_by_role("checkbox", name="Chọn mọi đơn vị trên trang này").check()
    expect(count).to_have_text(f"Đã chọn {boxes.count()} đơn vị.")
    everything = officer.page.get_by_role("checkbox", name=re.compile("^Chọn cả"))
    everything.check()
    total = re.search(r"\d+", everything.locator("xpath=..").inner_text())
    assert total is not None
    expect(count).to_have_text(f"Đã chọn {total[0]} đơn vị.")
    assert int(total[0]) > boxes.count(), "more schools than the page shows"


def test_more_time_is_given_without_javascript_on_a_phone(arrive: Arrive) -> None:
    officer = arrive("chuyenvien", scripts=False, screen=PHONE)
    open_board(officer)
    name = names_of(officer)[-1]
    officer.press("Gia hạn")
    expect(officer.message).to_contain_text("Chưa chọn đơn vị nào.")
    tick(officer, [name])

    officer.press("Gia hạn")
    with officer.witness.expecting("422"):
        officer.press("Xem trước")
        expect(officer.page.locator(".invalid-feedback").first).to_be_visible()
    officer.page.get_by_label("Gia hạn đến hết ngày").fill(days_ahead(30))
    officer.page.get_by_label("Lý do").fill("Trường bị ngập.")
    officer.press("Xem trước")
    expect(officer.page.locator("main")).to_contain_text(f"1 đơn vị được gia hạn đến hết ngày {days_ahead(30)}")
    officer.press("Gia hạn 1 đơn vị")

    expect(officer.message).to_contain_text(f"Đã gia hạn 1 đơn vị đến hết ngày {days_ahead(30)}")
    row = rows_of(officer).filter(has=officer.page.get_by_role("link", name=name, exact=True))
    expect(row).to_contain_text(days_ahead(30))
