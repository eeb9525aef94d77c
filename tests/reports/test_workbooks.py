"""The workbook of a report: what is in it, and that nothing changes on the way out and back."""

import io
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from plans.enums import SectionKind
from reports.models import Submission
from reports.services.editing import save_report
from reports.workbooks import layout
from reports.workbooks.writing import build_workbook
from tests.factories import OutlineSectionFactory, SubmissionFactory
from tests.reports.conftest import Writing
from tests.reports.workbook_files import FIGURES, HIDDEN, TEXTS, dry_run, edited, fresh, made, part, reworked

pytestmark = pytest.mark.django_db


def save(writing: Writing, **changes: str) -> None:
    writing.submission.refresh_from_db()
    save_report(submission=writing.submission, by=writing.people["clerk"], changes=changes)


def book_of(writing: Writing) -> Workbook:
    return load_workbook(io.BytesIO(made(writing.submission)))


# -- what is written ------------------------------------------------------------------------------------------------
def test_prefilled_with_numbers_as_numbers_and_the_rest_as_typed(writing: Writing) -> None:
    ratio, count, task = f"value-{writing.ratio.pk}", f"value-{writing.count.pk}", f"task-{writing.task.pk}"
    save(writing, **{f"{ratio}-n": "1.234", f"{ratio}-d": "khoảng 12", f"{count}-v": "k", f"{count}-note": "Ghi"})
    save(
        writing, **{f"{task}-status": "in_progress", f"{task}-progress": "70", f"section-{writing.text.pk}": "Một\nHai"}
    )

    book = book_of(writing)

    figures, texts = book[FIGURES], book[TEXTS]
    assert [figures[cell].value for cell in ("F9", "G9", "F10", "I10")] == [1234, "khoảng 12", "k", "Ghi"]
    assert [texts[cell].value for cell in ("E9", "C11", "D11")] == ["Một\nHai", "Đang thực hiện", 70]
    assert [figures.cell(8, column).value for column in range(1, 11)] == list(layout.FIGURE_COLUMNS.values())


def test_computed_column_is_a_formula_of_the_inputs(writing: Writing) -> None:
    figures = book_of(writing)[FIGURES]

    assert figures["H9"].value.startswith('=IF(COUNT(F9:G9)=2,IF(G9=0,"",100*F9/G9),')
    assert figures["H10"].value.startswith("=IF(COUNT(F10)=1,F10,")


def test_only_input_cells_are_open(writing: Writing) -> None:
    book = book_of(writing)

    opened = {
        f"{page.title}!{cell.coordinate}"
        for page in book.worksheets
        for row in page.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    assert opened == {
        *(f"{FIGURES}!{cell}" for cell in ("F9", "G9", "I9", "J9", "F10", "I10", "J10")),
        *(f"{TEXTS}!{cell}" for cell in ("E9", "C11", "D11", "E11")),
    }
    assert all(page.protection.sheet for page in book.worksheets)
    assert book.security.lockStructure


def test_sent_report_is_read_only_in_excel_too() -> None:
    submission = SubmissionFactory(submitted=True)
    OutlineSectionFactory(plan=submission.period.plan, kind=SectionKind.TEXT)

    page = load_workbook(io.BytesIO(made(submission)))[TEXTS]

    assert page["E9"].protection.locked


def test_page_set_up_for_a4_with_repeated_header_and_places_to_sign(writing: Writing) -> None:
    book = book_of(writing)

    for name in (FIGURES, TEXTS):
        page = book[name]
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert (page.print_title_rows, page.page_setup.fitToWidth, page.page_setup.fitToHeight) == ("$8:$8", 1, 0)
        words = {cell.value for row in page.iter_rows() for cell in row}
        assert {"NGƯỜI LẬP BIỂU", "HIỆU TRƯỞNG"} <= words
        fonts = {(cell.font.name, cell.font.size) for row in page.iter_rows() for cell in row}
        assert fonts == {("Times New Roman", 12), ("Times New Roman", 13)}
    assert book[FIGURES].column_dimensions["K"].hidden
    assert book[TEXTS].column_dimensions["F"].hidden
    assert book[HIDDEN].sheet_state == "veryHidden"


def test_inputs_are_validated_while_typing(writing: Writing) -> None:
    book = book_of(writing)

    rules = {
        cell: rule
        for page, cells in ((FIGURES, ("F9", "G9", "F10", "I10")), (TEXTS, ("C11", "D11")))
        for rule in book[page].data_validations.dataValidation
        for cell in cells
        if cell in rule.sqref
    }
    assert rules["F9"].formula1 == 'IF(ISNUMBER(F9),AND(F9>=0,F9=INT(F9)),OR(F9="k",F9="c"))'
    assert rules["G9"] is rules["F10"] is rules["F9"]
    assert rules["C11"].formula1 == '"Chưa thực hiện,Đang thực hiện,Hoàn thành,Gặp khó khăn"'
    assert (rules["D11"].formula1, rules["D11"].formula2) == ("0", "100")
    assert rules["I10"].formula1 == "300"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_never_becomes_a_formula(writing: Writing, start: str) -> None:
    """Read in the produced XML: a string cell with the quote prefix, and no formula but those of the portal."""
    text = f'{start}HYPERLINK("http://a.example","x")'
    name = f"value-{writing.count.pk}"
    writing.count.indicator.name = text
    writing.count.indicator.save()
    writing.submission.organisation.name = text
    writing.submission.organisation.save()
    save(writing, **{f"{name}-note": f"x{text}"})
    writing.submission.indicator_values.update(note=text)

    data = made(writing.submission)

    sheet = part(data, "xl/worksheets/sheet1.xml")
    formulas = sheet.count("<f>")
    assert formulas == 2
    assert all("HYPERLINK" not in formula.split("</f>")[0] for formula in sheet.split("<f>")[1:])
    cell = load_workbook(io.BytesIO(data))[FIGURES]["I10"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert 'quotePrefix="1"' in part(data, "xl/styles.xml")


# -- there and back -------------------------------------------------------------------------------------------------
anything = st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60)
typed = st.one_of(
    anything,
    st.text(alphabet=string.digits + ".,% -+=@kc", max_size=12),
    st.decimals(min_value=0, max_value=10**11, places=4).map(lambda number: str(number).replace(".", ",")),
    st.sampled_from(
        ["k", "C", "1.234", "1,5", "8,50", "12%", "=1+2", "-5", "_x0041_", "1e5", "'12", "007", " 12 ", ""]
    ),
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.fixed_dictionaries(dict.fromkeys(("n", "d", "v", "note", "why", "section", "task"), typed)), st.data())
def test_any_stored_report_comes_back_unchanged(writing: Writing, texts: dict[str, str], data: st.DataObject) -> None:
    ratio, count, task = f"value-{writing.ratio.pk}", f"value-{writing.count.pk}", f"task-{writing.task.pk}"
    changes = {f"{ratio}-{part}": texts[part] for part in ("n", "d", "note", "why")}
    changes |= {f"{count}-v": texts["v"], f"section-{writing.text.pk}": texts["section"]}
    changes |= {f"{task}-text": texts["task"], f"{task}-progress": data.draw(st.sampled_from(["", "0", "7", "100"]))}
    changes |= {f"{task}-status": data.draw(st.sampled_from(["", "done", "hindered"]))}
    save(writing, **changes)

    comparison = dry_run(writing.submission, made(writing.submission))

    assert comparison.changes == comparison.conflicts == []
    assert not comparison.upload.is_broken
    assert comparison.upload.touched == {}


@pytest.mark.parametrize("text", ["Dài " * 10_000, "\x0b" * 5_000 + ".", "😀" * 17_000])
def test_text_too_long_for_excel_is_neither_shown_nor_lost(writing: Writing, text: str) -> None:
    save(writing, **{f"section-{writing.text.pk}": f"A{text}"})

    data = made(writing.submission)

    assert load_workbook(io.BytesIO(data))[TEXTS]["E9"].protection.locked
    assert dry_run(writing.submission, edited(data, (TEXTS, "E9", "Ngắn"))).changes == []


def test_longest_text_of_a_cell_comes_back_whole(writing: Writing) -> None:
    save(writing, **{f"section-{writing.text.pk}": "x" * 32_767})

    comparison = dry_run(writing.submission, made(writing.submission))

    assert f"section-{writing.text.pk}" in comparison.upload.addresses
    assert comparison.problems == comparison.changes == []


@pytest.mark.parametrize(
    ("value", "number_format", "stored"),
    [
        (8.5, "General", "8,5"),
        (0.0001, "General", "0,0001"),
        (0.1, "General", "0,1"),
        (1234567.25, "General", "1234567,25"),
        (98, "General", "98"),
        (98.0, "General", "98"),
        (0.085, "0.0%", "8,5%"),
        (0.07, "0%", "7%"),
        (12, '0 "%"', "12"),
        ("8,5", "General", "8,5"),
        (" 8,5 ", "@", "8,5"),
        ("8,5 %", "@", "8,5 %"),
        ("1 234,5", "@", "1 234,5"),
        ("K", "General", "K"),
    ],
)
def test_number_is_read_exactly_as_typed(writing: Writing, value: object, number_format: str, stored: str) -> None:
    writing.count.indicator.decimals = 2
    writing.count.indicator.save()
    book = load_workbook(io.BytesIO(made(writing.submission)))
    book[FIGURES]["F10"] = value
    book[FIGURES]["F10"].number_format = number_format
    buffer = io.BytesIO()
    book.save(buffer)

    comparison = dry_run(writing.submission, buffer.getvalue())

    assert [(change.address, change.old, change.new) for change in comparison.changes] == [
        (f"{FIGURES}!F10", "", stored)
    ]


def test_label_of_a_status_is_read_without_regard_to_case_and_marks(writing: Writing) -> None:
    comparison = dry_run(writing.submission, edited(made(writing.submission), (TEXTS, "C11", " HOAN THANH ")))

    assert [(change.new, change.new_text) for change in comparison.changes] == [("done", "Hoàn thành")]


def test_row_inserted_above_the_table_does_not_disturb(writing: Writing) -> None:
    """Rows are found by their codes, so that only addresses move."""

    def work(book: Workbook) -> None:
        book[FIGURES].insert_rows(3)
        book[FIGURES]["F10"] = 5

    comparison = dry_run(writing.submission, reworked(made(writing.submission), work))

    assert [(change.address, change.new) for change in comparison.changes] == [(f"{FIGURES}!F10", "5")]


# -- two people -----------------------------------------------------------------------------------------------------
def test_cell_left_alone_keeps_what_others_saved_meanwhile(writing: Writing) -> None:
    data = made(writing.submission)
    save(writing, **{f"value-{writing.count.pk}-v": "7"})

    comparison = dry_run(writing.submission, edited(data, (FIGURES, "F9", 5)))

    assert comparison.is_outdated
    assert [(change.name, change.new) for change in comparison.changes] == [(f"value-{writing.ratio.pk}-n", "5")]
    assert comparison.conflicts == []


def test_cell_changed_on_both_sides_shows_three_values(writing: Writing) -> None:
    name = f"value-{writing.count.pk}-v"
    save(writing, **{name: "1"})
    data = made(writing.submission)
    save(writing, **{name: "7"})

    comparison = dry_run(writing.submission, edited(data, (FIGURES, "F10", 5)))

    assert [(row.base, row.old, row.new) for row in comparison.conflicts] == [("1", "7", "5")]
    assert comparison.changes == []
    assert comparison.texts([]) == {}
    assert comparison.texts([name]) == {name: "5"}


def test_both_sides_changed_alike_is_no_conflict(writing: Writing) -> None:
    data = made(writing.submission)
    save(writing, **{f"value-{writing.count.pk}-v": "1.500"})

    comparison = dry_run(writing.submission, edited(data, (FIGURES, "F10", 1500)))

    assert comparison.changes == comparison.conflicts == []


def test_organisation_without_grid_has_no_sheet_of_figures(writing: Writing) -> None:
    sheet = fresh(Submission.objects.get())
    sheet.grid = []

    assert load_workbook(io.BytesIO(build_workbook(sheet))).sheetnames == [TEXTS, "Hướng dẫn", HIDDEN]
