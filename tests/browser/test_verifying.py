"""Genuine or not, asked by somebody without an account: a code typed in a hurry, a file dropped on the page."""

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.portal import EmbeddedPortal

# The bytes of a published file are put there by the test: what the worker would lay out is tested elsewhere.
DATA = "%PDF-1.7 published"
PUBLISH = f"""
import hashlib
from django.core.files.base import ContentFile
from django.utils import timezone
from reports.models import SummaryFile, SummaryReport
summary = SummaryReport.objects.published().exclude(replaced_by__isnull=False).order_by("pk").last()
SummaryFile.objects.filter(summary=summary).delete()
data, now = b"{DATA}", timezone.now()
SummaryFile.objects.create(summary=summary, content_sha256="0" * 64, state="ready", pages=9, requested_at=now,
    ready_at=now, file_sha256=hashlib.sha256(data).hexdigest(), file=ContentFile(data, "bao-cao.pdf"))
print(summary.code)
"""
DROP = """(frame, text) => {
  const files = new DataTransfer();
  files.items.add(new File([text], "tai-ve.pdf", { type: "application/pdf" }));
  for (const name of ["dragover", "drop"])
    frame.dispatchEvent(new DragEvent(name, { dataTransfer: files, bubbles: true, cancelable: true }));
}"""


def drop(frame: Locator, text: str) -> None:
    frame.evaluate(DROP, text)


def test_a_stranger_types_a_code_and_drops_files(arrive: Arrive, portal: EmbeddedPortal) -> None:
    visitor = arrive()
    code = portal.arrange(PUBLISH).split()[-1]
    visitor.go("/login/")
    visitor.follow("Kiểm tra báo cáo đã phát hành")
    verdict = visitor.page.locator("#verdict")
    frame = visitor.page.locator("section", has=visitor.page.locator("#by-file"))

    visitor.page.get_by_label("Mã in ở cuối mỗi trang").fill(f" {code[:5].lower()} {code[5:].lower()}")
    visitor.press("Kiểm tra mã")
    expect(verdict).to_contain_text("✓ Báo cáo đã phát hành, còn hiệu lực")
    assert visitor.path == f"/verify/{code}/"

    drop(frame, DATA)
    expect(verdict).to_contain_text("✓ Tệp đúng là bản đã phát hành")
    expect(visitor.page.locator("dl")).to_contain_text("tai-ve.pdf: PDF, 9 trang")

    drop(frame, DATA + " ")
    expect(verdict).to_contain_text("✕ Không phải tệp do cổng phát hành, hoặc đã bị sửa")


def test_it_works_without_scripts(arrive: Arrive, portal: EmbeddedPortal) -> None:
    visitor = arrive(scripts=False)
    portal.arrange(PUBLISH)
    visitor.go("/verify/")

    visitor.page.get_by_label("Tệp PDF, Word hoặc Excel của báo cáo").set_input_files(
        {"name": "bao-cao.pdf", "mimeType": "application/pdf", "buffer": DATA.encode()}
    )
    visitor.press("Kiểm tra tệp")

    expect(visitor.page.locator("#verdict")).to_contain_text("✓ Tệp đúng là bản đã phát hành")
    assert visitor.page.context.cookies() == [], "a stranger who checks a paper gets no cookie"
