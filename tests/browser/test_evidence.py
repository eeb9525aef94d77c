"""Files in the form: sent one by one with their own answer, sent again after a lost connection, taken off."""

from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.reporting import open_owed_report
from tests.browser.visitor import PHONE
from tests.reports import files


def chosen(content: bytes, name: str) -> dict[str, object]:
    """A file as picked in the dialogue of the browser."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_every_file_gets_its_own_answer_and_typed_text_stays(arrive: Arrive) -> None:
    clerk = arrive("vanthu")
    open_owed_report(clerk)
    box = clerk.page.locator("[data-evidence]")
    text = clerk.page.locator("textarea[name^='section-']").first
    text.fill("Đang viết dở.")

    with clerk.witness.expecting("422"):
        box.get_by_label("Tệp minh chứng").set_input_files(
            [
                chosen(files.picture(), "Bếp ăn bán trú.jpg"),
                chosen(b"MZ" + b"\0" * 99, "Biên bản.pdf"),
                chosen(files.pdf(), "Kế hoạch.pdf"),
            ]
        )
        expect(box.locator("[data-evidence-list] a")).to_have_text(["Bếp ăn bán trú.jpg", "Kế hoạch.pdf"])

    expect(box.locator("[data-evidence-progress]")).to_contain_text("Biên bản.pdf ✕ Tệp là chương trình máy tính")
    expect(text).to_have_value("Đang viết dở.")
    box.get_by_text("Xem ảnh").click()
    expect(box.locator("img")).to_have_js_property("naturalWidth", 64)
    expect(clerk.page.locator("#save-state")).to_contain_text("Đã lưu")


def test_a_lost_connection_costs_one_click(arrive: Arrive) -> None:
    clerk = arrive("vanthu", screen=PHONE)
    open_owed_report(clerk)
    box = clerk.page.locator("[data-evidence]")

    with clerk.witness.expecting("ERR_INTERNET_DISCONNECTED"):
        clerk.page.context.set_offline(True)
        box.get_by_label("Tệp minh chứng").set_input_files([chosen(files.pdf(), "Kế hoạch.pdf")])
        expect(box.locator("[data-evidence-progress]")).to_contain_text("Mất kết nối.")
        clerk.page.context.set_offline(False)
    box.get_by_role("button", name="Thử lại").click()

    expect(box.locator("[data-evidence-list] a")).to_have_text("Kế hoạch.pdf")
    expect(box.locator("[data-evidence-progress] li")).to_have_count(0)


def test_a_file_is_taken_off_after_its_consequence_is_read(arrive: Arrive) -> None:
    clerk = arrive("vanthu")
    open_owed_report(clerk)
    box = clerk.page.locator("[data-evidence]")
    box.get_by_label("Tệp minh chứng").set_input_files([chosen(files.pdf(), "Kế hoạch.pdf")])

    box.get_by_text("Gỡ tệp này").click()
    expect(box).to_contain_text("bản đã gửi trước đây vẫn giữ tệp của bản đó")
    box.get_by_role("button", name="Gỡ tệp Kế hoạch.pdf").click()

    expect(box.locator("[data-evidence-list]")).to_have_text("Chưa có tệp nào.")


def test_files_are_sent_and_refused_without_javascript(arrive: Arrive) -> None:
    clerk = arrive("vanthu", scripts=False)
    open_owed_report(clerk)
    box = clerk.page.locator("[data-evidence]")
    box.get_by_label("Tệp minh chứng").set_input_files(
        [chosen(files.pdf(), "Kế hoạch.pdf"), chosen(b"<svg>", "Ảnh.png"), chosen(b"", "Rỗng.docx")]
    )

    with clerk.witness.expecting("422"):
        box.get_by_role("button", name="Tải lên").click()
        refused = clerk.page.get_by_role("alert")
        expect(refused).to_contain_text("2 tệp không tải lên được")
        expect(refused).to_contain_text("Ảnh.png")
        expect(refused).to_contain_text("Rỗng.docx: Tệp rỗng.")
    clerk.page.get_by_role("link", name="Trở lại báo cáo").click()

    expect(box.locator("[data-evidence-list] a")).to_have_text("Kế hoạch.pdf")
