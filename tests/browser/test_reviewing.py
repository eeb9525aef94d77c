"""A session of ten reports with the keyboard alone: accept most, comment on and return one, take one decision back."""

import json
import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.portal import EmbeddedPortal
from tests.browser.visitor import Visitor
from tests.days import days_ahead

# Ten reports wait and no others, whatever the demonstration has on the day of the test.
TEN_WAIT = """
import json
from django.db.models import F
from reports.models import Submission
Submission.objects.filter(status="submitted").update(status="accepted", accepted_at=F("submitted_at"))
of_schools = Submission.objects.filter(organisation__school__isnull=False)
ten = of_schools.filter(status="accepted", nil_reason="").order_by("-period__deadline_on", "pk")[:10]
pks = list(ten.values_list("pk", flat=True))
waiting = Submission.objects.filter(pk__in=pks)
waiting.update(status="submitted", accepted_at=None, opened_at=None)
line = waiting.order_by("submitted_at", "pk").values_list("pk", "organisation__short_name")
print(json.dumps(list(line)))
"""
STATES = """
import json
from reports.models import ReviewComment, Submission
rows = Submission.objects.filter(pk__in={pks}).order_by("submitted_at", "pk")
comments = ReviewComment.objects.filter(submission__in={pks}, text={text!r}).order_by("pk")
print(json.dumps({{
    "states": [[row.status, row.correction_scope if row.status == "returned" else ""] for row in rows],
    "actions": [list(row.events.order_by("at", "pk").values_list("action", flat=True)) for row in rows],
    "due": [str(row.returned_due_on) for row in rows if row.status == "returned"],
    "comments": list(comments.values_list("state", "submission")),
}}))
"""
# Every letter that is a shortcut stands in it.
COMMENT = "Nêu rõ các nguyên nhân chủ quan, kèm minh chứng; trường hợp nào chưa xong thì báo rõ thời hạn."


def tab_to(visitor: Visitor, name: str) -> None:
    """Go on with Tab until the link or button of that name has the focus."""
    for _ in range(80):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"Tab never reaches “{name}”")


def at_report(visitor: Visitor, school: str, *, place: str) -> None:
    """The page of the school's report has come and is painted, and its script listens."""
    expect(visitor.page.locator("h1")).to_contain_text(f"{school} ·")
    expect(visitor.page.get_by_role("navigation", name="Hàng đợi duyệt")).to_contain_text(place)
    expect(visitor.page.locator("[data-keys]")).to_be_visible()
    # Chromium drops keys until it has shown a page for the first time.
    visitor.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def accept(visitor: Visitor) -> None:
    """`a` leads to the button and its sentence, Enter accepts."""
    visitor.page.keyboard.press("a")
    expect(visitor.page.get_by_role("button", name="Duyệt báo cáo")).to_be_focused()
    expect(visitor.page.locator("#accept-says")).to_contain_text("được tính vào tổng hợp chính thức")
    visitor.page.keyboard.press("Enter")


def comment_on_the_first_section(visitor: Visitor) -> None:
    keyboard, page = visitor.page.keyboard, visitor.page
    while not page.evaluate("document.activeElement.matches('h2[data-stop]')"):
        keyboard.press("j")
    keyboard.press("c")
    box = page.locator("#review-report textarea[name=text]")
    expect(box).to_be_focused()
    keyboard.insert_text(COMMENT[:-1])
    keyboard.type(COMMENT[-1])
    keyboard.press("Control+Enter")
    expect(page.locator("#review-report .comment")).to_contain_text(COMMENT)
    expect(box).to_have_count(0)


def give_back(visitor: Visitor, day: str) -> None:
    """The reason is there already, because there is a comment; the day is typed, Enter sends."""
    keyboard, page = visitor.page.keyboard, visitor.page
    keyboard.press("r")
    reason = page.get_by_label("Nội dung cần bổ sung")
    expect(reason).to_be_focused()
    keyboard.press("Escape")  # gives the keys back, so that the next one is no letter of the reason
    expect(reason).not_to_be_focused()
    keyboard.press("r")
    expect(reason).to_be_focused()
    expect(reason).to_have_value("Đề nghị đơn vị sửa theo 1 nhận xét kèm theo.")
    keyboard.press("Tab")
    expect(page.get_by_label("Nộp lại chậm nhất ngày")).to_be_focused()
    keyboard.type(day)
    keyboard.press("Enter")


def look_up_the_keys(visitor: Visitor) -> None:
    dialog = visitor.page.get_by_role("dialog", name="Phím tắt")
    visitor.page.keyboard.press("?")
    expect(dialog).to_be_visible()
    visitor.page.keyboard.press("a")  # is no shortcut here
    expect(dialog).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_ten_reports_with_the_keyboard_alone(arrive: Arrive, portal: EmbeddedPortal) -> None:
    officer = arrive("chuyenvien")
    line = json.loads(portal.arrange(TEN_WAIT))
    schools = [name for _, name in line]
    keyboard, page = officer.page.keyboard, officer.page
    officer.go("/review/")
    expect(page.locator("main")).to_contain_text("10 báo cáo chờ duyệt")
    tab_to(officer, "Duyệt lần lượt")
    keyboard.press("Enter")

    at_report(officer, schools[0], place="1/10 chờ duyệt")
    look_up_the_keys(officer)
    accept(officer)

    at_report(officer, schools[1], place="1/9 chờ duyệt")
    expect(officer.message).to_contain_text("Đã duyệt")
    expect(officer.message).to_contain_text(schools[0])
    comment_on_the_first_section(officer)
    give_back(officer, days_ahead(7))

    at_report(officer, schools[2], place="1/8 chờ duyệt")
    expect(officer.message).to_contain_text(f"Đã yêu cầu bổ sung: {schools[1]}")
    accept(officer)

    at_report(officer, schools[3], place="1/7 chờ duyệt")
    keyboard.press("u")
    at_report(officer, schools[2], place="1/8 chờ duyệt")
    expect(officer.message).to_contain_text("Đã hoàn tác việc duyệt")
    keyboard.press("n")
    at_report(officer, schools[3], place="2/8 chờ duyệt")
    keyboard.press("p")
    at_report(officer, schools[2], place="1/8 chờ duyệt")
    keyboard.press("n")

    for number in range(3, 10):
        at_report(officer, schools[number], place=f"2/{11 - number} chờ duyệt")
        accept(officer)

    at_report(officer, schools[2], place="1/1 chờ duyệt")
    found = json.loads(portal.arrange(STATES.format(pks=[pk for pk, _ in line], text=COMMENT)))
    others = ["accepted", ""]
    assert found["states"] == [others, ["returned", "commented"], ["submitted", ""], *[others] * 7]
    assert [actions[-1] for actions in found["actions"]] == [
        "accept", "return", "undo_accept", *["accept"] * 7,
    ]  # fmt: skip
    assert found["due"] == ["-".join(reversed(days_ahead(7).split("/")))]
    assert found["comments"] == [["sent", line[1][0]]]


def height_at_rest(row: Locator) -> float:
    """How far below the top of the window the row stands once the page has stopped to scroll."""
    last = None
    for _ in range(100):
        box = row.bounding_box()
        assert box is not None
        if box["y"] == last:
            return last
        last = box["y"]
        row.page.wait_for_timeout(150)
    raise AssertionError("the page never stops to scroll")


def test_a_comment_stands_where_it_was_written_without_the_page_moving(arrive: Arrive, portal: EmbeddedPortal) -> None:
    officer = arrive("chuyenvien")
    [first, *_] = json.loads(portal.arrange(TEN_WAIT))
    officer.go(f"/submissions/{first[0]}/review/")
    page = officer.page
    row = page.locator("table.review tr[id^='value-']").nth(4)
    row.scroll_into_view_if_needed()
    row.locator("[data-say]").click()
    before = height_at_rest(row)
    page.keyboard.insert_text(COMMENT)
    page.keyboard.press("Control+Enter")

    below = page.locator("table.review tr.below")
    expect(below).to_contain_text(COMMENT)
    assert abs(height_at_rest(row) - before) <= 2
    assert officer.path == f"/submissions/{first[0]}/review/"
    expect(page.get_by_label("Nội dung cần bổ sung")).to_have_value(re.compile("1 nhận xét kèm theo"))
    below.get_by_role("button", name=re.compile("^Xóa")).click()
    expect(below).to_have_count(0)
    expect(page.get_by_role("button", name="Duyệt báo cáo")).to_be_visible()
