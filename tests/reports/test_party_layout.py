"""Party documents as pages, read back from the bytes: where things stand and how large they are (reference §1.4)."""

import dataclasses
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from reports.documents.content import STATE_NAME, PlanDocument
from reports.documents.plan import build_plan
from reports.documents.profiles import ProfileKey
from reports.documents.summary import build_summary
from tests.factories import OrganisationProfileFactory, SummaryReportFactory, TaskFactory
from tests.reports.pages import MM, centre, look, rules, words_at
from tests.reports.papers import opened, printed, words_of_pdf, words_of_word
from tests.reports.parties import a_party_period, a_party_plan

pytestmark = pytest.mark.django_db
LONG = "Cấp ủy, chính quyền, đoàn thể triển khai nhiệm vụ, phân công cụ thể và kiểm tra thường xuyên. "


def a_plan(profile: ProfileKey = "party-36", paragraphs: int = 1) -> PlanDocument:
    plan = a_party_plan(
        preamble="Thực hiện Kết luận thử nghiệm, Ban Thường vụ ban hành kế hoạch như sau:",
        signer_capacity="TM. BAN THƯỜNG VỤ",
        signer_title="Phó Bí thư",
        signer_name="Nguyễn Văn Mẫu",
    )
    part = TaskFactory(plan=plan, code="I", label="I", title="Mục đích, yêu cầu", kind="part")
    for number in range(paragraphs):
        TaskFactory(plan=plan, parent=part, code=f"I.{number}", label="-", text=LONG * 4)
    return dataclasses.replace(build_plan(plan), profile=profile)


@pytest.fixture
def page() -> Iterator[Any]:
    with printed(a_plan()) as pdf:
        yield pdf.pages[0]


# -- head ---------------------------------------------------------------------------------------------------------
def test_heading_stands_top_right_over_a_rule_of_its_own_length(page: Any) -> None:
    heading = words_at(page, "ĐẢNG", "CỘNG", "SẢN", "VIỆT", "NAM")
    day = words_at(page, "Nơi", "Ấy,", "ngày")
    (rule,) = rules(page)

    assert look(heading) == (15, True, False)
    assert heading[0]["top"] / MM < 27
    assert heading[0]["x0"] / MM > 30 + 165 * 0.45
    assert heading[-1]["x1"] / MM <= 195
    assert abs(rule["width"] - (heading[-1]["x1"] - heading[0]["x0"])) < 2
    assert abs(rule["x0"] - heading[0]["x0"]) < 1
    assert heading[0]["bottom"] <= rule["bottom"] <= day[0]["top"]
    text = page.extract_text()
    assert STATE_NAME not in text
    assert "Độc lập" not in text


def test_issuer_stands_left_with_a_star_and_a_number_without_colon(page: Any) -> None:
    superior, issuer = words_at(page, "CẤP", "ỦY", "CẤP", "TRÊN"), words_at(page, "CẤP", "ỦY", "NƠI", "ẤY")
    star, number = words_at(page, "*"), words_at(page, "Số", "-KH/CU")

    assert [look(words) for words in (superior, issuer, star, number)] == [
        (14, False, False),
        (14, True, False),
        (14, False, False),
        (14, False, False),
    ]
    assert superior[0]["top"] < issuer[0]["top"] < star[0]["top"] < number[0]["top"]
    middle = (30 + 165 * 0.45 / 2) * MM
    assert all(abs(centre(words) - middle) < 1 for words in (superior, issuer, star, number))
    # Room for the clerk, who writes the number.
    assert number[1]["x0"] - number[0]["x1"] > 8 * MM


def test_place_and_day_are_italic_under_the_heading(page: Any) -> None:
    day, heading = words_at(page, "Nơi", "Ấy,", "ngày", "tháng", "năm", "2019"), words_at(page, "ĐẢNG", "CỘNG")
    issuer = words_at(page, "CẤP", "ỦY", "NƠI", "ẤY")

    assert look(day) == (14, False, True)
    assert day[0]["top"] > heading[0]["bottom"]
    assert day[0]["x0"] > issuer[-1]["x1"]
    assert day[3]["x0"] - day[2]["x1"] > 4 * MM


def test_title_and_subject_stand_in_the_middle_over_dashes(page: Any) -> None:
    kind, subject, dashes = (
        words_at(page, "KẾ", "HOẠCH"),
        words_at(page, "Thực", "hiện", "Kết"),
        words_at(page, "-----"),
    )

    assert (look(kind), look(subject)) == ((16, True, False), (14, True, False))
    middle = (30 + 195) / 2 * MM
    assert all(abs(centre(words) - middle) < 1 for words in (kind, dashes))
    assert kind[0]["top"] < subject[0]["top"] < dashes[0]["top"]


# -- body ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("profile", "points"), [("party-36", 18), ("party-05", 19)])
def test_lines_stand_exactly_so_far_apart(profile: ProfileKey, points: int) -> None:
    with printed(a_plan(profile)) as pdf:
        lines = [line for line in pdf.pages[0].extract_text_lines() if "chính quyền, đoàn thể" in line["text"]]
        body = words_at(pdf.pages[0], "-", "Cấp", "ủy,")
        heading = words_at(pdf.pages[0], "I-", "MỤC", "ĐÍCH,")

    assert look(body) == (14, False, False)
    assert look(heading) == (14, True, False)
    assert abs(body[0]["x0"] / MM - 40) < 0.3
    gaps = {round(after["top"] - before["top"], 1) for before, after in pairwise(lines)}
    assert gaps
    assert all(gap % points < 0.3 for gap in gaps)


def test_sheets_margins_fonts_and_page_numbers() -> None:
    with printed(a_plan(paragraphs=16)) as pdf:
        pages = pdf.pages
        inside = [word for page in pages for word in page.extract_words() if word["top"] / MM >= 19]
        numbers = [
            [(word["text"], round(word["size"])) for word in page.extract_words(extra_attrs=["size"])
             if word["bottom"] / MM < 20]
            for page in pages
        ]  # fmt: skip
        fonts = {char["fontname"] for page in pages for char in page.chars}

    assert len(pages) == 3
    assert {(round(page.width / MM), round(page.height / MM)) for page in pages} == {(210, 297)}
    assert min(word["x0"] for word in inside) / MM >= 29.9
    assert max(word["x1"] for word in inside) / MM <= 195.6
    assert max(word["bottom"] for word in inside) / MM <= 277.6
    assert numbers == [[], [("2", 14)], [("3", 14)]]
    assert all("+" in font and ("Liberation-Serif" in font or "Times" in font) for font in fonts), fonts


# -- ending -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("profile", "position_is_bold", "end"), [("party-36", True, "./."), ("party-05", False, "thường xuyên.")]
)
def test_signature_and_recipients(profile: ProfileKey, position_is_bold: bool, end: str) -> None:
    document = a_plan("party-36")
    if profile == "party-05":
        document = dataclasses.replace(document, profile=profile, closing=document.closing.replace("./.", "."))
    with printed(document) as pdf:
        page = pdf.pages[0]
        capacity, position = words_at(page, "T/M", "BAN", "THƯỜNG", "VỤ"), words_at(page, "PHÓ", "BÍ", "THƯ")
        name, label = words_at(page, "Nguyễn", "Văn", "Mẫu"), words_at(page, "Nơi", "nhận:")
        filed = words_at(page, "-", "Lưu", "Văn", "phòng", "Cấp", "ủy.")
        text = page.extract_text()
        underline = [rule for rule in [*page.lines, *page.rects, *page.curves] if rule["top"] > label[0]["top"]]

    assert end in text
    assert ("./." in text) == (profile == "party-36")
    assert [look(words) for words in (capacity, position, name)] == [
        (14, True, False),
        (14, position_is_bold, False),
        (14, True, False),
    ]
    assert (look(label), look(filed)) == ((14, False, False), (12, False, False))
    assert any(abs(line["x0"] - label[0]["x0"]) < 1 and line["top"] - label[0]["bottom"] < 3 for line in underline)
    assert abs(centre(capacity) - centre(position)) < 1
    assert abs(centre(position) - centre(name)) < 1
    assert (name[0]["top"] - position[0]["bottom"]) / MM > 20
    assert abs(label[0]["top"] - capacity[0]["top"]) < 4
    assert label[-1]["x1"] < capacity[0]["x0"]


@pytest.mark.parametrize("paragraphs", range(5, 10))
def test_signature_is_never_torn_from_the_last_lines(paragraphs: int) -> None:
    with printed(a_plan(paragraphs=paragraphs)) as pdf:
        (signed,) = [text for page in pdf.pages if "Nguyễn Văn Mẫu" in (text := page.extract_text())]

    assert "thường xuyên./." in signed
    assert "- Lưu Văn phòng Cấp ủy." in signed


# -- Word ---------------------------------------------------------------------------------------------------------
def test_word_has_the_styles_of_the_party() -> None:
    word = opened(a_plan())
    head, ending = word.tables
    left, right = ([p for p in cell.paragraphs if p.text] for cell in head.rows[0].cells)

    def seen(paragraphs: list[Any]) -> list[tuple[str, float, bool, bool]]:
        return [(p.text, p.style.font.size.pt, p.style.font.bold, p.style.font.italic) for p in paragraphs]

    assert seen(left) == [
        ("CẤP ỦY CẤP TRÊN", 14, False, False),
        ("CẤP ỦY NƠI ẤY", 14, True, False),
        ("*", 14, False, False),
        ("Số" + "\u00a0" * 10 + "-KH/CU", 14, False, False),
    ]
    assert [row[1:] for row in seen(right)] == [(15, True, False), (14, False, True)]
    label = ending.rows[0].cells[0].paragraphs[0]
    assert (label.text, label.style.font.size.pt, label.style.font.underline) == ("Nơi nhận:", 14, True)
    assert [p.text for p in ending.rows[0].cells[1].paragraphs if p.text] == [
        "T/M BAN THƯỜNG VỤ",
        "PHÓ BÍ THƯ",
        "Nguyễn Văn Mẫu",
    ]
    body = word.styles["Body Text"].paragraph_format
    assert (round(body.first_line_indent.mm), body.line_spacing.pt) == (10, 18)
    assert word.styles["Title"].font.size.pt == 16
    assert "-----" in [p.text for p in word.paragraphs]
    assert {"Quốc hiệu", "Tiêu ngữ"} & {style.name for style in word.styles} == set()
    (section,) = word.sections
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]


def test_word_of_guideline_05_has_wider_lines_and_an_upright_position() -> None:
    styles = opened(a_plan("party-05")).styles

    assert styles["Body Text"].paragraph_format.line_spacing.pt == 19
    assert styles["Chức vụ người ký"].font.bold is False
    assert styles["Chữ ký"].font.bold is True


def test_summary_is_laid_out_for_the_party_in_both_formats() -> None:
    period = a_party_period()
    OrganisationProfileFactory(organisation=period.submissions.first().organisation)
    document = build_summary(SummaryReportFactory(period=period))
    with printed(document) as pdf:
        heads = [
            look(words_at(pdf.pages[0], *texts)) for texts in (("ĐẢNG", "CỘNG"), ("BÁO", "CÁO"), ("Số", "-BC/BTT"))
        ]

    assert heads == [(15, True, False), (16, True, False), (14, False, False)]
    assert words_of_word(document) == words_of_pdf(document)
