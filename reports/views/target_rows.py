"""Targets as table rows: light with word and sign, trend as a small line, change against last year."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports.charts import sparkline
from reports.lights import LIGHTS
from reports.presentation import Badge
from reports.queries.figures import Figure, TargetFigure, number_text
from vietnamese.numbers import format_number


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target ready for a table; texts are "" where there is nothing to say. `spark` is the trend as a line."""

    figure: TargetFigure
    badge: Badge
    parts: str
    coverage: str
    change: str
    last_year: str
    spark: SafeString


def target_rows(figures: Iterable[TargetFigure]) -> list[TargetRow]:
    """The rows of the targets, in the order of the plan."""
    return [_row(figure) for figure in figures]


def light_badge(figure: TargetFigure) -> Badge:
    """The light of a target in colour, sign and word."""
    css, sign = LIGHTS[figure.light]
    return Badge(css, sign, figure.verdict)


def change_text(figure: TargetFigure) -> str:
    """Against the same period last year: `▲ 1,69`, `▼ 0,03`, `=`; "" when there is nothing to compare with."""
    change = figure.change
    if change is None:
        return ""
    if change == 0:
        return "="
    return f"{'▲' if change > 0 else '▼'} {number_text(abs(change), figure.indicator)}"


def parts_text(figure: Figure) -> str:
    """The two counts of a rate, `12/1.175`; "" for everything else."""
    if figure.numerator is None or figure.denominator is None:
        return ""
    return f"{format_number(figure.numerator, trim=True)}/{format_number(figure.denominator, trim=True)}"


def coverage_text(figure: Figure) -> str:
    """How many gave the figure of how many should, `57/59`; "" where nobody has to give it."""
    return f"{figure.reporting}/{figure.due}" if figure.due else ""


def trend_line(figure: Figure) -> SafeString:
    """The trend as a small line whose name tells the figures; a dash with the same words when there is no line."""
    words = "; ".join(
        f"{label} {number_text(value, figure.indicator, unit=True) or 'chưa có'}" for label, value in figure.trend
    )
    line = sparkline([value for _, value in figure.trend], label=f"Diễn biến: {words}")
    return line or format_html('<span class="text-secondary" title="{}">–</span>', words)


def _row(figure: TargetFigure) -> TargetRow:
    return TargetRow(
        figure=figure,
        badge=light_badge(figure),
        parts=parts_text(figure),
        coverage=coverage_text(figure),
        change=change_text(figure),
        last_year=number_text(figure.last_year, figure.indicator, unit=True),
        spark=trend_line(figure),
    )
