"""Columns of the results' file: the same figures as the page, in the same order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reports.formula_words import formula_words
from reports.queries.figures import Figure, PeriodFigures, TargetFigure
from reports.queries.own_sums import OwnSum
from reports.workbooks import result_formulas as formulas
from reports.workbooks.result_formulas import Places
from reports.workbooks.result_sheets import Formula, Number

# A row of the file: the figure, what the units want together, and where it stands.
Cell = Callable[[Figure, OwnSum | None, Places], Any]


@dataclass(frozen=True)
class Column:
    """`key` is how formulas name the column."""

    key: str
    name: str
    width: int
    cell: Cell


def columns_of(found: PeriodFigures, *, has_targets: bool, against: str) -> list[Column]:
    """The columns of the file; `against` names the period compared with, "" when there is none."""
    other = "Đã duyệt" if found.provisional else "Tạm tính"
    columns = [
        Column("code", "Mã", 7, lambda figure, own, places: figure.code),
        Column("name", "Chỉ tiêu", 34, lambda figure, own, places: figure.name),
        Column("unit", "ĐVT", 9, lambda figure, own, places: figure.unit),
        *(TARGET_COLUMNS if has_targets else []),
        Column("numerator", "Tử số", 11, _part(formulas.NUMERATOR, lambda figure: figure.numerator)),
        Column("denominator", "Mẫu số", 11, _part(formulas.DENOMINATOR, lambda figure: figure.denominator)),
        Column("actual", "Thực hiện", 11, _actual),
        *(JUDGING_COLUMNS if has_targets else []),
        Column("other", other, 11, lambda figure, own, places: _number(figure, figure.other.actual)),
        Column("waiting", "Báo cáo chờ duyệt", 9, lambda figure, own, places: Number(figure.waiting)),
        Column("reporting", "Đã báo cáo", 9, lambda figure, own, places: Number(figure.reporting)),
        Column("due", "Phải báo cáo", 9, lambda figure, own, places: Number(figure.due)),
        Column("stale", "Số liệu kỳ trước", 9, lambda figure, own, places: Number(figure.stale)),
        Column("measured", "Tính trên (% số phải xét)", 11, _measured),
    ]
    if not has_targets:
        columns += _compared("previous", "Kỳ trước", lambda figure: figure.previous)
    if found.last_year:
        columns += _compared("last_year", "Cùng kỳ năm trước", lambda figure: figure.last_year)
    if found.against:
        columns += _compared("against", against, lambda figure: figure.against)
    if has_targets:
        columns += OWN_COLUMNS
    words = Column("formula", "Cách tính", 60, lambda figure, own, places: formula_words(figure.indicator, found.as_of))
    return [*columns, words]


def _number(figure: Figure, value: Any) -> Number:
    return Number(value, figure.indicator.decimals)


def _part(column: str, read: Callable[[Figure], Any]) -> Cell:
    def cell(figure: Figure, own: OwnSum | None, places: Places) -> Formula | Number:
        value = read(figure)
        if value is None or not places.sources:
            return Number(value)
        return Formula(formulas.part_formula(column, places))

    return cell


def _actual(figure: Figure, own: OwnSum | None, places: Places) -> Formula | Number:
    formula = formulas.actual_formula(figure.indicator, places)
    if formula is None or figure.actual is None or not places.sources:
        return _number(figure, figure.actual)
    return Formula(formula, figure.indicator.decimals)


def _measured(figure: Figure, own: OwnSum | None, places: Places) -> Number:
    share = figure.measured_share
    return Number(None if share is None else share * 100, 1)


def _progress(figure: Figure, own: OwnSum | None, places: Places) -> Formula | Number:
    progress = figure.progress if isinstance(figure, TargetFigure) else None
    return Number(None) if progress is None else Formula(formulas.progress_formula(places), 1)


def _of_target(read: Callable[[TargetFigure], Any]) -> Cell:
    return lambda figure, own, places: read(figure) if isinstance(figure, TargetFigure) else ""


def _compared(key: str, name: str, read: Callable[[Figure], Any]) -> list[Column]:
    def change(figure: Figure, own: OwnSum | None, places: Places) -> Formula | Number:
        if figure.actual is None or read(figure) is None:
            return Number(None)
        return Formula(formulas.difference_formula(key, places), figure.indicator.decimals)

    return [
        Column(key, name, 11, lambda figure, own, places: _number(figure, read(figure))),
        Column(f"{key}_change", f"Tăng, giảm so với {name[0].lower()}{name[1:]}", 11, change),
    ]


TARGET_COLUMNS = [
    Column("target", "Kế hoạch", 14, _of_target(lambda figure: figure.target_text)),
    Column("value", "Mức kế hoạch", 10, _of_target(lambda figure: Number(figure.target.value, 2))),
    Column("baseline", "Mốc so sánh", 10, _of_target(lambda figure: Number(figure.target.baseline, 2))),
]
JUDGING_COLUMNS = [
    Column("progress", "Tiến độ (%)", 9, _progress),
    Column("verdict", "Đánh giá", 20, _of_target(lambda figure: figure.verdict)),
]
OWN_COLUMNS = [
    Column("own", "Các đơn vị đăng ký", 11, lambda figure, own, places: _number(figure, own.value if own else None)),
    Column("own_units", "Số đơn vị đăng ký", 9, lambda figure, own, places: Number(own.units if own else None)),
]
