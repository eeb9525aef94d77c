"""What a chart shows, as plain data that knows neither the database nor a page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Series:
    name: str
    values: tuple[int, ...]


@dataclass(frozen=True)
class Chart:
    """Horizontal bars: one bar for each label, one shade for each series; stacked, or with `is_grouped` side by side
    to compare two periods."""

    caption: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    is_grouped: bool = False


@dataclass(frozen=True)
class Line:
    """A figure over the labels of its chart: None leaves a gap. `texts` say each value as the page writes it; what
    stands there where no value is known says why."""

    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class LineChart:
    """One figure over periods. The first line is drawn solid with dots, the second dashed with squares. `target` is the
    height of a dotted line, `target_text` its name. `marks` are what the axis says instead of the labels, where those
    are too long. Numbers of things are drawn `from_zero`, which no part of the height then exaggerates; shares are not,
    and end at `ceiling`. `breaks` are positions before which lines are not joined, because counting starts anew."""

    caption: str
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    target: float | None = None
    target_text: str = ""
    marks: tuple[str, ...] = ()
    from_zero: bool = False
    ceiling: float | None = None
    breaks: tuple[int, ...] = ()

    @property
    def heights(self) -> list[float]:
        """Every height that is drawn."""
        values = [value for line in self.lines for value in line.values if value is not None]
        return values if self.target is None else [*values, self.target]


@dataclass(frozen=True)
class ChartTable:
    """The same as a chart in words: the head of a table and its rows, the first cell of each being its name."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
