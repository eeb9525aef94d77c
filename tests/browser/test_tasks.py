"""Carrying tasks out in the browser: what is late is found, told of with a file, and gone from the list."""

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import PHONE
from tests.reports import files


def test_an_officer_finds_what_is_late_and_finishes_it_with_a_file(arrive: Arrive) -> None:
    officer = arrive("chuyenvien")
    page = officer.page
    officer.go("/")
    officer.follow("2 quá hạn")
    rows = page.locator("table.tasks tbody tr")
    expect(rows).to_have_count(2)
    title = rows.first.locator("td.name").inner_text()

    rows.first.get_by_role("link", name="Cập nhật").click()
    expect(page.locator("h1")).to_contain_text(title)
    page.get_by_label("Tình trạng").select_option("done")
    page.get_by_label("Tiến độ (%)").fill("")
    page.get_by_label("Kết quả, khó khăn").fill("Đã có quyết định.")
    page.get_by_label("Tệp minh chứng").set_input_files(
        [
            {"name": "Quyết định.pdf", "mimeType": "application/pdf", "buffer": files.pdf()},
            {"name": "Chương trình.pdf", "mimeType": "application/pdf", "buffer": b"MZ" + b"\0" * 99},
        ]
    )
    officer.press("Cập nhật nhiệm vụ")

    expect(officer.message.first).to_have_text("Đã cập nhật nhiệm vụ.")
    expect(officer.message.nth(1)).to_contain_text("Không nhận tệp “Chương trình.pdf”")
    newest = page.locator("#history li").first
    expect(newest).to_contain_text("Hoàn thành 100%")
    with page.expect_download() as download:
        newest.get_by_role("link", name="Quyết định.pdf").click()
    assert download.value.suggested_filename == "Quyết định.pdf"
    officer.go("/tasks/?overdue=on")
    expect(rows).to_have_count(1)
    expect(rows).not_to_contain_text(title)


def test_the_plan_shows_its_tasks_and_timeline_on_a_phone_without_scripts(arrive: Arrive) -> None:
    officer = arrive("chuyenvien", screen=PHONE, scripts=False)
    page = officer.page
    officer.go("/plans/")
    page.locator("td.name a", has_text="Nhiệm vụ trọng tâm").first.click()
    officer.follow("Tiến độ, cập nhật")

    page.get_by_label("Chỉ quá hạn").check()
    officer.press("Lọc")
    expect(page.locator("main")).to_contain_text("2 nhiệm vụ phù hợp")
    assert "overdue=on" in officer.path
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]

    officer.follow("Tiến trình")
    expect(page.get_by_role("img", name="Tiến trình nhiệm vụ")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    expect(page.locator("table.tasks tbody tr").first).to_be_visible()
