"""A school tells on a phone how far its work is, with photos; the office sees it at once."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.portal import EmbeddedPortal
from tests.browser.visitor import PHONE
from tests.facilities.test_photos import from_a_phone
from tests.reports import files

NAME = "Sửa mái nhà lớp học"
BEGIN = f"""
import datetime as dt
from django.utils import timezone
from facilities.models import Work
from schools.models import School
school = School.objects.get(organisation__memberships__user__username="vanthu")
start = timezone.localdate() - dt.timedelta(days=40)
Work.objects.create(school=school, kind="repair", name="{NAME}", planned_start=start,
    planned_end=start + dt.timedelta(days=80))
print(school.pk)
"""


def test_a_clerk_tells_progress_with_photos_on_a_phone(portal: EmbeddedPortal, arrive: Arrive) -> None:
    school = portal.arrange(BEGIN).strip()
    clerk = arrive("vanthu", screen=PHONE)
    page = clerk.page
    clerk.go(f"/schools/{school}/")
    clerk.follow(NAME)
    expect(page.locator("main")).to_contain_text("quá ngày khởi công 40 ngày")
    clerk.follow("Báo tiến độ")
    _fits(page)

    page.get_by_label("Khối lượng đã làm (%)").fill("100")
    page.get_by_label("Tình trạng").select_option("running")
    page.get_by_label("Ghi chú").fill("Đã lợp xong một nửa mái.")
    with clerk.witness.expecting("422"):
        clerk.press("Gửi tiến độ")
        expect(page.locator("main")).to_contain_text("Khối lượng đã đủ 100%")
    expect(page.get_by_label("Ghi chú")).to_have_value("Đã lợp xong một nửa mái.")

    page.get_by_label("Khối lượng đã làm (%)").fill("50")
    page.get_by_label("Chụp ảnh tại công trình").set_input_files(
        {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": from_a_phone((1600, 1200))}
    )
    page.get_by_label("Hoặc chọn ảnh có sẵn").set_input_files(
        [
            {"name": "mai.png", "mimeType": "image/png", "buffer": files.picture("PNG", (800, 600))},
            {"name": "ban-ve.jpg", "mimeType": "image/jpeg", "buffer": files.pdf()},
        ]
    )
    clerk.press("Gửi tiến độ")

    expect(clerk.message.first).to_contain_text("Ảnh “ban-ve.jpg” không nhận: Tệp không phải ảnh.")
    expect(page.locator("h2").first).to_have_text("Khối lượng 50%")
    photos = page.locator("img[alt^='Ảnh']")
    expect(photos).to_have_count(2)
    photos.last.scroll_into_view_if_needed()
    # The lying photo of an upright phone stands now.
    for photo, (width, height) in zip(photos.all(), [(240, 320), (320, 240)], strict=True):
        expect(photo).to_have_js_property("naturalWidth", width)
        expect(photo).to_have_js_property("naturalHeight", height)
    _fits(page)

    officer = arrive("chuyenvien")
    officer.go("/facilities/")
    officer.page.locator("main a", has_text="Công trình").first.click()
    officer.page.get_by_label("Tìm trường, công trình").fill("sua mai")
    officer.page.keyboard.press("Enter")
    row = officer.page.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("50%")
    expect(row).to_contain_text("Đang thi công")


def _fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
