"""Figures as rows of the results page and of its Excel file: everything beside the number, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from django.utils.safestring import SafeString

from plans.unit_targets import compare
from reports.formula_words import formula_words
from reports.presentation import Badge
from reports.queries.figure_rows import Number, difference
from reports.queries.figures import Figure, PeriodFigures, TargetFigure, number_text
from reports.queries.own_sums import OwnSum
from reports.views.target_rows import coverage_text, light_badge, parts_text, trend_line
from vietnamese.numbers import format_number


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure to compare with, and how far the figure of the page lies from it: `↑ 0,42`; both "" when unknown."""

    value: str
    change: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One figure ready for a table; texts are "" where there is nothing to say. `own` is what the units registered
    for themselves together."""

    figure: Figure
    badge: Badge | None
    parts: str
    coverage: str
    other: str
    measured: str
    own: str
    previous: Compared
    last_year: Compared
    against: Compared
    spark: SafeString
    formula: str

    @property
    def target(self) -> TargetFigure | None:
        return self.figure if isinstance(self.figure, TargetFigure) else None


def result_rows(
    figures: Iterable[Figure], found: PeriodFigures, owns: Mapping[int, OwnSum] | None = None
) -> list[ResultRow]:
    """The rows of some figures of `found`, in their order."""
    return [_row(figure, found, (owns or {}).get(figure.indicator.pk)) for figure in figures]


def change_words(change: Fraction | None, figure: Figure) -> str:
    """`↑ 1,69`, `↓ 0,03`, `=` (reference §3.6.10); "" when there is nothing to compare with."""
    if change is None:
        return ""
    return "=" if change == 0 else f"{'↑' if change > 0 else '↓'} {number_text(abs(change), figure.indicator)}"


def other_words(figure: Figure) -> str:
    """The figure on the other footing, where one more or fewer report makes a difference."""
    if not figure.waiting:
        return ""
    value = figure.other_text or "chưa có số liệu"
    if figure.provisional:
        return f"đã duyệt {value} (chưa kể {figure.waiting} báo cáo chờ duyệt)"
    return f"tạm tính {value} (thêm {figure.waiting} báo cáo chờ duyệt)"


def measured_words(figure: Figure) -> str:
    """How many were weighed or measured of those who should have been: `Trẻ được cân: 97,2%`."""
    if figure.measured_share is None:
        return ""
    share = Decimal(figure.measured_share.numerator) / Decimal(figure.measured_share.denominator)
    # Rounded down, so that 94,96 % is not shown as the 95 % it does not reach.
    percent = (share * 100).quantize(Decimal("0.1"), rounding=ROUND_DOWN)
    return f"{figure.indicator.denominator_label}: {format_number(percent, decimals=1)}%"


def own_words(own: OwnSum | None, figure: Figure) -> str:
    """What the units want together, of how many of them, and on which side of the plan's target that is."""
    if own is None or own.value is None:
        return ""
    said = f"Các đơn vị đăng ký {figure.text_of(own.value)} ({own.units}/{own.due} đơn vị)"
    if not isinstance(figure, TargetFigure):
        return said
    beside = compare(own.value, figure.target.operator, figure.target.value)
    return f"{said}, {beside.side} kế hoạch" if beside.side and beside.met is False else said


def _row(figure: Figure, found: PeriodFigures, own: OwnSum | None) -> ResultRow:
    return ResultRow(
        figure=figure,
        badge=light_badge(figure) if isinstance(figure, TargetFigure) else None,
        parts=parts_text(figure),
        coverage=coverage_text(figure),
        other=other_words(figure),
        measured=measured_words(figure),
        own=own_words(own, figure),
        previous=_compared(figure, figure.previous),
        last_year=_compared(figure, figure.last_year),
        against=_compared(figure, figure.against),
        spark=trend_line(figure),
        formula=formula_words(figure.indicator, found.as_of),
    )


def _compared(figure: Figure, other: Number) -> Compared:
    return Compared(figure.text_of(other), change_words(difference(figure.actual, other), figure))
