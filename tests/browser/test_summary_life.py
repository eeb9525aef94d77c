"""The life of a summary: the head approves, the clerk numbers and publishes, the leader reads, a correction follows."""

import io

import pdfplumber
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.issuing import act, finalise, issue, number, publish
from tests.browser.visitor import Visitor

REASON = "Sai số phòng học của một trường"


def taken_away(leader: Visitor) -> str:
    """The words of the PDF behind the first link of the list."""
    link = leader.page.get_by_role("link", name="Tải PDF").first
    for _ in range(90):  # until the worker has made it, the link leads to the page of the summary
        answer = leader.page.request.get(leader.origin + str(link.get_attribute("href")))
        if answer.headers["content-type"] == "application/pdf":
            with pdfplumber.open(io.BytesIO(answer.body())) as document:
                return " ".join("\n".join(page.extract_text() for page in document.pages).split())
        leader.page.wait_for_timeout(2_000)
    raise AssertionError("the worker has not made the file")


def test_head_clerk_and_leader(arrive: Arrive) -> None:
    head, clerk, leader = arrive(), arrive(), arrive()
    head.log_in("truongphong")
    head.page.locator("a[href$='/summary/']").first.click()
    page = head.path
    leader.log_in("lanhdao")
    leader.page.get_by_label("Kỳ báo cáo").select_option(page.split("/")[2])
    leader.press("Xem")
    expect(leader.page.locator("main")).to_contain_text("Báo cáo tổng hợp: chưa phát hành")
    leader.go(page)
    expect(leader.page.locator("main")).to_contain_text("Chưa có báo cáo tổng hợp nào của kỳ này được phát hành")

    finalise(head, page)
    head.go(page)
    expect(head.page.get_by_role("link", name="Sửa", exact=True)).to_have_count(0)

    clerk.log_in("vanthu.phong")
    clerk.follow("Ghi số, ngày")
    taken = clerk.page.locator("main").inner_text()
    assert "Rút chốt" not in taken
    clerk.go("/summaries/?state=published")
    used = clerk.page.locator("tbody tr").first.inner_text().split("Số ")[1].split("/")[0]
    with clerk.witness.expecting("422"):
        number(clerk, page, used)
        expect(clerk.page.locator("main")).to_contain_text(f"Số {int(used):02d} năm")
    clerk.page.get_by_label("Số văn bản").fill("7")
    clerk.press("Ghi số, ngày")
    expect(clerk.message).to_contain_text("Đã ghi số 07/BC-")
    publish(clerk, page)

    leader.go("/summaries/")
    expect(leader.page.locator("tbody tr").first).to_contain_text("Số 07/BC-")
    text = taken_away(leader)
    assert "Số: 07/BC-" in text
    assert "BẢN NHÁP" not in text
    leader.go("/notifications/")
    expect(leader.page.locator("main")).to_contain_text("Báo cáo tổng hợp")


def test_a_correction_says_what_it_replaces(arrive: Arrive) -> None:
    officer, leader = arrive(), arrive()
    officer.log_in("chuyenvien")
    officer.page.locator("a[href$='/summary/']").first.click()
    page = officer.path
    issue(arrive, page, "7")

    officer.go(page)
    officer.page.get_by_text("Lập bản thay thế", exact=True).first.click()
    officer.page.get_by_label("Lý do thay thế").fill(REASON)
    act(officer, "Lập bản thay thế")
    expect(officer.message).to_contain_text("Đã lập dự thảo thay thế.")
    leader.log_in("lanhdao")
    leader.go(page)
    expect(leader.page.locator("main")).not_to_contain_text(REASON)
    issue(arrive, page, "8")

    leader.go("/summaries/")
    rows = leader.page.locator("tbody tr")
    expect(rows.nth(0)).to_contain_text("Thay thế số 07/BC-")
    expect(rows.nth(1)).to_contain_text("Đã được thay thế")
    text = taken_away(leader)
    assert "Báo cáo này thay thế Báo cáo số 07/BC-" in text
    assert f"Lý do: {REASON}." in text
