"""What a PDF holds beside its pages: tags, bookmarks, language, title and the marks of an archivable file."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pdfplumber
import pytest
from pdfminer.pdftypes import resolve1, stream_value

from reports.charts import Chart, Series
from reports.documents.content import Heading, Paragraph
from reports.documents.pdf import render_pdf
from tests.reports.layouts import a_summary, an_appendix, grouped_table
from vietnamese.text import nfc

CHART = Chart("Biểu đồ 1. Số báo cáo", ("Nơi một", "Nơi hai"), (Series("Đúng hạn", (3, 4)),))
BODY = (
    Heading(1, "I.", "Phần một"),
    Heading(2, "1.", "Mục một"),
    Paragraph("Lời của mục."),
    Heading(2, "2.", "Mục hai"),
    CHART,
    Heading(1, "II.", "Phần hai"),
    grouped_table(1, 2, "Bảng 1. Kết quả"),
)
APPENDICES = (
    an_appendix("Phụ lục I", grouped_table(2, 2)),
    an_appendix("Phụ lục II", grouped_table(1, 2), is_wide=True),
)


@pytest.fixture(scope="module")
def catalog() -> Iterator[dict[str, Any]]:
    with pdfplumber.open(io.BytesIO(render_pdf(a_summary(body=BODY, appendices=APPENDICES)))) as pdf:
        yield pdf.doc.catalog


def written(value: Any) -> str:
    data = resolve1(value)
    return nfc(data.decode("utf-16") if data.startswith((b"\xfe\xff", b"\xff\xfe")) else data.decode("latin-1"))


def elements(node: Any) -> Iterator[dict[str, Any]]:
    """Every element of the tree of tags, in the order in which it is read."""
    for kid in resolve1(node).get("K", []) if not isinstance(resolve1(node).get("K"), int) else []:
        found = resolve1(kid)
        if isinstance(found, dict):
            yield found
            yield from elements(found)


def test_language_and_title_are_told(catalog: dict[str, Any]) -> None:
    assert written(catalog["Lang"]) == "vi"
    assert resolve1(catalog["ViewerPreferences"])["DisplayDocTitle"] in (True, "true")
    with pdfplumber.open(io.BytesIO(render_pdf(a_summary()))) as pdf:
        assert nfc(pdf.metadata["Title"]) == (
            "Báo cáo kết quả thực hiện nhiệm vụ trọng tâm về thử nghiệm 6 tháng năm 2018"
        )


def test_bookmarks_are_the_parts_sections_and_appendices(catalog: dict[str, Any]) -> None:
    def below(node: Any, depth: int) -> Iterator[tuple[int, str]]:
        entry = resolve1(resolve1(node).get("First"))
        while entry:
            yield depth, written(entry["Title"])
            yield from below(entry, depth + 1)
            entry = resolve1(entry.get("Next"))

    assert list(below(catalog["Outlines"], 1)) == [
        (1, "I. Phần một"),
        (2, "1. Mục một"),
        (2, "2. Mục hai"),
        (1, "II. Phần hai"),
        (1, "Phụ lục I. Tên của Phụ lục I"),
        (1, "Phụ lục II. Tên của Phụ lục II"),
    ]


def test_everything_is_tagged_by_what_it_is(catalog: dict[str, Any]) -> None:
    tags = Counter(element["S"].name for element in elements(catalog["StructTreeRoot"]))

    assert resolve1(catalog["MarkInfo"])["Marked"] in (True, "true")
    # The type of the document; two parts and two appendices; two sections.
    assert (tags["H1"], tags["H2"], tags["H3"]) == (1, 4, 2)
    # The letterhead and the ending are set as tables, too.
    assert (tags["Table"], tags["THead"], tags["Sect"]) == (5, 3, 2)
    assert tags["TH"] == 9
    assert tags["TD"] >= 3 * 3 * 3
    assert tags["Caption"] == 2


def test_chart_says_what_it_shows(catalog: dict[str, Any]) -> None:
    figures = [element for element in elements(catalog["StructTreeRoot"]) if element["S"].name == "Figure"]

    assert [written(figure["Alt"]) for figure in figures] == ["Biểu đồ 1. Số báo cáo"]


def test_file_is_marked_as_one_an_archive_can_keep(catalog: dict[str, Any]) -> None:
    """The marks are there; whether every clause of the standard is kept, only a validator could say."""
    said = stream_value(catalog["Metadata"]).get_data().decode()
    intent = resolve1(resolve1(catalog["OutputIntents"])[0])

    assert re.findall(r"(?:part|conformance)=\"(\w)\"", said) == ["2", "A"]
    assert "Báo cáo kết quả thực hiện" in said
    assert intent["S"].name == "GTS_PDFA1"
    assert len(stream_value(intent["DestOutputProfile"]).get_data()) > 1000
