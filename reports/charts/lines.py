"""A figure over periods: own line, the area's line beside it, and the target."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString

from reports.charts.content import LineChart
from reports.charts.drawing import INK, Shape, element, frame, new, render
from reports.charts.scale import marks_of, span_of, whole_marks_of
from reports.charts.words import in_words
from vietnamese.numbers import format_number

WIDTH, HEIGHT, LEGEND_BOX = 380, 170, 24
# Told apart by dashes and marks, because a photocopy has no colours.
LOOKS = (
    {"stroke": "#0b4f9e", "stroke_width": "2"},
    {"stroke": "#5b6775", "stroke_width": "1.5", "stroke_dasharray": "6 3"},
)
TARGET = {"stroke": INK, "stroke_width": "1.5", "stroke_dasharray": "1 3"}


@lru_cache(maxsize=512)
def line_chart(chart: LineChart) -> SafeString:
    """Draw the lines; gaps stay open.

    Raises:
        ValueError: the chart has no figure, or more lines than can be told apart in print.
    """
    if not chart.heights or not 1 <= len(chart.lines) <= len(LOOKS):
        raise ValueError(f"a line chart needs figures and 1 to {len(LOOKS)} lines")
    span = span_of(chart)
    marks, decimals = (whole_marks_of if chart.from_zero else marks_of)(*span)
    drawing = new(
        "Line",
        width=WIDTH,
        height=HEIGHT,
        margin=4,
        margin_right=20,
        spacing=6,
        dots_size=3,
        allow_interruptions=True,
        truncate_label=-1,
        truncate_legend=-1,
        legend_at_bottom=True,
        legend_at_bottom_columns=len(chart.lines) + (chart.target is not None),
        legend_box_size=LEGEND_BOX,
        show_x_guides=False,
        range=span,
        y_labels=marks,
        value_formatter=lambda value: format_number(value, decimals=decimals),
        x_labels=_spread(chart.marks or chart.labels, chart.breaks, ""),
    )
    for line in chart.lines:
        drawing.add(line.name, _spread(line.values, chart.breaks, None))
    if chart.target is not None:
        drawing.add(chart.target_text, [chart.target] * (len(chart.labels) + len(chart.breaks)), show_dots=False)
    looks = (*LOOKS[: len(chart.lines)], TARGET)
    return render(drawing, lambda shape: _look(shape, looks), name="drawing", label=chart.caption, desc=in_words(chart))


def _spread(cells: Sequence[Any], breaks: Sequence[int], gap: Any) -> list[Any]:
    """The cells with an empty one before each break."""
    return [part for index, cell in enumerate(cells) for part in ((gap, cell) if index in breaks else (cell,))]


def _look(shape: Shape, looks: Sequence[dict[str, str]]) -> str:
    if shape.role == "axis x" and "guide" in shape.classes and shape.tag == "path":
        return ""
    if shape.role not in ("series", "legend") or shape.tag == "text":
        return frame(shape)
    look = looks[shape.series]
    if shape.tag == "path":
        return element("path", d=shape.geometry["d"], fill="none", **look)
    if shape.tag == "circle":
        return _mark(shape.series, float(shape.geometry["cx"]), float(shape.geometry["cy"]))
    x, y = float(shape.geometry["x"]), float(shape.geometry["y"]) + LEGEND_BOX / 2
    sample = element("path", d=f"M{x:g} {y:g}h{LEGEND_BOX}", fill="none", **look)
    return sample if look is TARGET else sample + _mark(shape.series, x + LEGEND_BOX / 2, y)


def _mark(series: int, x: float, y: float) -> str:
    """A filled dot on the first line, an open square on the second."""
    if series == 0:
        return element("circle", cx=f"{x:g}", cy=f"{y:g}", r="3", fill=LOOKS[0]["stroke"])
    side = {"width": "6", "height": "6", "fill": "#fff", "stroke": LOOKS[1]["stroke"]}
    return element("rect", x=f"{x - 3:g}", y=f"{y - 3:g}", **side)
