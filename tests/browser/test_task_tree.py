"""Writing a plan's task tree with the keyboard alone, and the same with buttons where no script runs."""

import json

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.portal import EmbeddedPortal
from tests.browser.visitor import PHONE, Visitor

DRAFT = """
from plans.models import Plan, Task
old = Plan.objects.filter(status="in_force", receiver__memberships__user__username="chuyenvien").first()
plan = Plan.objects.create(issuer=old.issuer, receiver=old.receiver, forwarded_to=old.forwarded_to, year=old.year,
    title="Dự thảo để sửa", subject="Dự thảo", report_subject="dự thảo")
for position, (code, title) in enumerate((("I", "Một"), ("II", "Hai"), ("III", "Ba"), ("IV", "Bốn")), 1):
    Task.objects.create(plan=plan, code=code, label=code, title=title, position=position)
print(plan.pk)
"""
TREE = """
import json
from plans.models import Task
rows = Task.objects.filter(plan={plan}).order_by("position").values_list("code", "label", "title")
print(json.dumps(list(rows)))
"""


def tree(portal: EmbeddedPortal, plan: int) -> list[list[str]]:
    found: list[list[str]] = json.loads(portal.arrange(TREE.format(plan=plan)))
    return found


def open_tree(visitor: Visitor, plan: int) -> None:
    visitor.go(f"/plans/{plan}/edit/tasks/")


def row(visitor: Visitor, title: str) -> Locator:
    return visitor.page.locator("#tree tr[aria-level]").filter(has_text=title)


def titles(visitor: Visitor) -> Locator:
    return visitor.page.locator("#tree tr[aria-level] td.name a")


def test_a_tree_is_written_by_keyboard(arrive: Arrive, portal: EmbeddedPortal) -> None:
    plan = int(portal.arrange(DRAFT))
    officer = arrive("chuyenvien")
    open_tree(officer, plan)
    keys = officer.page.keyboard

    row(officer, "Một").focus()
    keys.press("ArrowDown")
    expect(row(officer, "Hai")).to_be_focused()
    keys.press("Alt+ArrowDown")
    expect(titles(officer)).to_have_text(["Một", "Ba", "Hai", "Bốn"])
    expect(row(officer, "Hai")).to_be_focused()
    keys.press("Alt+ArrowRight")
    expect(row(officer, "Hai")).to_have_attribute("aria-level", "2")
    expect(row(officer, "Hai")).to_be_focused()
    keys.press("Alt+ArrowLeft")
    expect(row(officer, "Hai")).to_have_attribute("aria-level", "1")
    keys.press("Alt+ArrowLeft")  # there is no such place; the browser must not go back either
    expect(row(officer, "Hai")).to_be_focused()
    keys.press("Alt+ArrowRight")
    expect(row(officer, "Hai")).to_have_attribute("aria-level", "2")

    keys.press("Enter")
    expect(officer.page.get_by_label("Tên ngắn")).to_be_focused()
    keys.press("Control+a")
    keys.type("Hai, đã sửa")
    keys.press("Enter")
    expect(row(officer, "Hai, đã sửa")).to_be_focused()
    keys.press("Insert")
    expect(officer.page.get_by_label("Tên ngắn")).to_be_focused()
    keys.type("Việc mới")
    keys.press("Enter")
    expect(row(officer, "Việc mới")).to_be_focused()

    assert tree(portal, plan) == [
        ["I", "I", "Một"],
        ["III", "III", "Ba"],
        ["III.1", "II", "Hai, đã sửa"],
        ["III.2", "III", "Việc mới"],
        ["IV", "IV", "Bốn"],
    ]


def test_nothing_typed_is_lost_by_moving_another_row(arrive: Arrive, portal: EmbeddedPortal) -> None:
    plan = int(portal.arrange(DRAFT))
    officer = arrive("chuyenvien")
    open_tree(officer, plan)
    warnings: list[str] = []
    officer.page.on("dialog", lambda dialog: (warnings.append(dialog.message), dialog.accept()))

    row(officer, "Hai").get_by_role("link", name="Hai").click()
    officer.page.get_by_label("Tên ngắn").fill("Đang gõ dở")
    row(officer, "Bốn").get_by_role("button", name="Lên").click()

    expect(officer.page.get_by_label("Tên ngắn")).to_have_value("Đang gõ dở")
    assert warnings == ["Mục đang mở chưa lưu: lưu hoặc bấm “Thôi” trước đã."]
    officer.page.keyboard.press("Escape")
    expect(officer.page.locator("#open")).to_have_count(0)
    expect(row(officer, "Hai")).to_be_focused()
    assert [title for _, _, title in tree(portal, plan)] == ["Một", "Hai", "Ba", "Bốn"]


def test_mistakes_stay_in_the_row_with_what_was_typed(arrive: Arrive, portal: EmbeddedPortal) -> None:
    plan = int(portal.arrange(DRAFT))
    officer = arrive("chuyenvien")
    open_tree(officer, plan)

    row(officer, "Hai").get_by_role("link", name="Hai").click()
    officer.page.get_by_label("Thời gian hoàn thành").fill("31/2/2026")
    officer.press("Lưu mục")

    expect(officer.page.locator("#open .invalid-feedback")).to_be_visible()
    expect(officer.page.get_by_label("Thời gian hoàn thành")).to_have_value("31/2/2026")
    expect(titles(officer)).to_have_text(["Một", "Hai", "Ba", "Bốn"])


def test_two_browsers_do_not_overwrite_each_other(arrive: Arrive, portal: EmbeddedPortal) -> None:
    plan = int(portal.arrange(DRAFT))
    first, second = arrive("chuyenvien"), arrive("chuyenvien")
    open_tree(first, plan)
    open_tree(second, plan)

    row(first, "Bốn").get_by_role("button", name="Lên").click()
    expect(titles(first)).to_have_text(["Một", "Hai", "Bốn", "Ba"])
    row(second, "Hai").get_by_role("button", name="Thụt vào").click()

    expect(second.page.get_by_role("alert")).to_contain_text("Người khác vừa thay đổi cây nhiệm vụ")
    expect(titles(second)).to_have_text(["Một", "Hai", "Bốn", "Ba"])
    expect(row(second, "Hai")).to_have_attribute("aria-level", "1")


def test_without_script_every_step_is_a_button(arrive: Arrive, portal: EmbeddedPortal) -> None:
    plan = int(portal.arrange(DRAFT))
    officer = arrive("chuyenvien", scripts=False, screen=PHONE)
    open_tree(officer, plan)

    row(officer, "Ba").get_by_role("button", name="Lên").click()
    expect(titles(officer)).to_have_text(["Một", "Ba", "Hai", "Bốn"])
    row(officer, "Ba").get_by_role("button", name="Thụt vào").click()
    expect(row(officer, "Ba")).to_have_attribute("aria-level", "2")
    officer.page.get_by_role("checkbox", name="Chọn II", exact=True).check()
    officer.page.get_by_role("checkbox", name="Chọn IV", exact=True).check()
    officer.press("Giao việc cho các mục đã chọn")
    officer.page.get_by_label("Thời gian hoàn thành").fill("30/6/2026")
    officer.press("Giao việc")
    expect(officer.message).to_contain_text("Đã giao 2 mục.")
    expect(row(officer, "Bốn")).to_contain_text("30/06/2026")
