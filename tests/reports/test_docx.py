"""Word files read back: styles, sheets and tables, and the same words and figures as the PDF."""

import dataclasses
import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import docx
import pytest
from django.test import Client
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from reports.charts import Chart, Series
from reports.documents.content import (
    Appendix,
    Column,
    Heading,
    Item,
    Letterhead,
    OfficialDocument,
    PaperDocument,
    Paragraph,
    Row,
    Signature,
    SummaryDocument,
    Table,
)
from reports.documents.paper import build_paper
from reports.documents.summary import build_summary
from reports.documents.wording import GAP
from reports.models import SummaryReport
from schools.enums import Role
from tests.factories import SubmissionFactory, member
from tests.reports.papers import a_report, opened, printed, words_of_pdf, words_of_word

TABLE = Table(
    "Bảng thử",
    (Column("TT", 10, "center"), Column("Tên", 60), Column("Số", 30, "right")),
    (Row(("Nhóm một",), "group"), Row(("1", "Một", "1,02")), Row(("", "Cộng", "3"), "total")),
)


def a_document(**changes: Any) -> OfficialDocument:
    parts: dict[str, Any] = {
        "letterhead": Letterhead("CƠ QUAN TRÊN", "ĐƠN VỊ BÁO CÁO", f"Số:{GAP}/BC-ĐV", "Nơi đây, ngày tháng năm 2018"),
        "kind": "BÁO CÁO",
        "subject": "Kết quả thử nghiệm 6 tháng năm 2018",
        "addressee": "Cơ quan nhận",
        "is_illustrative": False,
        "basis": ("Căn cứ Kế hoạch số 04/KH.",),
        "opening": (Paragraph("Đơn vị báo cáo như sau:"),),
        "body": (
            Heading(1, "I.", "Phần một"), Heading(2, "1.", "Mục một"), Heading(3, "a)", "Điểm một"),
            Paragraph("Một đoạn."), Item("một việc"), Item("một ý", "+"), TABLE,
        ),
        "closing": "Trên đây là báo cáo./.",
        "recipients": ("- Như trên;", "- Lưu: VT."),
        "signature": Signature("TM. TẬP THỂ", "Hiệu trưởng", "Nguyễn Thị Minh"),
        "appendices": (Appendix("Phụ lục", "Biểu số liệu", "(Kèm theo Báo cáo)", (TABLE,)),),
    }  # fmt: skip
    return PaperDocument(**(parts | changes))


def lines(word: Any) -> list[tuple[str, str]]:
    """(style, text) of the paragraphs outside of tables that say something."""
    return [(p.style.name, p.text) for p in word.paragraphs if p.text]


# -- styles -------------------------------------------------------------------------------------------------------
def test_every_line_has_the_style_of_its_kind() -> None:
    assert lines(opened(a_document())) == [
        ("Title", "BÁO CÁO"),
        ("Trích yếu", "Kết quả thử nghiệm 6 tháng năm 2018"),
        ("Kính gửi", "Kính gửi: Cơ quan nhận."),
        ("Căn cứ", "Căn cứ Kế hoạch số 04/KH."),
        ("Body Text", "Đơn vị báo cáo như sau:"),
        ("Heading 1", "I. Phần một"),
        ("Heading 2", "1. Mục một"),
        ("Heading 3", "a) Điểm một"),
        ("Body Text", "Một đoạn."),
        ("Ý gạch đầu dòng", "- một việc"),
        ("Ý cộng đầu dòng", "+ một ý"),
        ("Caption", "Bảng thử"),
        ("Body Text", "Trên đây là báo cáo./."),
        ("Heading 1", "Phụ lục"),
        ("Trích yếu", "BIỂU SỐ LIỆU"),
        ("Kèm theo", "(Kèm theo Báo cáo)"),
        ("Caption", "Bảng thử"),
    ]


def test_styles_hold_the_figures_of_the_decree() -> None:
    styles = opened(a_document()).styles
    used = ("Normal", "Body Text", "Heading 1", "Heading 2", "Heading 3", "Title", "Căn cứ", "Header", "Ô bảng")

    for name in used:
        fonts = styles[name].element.rPr.rFonts
        assert set(fonts.attrib.values()) == {"Times New Roman"}, name
        assert str(styles[name].font.color.rgb) == "000000"
    sizes = {name: styles[name].font.size.pt for name in (*used[:6], "Danh sách nơi nhận", "Nơi nhận", "Tiêu ngữ")}
    assert sizes == dict.fromkeys(used[:6], 14) | {"Danh sách nơi nhận": 11, "Nơi nhận": 12, "Tiêu ngữ": 13}
    body, heading = styles["Body Text"].paragraph_format, styles["Heading 1"]
    assert (body.alignment, round(body.first_line_indent.mm, 1), body.space_before.pt) == (3, 12.7, 6)
    assert (heading.font.bold, heading.font.all_caps, heading.paragraph_format.keep_with_next) == (True, True, True)
    assert heading.next_paragraph_style.name == "Body Text"
    assert styles["Căn cứ"].font.italic is True


# -- sheets -------------------------------------------------------------------------------------------------------
def test_sheets_are_a4_and_numbered_from_the_second_page() -> None:
    body, appendix = opened(a_document()).sections

    for section in (body, appendix):
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]
        assert [field.get(qn("w:instr")) for field in section.header._element.iter(qn("w:fldSimple"))] == ["PAGE"]
    assert body.different_first_page_header_footer is True
    assert list(body.first_page_header._element.iter(qn("w:fldSimple"))) == []
    # The appendix counts for itself and shows its first number.
    assert appendix.different_first_page_header_footer is False
    assert appendix._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    assert body._sectPr.find(qn("w:pgNumType")) is None
    (centre,) = [stop for stop in body.header.paragraphs[0].paragraph_format.tab_stops if stop.alignment == 1]
    assert abs(centre.position.mm - 82.5) < 0.1


def test_wide_appendix_lies_on_its_side() -> None:
    wide = Appendix("Phụ lục", "Biểu", "(Kèm theo)", (TABLE,), is_wide=True)
    word = opened(a_document(appendices=(wide,)))
    body, appendix = word.sections

    assert (body.orientation, appendix.orientation) == (WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE)
    assert (round(appendix.page_width.mm), round(appendix.page_height.mm)) == (297, 210)
    assert round(sum(column.width.mm for column in word.tables[-1].columns)) == 252


def test_draft_is_marked_on_every_page() -> None:
    draft, final = opened(a_document(is_draft=True, is_illustrative=True)), opened(a_document())

    def heads(word: Any) -> list[str]:
        headers = [word.sections[0].first_page_header, *(section.header for section in word.sections)]
        runs = [list(header._element.iter(qn("w:r"))) for header in headers]
        return [
            "".join(part.text or "\t" for run in line for part in run.iter(qn("w:t"), qn("w:tab"))) for line in runs
        ]

    assert heads(draft) == ["\t\tBẢN NHÁP", "\t1\tBẢN NHÁP", "\t1\tBẢN NHÁP"]
    assert heads(final) == ["\t", "\t1", "\t1"]
    assert ("Dấu chỉ bản", "BẢN NHÁP\u00a0\u00a0\u00a0\u00a0DỮ LIỆU MINH HỌA") in lines(draft)


# -- tables -------------------------------------------------------------------------------------------------------
def test_letterhead_and_signature_stand_side_by_side() -> None:
    word = opened(a_document())
    head, _, ending, _ = word.tables

    def said(cell: Any) -> list[str]:
        return [p.text for p in cell.paragraphs if p.text]

    assert said(head.rows[0].cells[0]) == ["CƠ QUAN TRÊN", "ĐƠN VỊ BÁO CÁO"]
    assert said(head.rows[0].cells[1]) == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert said(head.rows[1].cells[0]) == [f"Số:{GAP}/BC-ĐV"]
    assert said(ending.rows[0].cells[0]) == ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]
    assert said(ending.rows[0].cells[1]) == ["TM. TẬP THỂ", "HIỆU TRƯỞNG", "Nguyễn Thị Minh"]
    closing = next(p for p in word.paragraphs if p.text.endswith("./."))
    assert closing.paragraph_format.keep_with_next is True
    assert closing._p.getnext() is ending._tbl
    assert ending.rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None


def test_tables_repeat_their_head_and_keep_their_widths() -> None:
    (grid,) = [t for t in opened(a_document(appendices=())).tables if t.style and t.style.name == "Table Grid"]
    first, *others = grid.rows

    assert first._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in grid.rows)
    assert grid.autofit is False
    assert [round(column.width.mm, 1) for column in grid.columns] == [16.5, 99, 49.5]
    assert [p.style.name for cell in first.cells for p in cell.paragraphs] == ["Đầu bảng"] * 3
    group, plain, total = others
    assert {cell.text for cell in group.cells} == {"Nhóm một"}
    assert [cell.paragraphs[0].alignment for cell in plain.cells] == [1, 0, 2]
    assert all(run.bold for cell in total.cells for run in cell.paragraphs[0].runs)


def test_charts_become_their_figures() -> None:
    chart = Chart("Biểu đồ", ("Xã Một", "Xã Hai"), (Series("Đúng hạn", (1, 2)), Series("Trễ hạn", (0, 3))))
    word = opened(a_document(body=(chart,), appendices=()))
    grid = word.tables[1]

    assert ("Caption", "Biểu đồ") in lines(word)
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [
        ["Nội dung", "Đúng hạn", "Trễ hạn"],
        ["Xã Một", "1", "0"],
        ["Xã Hai", "2", "3"],
    ]


def test_letters_that_no_xml_can_hold_are_left_out() -> None:
    word = opened(a_document(body=(Paragraph("Trước\x0b\x00sau <b>&"),)))

    assert ("Body Text", "Trướcsau <b>&") in lines(word)


def test_the_file_says_what_it_is() -> None:
    properties = opened(a_document()).core_properties

    assert properties.title == "Báo cáo kết quả thử nghiệm 6 tháng năm 2018"
    assert (properties.author, properties.language, properties.comments) == ("ĐƠN VỊ BÁO CÁO", "vi-VN", "")


# -- one content --------------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    "state", [{"accepted": True}, {"draft": True}, {"submitted": True, "nil_reason": "Chưa có trẻ"}]
)
def test_word_says_what_the_pdf_says(state: dict[str, Any]) -> None:
    document = build_paper(a_report(**state))

    assert words_of_word(document) == words_of_pdf(document)


@pytest.mark.django_db
def test_word_of_a_summary_says_what_its_pdf_says(summary: SummaryReport) -> None:
    SubmissionFactory(period=summary.period, submitted=True, days_late=2)
    document = build_summary(summary)
    # What the PDF draws as a chart is a table of figures in Word.
    plain = dataclasses.replace(document, body=tuple(b for b in document.body if not isinstance(b, Chart)))

    assert words_of_word(plain) == words_of_pdf(plain)
    assert len(plain.body) == len(document.body) - 1


@pytest.mark.django_db
def test_figures_of_word_and_pdf_are_the_same() -> None:
    document = build_paper(a_report())
    grid = opened(document).tables[-1]
    with printed(document) as pdf:
        (table,) = pdf.pages[-1].extract_tables()

    def tidy(cell: str | None) -> str:
        return re.sub(r"\s+", " ", cell or "")

    assert [[tidy(cell.text) for cell in row.cells] for row in grid.rows] == [[tidy(c) for c in row] for row in table]
    assert len(table) == 5


@pytest.mark.django_db
def test_summary_is_written_too(summary: SummaryReport) -> None:
    document = build_summary(summary)
    word = opened(document)

    assert isinstance(document, SummaryDocument)
    headings = [text for style, text in lines(word) if style == "Heading 1"]
    parts = [f"{b.label} {b.text}" for b in document.body if isinstance(b, Heading) and b.level == 1]
    assert headings == [*parts, *(appendix.label for appendix in document.appendices)]
    assert len(word.sections) == 1 + len(document.appendices)


# -- the page -----------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_download_is_a_word_file_with_a_name(login_as: Callable[[Any], Client]) -> None:
    report = a_report()
    answer = login_as(member(report.organisation, Role.CLERK)).get(f"/submissions/{report.pk}/paper/docx/")

    name = quote(f"Báo cáo 6 tháng năm 2018 - {report.organisation.short_name}.docx")
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert ("Title", "BÁO CÁO") in lines(docx.Document(io.BytesIO(answer.content)))
