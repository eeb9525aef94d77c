"""The results of a period as an Excel file: the figures with living formulas, and the rows they are made of."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from plans.enums import UnitRule
from reports.queries.figures import Figure, PeriodFigures
from reports.queries.own_sums import OwnSum
from reports.queries.source_rows import SourceRow
from reports.workbooks.result_columns import columns_of
from reports.workbooks.result_formulas import Places, rate_formula
from reports.workbooks.result_sheets import Formula, Number, RowWriter, set_up, write_head, write_top
from schools.workbooks.styles import new_workbook
from vietnamese.dates import format_date

SOURCE_SHEET = "Số liệu nguồn"
# Their letters are those of `reports.workbooks.result_formulas`.
SOURCES = (
    ("Mã", 7), ("Chỉ tiêu", 28), ("Đơn vị", 26), ("Cấp học", 10), ("Địa bàn", 16), ("Kỳ", 10), ("Tử số", 12),
    ("Mẫu số", 12), ("Giá trị", 12), ("Tình trạng", 34), ("Lần nộp", 8), ("Ghi chú", 34), ("Tính vào (hệ số)", 9),
)  # fmt: skip


@dataclass(frozen=True)
class ResultsBook:
    """What the page shows: its figures in their order, what they are narrowed down to, and the rows behind them.
    Without all of the rows (`has_all_sources`) figures are written as numbers, because the rows do not make them."""

    found: PeriodFigures
    figures: Sequence[Figure]
    owns: Mapping[int, OwnSum]
    sources: Sequence[SourceRow]
    has_all_sources: bool
    has_targets: bool
    against: str
    notes: Sequence[str]


def results_workbook(book: ResultsBook) -> bytes:
    """The .xlsx: sheet 1 the figures, made by formulas over sheet 2 wherever the rule of the indicator can be written
    as one; sheet 2 every row that feeds them, and every unit that gave nothing, with the reason."""
    file = new_workbook()
    page: Any = file.active
    page.title = "Kết quả"
    columns = columns_of(book.found, has_targets=book.has_targets, against=book.against)
    head = write_top(page, _title(book)) + 1
    write_head(page, head, [(column.name, column.width) for column in columns])
    writer = RowWriter(page)
    named = {column.key: place for place, column in enumerate(columns, start=1)}
    for at, figure in enumerate(book.figures, start=head + 1):
        places = Places(at, named, SOURCE_SHEET if book.has_all_sources else "", len(book.sources) + 1)
        own = book.owns.get(figure.indicator.pk)
        writer.write(at, [column.cell(figure, own, places) for column in columns])
    set_up(page, head, fixed=2, columns=len(columns), last=head + len(book.figures))
    _write_sources(file.create_sheet(SOURCE_SHEET), book.sources)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _title(book: ResultsBook) -> list[str]:
    found, period = book.found, book.found.period
    footing = "tạm tính, gồm cả báo cáo chờ duyệt" if found.provisional else "số liệu đã duyệt"
    return [
        f"Kết quả thực hiện chỉ tiêu – {period.report_name.lower()}",
        f"{period.plan.title}; {footing}, chốt đến {format_date(found.as_of)}",
        *book.notes,
        f"Thực hiện được tính bằng công thức từ trang “{SOURCE_SHEET}”."
        if book.has_all_sources
        else f"Trang “{SOURCE_SHEET}” chỉ có các đơn vị tìm thấy.",
    ]


def _write_sources(page: Worksheet, rows: Sequence[SourceRow]) -> None:
    write_head(page, 1, SOURCES)
    writer = RowWriter(page)
    for at, row in enumerate(rows, start=2):
        indicator = row.indicator
        numbers = (Number(value, _decimals(value)) for value in (row.numerator, row.denominator))
        about = (indicator.code, indicator.short_name, row.unit, row.levels, row.commune, row.period)
        said = (row.state, Number(row.revision or None), row.note, Number(row.weight, 0 if row.weight in (0, 1) else 4))
        writer.write(at, [*about, *numbers, _value(row, at), *said])
    set_up(page, 1, fixed=3, columns=len(SOURCES), last=len(rows) + 1)


def _value(row: SourceRow, at: int) -> Formula | Number:
    """A rate of one school only where the plan judges it there (reference §3.6.3)."""
    indicator = row.indicator
    if indicator.unit_rule != UnitRule.RATIO:
        return Number(row.value, _decimals(row.value))
    if row.numerator is None or row.denominator is None or not indicator.judged_at_school:
        return Number(None)
    return Formula(rate_formula(indicator, at), indicator.decimals)


def _decimals(value: Any) -> int:
    return 0 if value is None or Fraction(value).denominator == 1 else 2
