"""One indicator, school by school: what stands behind a figure of the whole area."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from plans.models import Indicator, ReportingPeriod
from reports.enums import SubmissionStatus, ValueState
from reports.queries.completeness import UnitStatus, all_units
from reports.queries.figures import due_units, number_text
from reports.queries.values import Cell, figure, fold_periods, load_cells
from vietnamese.numbers import format_number
from vietnamese.text import rank_matches


@dataclass(frozen=True)
class UnitRow:
    """A school's part in a figure. `state` says in words why there is no number, or that it is an older one.

    `value` is None for a ratio that is not judged at one school, whose denominator is too small (reference
    §3.6.3): there the counts are shown.
    """

    submission_id: int
    name: str
    commune: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Fraction | Decimal | None
    value_text: str
    state: str
    is_stale: bool

    @property
    def numerator_text(self) -> str:
        return format_number(self.numerator, trim=True)

    @property
    def denominator_text(self) -> str:
        return format_number(self.denominator, trim=True)


def unit_rows(
    indicator: Indicator, period: ReportingPeriod, *, provisional: bool = False, query: str = ""
) -> list[UnitRow]:
    """The schools that are due to give the indicator, in the order of their names: two queries.

    Only figures of accepted reports are shown, with `provisional` also those that wait for review: what a school has
    not sent is nobody else's business. `query` keeps the schools whose name contains its words, diacritics ignored,
    best hits first.
    """
    units = all_units(period)
    due = due_units(indicator, units)
    cells = load_cells([period.plan_id], [indicator.pk], upto=period.position, provisional=provisional)
    known = cells.get(period.plan_id, {}).get(indicator.pk, {})
    rows = [
        _row(
            unit, fold_periods(known.get(unit.organisation_id, ()), indicator, upto=period.position), indicator, period
        )
        for unit in units
        if unit.organisation_id in due and unit.matches(query)
    ]
    return rank_matches(query, rows, key=lambda row: row.name) if query.strip() else rows


def _row(unit: UnitStatus, cell: Cell | None, indicator: Indicator, period: ReportingPeriod) -> UnitRow:
    value = figure(cell, indicator) if indicator.judged_at_school or not indicator.is_ratio else None
    given = cell is not None and cell.state == ValueState.GIVEN
    stale = cell is not None and given and cell.position < period.position
    return UnitRow(
        submission_id=unit.submission_id,
        name=unit.name,
        commune=unit.commune or "",
        numerator=cell.numerator if cell else None,
        denominator=cell.denominator if cell else None,
        value=value,
        value_text=number_text(value, indicator, unit=True),
        state=_state(unit, cell, stale=stale),
        is_stale=stale,
    )


def _state(unit: UnitStatus, cell: Cell | None, *, stale: bool) -> str:
    if cell is None:
        accepted = unit.status == SubmissionStatus.ACCEPTED
        return ValueState.MISSING.label if accepted else SubmissionStatus(unit.status).label
    if cell.state == ValueState.NOT_APPLICABLE:
        return ValueState.NOT_APPLICABLE.label
    return "Số liệu kỳ trước" if stale else SubmissionStatus(unit.status).label
