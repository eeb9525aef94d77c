"""Charts for pages and documents: one drawing, one look, one way to say the same in words."""

from reports.charts.bars import bars
from reports.charts.content import Chart, ChartTable, Line, LineChart, Series
from reports.charts.lines import line_chart
from reports.charts.sparkline import sparkline
from reports.charts.words import in_words, table_of

__all__ = [
    "Chart",
    "ChartTable",
    "Line",
    "LineChart",
    "Series",
    "bars",
    "in_words",
    "line_chart",
    "sparkline",
    "table_of",
]
