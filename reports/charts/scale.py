"""From where to where the axis of figures runs, so that small differences stay small."""

import math

from reports.charts.content import LineChart

LEAST_SPAN = 0.1  # of the largest figure: what differs less lies in a tenth of the height
AIR = 0.08
MOST_MARKS = 5


def span_of(chart: LineChart) -> tuple[float, float]:
    """The lowest and the highest point of the axis.

    Raises:
        ValueError: the chart has no figure.
    """
    low, high = min(chart.heights), max(chart.heights)
    if chart.from_zero:
        low, high = min(low, 0.0), max(high, 1.0)
        return low, high + (high - low) * AIR
    missing = max(LEAST_SPAN * abs(high) - (high - low), 0.0)
    air = max(high - low, missing) * AIR
    floor = 0.0 if low >= 0 else -math.inf
    ceiling = chart.ceiling if chart.ceiling is not None and high <= chart.ceiling else math.inf
    top = min(high + missing / 2 + air, ceiling)
    bottom = max(low - missing / 2 - air, floor)
    return (bottom, top) if top > bottom else (bottom, bottom + 1.0)


def marks_of(low: float, high: float) -> tuple[list[float], int]:
    """A handful of round numbers within the span, and how many decimals tell them apart."""
    rough = (high - low) / MOST_MARKS
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
    first = math.ceil(low / step - 1e-9)
    marks = [index * step for index in range(first, math.floor(high / step + 1e-9) + 1)]
    return marks, max(0, -math.floor(math.log10(step)))


def whole_marks_of(low: float, high: float) -> tuple[list[float], int]:
    """As `marks_of`, at whole numbers only, because half a child does not exist."""
    marks, decimals = marks_of(low, high)
    if not decimals:
        return marks, 0
    return [float(number) for number in range(math.ceil(low), math.floor(high) + 1)], 0
