"""Horizontal bars: parts of a whole stacked, or two periods side by side."""

from django.utils.safestring import SafeString

from reports.charts.content import Chart
from reports.charts.drawing import Shape, element, frame, new, render
from reports.charts.words import bars_in_words

# Black, grey and white with an outline: three shades that a photocopier keeps apart, and what is written on each.
SHADES = ("#222222", "#a6a6a6", "#ffffff")
VALUE_SHADES = ("#ffffff", "#000000", "#000000")
WIDTH = 640
ROW_HEIGHT = 20
LEGEND_HEIGHT = 76


def bars(chart: Chart) -> SafeString:
    """Draw the bars, the first label on top; a value of 0 is not written.

    Raises:
        ValueError: the chart has no label or more series than shades that can be told apart in print.
    """
    if not chart.labels or not 1 <= len(chart.series) <= len(SHADES):
        raise ValueError(f"a bar chart needs labels and 1 to {len(SHADES)} series")
    rows = len(chart.labels) * (len(chart.series) if chart.is_grouped else 1)
    drawing = new(
        "HorizontalBar" if chart.is_grouped else "HorizontalStackedBar",
        width=WIDTH,
        height=ROW_HEIGHT * rows + LEGEND_HEIGHT,
        margin=4,
        spacing=6,
        legend_at_bottom=True,
        legend_at_bottom_columns=len(chart.series),
        legend_box_size=12,
        print_values=True,
        print_values_position="center",
        print_zeroes=False,
        show_y_guides=False,
        order_min=0,
        formatter=lambda value: str(int(value)) if value else "",
        y_labels=_whole_steps(chart),
    )
    # pygal draws the first label, and the first series of a group, at the bottom; people read from the top.
    drawing.x_labels = list(reversed(chart.labels))
    for series in chart.series:
        drawing.add(series.name, list(reversed(series.values)))
    return render(drawing, _look, name="drawing", label=chart.caption, desc=bars_in_words(chart))


def _look(shape: Shape) -> str:
    if shape.tag == "rect":
        if "width" not in shape.geometry:  # a value of 0
            return ""
        return element("rect", **shape.geometry, fill=SHADES[shape.series], stroke="#000000")
    if shape.tag == "text" and shape.role == "series":
        written = {**shape.geometry, "text-anchor": "middle", "fill": VALUE_SHADES[shape.series]}
        return element("text", shape.text, **written) if shape.text else ""
    return frame(shape)


def _whole_steps(chart: Chart) -> list[int]:
    """Marks of the axis: about five, at whole numbers, because half a report does not exist."""
    together = max if chart.is_grouped else sum
    longest = max(together(series.values[i] for series in chart.series) for i in range(len(chart.labels)))
    step = max(-(-longest // 5), 1)
    return list(range(0, longest + step, step))
