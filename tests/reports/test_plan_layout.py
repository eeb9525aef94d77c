"""A plan as pages and as Word: one content, laid out by the measures of its family."""

from typing import Any

import pytest

from plans.enums import DocumentStyle, RecipientRole, TaskKind
from plans.models import Plan, PlanRecipient
from reports.documents.plan import build_plan
from tests.factories import OrganisationProfileFactory, PlanFactory, ReportingPeriodFactory, TargetFactory, TaskFactory
from tests.reports.pages import MM, look, words_at
from tests.reports.papers import opened, printed, words_of_pdf, words_of_word

pytestmark = pytest.mark.django_db
LONG = "Các trường triển khai nhiệm vụ, phân công cụ thể, kiểm tra thường xuyên và báo cáo kết quả đúng hạn. "


def a_plan(style: str = DocumentStyle.STATE, tasks: int = 3) -> Plan:
    """A plan of one part, with an assignment, a target, a period and recipients."""
    symbol = "KH/CU" if style == DocumentStyle.PARTY else "KH-CQ"
    plan = PlanFactory(style=style, number="04", symbol=symbol, signer_title="Thủ trưởng", signer_name="Trần Thị Mẫu")
    OrganisationProfileFactory(
        organisation=plan.issuer,
        name="Cơ quan Giáo dục Nơi Ấy",
        header_name="CƠ QUAN GIÁO DỤC",
        superior_header="ỦY BAN NƠI ẤY",
        place_name="Nơi Ấy",
        filing_note="VT, TH",
    )
    part = TaskFactory(plan=plan, code="I", label="I", title="Nội dung", kind=TaskKind.PART, position=1)
    group = TaskFactory(plan=plan, parent=part, code="I.1", label="1", title="Về chất lượng", position=2)
    for number in range(tasks):
        TaskFactory(
            plan=plan, parent=group, code=f"I.1.{number}", label=f"1.{number + 1}", title=f"Việc {number + 1}",
            text=LONG * 3, lead_label="Các trường", expected_result="Báo cáo", position=3 + number,
        )  # fmt: skip
    TargetFactory(plan=plan, indicator__name="Tỷ lệ thử")
    ReportingPeriodFactory(plan=plan)
    PlanRecipient.objects.create(plan=plan, name="Các trường", role=RecipientRole.CARRY_OUT)
    return plan


@pytest.mark.parametrize("style", DocumentStyle.values)
@pytest.mark.parametrize("annexes", [False, True])
def test_word_says_what_the_pdf_says(style: str, annexes: bool) -> None:
    document = build_plan(a_plan(style), annexes=annexes)

    assert words_of_word(document) == words_of_pdf(document)
    assert len(document.appendices) == (3 if annexes else 0)


def test_parts_of_a_state_plan_have_their_sizes() -> None:
    with printed(build_plan(a_plan())) as pdf:
        page, last = pdf.pages[0], pdf.pages[-1]
        looks = {
            "state": look(words_at(page, "CỘNG", "HÒA")),
            "motto": look(words_at(page, "Độc", "lập")),
            "superior": look(words_at(page, "ỦY", "BAN", "NƠI")),
            "issuer": look(words_at(page, "CƠ", "QUAN", "GIÁO")),
            "number": look(words_at(page, "Số:", "04/KH-CQ")),
            "day": look(words_at(page, "ngày", "05", "tháng", "02", "năm", "2018")),
            "kind": look(words_at(page, "KẾ", "HOẠCH")),
            "subject": look(words_at(page, "Kế", "hoạch", "thử", "nghiệm")),
            "part": look(words_at(page, "I.", "NỘI", "DUNG")),
            "group": look(words_at(page, "1.", "Về", "chất")),
            "task": look(words_at(page, "1.1.", "Các", "trường")),
            "label": look(words_at(last, "Nơi", "nhận:")),
            "recipient": look(words_at(last, "-", "Các", "trường", "(để")),
        }
        indents = [words_at(page, *texts)[0]["x0"] / MM for texts in (("I.", "NỘI"), ("1.", "Về"), ("1.1.", "Các"))]
        text = page.extract_text()

    assert looks == {
        "state": (12, True, False),
        "motto": (13, True, False),
        "superior": (12, False, False),
        "issuer": (12, True, False),
        "number": (13, False, False),
        "day": (13, False, True),
        "kind": (14, True, False),
        "subject": (14, True, False),
        "part": (14, True, False),
        "group": (14, True, False),
        "task": (14, False, False),
        "label": (12, True, True),
        "recipient": (11, False, False),
    }
    assert all(abs(indent - 42.7) < 0.3 for indent in indents)
    assert "Kính gửi" not in text
    assert "./." in last.extract_text()


def test_annexes_are_numbered_for_themselves_and_the_wide_ones_lie_on_their_side() -> None:
    with printed(build_plan(a_plan(tasks=40), annexes=True)) as pdf:
        pages = [
            (page.width > page.height, [w["text"] for w in page.extract_words() if w["bottom"] / MM < 20])
            for page in pdf.pages
        ]
        texts = [page.extract_text() for page in pdf.pages if page.width > page.height]
        wide = [word for page in pdf.pages if page.width > page.height for word in page.extract_words()]

    body = [number for is_wide, number in pages if not is_wide]
    assert body == [[], *([str(n)] for n in range(2, len(body))), ["1"]]
    assert [number for is_wide, number in pages if is_wide] == [["1"], ["2"], ["1"]]
    assert ["Phụ lục I\n" in text for text in texts] == [True, False, False]
    assert ["Nội dung nhiệm vụ" in text for text in texts] == [True, True, False]
    assert min(word["x0"] for word in wide) / MM >= 29.9


@pytest.mark.parametrize("tasks", range(4, 9))
def test_signature_is_never_torn_from_the_last_lines(tasks: int) -> None:
    with printed(build_plan(a_plan(tasks=tasks))) as pdf:
        (signed,) = [text for page in pdf.pages if "Trần Thị Mẫu" in (text := page.extract_text())]

    assert "trước ngày 10/3/2018./." in signed
    assert "- Lưu: VT, TH." in signed


def test_word_of_a_plan_has_real_headings_and_no_addressee() -> None:
    word = opened(build_plan(a_plan(), annexes=True))

    def lines(*styles: str) -> list[Any]:
        return [(p.style.name, p.text) for p in word.paragraphs if p.style.name in styles]

    assert lines("Title", "Heading 1", "Heading 2", "Kính gửi") == [
        ("Title", "KẾ HOẠCH"),
        ("Heading 1", "I. Nội dung"),
        ("Heading 2", "1. Về chất lượng"),
        ("Heading 1", "II. Chế độ báo cáo"),
        ("Heading 1", "Phụ lục I"),
        ("Heading 1", "Phụ lục II"),
        ("Heading 1", "Phụ lục III"),
    ]
    # The letterhead, the ending and a table for each annex.
    assert len(word.tables) == 5
    assert [round(section.page_width.mm) for section in word.sections] == [210, 297, 297, 210]
