"""One content, three files: the PDF, the Word file and the Excel annex of a summary say the same words and figures.

Compared are the summaries of the demonstration: of the district's plan, of the plan of the Party committee, and of the
commune that succeeded the district.
"""

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
import time_machine
from django.db import transaction
from django.test.utils import override_settings

from plans.models import ReportingPeriod
from reports.charts import Chart
from reports.demo.loading import load_demo
from reports.documents.content import DASHES, SummaryDocument
from reports.documents.current import summary_document
from reports.documents.docx import render_docx
from reports.documents.exhibits import exhibits
from reports.documents.pdf import render_pdf
from reports.documents.xlsx import FIRST_SHEET, render_xlsx
from reports.models import SummaryReport
from tests.reports.reading_order import letters_of_pdf, missing, pieces, squeezed, texts_of_word
from tests.reports.spreadsheets import seen

# Also what makes pytest-django create the test database for the fixture of the module.
pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 23, 8, tzinfo=dt.timezone(dt.timedelta(hours=7)))
PERIODS = {
    "district": ("huyen-2018", {"plan__year": 2018, "position": 3}),
    "party": ("huyen-2018", {"plan__style": "party", "position": 1}),
    "commune": ("xa-2025", {"plan__year": 2026, "position": 3}),
}


@pytest.fixture(scope="module")
def documents(django_db_setup: None, django_db_blocker: Any) -> dict[str, SummaryDocument]:
    """The documents by the names of `PERIODS`; what was loaded for them is taken back."""
    found: dict[str, SummaryDocument] = {}
    for profile in dict.fromkeys(profile for profile, _ in PERIODS.values()):
        with django_db_blocker.unblock(), transaction.atomic():
            with override_settings(DEMO=True, PRODUCTION=False), time_machine.travel(NOW, tick=False):
                load_demo(profile=profile)
                for name, (own, wanted) in PERIODS.items():
                    if own == profile:
                        summary = SummaryReport(period=ReportingPeriod.objects.get(**wanted))
                        found[name] = summary_document(summary)
            transaction.set_rollback(True)
    return found


@pytest.fixture(params=PERIODS)
def document(request: pytest.FixtureRequest, documents: dict[str, SummaryDocument]) -> SummaryDocument:
    return documents[request.param]


def test_pdf_says_every_piece_of_the_content_in_its_order(document: SummaryDocument) -> None:
    written = letters_of_pdf(render_pdf(document))

    assert missing(pieces(document, charts=False), written) == []
    assert missing([*document.recipients, document.signature.name], written) == []
    charts = [block for block in document.body if isinstance(block, Chart)]
    drawn = [text for chart in charts for text in (*chart.labels, *(series.name for series in chart.series))]
    assert [text for text in drawn if squeezed(text) not in written] == []


def test_word_says_every_piece_of_the_content_in_its_order_and_nothing_else(document: SummaryDocument) -> None:
    texts = texts_of_word(render_docx(document))
    wanted = [squeezed(text) for text in pieces(document, charts=True)]
    written = [squeezed(text) for text in texts]

    assert missing(wanted, "".join(written)) == []
    head = written.index(squeezed(document.kind))
    ending = {squeezed(text) for text in ("Nơi nhận:", *document.recipients, document.signature.title)}
    ending |= {squeezed(text) for text in (*document.signature.capacities, document.signature.name)}
    known = {*wanted, *ending, DASHES, *(squeezed(f"Kính gửi: {name}.") for name in document.addressees)}
    assert [text for text in written[head:] if text not in known] == []


def test_excel_shows_every_cell_of_every_table_as_it_is_printed(document: SummaryDocument) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(document)))

    assert book.sheetnames == [FIRST_SHEET, *(exhibit.name for exhibit in exhibits(document))]
    for exhibit in exhibits(document):
        page, table = book[exhibit.name], exhibit.table
        # The heading stands right above what is frozen in sight.
        first = int(page.freeze_panes[1:])
        heading = tuple(seen(page, page.cell(first - 1, n + 1)) for n in range(len(table.columns)))
        assert heading == tuple(column.title for column in table.columns)
        rows = [tuple(seen(page, page.cell(first + at, n + 1)) for n in range(len(row.cells)))
                for at, row in enumerate(table.rows)]  # fmt: skip
        assert rows == [row.cells for row in table.rows]
        assert page.max_row == first + len(table.rows) - 1


def test_most_totals_are_alive(documents: dict[str, SummaryDocument]) -> None:
    """Sums of the demonstration's tables are formulas: a total that nobody can recompute is found out here."""
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(documents["district"])))
    formulas = {page.title: [cell.value for row in page.iter_rows() for cell in row if cell.data_type == "f"]
                for page in book}  # fmt: skip

    assert formulas["Bảng 1"] == [f"=SUBTOTAL(9,{letter}4:{letter}6)" for letter in "BCDEF"]
    assert [title for title, found in formulas.items() if found and title.startswith("Phụ lục")]
