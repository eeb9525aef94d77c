"""Charts as SVG, the same on pages and in PDFs, readable without colour.

pygal is imported by the first chart that is drawn, so that a process that draws none does not carry it.
"""

import re
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reports.documents.content import Chart

FONT = '"Times New Roman", "Liberation Serif", serif'
# Black, grey and white with an outline: three shades that a photocopier keeps apart.
SHADES = ("#222222", "#a6a6a6", "#ffffff")
VALUE_SHADES = ("#ffffff", "#000000", "#000000")
SCRIPT = re.compile(r"<script.*?</script>", re.DOTALL)
WIDTH = 640
ROW_HEIGHT = 20
OUTLINE = "inline:rect.reactive { stroke: #000000 !important; stroke-opacity: 1 }"
LEGEND_HEIGHT = 76


def bars(chart: Chart) -> SafeString:
    """Draw stacked horizontal bars, the first label on top; a value of 0 is not written.

    Raises:
        ValueError: the chart has no label or more series than shades that can be told apart in print.
    """
    if not chart.labels or not 1 <= len(chart.series) <= len(SHADES):
        raise ValueError(f"a bar chart needs labels and 1 to {len(SHADES)} series")
    pygal = _pygal()
    drawing = pygal.HorizontalStackedBar(
        style=_style(pygal, SHADES, VALUE_SHADES),
        width=WIDTH,
        height=ROW_HEIGHT * len(chart.labels) + LEGEND_HEIGHT,
        legend_at_bottom=True,
        legend_at_bottom_columns=len(chart.series),
        legend_box_size=12,
        print_values=True,
        print_zeroes=False,
        show_y_guides=False,
        order_min=0,
        formatter=lambda value: str(int(value)) if value else "",
        y_labels=_whole_steps(chart),
        css=["file://style.css", "file://graph.css", OUTLINE],
        spacing=6,
        **_common(),
    )
    # pygal draws the first label at the bottom; people read from the top.
    drawing.x_labels = list(reversed(chart.labels))
    for series in chart.series:
        drawing.add(series.name, list(reversed(series.values)))
    return _rendered(drawing, chart.caption)


def sparkline(values: Sequence[float | None], *, label: str) -> SafeString:
    """Draw a small line without axes; None leaves a gap. "" when fewer than two values are known."""
    if sum(value is not None for value in values) < 2:
        return mark_safe("")
    pygal = _pygal()
    drawing = pygal.Line(
        style=_style(pygal, ("#0b4f9e",), ("#0b4f9e",)),
        width=84,
        height=22,
        show_dots=False,
        allow_interruptions=True,
        show_legend=False,
        show_x_labels=False,
        show_y_labels=False,
        show_x_guides=False,
        show_y_guides=False,
        **{**_common(), "margin": 1},
    )
    drawing.add("", list(values))
    return _rendered(drawing, label)


def _whole_steps(chart: Chart) -> list[int]:
    """Marks of the axis: about five, at whole numbers, because half a report does not exist."""
    longest = max(sum(series.values[i] for series in chart.series) for i in range(len(chart.labels)))
    step = max(-(-longest // 5), 1)
    return list(range(0, longest + step, step))


def _common() -> dict[str, Any]:
    # Without `js=[]` the chart would ask a foreign server for a script.
    return {"js": [], "explicit_size": True, "disable_xml_declaration": True, "margin": 4}


def _style(pygal: ModuleType, colors: tuple[str, ...], value_colors: tuple[str, ...]) -> Any:
    return pygal.style.Style(
        background="transparent",
        plot_background="transparent",
        foreground="#000000",
        foreground_strong="#000000",
        foreground_subtle="#000000",
        guide_stroke_color="#bbbbbb",
        major_guide_stroke_color="#bbbbbb",
        guide_stroke_dasharray="2,2",
        opacity="1",
        transition="0s",
        font_family=FONT,
        value_font_family=FONT,
        label_font_size=14,
        major_label_font_size=14,
        legend_font_size=14,
        value_font_size=13,
        colors=colors,
        value_colors=value_colors,
    )


def _rendered(drawing: Any, label: str) -> SafeString:
    """The SVG with a name for people who cannot see it."""
    # What moves on hover is left out: pages run no inline script, and paper none at all.
    svg = SCRIPT.sub("", drawing.render(is_unicode=True))
    return mark_safe(svg.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1))


def _pygal() -> ModuleType:
    import pygal
    import pygal.style

    # pygal hooks an import protocol that Python gave up into every later import, for map plug-ins we do not have.
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "PluginImportFixer"]
    return pygal
