"""The code at the foot of every page, read back from the produced files: as words, and as a phone reads the QR code."""

import dataclasses
from html import unescape
from io import BytesIO
from itertools import zip_longest
from typing import Any
from zipfile import ZipFile

import docx
import pdfplumber
import pytest
import zxingcpp

from reports.documents.content import (
    Appendix,
    Column,
    Heading,
    Letterhead,
    Paragraph,
    Row,
    Signature,
    SummaryDocument,
    Table,
    Verification,
)
from reports.documents.docx import render_docx
from reports.documents.pdf import render_pdf
from reports.documents.profiles import ProfileKey
from reports.documents.xlsx import render_xlsx
from tests.reports.pages import MM, words_at

ADDRESS = "https://ke-hoach.example.test/verify/ABCDEFGHJK/"
LINE = "Mã xác thực ABCDE-FGHJK · tra cứu tại ke-hoach.example.test/verify/"


def a_document(profile: ProfileKey = "state") -> SummaryDocument:
    """Upright pages full of text, an upright appendix and a wide one."""
    columns = (Column("TT", 10, "center"), Column("Nội dung", 90))
    table = Table("", columns, tuple(Row((str(number), "Nội dung của dòng")) for number in range(1, 61)))
    return SummaryDocument(
        letterhead=Letterhead("CƠ QUAN TRÊN", "CƠ QUAN", "Số: 05/BC-CQ", "Nơi Ấy, ngày 05 tháng 3 năm 2026"),
        kind="BÁO CÁO",
        subject="Kết quả thực hiện kế hoạch quý I năm 2026",
        addressee="Cơ quan trên",
        is_illustrative=False,
        opening=(Paragraph("Thực hiện kế hoạch, cơ quan báo cáo kết quả như sau:"),),
        body=(Heading(1, "I.", "Kết quả"), *(Paragraph("Các đơn vị đã triển khai nhiệm vụ. " * 30),) * 6),
        closing="Trên đây là báo cáo./.",
        recipients=("- Như trên;", "- Lưu: VT."),
        signature=Signature("", "Thủ trưởng", "Nguyễn Văn Mẫu"),
        appendices=(
            Appendix("Phụ lục I", "Chi tiết", "(Kèm theo)", (table,)),
            Appendix("Phụ lục II", "Bảng rộng", "(Kèm theo)", (table,), is_wide=True),
        ),
        profile=profile,
        verification=Verification("ABCDE-FGHJK", ADDRESS),
    )


@pytest.mark.parametrize("profile", ["state", "party-36", "party-05"])
def test_every_page_carries_code_and_qr_code_below_its_text(profile: ProfileKey) -> None:
    with pdfplumber.open(BytesIO(render_pdf(a_document(profile)))) as pdf:
        assert {page.width > page.height for page in pdf.pages} == {True, False}
        for page in pdf.pages:
            check_foot(page)


def check_foot(page: Any) -> None:
    """The QR code says the address; it and the words beside it hang in the bottom margin, the text stays above."""
    (image,) = page.images
    line = words_at(page, *LINE.split())
    bottom = page.height - 20 * MM

    assert [code.text for code in zxingcpp.read_barcodes(page.to_image(resolution=150).original)] == [ADDRESS]
    assert image["width"] / MM == pytest.approx(14, abs=0.1)
    assert image["x0"] / MM == pytest.approx(30, abs=0.1)
    assert bottom <= image["top"] < image["bottom"] <= page.height - 2 * MM
    assert bottom <= line[0]["top"]
    assert line[0]["x0"] > image["x1"]
    assert line[-1]["x1"] < page.width - 15 * MM
    others = [word for word in page.extract_words() if word["x0"] < image["x1"] or word["top"] < bottom - 1]
    assert max(word["bottom"] for word in others) <= bottom + 1


def test_it_moves_nothing_on_the_pages() -> None:
    document = a_document()
    bare = dataclasses.replace(document, verification=None)

    with pdfplumber.open(BytesIO(render_pdf(document))) as one, pdfplumber.open(BytesIO(render_pdf(bare))) as other:
        for with_code, without in zip_longest(one.pages, other.pages):
            above = with_code.crop((0, 0, with_code.width, with_code.height - 20 * MM))
            assert above.extract_words() == without.extract_words()


def test_the_picture_lies_in_the_file_once() -> None:
    with_code = len(render_pdf(a_document()))
    without = len(render_pdf(dataclasses.replace(a_document(), verification=None)))

    assert with_code - without < 8000


def test_word_says_the_code_at_the_foot_of_every_part() -> None:
    word = docx.Document(BytesIO(render_docx(a_document())))

    first, *others = word.sections
    assert first.first_page_footer.paragraphs[0].text == LINE
    assert [section.footer.paragraphs[0].text for section in (first, *others)] == [LINE] * 3
    assert not any(section.different_first_page_header_footer for section in others)


def test_excel_says_the_code_on_its_first_sheet() -> None:
    with ZipFile(BytesIO(render_xlsx(a_document()))) as workbook:
        said = unescape(workbook.read("xl/worksheets/sheet1.xml").decode())

    assert f"ABCDE-FGHJK – {ADDRESS}" in said


def test_what_is_not_finalised_carries_none() -> None:
    bare = dataclasses.replace(a_document(), verification=None)

    word = docx.Document(BytesIO(render_docx(bare)))

    assert word.sections[0].footer.paragraphs == [] or word.sections[0].footer.paragraphs[0].text == ""
    with pdfplumber.open(BytesIO(render_pdf(bare))) as pdf:
        assert [page.images for page in pdf.pages] == [[]] * len(pdf.pages)
        assert not any("xác thực" in page.extract_text() for page in pdf.pages)
