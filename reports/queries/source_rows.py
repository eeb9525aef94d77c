"""The rows behind figures as they are passed on in a file: one for each row of a grid that feeds a figure, one for each
unit that feeds nothing, with the reason; of computed figures one for each part."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from plans.enums import TimeRule, UnitRule
from plans.models import Indicator, ReportingPeriod
from reports.queries.computed_rows import PartRow, is_share
from reports.queries.units import Standing, UnitRow


@dataclass(frozen=True)
class SourceRow:
    """`weight` says how much of the value goes into the figure: 1, 0 for rows that feed nothing, and a share where the
    periods of a unit are averaged."""

    indicator: Indicator
    unit: str
    levels: str
    commune: str
    period: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | Fraction | None
    state: str
    revision: int
    note: str
    weight: Fraction


def of_units(rows: Iterable[UnitRow], indicator: Indicator, period: ReportingPeriod) -> Iterator[SourceRow]:
    """The rows of the units, in their order; within a unit by period."""
    for row in rows:
        state = f"{row.standing.label} ({row.reason})" if row.reason else str(row.standing.label)
        about = (indicator, row.name, row.unit.levels or "", row.commune)
        if not row.sources:
            yield SourceRow(*about, period.label, None, None, None, state, 0, row.note, Fraction(0))
        weight = Fraction(1, len(row.sources)) if _is_averaged(indicator) and row.sources else Fraction(1)
        for entry in row.sources:
            cell = entry.cell
            if row.standing != Standing.STALE:
                state = str((Standing.OFFICIAL if cell.is_accepted else Standing.WAITING).label)
            numbers = (cell.numerator, cell.denominator, cell.value)
            yield SourceRow(*about, entry.period, *numbers, state, entry.revision, entry.note, weight)


def of_parts(rows: Iterable[PartRow], indicator: Indicator, period: ReportingPeriod) -> Iterator[SourceRow]:
    """The parts of a computed figure: 1 where a part counts, 0 where it does not; of shares over 1."""
    share = is_share(indicator)
    for row in rows:
        count = Decimal(int(row.counts))
        n, d, value = (count, Decimal(1), None) if share else (None, None, count)
        about = (indicator, row.name, row.levels, row.commune, period.label)
        yield SourceRow(*about, n, d, value, row.ground, 0, "", Fraction(1))


def _is_averaged(indicator: Indicator) -> bool:
    return indicator.time_rule == TimeRule.AVERAGE and indicator.unit_rule != UnitRule.RATIO
