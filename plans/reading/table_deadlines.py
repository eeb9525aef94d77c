"""Deadlines that stand in a column of a table ("Thời hạn", "Thời gian hoàn thành")."""

import re
from dataclasses import replace

from plans.enums import DeadlineRule
from plans.reading.dates_in_text import dates_in
from plans.reading.deadlines import REPORTS, deadlines_in
from plans.reading.folding import fold
from plans.reading.found import DOUBTFUL, LIKELY, DeadlineFound
from plans.reading.tables import Column, Row, Table

_ENDS = re.compile(r"\b(?:han|thoi han|hoan thanh|tien do)\b")  # headings under which a bare date is the last day
_LONGEST_QUOTE = 300


def table_deadlines(table: Table) -> tuple[list[DeadlineFound], list[str]]:
    """Return the deadlines of all rows, each quoted as its row, and warnings for those without a full date."""
    found: list[DeadlineFound] = []
    warnings: list[str] = []
    for row in table.body:
        for heading, cell in table.cells(row, Column.DUE):
            deadlines = _due(row, heading, cell)
            found += deadlines
            if any(deadline.date is None for deadline in deadlines):
                warnings.append(f"Dòng {row.line}: thời hạn “{cell[:80]}” không ghi đủ ngày, tháng, năm có thật.")
    return found, warnings


def _due(row: Row, heading: str, cell: str) -> list[DeadlineFound]:
    """The deadlines of a cell: those its words give, else the last date under a heading that says so."""
    quote = row.text[:_LONGEST_QUOTE]
    said, _ = deadlines_in(f"{heading}: {cell}", row.line)
    if said:
        return [replace(deadline, quote=quote) for deadline in said]
    reports = REPORTS.search(fold(" ".join(row.cells))) is not None
    if not reports and not _ENDS.search(fold(heading)):
        return []
    dates = [date for date in dates_in(fold(cell)) if date.year is not None and date.value()]
    if dates:
        return [DeadlineFound(dates[-1].value(), DeadlineRule.NOT_LATER_THAN, quote, row.line, LIKELY)]
    told = reports and re.search(r"\d|\b(?:hang|hằng|hàng|quý|cuối|đầu)\b", cell.lower())
    return [DeadlineFound(None, None, quote, row.line, DOUBTFUL)] if told else []
