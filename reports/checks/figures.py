"""Checks of the grid (domain reference §3.6)."""

from collections.abc import Iterator

from plans import measures
from plans.enums import SectionKind
from reports.cells import read_cells
from reports.checks.issue import Issue, Severity
from reports.enums import ValueState
from reports.queries.sheet import GridRow, Sheet, as_decimal
from vietnamese.numbers import format_number


def _issue(
    sheet: Sheet, row: GridRow, severity: Severity, part: str, message: str, *, is_missing: bool = False
) -> Issue:
    section = next((s.code for s in sheet.sections if s.kind == SectionKind.INDICATORS), "")
    line = next(number for number, other in enumerate(sheet.grid, 1) if other is row)
    return Issue(
        severity,
        section,
        f"{row.field_name}-{part}",
        f"Biểu số liệu, dòng {line}: {row.name}",
        message,
        row.justification,
        is_missing,
    )


def _first_part(row: GridRow) -> str:
    return "n" if row.is_ratio else "v"


def readable_numbers(sheet: Sheet) -> Iterator[Issue]:
    """What was typed can be read as a number; each unreadable cell says why."""
    for row in sheet.grid:
        raw = {"n": row.raw_numerator, "d": row.raw_denominator, "v": row.raw_value}
        for part, message in read_cells(row, raw).problems.items():
            yield _issue(sheet, row, Severity.ERROR, part, message)


def required_figures(sheet: Sheet) -> Iterator[Issue]:
    """A required figure is given or said to be absent; an empty cell is neither."""
    for row in sheet.grid:
        typed = row.raw_numerator or row.raw_denominator or row.raw_value
        if row.is_required and row.state == ValueState.MISSING and not typed:
            yield _issue(sheet, row, Severity.ERROR, _first_part(row), "Chưa nhập.", is_missing=True)


def numerator_within_denominator(sheet: Sheet) -> Iterator[Issue]:
    """In a percentage the part is not larger than the whole."""
    for row in sheet.grid:
        if not (row.parts_are_counts and row.is_ratio) or row.numerator is None or row.denominator is None:
            continue
        if row.numerator > row.denominator:
            message = (
                f"{row.numerator_label or 'Tử số'} ({format_number(row.numerator, trim=True)}) lớn hơn "
                f"{row.denominator_label.lower() or 'mẫu số'} ({format_number(row.denominator, trim=True)})."
            )
            yield _issue(sheet, row, Severity.ERROR, "n", message)


def within_bounds(sheet: Sheet) -> Iterator[Issue]:
    """The figure lies within the indicator's bounds."""
    for row in sheet.grid:
        actual = row.actual
        if actual is None or (row.is_ratio and row.parts_are_counts):
            continue
        if row.lower_bound is not None and actual < row.lower_bound:
            bound = format_number(row.lower_bound, trim=True)
            yield _issue(
                sheet, row, Severity.ERROR, _first_part(row), f"Số liệu nhỏ hơn mức thấp nhất có thể ({bound})."
            )
        if row.upper_bound is not None and actual > row.upper_bound:
            bound = format_number(row.upper_bound, trim=True)
            yield _issue(
                sheet, row, Severity.ERROR, _first_part(row), f"Số liệu lớn hơn mức cao nhất có thể ({bound})."
            )


def cumulative_does_not_fall(sheet: Sheet) -> Iterator[Issue]:
    """A figure counted since the beginning of the year does not become smaller."""
    for row in sheet.grid:
        now, before = row.actual, row.previous_actual
        if row.is_cumulative and not row.is_ratio and measures.cumulative_falls(before, now):
            message = f"Số lũy kế giảm so với kỳ trước ({row.previous_text}); đề nghị kiểm tra hoặc giải trình."
            yield _issue(sheet, row, Severity.WARNING, "v", message)


def change_is_plausible(sheet: Sheet) -> Iterator[Issue]:
    """A figure that moves beyond the indicator's bound is asked about: a slipped comma looks like this."""
    for row in sheet.grid:
        now, before = row.actual, row.previous_actual
        if now is None or before is None:
            continue
        if measures.changes_beyond(as_decimal(before), as_decimal(now), row.change_bound_percent):
            message = (
                f"Thay đổi nhiều so với kỳ trước ({row.previous_text} → {row.actual_text}); "
                "đề nghị kiểm tra hoặc giải trình."
            )
            yield _issue(sheet, row, Severity.WARNING, _first_part(row), message)


def coverage_is_complete(sheet: Sheet) -> Iterator[Issue]:
    """At least 95 % of the children enrolled were weighed or measured (reference §3.6.4)."""
    by_indicator = {row.indicator_id: row for row in sheet.grid}
    for row in sheet.grid:
        whole_row = by_indicator.get(row.coverage_of_id or 0)
        if whole_row is None or row.state != ValueState.GIVEN:
            continue
        whole = whole_row.denominator if whole_row.is_ratio else whole_row.value
        if whole is None or row.denominator is None:
            continue
        if row.denominator > whole:
            message = f"Mẫu số lớn hơn “{whole_row.name}” ({format_number(whole, trim=True)})."
            yield _issue(sheet, row, Severity.ERROR, "d", message)
        elif measures.coverage_is_low(row.denominator, whole):
            share = format_number(100 * row.denominator / whole, decimals=1)
            message = f"Mẫu số chỉ bằng {share}% của “{whole_row.name}”; số liệu chưa đầy đủ, đề nghị giải trình."
            yield _issue(sheet, row, Severity.WARNING, "d", message)
