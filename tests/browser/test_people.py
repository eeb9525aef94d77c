"""People: a list of 59 principals mended and imported, an invitation opened, slips printed, a school handed over."""

import io
import re
from email import message_from_bytes, policy
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.portal import EmbeddedPortal
from tests.browser.visitor import PHONE, Visitor
from tests.days import days_ahead

OWN = "hoa-phuong-do-2018"
DEPUTY = {"G": "Hiệu trưởng", "H": "Có"}


def template(visitor: Visitor) -> bytes:
    """The workbook as the office downloads it."""
    visitor.go("/people/import/")
    with visitor.page.expect_download() as download:
        visitor.follow("Tải biểu Excel")
    return Path(download.value.path()).read_bytes()


def filled(data: bytes, *, mended: bool) -> tuple[bytes, int]:
    """A deputy for every school in the template, with six mistakes unless mended; and how many schools there are."""
    book = load_workbook(io.BytesIO(data))
    page = book.active
    rows = [row for row in range(5, page.max_row + 1) if page[f"B{row}"].value]
    for number, row in enumerate(rows):
        page[f"D{row}"], page[f"E{row}"] = f"Phạm Thị Phó {number}", f"pho{number}@moi.example"
        for column, value in DEPUTY.items():
            page[f"{column}{row}"] = value
    if not mended:
        page["E5"], page["B6"], page["G7"] = "khong-phai-thu", "KHONGCO", "Bảo vệ"
        page["E8"], page["I9"], page["D10"] = page["E11"].value, "31/2/2030", None
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), len(rows)


def upload(page: Page, data: bytes) -> None:
    page.locator("#workbook").set_input_files({"name": "nguoi-dung.xlsx", "mimeType": "", "buffer": data})
    page.get_by_role("button", name="Kiểm tra tệp").click()


def mails_to(portal: EmbeddedPortal, address: str) -> list[str]:
    """The mails the worker has written for somebody."""
    code = "from django.conf import settings\nprint(settings.MAIL_DIR)"
    folder = Path(portal.arrange(code).strip())
    found = []
    for file in sorted(folder.glob("*.log")):
        for part in file.read_bytes().split(b"-" * 79):
            mail = message_from_bytes(part.strip() + b"\n", policy=policy.default)
            if mail["To"] == address:
                found.append(str(mail.get_content()))
    return found


def test_people_of_every_school_come_from_one_file_whose_mistakes_are_mended(arrive: Arrive) -> None:
    visitor = arrive("chuyenvien")
    data = template(visitor)
    wrong, count = filled(data, mended=False)
    assert count == 59

    with visitor.witness.expecting("422"):
        upload(visitor.page, wrong)
    places = visitor.page.locator("#mistakes tbody tr td:first-child")
    expect(places.filter(has_text=re.compile(r"^(E5|B6|G7|E8|I9|D10|E11)$"))).to_have_count(7)
    expect(visitor.page.get_by_role("button", name="Xác nhận tạo")).to_have_count(0)

    upload(visitor.page, filled(data, mended=True)[0])
    expect(visitor.page.get_by_text("Xác nhận tạo 59 tài khoản")).to_be_visible()
    visitor.press("Xác nhận tạo")

    expect(visitor.message.first).to_contain_text("Đã giao 59 vai trò.")
    expect(visitor.page.get_by_text("Đã gửi xong 59 thư.")).to_be_visible(timeout=60_000)
    visitor.go("/people/?q=pham+thi+pho&invited=sent")
    expect(visitor.page.get_by_text("59 vai trò phù hợp")).to_be_visible()


def test_a_clerk_follows_the_link_of_the_mail_and_is_in(arrive: Arrive, portal: EmbeddedPortal) -> None:
    principal = arrive("hieutruong")
    principal.go("/people/invite/")
    principal.page.get_by_label("Họ và tên").fill("Đinh Văn Thư")
    principal.page.get_by_label("Thư điện tử").fill("thu@moi.example")
    principal.page.get_by_label("Đơn vị").select_option(index=1)
    principal.page.get_by_label("Vai trò").select_option("clerk")
    principal.press("Giao vai trò và mời")
    expect(principal.message.first).to_contain_text("Thư đang được gửi")
    row = principal.page.get_by_role("row").filter(has_text="Đinh Văn Thư")
    for _ in range(60):
        if "Đã gửi" in row.inner_text():
            break
        principal.page.wait_for_timeout(1000)
        principal.page.reload()
    expect(row).to_contain_text("Đã gửi")
    link = re.search(r"http://\S+/invitation/\S+", mails_to(portal, "thu@moi.example")[0])
    assert link is not None

    clerk = arrive(screen=PHONE)
    clerk.page.goto(link[0])
    clerk.page.locator("#id_new_password1").fill(OWN)
    clerk.page.locator("#id_new_password2").fill(OWN)
    clerk.press("Đặt mật khẩu và vào cổng")

    expect(clerk.message.first).to_contain_text("Đã đặt mật khẩu")
    expect(clerk.page.get_by_role("heading", name="Báo cáo đã gửi", exact=True)).to_be_visible()
    stranger = arrive()
    stranger.page.goto(link[0])
    expect(stranger.page.locator("h1")).to_have_text("Liên kết không còn dùng được")


def test_a_printed_slip_opens_the_portal_and_asks_for_a_password_of_ones_own(arrive: Arrive) -> None:
    office = arrive("chuyenvien")
    office.go("/people/?role=principal&invited=none")
    for box in office.page.locator("input[name=seat]").all()[:9]:
        box.check()
    office.press("In phiếu lần đầu")
    slips = office.page.locator(".slip")
    expect(slips).to_have_count(9)
    expect(office.page.locator(".sheet")).to_have_count(2)
    assert office.page.pdf().count(b"/Type /Page\n") == 2
    name, secret = slips.first.locator(".typed").all_inner_texts()

    principal = arrive()
    principal.log_in(name, secret)

    expect(principal.page.locator("h1")).to_have_text("Đặt mật khẩu của riêng bạn")
    assert principal.path == "/password/"


def test_a_school_is_handed_over(arrive: Arrive) -> None:
    office = arrive("chuyenvien")
    office.go("/people/?q=hieutruong2")
    office.follow("Phạm Thu Hà")
    office.follow("Bàn giao")
    office.page.get_by_label("Người cũ làm đến hết ngày").fill(days_ahead(2))
    office.page.get_by_label("Họ và tên").fill("Đoàn Kế Nhiệm")
    office.page.get_by_label("Thư điện tử").fill("ke-nhiem@moi.example")
    office.press("Bàn giao và mời")

    old = office.page.get_by_role("row").filter(has_text="Phạm Thu Hà")
    new = office.page.get_by_role("row").filter(has_text="Đoàn Kế Nhiệm")
    expect(old).to_contain_text(days_ahead(2))
    expect(new).to_contain_text(f"từ {days_ahead(3)}")
    expect(new).to_contain_text("Chưa đến ngày")
