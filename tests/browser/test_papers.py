"""The bundle of a period in the browser: progress that moves by itself, stopping, going on, taking the file away."""

import io
import re
from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import Arrive

PATIENCE = 240_000  # milliseconds; a bundle of the demonstration on a busy machine
BUNDLE = re.compile(r"báo cáo đã duyệt, một tệp PDF$")


def test_bundle_is_watched_stopped_finished_and_taken_away(arrive: Arrive) -> None:
    officer = arrive("chuyenvien")
    page = officer.page
    officer.go("/")
    officer.follow("Theo dõi nộp")
    officer.follow("Tài liệu của kỳ")
    officer.press(
        page.get_by_role("button", name=re.compile("^Tạo .*" + BUNDLE.pattern)).get_attribute("aria-label") or ""
    )

    bar = page.get_by_role("progressbar")
    expect(bar).to_be_visible()
    expect(page.locator("#papers")).to_contain_text(re.compile(r"Báo cáo [2-9]/\d+: "), timeout=PATIENCE)
    page.get_by_role("button", name=re.compile("^Dừng tạo")).click()
    expect(officer.message).to_contain_text("Đã dừng. Bản in đã xong được giữ lại cho lần tạo sau.")
    expect(page.locator("#papers")).to_contain_text("phần đã xong được giữ lại")

    page.get_by_role("button", name=re.compile("^Tạo lại .*" + BUNDLE.pattern)).click()
    link = page.get_by_role("link", name=re.compile("^Tải .*" + BUNDLE.pattern))
    expect(link).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    address = link.get_attribute("href")
    answer = page.request.get(f"{page.url.split('/periods/')[0]}{address}")

    reader = PdfReader(io.BytesIO(answer.body()))
    assert answer.headers["content-type"] == "application/pdf"
    assert len(reader.outline) > 2
    assert "TẬP BÁO CÁO CỦA CÁC ĐƠN VỊ" in reader.pages[0].extract_text()


def test_list_is_made_without_scripts(arrive: Arrive) -> None:
    officer = arrive("chuyenvien", scripts=False)
    page = officer.page
    officer.go("/")
    officer.follow("Theo dõi nộp")
    officer.follow("Tài liệu của kỳ")
    page.get_by_role("button", name="Tạo Word").click()

    link = page.get_by_role("link", name="Tải Word")
    expect(link).to_be_visible(timeout=PATIENCE)  # the page asks again by itself
    with page.expect_download() as download:
        link.click()

    assert download.value.suggested_filename.startswith("Danh sách đơn vị chưa báo cáo")
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"
