"""The figures of one unit over time as an Excel file: the rows and the words of the page, with what was counted."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from reports.queries.figure_rows import Number
from reports.queries.rows import as_decimal
from reports.queries.school_figures import Moment, UnitFigure
from reports.queries.unit_reports import UnitReports
from reports.school_rows import moment_row, own_name, target_words
from schools.workbooks.lists import Column, Kind, list_workbook
from vietnamese.dates import school_year_label


def school_figures_workbook(
    unit: UnitReports, figures: Iterable[tuple[str, UnitFigure]], *, waiting: bool, notes: Iterable[str] = ()
) -> bytes:
    """The workbook; a row for each indicator and period. `figures` come with the title of their group, `notes` say
    what the list was narrowed down to."""
    own = own_name(unit.unit).lower()
    columns = [
        Column("Nhóm nhiệm vụ", 30),
        Column("Mã", 8),
        Column("Chỉ tiêu", 34),
        Column("Đơn vị tính", 10),
        Column("Kế hoạch", 22),
        Column("Kỳ", 14),
        Column("Chốt số liệu", 12, Kind.DATE),
        Column("Năm học", 12),
        Column(f"Tử số ({own})", 11, Kind.NUMBER),
        Column(f"Mẫu số ({own})", 11, Kind.NUMBER),
        Column(f"Thực hiện ({own})", 12, Kind.NUMBER),
        Column("Tình trạng", 22),
        Column("Tử số (địa bàn)", 11, Kind.NUMBER),
        Column("Mẫu số (địa bàn)", 11, Kind.NUMBER),
        Column("Thực hiện (địa bàn)", 12, Kind.NUMBER),
        Column("Đơn vị đã báo cáo", 10, Kind.NUMBER),
        Column("Đơn vị phải báo cáo", 10, Kind.NUMBER),
    ]
    footing = "gồm cả số liệu chờ duyệt" if waiting else "chỉ số liệu đã duyệt"
    says = f"Kế hoạch: {unit.plan.title}. Số liệu của {own}: {footing}; số liệu toàn địa bàn: chỉ số liệu đã duyệt"
    rows = (_cells(title, figure, moment) for title, figure in figures for moment in figure.moments)
    return list_workbook(f"Số liệu qua các kỳ – {unit.unit.name}", columns, rows, notes=[says, *notes])


def _cells(title: str, figure: UnitFigure, moment: Moment) -> list[Any]:
    indicator, period = figure.indicator, moment.period
    row = moment_row(figure, moment)
    given = moment.cell if row.is_figure else None
    value = None if figure.counts_only else _number(moment.value)
    state = ("chờ duyệt" if moment.is_waiting else "") if row.is_figure else row.own
    return [
        title,
        indicator.code,
        indicator.name,
        indicator.unit,
        target_words(figure),
        row.name,
        period.data_to,
        school_year_label(period.school_year),
        given and given.numerator,
        given and given.denominator,
        value,
        "; ".join(filter(None, (state, row.school_year))),
        *(_of_area(moment) if figure.has_area else [None] * 5),
    ]


def _of_area(moment: Moment) -> list[Any]:
    area = moment.area
    return [area.numerator, area.denominator, _number(area.actual), area.reporting, moment.due]


def _number(value: Number) -> Decimal | None:
    return None if value is None else as_decimal(value)
