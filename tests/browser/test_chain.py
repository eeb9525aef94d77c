"""The main job from end to end: a school submits, the office returns and accepts, a leader downloads."""

import io
import re
from pathlib import Path

import pdfplumber
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.issuing import issue
from tests.browser.reporting import fill_report, open_grid, open_owed_report, open_section, save
from tests.browser.visitor import Visitor
from tests.days import days_ahead

SCHOOL = "MN Cẩm Vũ"
REASON = "Đề nghị bổ sung kết quả kiểm tra nội bộ của quý và ghi rõ số buổi."
ANSWER = "Đã bổ sung: trường kiểm tra nội bộ 04 buổi, không có sai phạm."


def test_submit_return_resubmit_accept_and_the_summary_as_pdf(arrive: Arrive) -> None:
    principal = arrive()
    principal.log_in("hieutruong")
    owed = principal.page.locator("section.card").first
    expect(owed).to_contain_text("Gửi trước ngày")
    open_owed_report(principal)
    report_name = principal.heading
    _a_wrong_number_is_named_at_its_cell(principal)
    fill_report(principal)
    expect(principal.page.locator("main")).not_to_contain_text("phải sửa trước khi nộp")
    receipt = _submit(principal)

    officer = arrive()
    officer.log_in("chuyenvien")
    board = _returned_by(officer, report_name)

    _corrected_by(principal, receipt)

    head = arrive()
    head.log_in("truongphong")
    _accepted_by(head, board)

    issue(arrive, f"/periods/{board.split('/')[2]}/summary/", "7")
    leader = arrive()
    leader.log_in("lanhdao")
    _downloaded_by(leader, board)


def _a_wrong_number_is_named_at_its_cell(principal: Visitor) -> None:
    row = open_grid(principal).locator("tr[data-row]").filter(has=principal.page.locator("input[name$='-d']")).last
    name = row.get_attribute("data-row")
    part, whole = (principal.page.locator(f"input[name='{name}-{end}']") for end in "nd")
    part.fill("1o2")
    whole.fill("98")

    error = principal.page.locator(f"#{name}-n-issue")
    expect(error).to_be_visible()
    expect(error).not_to_be_empty()
    save(principal)
    expect(error).to_be_visible()
    expect(principal.page.locator(".notice.bad").first).to_contain_text(error.inner_text())
    expect(part).to_have_value("1o2")
    expect(part).to_have_class(re.compile(r"\bbad\b"))
    expect(whole).to_have_value("98")

    part.fill("90")
    save(principal)

    expect(error).to_have_count(0)
    expect(part).to_have_value("90")


def _submit(principal: Visitor) -> str:
    """Hand the report in and return the code of the receipt."""
    principal.press("Nộp báo cáo")
    receipt = principal.page.locator("section.card").filter(has_text="Biên nhận")
    expect(receipt).to_contain_text("Nộp lần")
    expect(principal.page.get_by_role("link", name="Soạn báo cáo")).to_have_count(0)
    return receipt.locator(".fs-5").inner_text()


def _returned_by(officer: Visitor, report_name: str) -> str:
    """The report waits on the board; the officer reads it and returns it. Returns the path of the board."""
    officer.follow("Theo dõi nộp")
    expect(officer.page.locator("[aria-current=page]").last).to_contain_text(report_name)
    row = officer.page.locator("tr").filter(has=officer.page.get_by_role("link", name=SCHOOL, exact=True))
    expect(row).to_contain_text("Chờ duyệt")
    board = officer.path
    officer.follow(SCHOOL, inside=row)
    expect(officer.page.locator("h1")).to_contain_text(SCHOOL)

    officer.page.get_by_label("Nội dung cần bổ sung").fill(REASON)
    with officer.witness.expecting("422"):
        officer.press("Gửi yêu cầu bổ sung")
        expect(officer.page.locator(".invalid-feedback")).to_have_text("Ghi ngày nộp lại.")
    expect(officer.page.get_by_label("Nội dung cần bổ sung")).to_have_value(REASON)
    officer.page.get_by_label("Nộp lại chậm nhất ngày").fill(days_ahead(7))
    officer.press("Gửi yêu cầu bổ sung")

    expect(officer.message).to_contain_text(f"Đã yêu cầu bổ sung: {SCHOOL}")
    return board


def _corrected_by(principal: Visitor, receipt: str) -> None:
    """The principal finds reason and new date on the home page and among the messages, corrects and resubmits."""
    principal.follow("Thông báo")
    expect(principal.page.locator("main")).to_contain_text(REASON)
    principal.go("/")
    card = principal.page.locator("section.card").first
    expect(card).to_contain_text(REASON)
    expect(card).to_contain_text(f"nộp lại chậm nhất ngày {days_ahead(7)}")
    principal.follow("Sửa báo cáo", inside=card)
    open_section(principal, "I")
    text = principal.page.locator("textarea[name^='section-']")
    text.fill(f"{text.input_value()}\n{ANSWER}")
    principal.press("Kiểm tra và nộp")
    expect(principal.page.locator("#muc-I")).to_contain_text(ANSWER)
    again = _submit(principal)
    assert again != ""
    expect(principal.page.locator("main")).to_contain_text("Nộp lần 2")
    expect(principal.page.locator(".timeline")).to_contain_text(REASON)
    assert receipt != ""


def _accepted_by(head: Visitor, board: str) -> None:
    head.go(board)
    head.follow(SCHOOL)
    expect(head.page.locator("#muc-I")).to_contain_text(ANSWER)
    head.press("Duyệt báo cáo")
    expect(head.message).to_contain_text("Đã duyệt")
    head.go(board)
    row = head.page.locator("tr").filter(has=head.page.get_by_role("link", name=SCHOOL, exact=True))
    expect(row.locator("td").nth(3 + _column(head))).to_contain_text("Đã duyệt")


def _column(visitor: Visitor) -> int:
    """Position of the period of the board among the plan's periods, counted from 0."""
    links = visitor.page.get_by_role("navigation", name="Kỳ báo cáo").locator("a").all()
    return [link.get_attribute("aria-current") for link in links].index("page")


def _downloaded_by(leader: Visitor, board: str) -> None:
    """The leader takes the published summary away from the first page."""
    leader.page.get_by_label("Kỳ báo cáo").select_option(board.split("/")[2])
    leader.press("Xem")
    link = leader.page.get_by_role("link", name="Tải báo cáo tổng hợp (PDF)")
    address = leader.origin + str(link.get_attribute("href"))
    for _ in range(90):  # until the worker has made the file, the link leads to the page of the summary
        if leader.page.request.get(address).headers["content-type"] == "application/pdf":
            break
        leader.page.wait_for_timeout(2_000)
    with leader.page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.endswith(".pdf")
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"%PDF")
    assert len(content) > 20_000
    with pdfplumber.open(io.BytesIO(content)) as document:
        text = "\n".join(page.extract_text() for page in document.pages)
    assert "Số: 07/BC-" in text
    assert re.search(r"Có \d+/\d+ trường gửi báo cáo", " ".join(text.split()))
    assert SCHOOL in text
