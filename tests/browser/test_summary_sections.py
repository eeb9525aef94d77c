"""The office writes its summary: preview beside the words, two people at one section, data that change meanwhile."""

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.portal import EmbeddedPortal
from tests.browser.visitor import PHONE, Visitor

SECTION = "2. Tiến độ gửi, duyệt báo cáo"
MINE, THEIRS = "Phần lớn các trường gửi báo cáo đúng hạn.", "Tiến độ gửi báo cáo nhanh hơn kỳ trước."
# One report more is accepted: the sentence about reviewing says another number.
ACCEPT_ONE = """
from django.db.models import F
from reports.models import Submission
waiting = Submission.objects.filter(status="submitted", period={period}, organisation__school__isnull=False)
first = Submission.objects.filter(pk=waiting.order_by("pk")[0].pk)
print(first.update(status="accepted", accepted_at=F("submitted_at")))
"""


def open_section(visitor: Visitor) -> str:
    """From the home page to the section; returns the path of the summary's page."""
    visitor.go("/")
    visitor.page.locator("a[href$='/summary/']").first.click()
    path = visitor.path
    visitor.page.locator("#muc-direction\\.reporting .tools").locator("a, button").click()
    expect(visitor.page.locator("h1")).to_have_text(SECTION)
    return path


def box(visitor: Visitor) -> Locator:
    return visitor.page.get_by_label("Lời văn của mục")


def write_first(visitor: Visitor, line: str) -> None:
    """Put a line before what stands there."""
    box(visitor).fill(f"{line}\n{box(visitor).input_value()}")


def save(visitor: Visitor) -> None:
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name="Lưu", exact=True).click()


def kept(visitor: Visitor) -> list[str]:
    found: list[str] = visitor.page.evaluate(
        "Object.keys(localStorage).filter((key) => key.includes(':summary-')).map((key) => localStorage.getItem(key))"
    )
    return found


def test_a_section_is_written_by_two_and_follows_the_data(arrive: Arrive, portal: EmbeddedPortal) -> None:
    officer, second = arrive("chuyenvien"), arrive("chuyenvien", screen=PHONE)
    path = open_section(officer)
    open_section(second)

    write_first(officer, MINE)
    expect(officer.page.locator("#preview p").first).to_have_text(MINE)
    expect(officer.page.locator("#section-state")).to_have_text("Chưa lưu")
    save(officer)
    expect(officer.message).to_have_text("Đã lưu mục này.")
    assert kept(officer) == []

    write_first(second, THEIRS)
    with second.witness.expecting("409"):
        save(second)
    clash = second.page.get_by_role("alert")
    expect(clash).to_contain_text("Mục này vừa được người khác sửa.")
    expect(clash.locator("del")).to_contain_text(MINE)
    expect(clash.locator("ins")).to_contain_text(THEIRS)
    second.press("Ghép hai bản")
    assert box(second).input_value().splitlines()[:2] == [MINE, THEIRS]
    save(second)
    expect(second.message).to_have_text("Đã lưu mục này.")

    assert portal.arrange(ACCEPT_ONE.format(period=path.split("/")[2])).strip() == "1"
    officer.go(path)
    part = officer.page.locator("#muc-direction\\.reporting")
    expect(part).to_contain_text("số liệu đã đổi từ khi sửa")
    expect(part).to_contain_text(THEIRS)
    part.get_by_role("link", name=f"Sửa {SECTION}").click()
    expect(officer.page.locator(".difference del")).to_contain_text("báo cáo đã duyệt")
    expect(officer.page.locator(".difference ins")).to_contain_text("báo cáo đã duyệt")
    officer.press("Giữ lời đã sửa")
    expect(officer.page.locator(".difference")).to_have_count(0)
    assert box(officer).input_value().splitlines()[:2] == [MINE, THEIRS]

    officer.page.get_by_text("Lấy bản mới soạn từ số liệu").click()
    officer.press("Lấy bản soạn từ số liệu")
    expect(box(officer)).not_to_have_value(MINE)
    officer.follow("Xem lời trước đó")
    assert box(officer).input_value().splitlines()[:2] == [MINE, THEIRS]


def test_words_survive_an_expired_session(arrive: Arrive) -> None:
    officer = arrive("chuyenvien")
    open_section(officer)
    section = officer.path
    cookies = officer.page.context.cookies()
    officer.page.context.clear_cookies(name="sessionid")

    write_first(officer, MINE)
    expect(officer.page.locator("#section-state")).to_contain_text("lời vừa gõ còn giữ trong máy này")
    officer.page.context.add_cookies(cookies)
    officer.page.on("dialog", lambda dialog: dialog.accept())
    officer.go(section)
    expect(box(officer)).not_to_have_value(MINE)
    officer.press("Đưa vào ô")

    assert box(officer).input_value().splitlines()[0] == MINE
    expect(officer.page.locator("#preview p").first).to_have_text(MINE)
    save(officer)
    assert kept(officer) == []


def test_section_is_written_without_script(arrive: Arrive) -> None:
    officer = arrive("chuyenvien", scripts=False)
    open_section(officer)

    write_first(officer, "- Việc thứ nhất.")
    officer.press("Xem thử")
    expect(officer.page.locator("#preview p").first).to_have_text("- Việc thứ nhất.")
    officer.page.get_by_role("button", name="Lưu", exact=True).click()

    expect(officer.message).to_have_text("Đã lưu mục này.")
