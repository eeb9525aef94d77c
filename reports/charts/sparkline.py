"""A line without axes for the row of a table."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from reports.charts.drawing import Shape, element, new, render

WIDTH, HEIGHT, MARGIN = 84, 22, 4
# Higher and lower on 14 units of height: finer steps look the same, and the same line is drawn once.
STEPS = 50
OWN = "#0b4f9e"
NAME = "@name@"


def sparkline(values: Sequence[Fraction | Decimal | float | None], *, label: str) -> SafeString:
    """Draw the values as a small line with a dot at the newest; None leaves a gap. "" when fewer than two are known:
    one point is no trend. Equal values lie in the middle. `label` says the figures to those who do not see the line."""
    exact = [None if value is None else Fraction(value) for value in values]
    known = [value for value in exact if value is not None]
    if len(known) < 2:
        return mark_safe("")
    low, span = min(known), max(known) - min(known)
    steps = tuple(None if value is None else round(_share(value - low, span) * STEPS) for value in exact)
    return mark_safe(_drawn(steps).replace(NAME, escape(label)))


def _share(above: Fraction, span: Fraction) -> Fraction:
    return above / span if span else Fraction(1, 2)


@lru_cache(maxsize=1024)
def _drawn(steps: tuple[int | None, ...]) -> str:
    """The line for values between 0 and `STEPS`; pages show few different ones, and drawing one takes milliseconds."""
    drawing = new(
        "Line",
        width=WIDTH,
        height=HEIGHT,
        margin=MARGIN,
        dots_size=2,
        range=(0, STEPS),
        allow_interruptions=True,
        show_legend=False,
        show_x_labels=False,
        show_y_labels=False,
    )
    drawing.add("", steps)
    alone = _without_neighbours(steps)
    known = [index for index, value in enumerate(steps) if value is not None]
    order = iter(known)

    def look(shape: Shape) -> str:
        if shape.tag == "path":
            return element("path", d=shape.geometry["d"], fill="none", stroke=OWN, stroke_width="2")
        index = next(order)
        return element("circle", **shape.geometry, fill=OWN) if index in alone or index == known[-1] else ""

    return render(drawing, look, name="spark", label=NAME)


def _without_neighbours(steps: Sequence[int | None]) -> frozenset[int]:
    """Values between two gaps, which no line reaches."""
    padded = [None, *steps, None]
    return frozenset(
        index
        for index, value in enumerate(steps)
        if value is not None and padded[index] is None and padded[index + 2] is None
    )
