"""Lists as Excel files: typed cells, texts that stay texts, and what stands above them."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from schools.downloads import workbook_response
from schools.workbooks.lists import Column, Kind, list_workbook

UTC = dt.UTC
COLUMNS = [
    Column("Đơn vị", 30),
    Column("Hạn", 12, Kind.DATE),
    Column("Lúc", 18, Kind.DATETIME),
    Column("Số", 8, Kind.NUMBER),
]
AS_OF = dt.datetime(2018, 3, 12, 1, 30, tzinfo=UTC)


def shown(text: str) -> dt.datetime:
    """A moment as Excel knows it: without a zone."""
    return dt.datetime.fromisoformat(text)


def test_list_has_title_count_moment_and_typed_cells() -> None:
    row = ("MN Cẩm Vũ", dt.date(2018, 3, 9), dt.datetime(2018, 3, 9, 18, 5, tzinfo=UTC), Decimal("98.04"))
    data = list_workbook("Theo dõi nộp", COLUMNS, [row, ("TH", None, None, 0)], notes=["Lọc: quá hạn"], as_of=AS_OF)

    page = load_workbook(io.BytesIO(data)).active

    assert [[cell.value for cell in line] for line in page.iter_rows()] == [
        ["Theo dõi nộp", None, None, None],
        ["2 dòng · Số liệu lúc 08:30, 12/03/2018", None, None, None],
        ["Lọc: quá hạn", None, None, None],
        [None, None, None, None],
        ["Đơn vị", "Hạn", "Lúc", "Số"],
        ["MN Cẩm Vũ", shown("2018-03-09"), shown("2018-03-10 01:05"), 98.04],
        ["TH", None, None, 0],
    ]
    assert (page.freeze_panes, page.auto_filter.ref) == ("A6", "A5:D7")
    assert [cell.number_format for cell in page[6]] == ["@", "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "#,##0.0##"]


@pytest.mark.parametrize("text", ["=1+1", "+84 912", "-5", "@sum", '=HYPERLINK("x")'])
def test_no_text_becomes_a_formula(text: str) -> None:
    data = list_workbook(text, [Column(text)], [[text]])

    page = load_workbook(io.BytesIO(data)).active

    for cell in (page["A1"], page["A4"], page["A5"]):
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_row_of_another_length_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="zip"):
        list_workbook("x", COLUMNS, [("MN",)])


def test_text_in_a_column_of_numbers_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="neither a number nor a day"):
        list_workbook("x", [Column("Số", 8, Kind.NUMBER)], [("12",)])


def test_file_is_named_in_vietnamese_and_kept_by_nobody_in_between() -> None:
    response = workbook_response(b"x", "Theo dõi 04/KH")

    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Theo%20d%C3%B5i%2004-KH.xlsx"
    assert response["Cache-Control"] == "private, no-store"
