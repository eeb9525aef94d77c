"""The summary as pages, measured in the produced bytes: both families, and another organisation's names (domain
reference §1.2–§1.4). Lengths in millimetres, sizes in points."""

import datetime as dt
import io
from functools import cache
from itertools import pairwise
from typing import Any

import pdfplumber
import pytest

from reports.documents.content import Heading, Paragraph, Verification
from reports.documents.numbering import numbered
from reports.documents.pdf import render_pdf
from tests.reports.layouts import (
    NAMES,
    SIGNER,
    a_summary,
    an_appendix,
    body_lines,
    grouped_table,
    lines,
    numbers_in_margin,
)
from tests.reports.pages import MM, centre, look, rules, words_at

SENTENCE = "Các đơn vị triển khai nhiệm vụ theo kế hoạch, phân công cụ thể và kiểm tra thường xuyên. "
BODY = (Heading(1, "I.", "Phần một"), Heading(2, "1.", "Mục một"), Paragraph(SENTENCE * 5), *lines(35))
LEFT, RIGHT, TOP, BOTTOM = 30, 15, 20, 20


def printed(document: Any) -> pdfplumber.PDF:
    return pdfplumber.open(io.BytesIO(render_pdf(document)))


@pytest.fixture(params=list(NAMES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@cache
def pages_for(name: str) -> list[Any]:
    """Two pages of text, an appendix of two pages and one across."""
    appendices = (
        an_appendix("Phụ lục I", grouped_table(3, 15)),
        an_appendix("Phụ lục II", grouped_table(2, 2), is_wide=True),
    )
    return printed(a_summary(name, body=BODY, appendices=appendices)).pages


@pytest.fixture
def pages(name: str) -> list[Any]:
    return pages_for(name)


@pytest.fixture
def is_party(name: str) -> bool:
    return name.startswith("party")


def words_inside(page: Any) -> list[dict[str, Any]]:
    return [word for word in page.extract_words() if word["top"] / MM >= 19]


# -- page ---------------------------------------------------------------------------------------------------------
def test_only_the_wide_appendix_lies_on_its_side(pages: list[Any]) -> None:
    assert [(round(page.width / MM), round(page.height / MM)) for page in pages] == [(210, 297)] * 4 + [(297, 210)]


def test_text_and_tables_keep_the_margins(pages: list[Any]) -> None:
    for page in pages:
        inside = words_inside(page)
        lines_of_tables = [*page.lines, *page.rects]
        assert min(word["x0"] for word in inside) / MM >= LEFT - 0.1
        assert max(word["x1"] for word in inside) <= page.width - (RIGHT - 0.6) * MM
        assert min(word["top"] for word in inside) / MM >= TOP - 0.5
        assert max(word["bottom"] for word in inside) <= page.height - (BOTTOM - 0.6) * MM
        assert all(rule["x0"] >= (LEFT - 0.2) * MM for rule in lines_of_tables)
        assert all(rule["x1"] <= page.width - (RIGHT - 0.2) * MM for rule in lines_of_tables)
    # The text begins where the margin ends.
    assert abs(min(word["top"] for word in words_inside(pages[1])) / MM - TOP) < 3
    assert abs(min(word["x0"] for word in words_inside(pages[1])) / MM - LEFT) < 13


def test_page_number_on_top_centre_from_page_two_and_anew_in_each_appendix(pages: list[Any], is_party: bool) -> None:
    assert numbers_in_margin(pages) == [[], ["2"], ["1"], ["2"], ["1"]]
    for page in pages[1:]:
        words = page.extract_words(extra_attrs=["size", "fontname"])
        (number,) = [word for word in words if word["bottom"] / MM < TOP]
        assert look([number]) == (14 if is_party else 13, False, False)
        assert abs(centre([number]) - (LEFT * MM + page.width - RIGHT * MM) / 2) < 1


def test_every_letter_comes_from_an_embedded_times(pages: list[Any]) -> None:
    fonts = {char["fontname"] for page in pages for char in page.chars}

    assert all("+" in font and ("Liberation-Serif" in font or "Times" in font) for font in fonts), fonts


# -- head ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["state", "another"])
def test_head_of_a_state_document(name: str, pages: list[Any]) -> None:
    page, (_, superior, issuer, symbol) = pages[0], NAMES[name]
    state = words_at(page, "CỘNG", "HÒA", "XÃ", "HỘI", "CHỦ", "NGHĨA", "VIỆT", "NAM")
    motto = words_at(page, "Độc", "lập", "-", "Tự", "do", "-", "Hạnh", "phúc")
    above, number = words_at(page, *superior.split()[:3]), words_at(page, "Số:", f"/{symbol}")
    own, date = words_at(page, *issuer.split()[:3]), words_at(page, "Nơi", "Ấy,", "ngày", "tháng", "năm", "2018")

    assert [look(words) for words in (state, motto, above, own, number, date)] == [
        (12, True, False),
        (13, True, False),
        (12, False, False),
        (12, True, False),
        (13, False, False),
        (13, False, True),
    ]
    # Two columns that do not touch; number and date on one line, with gaps for the clerk.
    left = [word for word in page.extract_words() if word["bottom"] < number[0]["bottom"] + 1 and word["x0"] < 99 * MM]
    assert max(word["x1"] for word in left) < state[0]["x0"] - 1 * MM
    assert abs(number[0]["top"] - date[0]["top"]) < 1.5
    assert number[1]["x0"] - number[0]["x1"] > 8 * MM
    assert abs(centre(state) - centre(motto)) < 1
    assert abs(centre(state) - centre(date)) < 1


@pytest.mark.parametrize("name", ["state", "another"])
def test_rules_under_the_names_have_their_lengths_and_stand_in_the_middle(name: str, pages: list[Any]) -> None:
    page = pages[0]
    text = page.extract_text_lines()
    motto = words_at(page, "Độc", "lập", "-", "Tự", "do", "-", "Hạnh", "phúc")
    issuer = [word for word in page.extract_words(extra_attrs=["fontname", "size"]) if word["x0"] < 99 * MM
              and "Bold" in word["fontname"] and word["text"].isupper() and word["bottom"] < 60 * MM]  # fmt: skip
    tops = {round(word["top"]) for word in issuer}
    lengths = [
        max(word["x1"] for word in issuer if round(word["top"]) == top)
        - min(word["x0"] for word in issuer if round(word["top"]) == top)
        for top in tops
    ]
    subject = [line for line in text if line["text"].startswith(("Kết quả thực hiện", "6 tháng", "thử nghiệm"))]
    found = rules(page, below=90)
    # The rule of the motto is the lower edge of its box, the others are lines of their own.
    under_issuer, under_subject = sorted((rule for rule in found if rule["height"] < 1), key=lambda rule: rule["top"])
    under_motto = max(found, key=lambda rule: rule["x0"])

    assert abs(under_motto["width"] - (motto[-1]["x1"] - motto[0]["x0"])) < 2
    assert abs(under_motto["x0"] - motto[0]["x0"]) < 1
    assert 0 < under_motto["bottom"] - motto[0]["bottom"] < 6
    assert 1 / 3 <= under_issuer["width"] / max(lengths) <= 1 / 2
    assert abs(under_issuer["x0"] + under_issuer["width"] / 2 - (LEFT + 165 * 0.21) * MM) < 1
    assert 0 <= under_issuer["bottom"] - max(word["bottom"] for word in issuer) < 6
    longest = max(line["x1"] - line["x0"] for line in subject)
    assert 1 / 3 <= under_subject["width"] / longest <= 1 / 2
    assert abs(under_subject["x0"] + under_subject["width"] / 2 - 112.5 * MM) < 1
    assert 0 <= under_subject["bottom"] - max(line["bottom"] for line in subject) < 8


@pytest.mark.parametrize("name", ["party-36", "party-05"])
def test_head_of_a_party_document(name: str, pages: list[Any]) -> None:
    page, (_, superior, issuer, symbol) = pages[0], NAMES[name]
    heading = words_at(page, "ĐẢNG", "CỘNG", "SẢN", "VIỆT", "NAM")
    (rule,) = rules(page)
    star, dashes = words_at(page, "*"), words_at(page, "-----")
    own = words_at(page, *issuer.split())
    number, date = words_at(page, "Số", f"-{symbol}"), words_at(page, "Nơi", "Ấy,", "ngày", "tháng", "năm", "2018")

    assert [look(words) for words in (heading, words_at(page, *superior.split()), own, number, date)] == [
        (15, True, False),
        (14, False, False),
        (14, True, False),
        (14, False, False),
        (14, False, True),
    ]
    assert abs(rule["width"] - (heading[-1]["x1"] - heading[0]["x0"])) < 2
    assert own[0]["bottom"] <= star[0]["bottom"] <= number[0]["bottom"]
    assert abs(centre(star) - centre(own)) < 1
    assert abs(centre(dashes) - 112.5 * MM) < 1
    assert number[1]["x0"] - number[0]["x1"] > 8 * MM
    assert "CỘNG HÒA" not in page.extract_text()


def test_title_stands_in_the_middle(pages: list[Any], is_party: bool) -> None:
    page = pages[0]
    kind, subject = words_at(page, "BÁO", "CÁO"), words_at(page, "Kết", "quả", "thực", "hiện")

    assert (look(kind), look(subject)) == ((16 if is_party else 14, True, False), (14, True, False))
    assert abs(centre(kind) - 112.5 * MM) < 1
    # The year does not stand alone on a line.
    assert all(line["text"] != "2018" for line in page.extract_text_lines())


@pytest.mark.parametrize(
    ("number", "day", "written"),
    [
        (5, dt.date(2018, 2, 5), ("05", "ngày 05 tháng 02 năm 2018")),
        (12, dt.date(2018, 3, 10), ("12", "ngày 10 tháng 3 năm 2018")),
        (125, dt.date(2018, 12, 9), ("125", "ngày 09 tháng 12 năm 2018")),
    ],
)
@pytest.mark.parametrize("family", ["state", "party-36"])
def test_zeros_stand_before_small_numbers_days_and_the_first_two_months(
    family: str, number: int, day: dt.date, written: tuple[str, str]
) -> None:
    document = numbered(a_summary(family), number=number, issued_on=day, year=2018)
    with printed(document) as pdf:
        text = pdf.pages[0].extract_text()

    label = f"Số: {written[0]}/BC-CQ" if family == "state" else f"Số {written[0]}-BC/BTD"
    assert label in text
    assert f"Nơi Ấy, {written[1]}" in text


# -- body ---------------------------------------------------------------------------------------------------------
def test_body_is_justified_indented_and_spaced(name: str, pages: list[Any], is_party: bool) -> None:
    page = pages[0]
    first = words_at(page, "Các", "đơn", "vị")
    long = [line for line in page.extract_text_lines() if 0 <= line["top"] - first[0]["top"] < 80]
    full, short = [line for line in long if "ngắn" not in line["text"]][:-1], "Dòng chữ ngắn của thân văn bản."
    gaps = {round(after["top"] - before["top"], 1) for before, after in pairwise(full)}
    paragraphs = [line["top"] for line in pages[1].extract_text_lines() if line["text"] == short]

    assert look(first) == (14, False, False)
    assert abs(first[0]["x0"] / MM - (LEFT + (10 if is_party else 12.7))) < 0.3
    assert all(abs(line["x1"] - 195 * MM) < 1.5 for line in full)
    assert all(abs(line["x0"] - LEFT * MM) < 1 for line in full[1:])
    (line_height,) = gaps
    # From single (1.15 of the size) to one and a half; paragraphs stand at least 6 points apart.
    assert 14 * 1.15 <= line_height <= 14 * 1.5 * 1.15
    assert min(after - before for before, after in pairwise(paragraphs)) >= line_height + 5.9
    if name == "party-05":
        assert line_height == pytest.approx(19, abs=0.1)


def test_parts_and_sections_are_bold_and_indented(pages: list[Any], is_party: bool) -> None:
    part, section = words_at(pages[0], "I.", "PHẦN", "MỘT"), words_at(pages[0], "1.", "Mục", "một")

    assert (look(part), look(section)) == ((14, True, False), (14, True, False))
    assert all(abs(words[0]["x0"] / MM - (LEFT + (10 if is_party else 12.7))) < 0.3 for words in (part, section))


# -- ending -------------------------------------------------------------------------------------------------------
def test_ending(name: str, pages: list[Any], is_party: bool) -> None:
    page = next(page for page in pages if SIGNER in page.extract_text())
    label, one = words_at(page, "Nơi", "nhận:"), words_at(page, "-", "Lãnh")
    title, signer = words_at(page, "NGƯỜI", "ĐỨNG", "ĐẦU"), words_at(page, *SIGNER.split())
    filed = words_at(page, "-", "Lưu") if is_party else words_at(page, "-", "Lưu:", "VT.")
    end = "xem xét." if name == "party-05" else "xem xét./."

    assert end in page.extract_text()
    assert look(label) == ((14, False, False) if is_party else (12, True, True))
    assert [look(words) for words in (one, filed)] == [(12 if is_party else 11, False, False)] * 2
    assert (look(title), look(signer)) == ((14, name != "party-05", False), (14, True, False))
    assert abs(label[0]["top"] - title[0]["top"]) < 4
    assert abs(label[0]["x0"] - LEFT * MM) < 1
    assert label[-1]["x1"] < title[0]["x0"]
    assert abs(centre(title) - centre(signer)) < 1
    assert (signer[0]["top"] - title[0]["bottom"]) / MM > 20  # room for signature and seal


# -- appendices ---------------------------------------------------------------------------------------------------
def test_head_of_an_appendix(pages: list[Any]) -> None:
    for page, numeral in ((pages[2], "I"), (pages[4], "II")):
        label, title = words_at(page, "Phụ", "lục", numeral), words_at(page, "TÊN", "CỦA", "PHỤ", "LỤC", numeral)
        reference = words_at(page, "(Kèm", "theo", "Báo", "cáo)")
        middle = (LEFT * MM + page.width - RIGHT * MM) / 2

        assert [look(words) for words in (label, title, reference)] == [(14, True, False)] * 2 + [(14, False, True)]
        assert all(abs(centre(words) - middle) < 1 for words in (label, title, reference))
        assert label[0]["top"] < title[0]["top"] < reference[0]["top"]


def test_table_fills_the_sheet_and_repeats_its_head(pages: list[Any]) -> None:
    for page in pages[2:]:
        head = words_at(page, "TT")
        grid = page.find_tables()[0]

        assert look(head) == (12, True, False)
        assert abs(grid.bbox[0] - LEFT * MM) < 1
        assert abs(grid.bbox[2] - (page.width - RIGHT * MM)) < 1
        assert "TT Nội dung của bảng Kết quả" in page.extract_text()


# -- verification -------------------------------------------------------------------------------------------------
def test_code_stands_in_the_bottom_margin_of_every_page_and_moves_nothing(name: str, pages: list[Any]) -> None:
    appendices = (
        an_appendix("Phụ lục I", grouped_table(3, 15)),
        an_appendix("Phụ lục II", grouped_table(2, 2), is_wide=True),
    )
    seal = Verification("ABCDE-FGHJK", "https://portal.example/verify/ABCDEFGHJK/")
    with printed(a_summary(name, body=BODY, appendices=appendices, verification=seal)) as pdf:
        assert [body_lines(page) for page in pdf.pages] == [body_lines(page) for page in pages]
        for page in pdf.pages:
            (code,) = [word for word in page.extract_words() if word["text"] == "ABCDE-FGHJK"]
            (picture,) = page.images
            edge = page.height - BOTTOM * MM
            assert code["top"] > edge
            assert picture["top"] >= edge
            assert picture["bottom"] <= page.height - 2 * MM
            assert picture["x0"] >= (LEFT - 0.1) * MM
            assert abs(picture["width"] - picture["height"]) < 0.5
            assert picture["width"] / MM >= 12
