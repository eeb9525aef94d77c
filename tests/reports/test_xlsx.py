"""The Excel annex: typed figures, living totals that never lie, harmless texts, sheets ready to print."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from reports.charts import Chart, Series
from reports.documents.content import Appendix, Column, Paragraph, Row, RowKind, Table, Verification
from reports.documents.exhibits import exhibits
from reports.documents.live_totals import live_totals
from reports.documents.printed_figures import counted_in, figure_of
from reports.documents.xlsx import FIRST_SHEET, render_xlsx
from tests.reports.spreadsheets import seen
from tests.reports.test_docx import a_document


def table(*rows: tuple[RowKind, tuple[str, ...]], titles: tuple[str, ...] = ("TT", "Tên", "Số")) -> Table:
    columns = tuple(Column(title, 100 // len(titles)) for title in titles)
    return Table("Bảng 1. Thử", columns, tuple(Row(cells, kind) for kind, cells in rows))


def opened(**changes: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(a_document(**changes))))


def formulas(*rows: tuple[RowKind, tuple[str, ...]], **options: Any) -> dict[tuple[int, int], str]:
    """Formulas by row and column of a table whose first row stands in row 1."""
    return {place: formula for place, (formula, _) in live_totals(table(*rows, **options), 1).items()}


# -- figures ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "value", "number_format"),
    [
        ("0", Decimal(0), "#,##0"),
        ("59", Decimal(59), "#,##0"),
        ("-3", Decimal(-3), "#,##0"),
        ("1.234.567", Decimal(1234567), "#,##0"),
        ("2.079,50", Decimal("2079.50"), "#,##0.00"),
        ("1,02%", Decimal("0.0102"), "#,##0.00%"),
        ("100%", Decimal(1), "#,##0%"),
        ("2018", Decimal(2018), "0"),
        ("01/03/2018", dt.date(2018, 3, 1), "dd/mm/yyyy"),
    ],
)
def test_figures_are_typed(text: str, value: Any, number_format: str) -> None:
    figure = figure_of(text)

    assert figure is not None
    assert (figure.value, figure.number_format) == (value, number_format)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "–",
        "04",
        "00",
        "47/59",
        "1.23",
        "12.3456",
        "1,2,3",
        "31/02/2018",
        "3 điểm",
        "≥ 80%",
        "1234567890123456",
        "k",
    ],
)
def test_what_is_no_figure_stays_text(text: str) -> None:
    assert figure_of(text) is None


def test_counts_keep_their_words() -> None:
    counted = counted_in("Cộng: 1.250 trường")

    assert counted is not None
    assert (counted.number, counted.words) == (1250, "trường")
    assert counted.number_format == '"Cộng: "#,##0" trường"'
    assert [counted_in(text) for text in ("54 đúng hạn, 4 trễ hạn", "12", '3 "sao"', "0123 bài")] == [None] * 4


# -- totals -------------------------------------------------------------------------------------------------------
def test_sum_of_amounts_is_a_formula_and_words_between_do_not_matter() -> None:
    found = formulas(
        ("plain", ("1", "Một", "1.200")), ("plain", ("2", "Hai", "–")), ("plain", ("3", "Ba", "x")),
        ("plain", ("4", "Bốn", "34")), ("total", ("", "Cộng", "1.234")),
    )  # fmt: skip

    assert found == {(4, 2): "=SUBTOTAL(9,C1:C4)"}


def test_total_that_is_not_the_sum_stays_the_printed_number() -> None:
    assert formulas(("plain", ("1", "Một", "3")), ("plain", ("2", "Hai", "4")), ("total", ("", "Cộng", "6"))) == {}


@pytest.mark.parametrize("title", ["Tỷ lệ", "Đạt (%)", "Bình quân"])
def test_rates_are_never_added_up_even_where_it_would_come_out(title: str) -> None:
    rows: tuple[Any, ...] = (("plain", ("1", "Một", "0")), ("plain", ("2", "Hai", "80")), ("total", ("", "Cộng", "80")))

    assert formulas(*rows, titles=("TT", "Tên", title)) == {}
    assert formulas(*rows) == {(2, 2): "=SUBTOTAL(9,C1:C2)"}


def test_percentages_and_parts_of_a_whole_are_no_amounts() -> None:
    for cells in (("40%", "60%", "100%"), ("1/2", "3/4", "4"), ("01/03/2018", "2", "2")):
        one, other, whole = cells
        rows: tuple[Any, ...] = (
            ("plain", ("1", "A", one)),
            ("plain", ("2", "B", other)),
            ("total", ("", "Cộng", whole)),
        )
        assert formulas(*rows) == {}


def test_groups_with_totals_of_their_own_are_added_up_once() -> None:
    found = formulas(
        ("group", ("Mầm non",)), ("plain", ("1", "A", "2")), ("plain", ("2", "B", "3")), ("total", ("", "Cộng", "5")),
        ("group", ("Tiểu học",)), ("plain", ("3", "C", "4")), ("total", ("", "Cộng", "4")),
        ("total", ("", "Tổng cộng", "9")),
    )  # fmt: skip

    assert found == {(3, 2): "=SUBTOTAL(9,C1:C3)", (6, 2): "=SUBTOTAL(9,C6:C6)", (7, 2): "=SUBTOTAL(9,C1:C7)"}


def test_grand_total_over_a_total_that_is_no_formula_is_none_either() -> None:
    found = formulas(
        ("plain", ("1", "A", "2")), ("total", ("", "Cộng", "3")), ("total", ("", "Tổng cộng", "2")),
    )  # fmt: skip

    assert found == {}


def test_totals_of_words_count_rows_days_and_states() -> None:
    found = formulas(
        ("group", ("Mầm non (2 trường)",)),
        ("plain", ("1", "A", "01/03/2018", "Đã duyệt")), ("plain", ("2", "B", "–", "Chưa gửi")),
        ("total", ("", "Cộng: 2 trường", "1 đã gửi", "1 đã duyệt")),
        titles=("TT", "Trường", "Ngày gửi", "Tình trạng"),
    )  # fmt: skip

    assert found == {
        (3, 1): "=SUBTOTAL(3,B1:B3)",
        (3, 2): "=SUBTOTAL(2,C1:C3)",
        (3, 3): '=COUNTIF(D1:D3,"Đã duyệt")',
    }


def test_rows_that_only_say_the_whole_are_no_totals() -> None:
    assert formulas(("plain", ("1", "Mầm non", "3")), ("total", ("", "Chung", "3"))) == {}


# -- sheets -------------------------------------------------------------------------------------------------------
def test_texts_that_look_like_formulas_are_texts() -> None:
    evil = ("=1+1", "+84 912", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=2", '=HYPERLINK("http://x")')
    rows = tuple(("plain", (str(n), text, "1")) for n, text in enumerate(evil, 1))
    page = opened(body=(table(*rows),), subject="=2+2", appendices=())["Bảng 1"]  # type: ignore[arg-type]

    cells = [page.cell(4 + n, 2) for n in range(len(evil))]
    assert [cell.data_type for cell in cells] == ["s"] * len(evil)
    assert [cell.quotePrefix for cell in cells] == [True] * len(evil)


def test_sheet_is_ready_to_be_read_and_printed() -> None:
    wide = Appendix("Phụ lục", "Biểu rộng", "(Kèm theo Báo cáo)", (Paragraph("Đơn vị: phòng."), table()), is_wide=True)
    page = opened(appendices=(wide,), is_draft=True)["Phụ lục"]

    assert [page.cell(at, 1).value for at in range(1, 6)] == [
        "Phụ lục. Biểu rộng", "(Kèm theo Báo cáo)", "Đơn vị: phòng.", "Bảng 1. Thử", None,
    ]  # fmt: skip
    assert [page.cell(6, n).value for n in (1, 2, 3)] == ["TT", "Tên", "Số"]
    assert (page.freeze_panes, page.print_title_rows) == ("A7", "$6:$6")
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", int(page.PAPERSIZE_A4))
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.oddHeader.center.text == "BẢN NHÁP"
    assert {cell.font.name for row in page.iter_rows() for cell in row} == {"Times New Roman"}


def test_rows_look_like_what_they_are() -> None:
    page = opened(body=(), appendices=(Appendix("Phụ lục", "Biểu", "", (a_document().body[-1],)),))["Phụ lục"]
    group, plain, total = (page[at] for at in range(int(page.freeze_panes[1:]), page.max_row + 1))

    assert (group[0].value, group[0].font.bold) == ("Nhóm một", True)
    assert [str(one) for one in page.merged_cells.ranges if one.min_row == group[0].row] == [
        f"A{group[0].row}:C{group[0].row}"
    ]
    assert [cell.alignment.horizontal for cell in plain] == ["center", "left", "right"]
    assert [cell.font.bold for cell in total] == [True] * 3
    assert [seen(page, cell) for cell in plain] == ["1", "Một", "1,02"]


def test_chart_stands_beside_its_figures() -> None:
    chart = Chart("Biểu đồ 1. Số báo cáo", ("Xã Một", "Xã Hai"), (Series("Đúng hạn", (1, 2)), Series("Trễ", (0, 3))))
    page = opened(body=(chart,), appendices=())["Biểu đồ 1"]

    assert [[cell.value for cell in row] for row in page["A3:C5"]] == [
        ["Nội dung", "Đúng hạn", "Trễ"], ["Xã Một", 1, 0], ["Xã Hai", 2, 3],
    ]  # fmt: skip
    (drawing,) = page._charts
    assert [series.val.numRef.f for series in drawing.series] == ["'Biểu đồ 1'!$B$4:$B$5", "'Biểu đồ 1'!$C$4:$C$5"]


def test_first_sheet_says_what_the_annex_belongs_to() -> None:
    document = {
        "is_illustrative": True,
        "verification": Verification("ABCDE-FGHJK", "https://portal.example/verify/ABC/"),
    }
    page = opened(**document)[FIRST_SHEET]

    said = {row[0].value: row[1].value for row in page.iter_rows(min_row=3) if row[0].value}
    assert said["Trích yếu"] == "Kết quả thử nghiệm 6 tháng năm 2018"
    assert said["Cơ quan"] == "CƠ QUAN TRÊN – ĐƠN VỊ BÁO CÁO"
    assert said["Tình trạng"] == "DỮ LIỆU MINH HỌA"
    assert said["Mã xác thực"] == "ABCDE-FGHJK – https://portal.example/verify/ABC/"
    assert said["Phụ lục"] == "Phụ lục. Biểu số liệu"
    links = [
        cell.hyperlink.location or cell.hyperlink.target for row in page.iter_rows() for cell in row if cell.hyperlink
    ]
    assert links == ["#'Biểu 1'!A1", "#'Phụ lục'!A1"]


def test_every_exhibit_has_a_name_of_its_own() -> None:
    same = table(("plain", ("1", "A", "1")))
    two = Appendix("Phụ lục I", "Hai biểu", "", (same, same))
    document = a_document(body=(same, same), appendices=(two,))

    assert [exhibit.name for exhibit in exhibits(document)] == ["Bảng 1", "Biểu 2", "Phụ lục I", "Phụ lục I (2)"]
