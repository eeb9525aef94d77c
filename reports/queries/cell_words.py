"""Cells of the matrix in words, for the page, the history of a cell and the Excel file alike."""

from fractions import Fraction

from plans.models import Indicator
from reports.enums import ValueState
from reports.queries.conspicuous import Bounds, Finding, Mark
from reports.queries.figure_rows import number_text
from reports.queries.matrix_cells import MatrixCell
from reports.queries.values import Cell, figure
from vietnamese.numbers import format_number


def shows_counts(indicator: Indicator) -> bool:
    """Whether a unit's figure is told as two counts, because one case would decide the rate (reference §3.6.3)."""
    return indicator.is_ratio and not indicator.judged_at_school


def parts_words(cell: Cell | None) -> str:
    """Numerator and denominator: `1/98`; "" unless both are known."""
    if cell is None or cell.numerator is None or cell.denominator is None:
        return ""
    return f"{format_number(cell.numerator, trim=True)}/{format_number(cell.denominator, trim=True)}"


def figure_words(cell: MatrixCell, indicator: Indicator) -> str:
    """The figure with the indicator's decimals, without its unit, or the counts; a rate over 0 is told as counts."""
    if shows_counts(indicator) or cell.value is None:
        return parts_words(cell.cell) or "–"
    return number_text(cell.value, indicator)


def cell_words(cell: Cell | None, indicator: Indicator) -> str:
    """What one version or period says: the figure with its unit or the counts, else the reason in words."""
    if cell is None or cell.state != ValueState.GIVEN:
        return str(ValueState(cell.state if cell else ValueState.MISSING).label)
    value = figure(cell, indicator)
    if shows_counts(indicator) or value is None:
        return parts_words(cell)
    return number_text(value, indicator, unit=True)


def change_words(change: Fraction | None, indicator: Indicator) -> str:
    """Against the period compared with: `▲ 1,69`, `▼ 0,03`, `=`; "" without one, and for what is told as counts."""
    if change is None or shows_counts(indicator):
        return ""
    if change == 0:
        return "="
    return f"{'▲' if change > 0 else '▼'} {number_text(abs(change), indicator)}"


def finding_words(mark: Mark, indicator: Indicator) -> str:
    """Why a figure stands out: `cao hơn hẳn các đơn vị khác (thường từ 1,20% đến 4,80%)`."""
    if mark.bounds is not None:
        return f"{mark.finding.label} các đơn vị khác (thường {_usual(mark.bounds, indicator)})"
    before = parts_words(mark.before) if shows_counts(indicator) else _figure_before(mark, indicator)
    if mark.finding == Finding.FALL:
        return f"{mark.finding.label} so với kỳ trước ({before})"
    return f"{mark.finding.label} so với kỳ trước ({before}), quá {indicator.change_bound_percent}%"


def _figure_before(mark: Mark, indicator: Indicator) -> str:
    return number_text(figure(mark.before, indicator), indicator, unit=True)


def _usual(bounds: Bounds, indicator: Indicator) -> str:
    """The usual values; what no figure can pass is not named as a bound."""
    low, high = (number_text(value, indicator, unit=True) for value in bounds)
    if bounds[0] <= 0:
        return f"không quá {high}"
    if indicator.unit == "%" and bounds[1] >= 100:
        return f"từ {low} trở lên"
    return f"từ {low} đến {high}"
