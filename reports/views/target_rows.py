"""Targets as table rows: light with word and sign, trend as a small line, change against last year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports.enums import Light
from reports.presentation import Badge
from reports.queries.figures import TargetFigure, number_text
from vietnamese.numbers import format_number

LIGHTS = {
    Light.GREEN: ("good", "●"),
    Light.AMBER: ("warn", "▲"),
    Light.RED: ("bad", "■"),
    Light.GREY: ("none", "○"),
}
SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 84, 22, 3


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


def spark_path(values: Sequence[Fraction | None]) -> str:
    """The `d` of an SVG path through the known values, low values at the bottom; None leaves a gap.

    "" when fewer than two values are known: one point is no trend. Equal values lie in the middle.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, span = min(known), max(known) - min(known)
    step = (SPARK_WIDTH - 2 * SPARK_MARGIN) / (len(values) - 1)
    height = SPARK_HEIGHT - 2 * SPARK_MARGIN
    commands, pen_down = [], False
    for index, value in enumerate(values):
        if value is None:
            pen_down = False
            continue
        share = float((value - low) / span) if span else 0.5
        x, y = SPARK_MARGIN + index * step, SPARK_MARGIN + (1 - share) * height
        commands.append(f"{'L' if pen_down else 'M'}{x:.1f} {y:.1f}")
        pen_down = True
    return " ".join(commands)


def change_text(figure: TargetFigure) -> str:
    """Against the same period last year: `▲ 1,69`, `▼ 0,03`, `=`; "" when there is nothing to compare with."""
    change = figure.change
    if change is None:
        return ""
    if change == 0:
        return "="
    return f"{'▲' if change > 0 else '▼'} {number_text(abs(change), figure.indicator)}"


def _row(figure: TargetFigure) -> TargetRow:
    indicator = figure.indicator
    parts = ""
    if figure.numerator is not None and figure.denominator is not None:
        parts = f"{format_number(figure.numerator, trim=True)}/{format_number(figure.denominator, trim=True)}"
    return TargetRow(
        figure=figure,
        badge=light_badge(figure),
        parts=parts,
        coverage=f"{figure.reporting}/{figure.due}" if figure.due else "",
        change=change_text(figure),
        last_year=number_text(figure.last_year, indicator, unit=True),
        spark=_spark(figure),
    )


def _spark(figure: TargetFigure) -> SafeString:
    """The trend as a small line whose name tells the figures; a dash with the same words when there is no line."""
    words = "; ".join(
        f"{label} {number_text(value, figure.indicator, unit=True) or 'chưa có'}" for label, value in figure.trend
    )
    path = spark_path([None if value is None else Fraction(value) for _, value in figure.trend])
    if not path:
        return format_html('<span class="text-secondary" title="{}">–</span>', words)
    return format_html(
        '<svg class="spark" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img" aria-label="Diễn biến: {2}">'
        '<title>{2}</title><path d="{3}" fill="none" stroke="#0b4f9e" stroke-width="2" stroke-linecap="round"/></svg>',
        SPARK_WIDTH,
        SPARK_HEIGHT,
        words,
        path,
    )
