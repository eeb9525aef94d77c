"""What a chart says, for those who do not see it, and for whoever wants the exact figures."""

from reports.charts.content import Chart, ChartTable, LineChart

UNKNOWN = "chưa có"


def table_of(chart: Chart | LineChart) -> ChartTable:
    """The chart as a table, a column for each label and a row for each line; of bars a row for each bar."""
    if isinstance(chart, Chart):
        head = ("", *(series.name for series in chart.series))
        values = zip(chart.labels, *(series.values for series in chart.series), strict=True)
        return ChartTable(chart.caption, head, tuple(tuple(str(cell) for cell in row) for row in values))
    rows = [(line.name, *(text or UNKNOWN for text in line.texts)) for line in chart.lines]
    if chart.target is not None:
        rows.append((chart.target_text, *[""] * len(chart.labels)))
    return ChartTable(chart.caption, ("", *chart.labels), tuple(rows))


def in_words(chart: LineChart) -> str:
    """The chart in one sentence for each line: `Toàn trường: 3/2025 96,1%; 6/2025 chưa có.`"""
    sentences = [
        f"{line.name}: "
        + "; ".join(f"{label} {text or UNKNOWN}" for label, text in zip(chart.labels, line.texts, strict=True))
        for line in chart.lines
    ]
    return ". ".join([*sentences, *([chart.target_text] if chart.target is not None else [])]) + "."


def bars_in_words(chart: Chart) -> str:
    """The bars in one sentence for each label: `Cẩm Vũ: Đúng hạn 3, Trễ hạn 0.`"""
    return " ".join(
        f"{label}: " + ", ".join(f"{series.name} {series.values[index]}" for series in chart.series) + "."
        for index, label in enumerate(chart.labels)
    )
