"""The summary as content and as PDF, read back from the produced bytes."""

import io
import itertools
import logging
from collections.abc import Iterator
from typing import Any

import pdfplumber
import pytest
from pdfminer.pdftypes import resolve1

from reports.documents.content import (
    Appendix,
    Block,
    Column,
    Heading,
    Item,
    Letterhead,
    Paragraph,
    Row,
    Signature,
    SummaryDocument,
    Table,
    content_sha256,
)
from reports.documents.pdf import render, render_pdf
from reports.documents.wording import GAP
from vietnamese.text import nfc

MM = 72 / 25.4
VOWELS = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"]
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
FILLER = "Các trường đã triển khai nhiệm vụ theo kế hoạch, phân công cụ thể và kiểm tra thường xuyên. "


def a_document(**changes: Any) -> SummaryDocument:
    parts: dict[str, Any] = {
        "letterhead": Letterhead(
            "CƠ QUAN CẤP TRÊN", "CƠ QUAN BÁO CÁO", f"Số:{GAP}/BC-CQ", "Nơi đây, ngày tháng năm 2018"
        ),
        "kind": "BÁO CÁO",
        "subject": "Kết quả thực hiện nhiệm vụ thử nghiệm 6 tháng năm 2018",
        "addressee": "Ủy ban nhận báo cáo",
        "is_illustrative": False,
        "opening": (Paragraph(FILLER),),
        "body": (Heading(1, "I.", "Phần một"), Paragraph(FILLER), Item("một việc")),
        "closing": "Trên đây là báo cáo kết quả./.",
        "recipients": ("- Như trên;", "- Lưu: VT."),
        "signature": Signature("", "Người đứng đầu", "Nguyễn Thị Minh Họa"),
        "appendices": (),
    }
    return SummaryDocument(**(parts | changes))


def long_table(rows: int) -> Table:
    columns = (Column("TT", 10, "center"), Column("Tên trường dài", 60), Column("Kết quả", 30, "right"))
    return Table("", columns, tuple(Row((str(n), f"Trường số {n}", "1,02%")) for n in range(1, rows + 1)))


def read(document: SummaryDocument) -> pdfplumber.PDF:
    return pdfplumber.open(io.BytesIO(render_pdf(document)))


@pytest.fixture(scope="module")
def pages() -> Iterator[list[Any]]:
    """A document whose body runs over several pages, with two appendices."""
    alphabet = [
        letter
        for vowel, tone in itertools.product(VOWELS, TONES)
        for letter in (nfc(vowel + tone), nfc((vowel + tone).upper()))
    ]
    body: tuple[Block, ...] = (
        Heading(1, "I.", "Bảng chữ cái"),
        Paragraph(" ".join(alphabet)),
        Paragraph("b c d đ g h k l m n p q r s t v x B C D Đ G H K L M N P Q R S T V X"),
        *(Paragraph(FILLER * 6) for _ in range(6)),
        long_table(60),
    )
    appendices = tuple(
        Appendix(f"Phụ lục {numeral}", "Tên phụ lục", "(Kèm theo Báo cáo)", (long_table(60),))
        for numeral in ("I", "II")
    )
    with read(a_document(body=body, appendices=appendices)) as pdf:
        yield pdf.pages


# -- page ---------------------------------------------------------------------------------------------------------
def test_every_page_is_a4_portrait(pages: list[Any]) -> None:
    assert {(round(page.width / MM), round(page.height / MM)) for page in pages} == {(210, 297)}


def test_text_keeps_the_margins(pages: list[Any]) -> None:
    """20 mm above and below, 30 mm left, 15 mm right; only the page number stands in the top margin."""
    for page in pages:
        inside = [word for word in page.extract_words() if word["top"] / MM >= 19]
        assert min(word["x0"] for word in inside) / MM >= 29.9
        assert max(word["x1"] for word in inside) / MM <= 195.6  # the last stroke of an italic or a sign overhangs
        assert max(word["bottom"] for word in inside) / MM <= 277.6
    full_lines = [line for line in pages[0].extract_text_lines() if line["text"].startswith("nhiệm vụ")]
    left = min(word["x0"] for word in pages[1].extract_words())
    assert abs(left / MM - 30) < 0.5
    assert all(abs(line["x0"] / MM - 30) < 0.5 for line in full_lines)


def test_first_line_is_indented_and_both_edges_are_even(pages: list[Any]) -> None:
    lines = [line for line in pages[0].extract_text_lines() if "Các trường đã triển khai" in line["text"]]
    first = next(line for line in lines if line["text"].startswith("Các trường"))

    assert abs(first["x0"] / MM - 42.7) < 0.3
    assert abs(first["x1"] / MM - 195) < 0.5


def test_page_number_on_top_centre_from_page_two(pages: list[Any]) -> None:
    def in_margin(page: Any) -> list[Any]:
        return [word for word in page.extract_words() if word["bottom"] / MM < 20]

    assert in_margin(pages[0]) == []
    centre = (30 + 195) / 2
    for page in pages[1:]:
        (number,) = in_margin(page)
        assert abs((number["x0"] + number["x1"]) / 2 / MM - centre) < 1
        assert 12.5 < number["bottom"] - number["top"] < 16
    starts = [i for i, page in enumerate(pages) if "Phụ lục I" in page.extract_text()]
    numbers = [int(in_margin(page)[0]["text"]) for page in pages[1:]]
    expected, number = [], 1
    for i in range(1, len(pages)):
        number = 1 if i in starts else number + 1
        expected.append(number)
    assert numbers == expected
    assert len(starts) == 2


def test_only_embedded_times_like_fonts(pages: list[Any]) -> None:
    names = {char["fontname"] for page in pages for char in page.chars}

    assert all("+" in name and ("Liberation-Serif" in name or "Times" in name) for name in names), names
    for page in pages:
        fonts = resolve1(resolve1(page.page_obj.resources)["Font"])
        for font in map(resolve1, fonts.values()):
            descendant = resolve1(resolve1(font["DescendantFonts"])[0])
            assert {"FontFile2", "FontFile3"} & set(resolve1(descendant["FontDescriptor"]))


def test_every_vietnamese_letter_survives_extraction(pages: list[Any]) -> None:
    text = pages[0].extract_text() + pages[1].extract_text()

    for vowel, tone in itertools.product(VOWELS, TONES):
        assert nfc(vowel + tone) in text
        assert nfc((vowel + tone).upper()) in text
    assert "đ" in text
    assert "Đ" in text


def test_table_header_is_repeated_on_every_page(pages: list[Any]) -> None:
    with_rows = [page.extract_text() for page in pages if "Trường số" in page.extract_text()]

    assert len(with_rows) > 4
    assert all("TT Tên trường dài Kết quả" in text for text in with_rows)


def test_rules_of_the_letterhead_have_their_lengths(pages: list[Any]) -> None:
    motto = next(line for line in pages[0].extract_text_lines() if "Độc lập - Tự do - Hạnh phúc" in line["text"])
    words = [word for word in pages[0].extract_words() if abs(word["top"] - motto["top"]) < 2]
    motto_words = words[-6:]
    length = words[-1]["x1"] - next(word for word in words if word["text"] == "Độc")["x0"]
    issuer = next(
        line for line in pages[0].crop((0, 0, 99 * MM, 60 * MM)).extract_text_lines() if "BÁO" in line["text"]
    )
    rules = [rule for rule in [*pages[0].lines, *pages[0].rects] if rule["top"] < 80 * MM and rule["width"] > 20]
    widths = [rule["width"] for rule in rules]

    assert len(motto_words) == 6
    assert any(abs(width - length) < 2 for width in widths)
    assert any(1 / 3 <= width / (issuer["x1"] - issuer["x0"]) <= 1 / 2 for width in widths)


# -- ending -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("paragraphs", range(5, 12))
def test_signature_stays_with_the_last_lines(paragraphs: int) -> None:
    document = a_document(body=tuple(Paragraph(FILLER * 4) for _ in range(paragraphs)))
    with read(document) as pdf:
        texts = [page.extract_text() for page in pdf.pages]

    (signed,) = [text for text in texts if "Nguyễn Thị Minh Họa" in text]
    assert "Trên đây là báo cáo kết quả./." in signed
    assert "Nơi nhận:" in signed
    assert "NGƯỜI ĐỨNG ĐẦU" in signed


def test_text_from_schools_stays_text(caplog: pytest.LogCaptureFixture) -> None:
    nasty = '<img src="http://192.0.2.1/x.png"><script>alert(1)</script>'
    with caplog.at_level(logging.WARNING, "weasyprint"), read(a_document(opening=(Paragraph(nasty),))) as pdf:
        text = pdf.pages[0].extract_text()

    assert "<script>alert(1)</script>" in text
    assert caplog.records == []  # neither an ignored rule of the style sheet nor a refused address


def test_progress_goes_forward_to_the_end() -> None:
    seen: list[tuple[int, str]] = []
    pdf = render(a_document(body=(long_table(120),)), on_progress=lambda percent, step: seen.append((percent, step)))

    percents = [percent for percent, _ in seen]
    assert percents == sorted(percents)
    assert [step for _, step in seen if step == f"Dàn trang {pdf.pages}"]
    assert percents[-1] <= 100


def test_sample_data_is_marked() -> None:
    with read(a_document(is_illustrative=True)) as marked, read(a_document()) as plain:
        assert "DỮ LIỆU MINH HỌA" in marked.pages[0].extract_text()
        assert "MINH HỌA" not in plain.pages[0].extract_text()


# -- content ------------------------------------------------------------------------------------------------------
def test_equal_content_has_an_equal_hash_and_layout_counts() -> None:
    first, second = a_document(), a_document()

    assert content_sha256(first, layout="1") == content_sha256(second, layout="1")
    assert content_sha256(first, layout="1") != content_sha256(first, layout="2")
    assert content_sha256(first, layout="1") != content_sha256(a_document(closing="Khác./."), layout="1")


def test_kinds_of_blocks_are_told_apart_by_the_hash() -> None:
    paragraph, item = a_document(body=(Paragraph("x"),)), a_document(body=(Item("x"),))

    assert content_sha256(paragraph, layout="1") != content_sha256(item, layout="1")


def test_numbers_that_are_not_exact_are_no_content() -> None:
    with pytest.raises(TypeError, match="float"):
        content_sha256((1.5,), layout="1")
