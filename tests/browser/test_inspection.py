"""An inspection on a phone: written with a thumb, without connection in the middle, with a photo, to the minutes."""

import io
import re

import pdfplumber
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.visitor import PHONE, Visitor
from tests.reports import files

SAVED = re.compile("^✓ Đã lưu")
OFFLINE = "ERR_INTERNET_DISCONNECTED"
TARGET = 44  # what a thumb hits, in points


def begin(officer: Visitor, school: str = "MN Cẩm Vũ") -> None:
    """From the list into the form of a new visit."""
    officer.go("/facilities/inspections/")
    officer.follow("Bắt đầu kiểm tra")
    officer.page.locator("select[name=school]").select_option(label=school)
    officer.page.get_by_label("Đại diện nhà trường").fill("Nguyễn Thị Hoa, hiệu trưởng")
    officer.press("Bắt đầu")
    expect(officer.page.locator("h1")).to_have_text(school)


def current(officer: Visitor) -> Locator:
    return officer.page.locator("[data-step].current")


def state(officer: Visitor) -> Locator:
    return officer.page.locator("#save-state")


def step(officer: Visitor) -> None:
    officer.press("Tiếp")


def stored(officer: Visitor) -> int:
    return officer.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('portal:')).length")


def picture(name: str) -> dict[str, object]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": files.picture(size=(800, 600))}


def take_photo(place: Locator, name: str) -> None:
    place.locator("input[type=file]").set_input_files([picture(name)])


def answer_the_rest(officer: Visitor) -> None:
    """Everything that is left is good."""
    while officer.page.locator("[data-step][data-result=not_looked]").count():
        if current(officer).get_attribute("data-result") == "not_looked":
            officer.press("Đạt", inside=current(officer))
        step(officer)


def test_a_visit_on_a_phone_from_the_first_topic_to_the_minutes(arrive: Arrive) -> None:
    officer = arrive("chuyenvien", screen=PHONE)
    begin(officer)
    step(officer)

    # With connection: one answer, saved by itself.
    good = current(officer).get_by_role("button", name="Đạt")
    box = good.bounding_box()
    assert box is not None
    assert box["height"] >= TARGET
    good.tap()
    expect(state(officer)).to_have_text(SAVED)
    step(officer)

    # Without: an issue with note, day and photo stays in the phone and is sent when the connection is back.
    topic = current(officer)
    finding = topic.get_attribute("id")
    with officer.witness.expecting(OFFLINE):
        officer.page.context.set_offline(True)
        officer.press("Cần khắc phục", inside=topic)
        topic.get_by_label("Nhận xét").fill("Mái hiên dột ở hai phòng.")
        topic.get_by_label("Khắc phục chậm nhất ngày").fill("2031-03-05")
        take_photo(topic, "mai-hien.jpg")
        expect(officer.page.locator("#save-notice")).to_contain_text("Mất kết nối")
        expect(officer.page.locator("[data-photo-state]")).to_contain_text("1 ảnh chờ gửi")
        assert stored(officer) == 2
        officer.page.context.set_offline(False)
        expect(state(officer)).to_have_text(SAVED)
    expect(topic.locator(".visit-photo")).to_have_count(1)
    expect(officer.page.locator("[data-photo-state]")).to_be_empty()
    assert stored(officer) == 0
    officer.page.reload()
    expect(officer.page.locator(f"#{finding} textarea")).to_have_value("Mái hiên dột ở hai phòng.")
    expect(officer.page.locator(f"#{finding} .visit-photo")).to_have_count(1)
    assert officer.page.evaluate("document.documentElement.scrollWidth") == PHONE[0]

    # The rest, the conclusion, the end.
    answer_the_rest(officer)
    officer.page.locator("[data-map] a").last.click()
    officer.page.get_by_label("Kết luận của đoàn").fill("Một việc phải khắc phục.")
    expect(state(officer)).to_have_text(SAVED)
    officer.press("Kiểm tra và kết thúc")
    expect(officer.page.locator("main")).to_contain_text("không ai sửa được lần kiểm tra này nữa")
    officer.press("Kết thúc và báo nhà trường")
    expect(officer.message).to_contain_text("Đã kết thúc lần kiểm tra")

    # The minutes come out of the queue.
    officer.follow("Biên bản (PDF)")
    officer.page.get_by_role("button", name="Tạo Biên bản (PDF)").click()
    link = officer.page.get_by_role("link", name="Tải Biên bản (PDF)")
    expect(link).to_be_visible(timeout=120_000)
    data = officer.page.context.request.get(link.get_attribute("href") or "").body()
    with pdfplumber.open(io.BytesIO(data)) as minutes:
        text = " ".join((page.extract_text() or "") for page in minutes.pages)
        pictures = sum(len(page.images) for page in minutes.pages)
    assert "Mái hiên dột ở hai phòng." in text
    assert "05/3/2031" in text or "05/03/2031" in text
    assert pictures == 1


def test_what_was_typed_offline_survives_closing_the_page(arrive: Arrive) -> None:
    officer = arrive("chuyenvien", screen=PHONE)
    begin(officer, "MN Cao An")
    address = officer.page.url
    step(officer)
    with officer.witness.expecting(OFFLINE):
        officer.page.context.set_offline(True)
        current(officer).get_by_label("Nhận xét").fill("Ghi lúc mất mạng.")
        take_photo(current(officer), "san.jpg")
        expect(officer.page.locator("#save-notice")).to_contain_text("Mất kết nối")
        expect(officer.page.locator("[data-photo-state]")).to_contain_text("1 ảnh chờ gửi")
    page, officer.page = officer.page, officer.page.context.new_page()
    page.close()
    officer.page.context.set_offline(False)

    officer.page.goto(address)

    expect(state(officer)).to_have_text(SAVED)
    expect(officer.page.locator(".visit-photo")).to_have_count(1)
    officer.page.reload()
    expect(officer.page.locator("textarea[name$='-note']").first).to_have_value("Ghi lúc mất mạng.")


def test_two_people_at_one_visit_see_each_others_words(arrive: Arrive) -> None:
    first, second = arrive("chuyenvien", screen=PHONE), arrive("chuyenvien")
    begin(first, "MN Lương Điền")
    second.go(first.path)
    step(first)
    name = current(first).locator("textarea").get_attribute("name")
    first.page.locator(f"[name='{name}']").fill("Ghi ở điện thoại.")
    expect(state(first)).to_have_text(SAVED)

    second.page.locator(f"[name='{name}']").fill("Ghi ở máy tính.")

    box = second.page.locator(f"[id='{name}-conflict']")
    expect(box).to_contain_text("Người khác vừa ghi: “Ghi ở điện thoại.”")
    second.press("Giữ bản của tôi", inside=box)
    expect(state(second)).to_have_text(SAVED)
    first.page.reload()
    expect(first.page.locator(f"[name='{name}']")).to_have_value("Ghi ở máy tính.")


def test_an_expired_session_loses_neither_text_nor_photo(arrive: Arrive) -> None:
    officer = arrive("chuyenvien", screen=PHONE)
    begin(officer, "MN Cẩm Đoài")
    step(officer)
    cookies = officer.page.context.cookies()
    with officer.witness.expecting("403"):
        officer.page.context.clear_cookies()
        current(officer).get_by_label("Nhận xét").fill("Ghi khi phiên đã hết.")
        take_photo(current(officer), "lop.jpg")
        expect(officer.page.locator("#save-notice")).to_contain_text("Phiên làm việc đã hết")
        expect(officer.page.locator("[data-photo-queue]")).to_contain_text("Phiên làm việc đã hết")
    officer.page.context.add_cookies(cookies)  # type: ignore[arg-type]

    officer.page.reload()

    expect(state(officer)).to_have_text(SAVED)
    expect(officer.page.locator(".visit-photo")).to_have_count(1)


def test_without_scripts_the_visit_is_a_plain_form(arrive: Arrive) -> None:
    officer = arrive("chuyenvien", screen=PHONE, scripts=False)
    begin(officer, "MN Cẩm Văn")
    line = officer.page.locator("[data-step]").nth(1)

    line.locator("select").select_option("issue")
    line.get_by_label("Nhận xét").fill("Ghi không cần mã lệnh.")
    take_photo(line, "bep.jpg")
    officer.press("Lưu")

    expect(officer.message).to_contain_text("Đã lưu lúc")
    expect(line.get_by_label("Nhận xét")).to_have_value("Ghi không cần mã lệnh.")
    expect(line.locator(".visit-photo")).to_have_count(1)
