"""From the figures of schools to one figure: over the periods of a school first, then over the schools.

Rules: domain reference §3.6 and architecture §5. Ratios are Σn/Σd and never a mean of percentages; a stock or
cumulative figure is the latest of each school, never a sum over periods; what is missing is not 0.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from plans import measures
from plans.enums import TimeRule, UnitRule
from plans.models import Indicator
from reports import workflow
from reports.enums import SubmissionStatus, ValueState
from reports.models import IndicatorValue

COUNTED = (ValueState.GIVEN, ValueState.NOT_APPLICABLE)
STOCK_RULES = frozenset({TimeRule.LATEST, TimeRule.CUMULATIVE})


class Cell(NamedTuple):
    """What one school said about one indicator in the period at `position` of the plan."""

    position: int
    state: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | Fraction | None
    is_accepted: bool = True


@dataclass(frozen=True)
class Total:
    """One figure over schools. `stale` counts schools whose newest value is from an earlier period."""

    actual: Fraction | Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    reporting: int = 0
    stale: int = 0
    not_applicable: int = 0


# plan → indicator → organisation → cells by position
Cells = Mapping[int, Mapping[int, Mapping[int, Sequence[Cell]]]]


def load_cells(
    plans: Collection[int],
    indicators: Collection[int],
    *,
    upto: int,
    provisional: bool,
    states: Collection[str] = COUNTED,
) -> Cells:
    """The cells of several plans up to the period at position `upto`: one query.

    Accepted reports only; `provisional` adds those that wait for review. Absent values are left out, except "does not
    apply", which takes a school out of those that are due; `states` asks for others.
    """
    statuses = workflow.SENT if provisional else {SubmissionStatus.ACCEPTED}
    rows = (
        IndicatorValue.objects.filter(
            submission__period__plan__in=plans,
            submission__period__position__lte=upto,
            submission__status__in=statuses,
            plan_indicator__indicator__in=indicators,
            state__in=states,
        )
        .order_by("submission__period__position", "pk")
        .values_list(
            "submission__period__plan_id",
            "plan_indicator__indicator_id",
            "submission__organisation_id",
            "submission__period__position",
            "state",
            "numerator",
            "denominator",
            "value",
            "submission__status",
        )
    )
    cells: dict[int, dict[int, dict[int, list[Cell]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for plan, indicator, organisation, position, state, numerator, denominator, value, status in rows:
        is_accepted = status == SubmissionStatus.ACCEPTED
        cell = Cell(position, state, numerator, denominator, value, is_accepted)
        cells[plan][indicator][organisation].append(cell)
    return cells


def accepted_only(cells: Cells) -> Cells:
    """The cells that feed official figures."""
    return {
        plan: {
            indicator: {unit: [cell for cell in row if cell.is_accepted] for unit, row in units.items()}
            for indicator, units in indicators.items()
        }
        for plan, indicators in cells.items()
    }


def fold_periods(cells: Iterable[Cell], indicator: Indicator, *, upto: int) -> Cell | None:
    """One cell for a school from its cells in ascending periods up to `upto`, by the indicator's time rule.

    Its position is that of the newest value used; None when the school has said nothing.
    """
    known = [cell for cell in cells if cell.position <= upto]
    given = [cell for cell in known if cell.state == ValueState.GIVEN]
    if not known or not given:
        return known[-1] if known else None
    if indicator.time_rule in STOCK_RULES:
        return known[-1]
    if indicator.time_rule == TimeRule.MAXIMUM:
        figures = ((_figure(cell, indicator), cell) for cell in given)
        _, largest = max(figures, key=lambda pair: (pair[0] is not None, pair[0] or Fraction(0), pair[1].position))
        return largest._replace(position=given[-1].position)
    if indicator.unit_rule == UnitRule.RATIO:
        total = measures.ratio_total((cell.numerator, cell.denominator) for cell in given)
        return given[-1]._replace(numerator=total.numerator, denominator=total.denominator)
    values = [cell.value for cell in given if cell.value is not None]
    total_value = sum((Fraction(value) for value in values), Fraction(0))
    if indicator.time_rule == TimeRule.AVERAGE and values:
        total_value /= len(values)
    return given[-1]._replace(value=total_value if values else None)


def total(
    cells: Mapping[int, Sequence[Cell]], indicator: Indicator, *, upto: int, units: Collection[int] | None = None
) -> Total:
    """One figure over the schools (`units`, or all that have cells) by the indicator's rules."""
    folded = [
        cell
        for organisation, row in cells.items()
        if (units is None or organisation in units) and (cell := fold_periods(row, indicator, upto=upto)) is not None
    ]
    given = [cell for cell in folded if cell.state == ValueState.GIVEN and is_complete(cell, indicator)]
    counted = Total(
        reporting=len(given),
        stale=sum(cell.position < upto for cell in given),
        not_applicable=sum(cell.state == ValueState.NOT_APPLICABLE for cell in folded),
    )
    if not given:
        return counted
    if indicator.unit_rule == UnitRule.RATIO:
        sums = measures.ratio_total((cell.numerator, cell.denominator) for cell in given)
        actual = measures.ratio(sums.numerator, sums.denominator, indicator.ratio_factor)
        return replace(counted, actual=actual, numerator=sums.numerator, denominator=sums.denominator)
    values = [Fraction(cell.value) for cell in given if cell.value is not None]
    return replace(counted, actual=max(values) if indicator.unit_rule == UnitRule.MAXIMUM else sum(values, Fraction(0)))


def figure(cell: Cell | None, indicator: Indicator) -> Fraction | Decimal | None:
    """The figure of one school: `100·n/d` for a percentage, the value otherwise; None unless given."""
    return _figure(cell, indicator) if cell is not None and cell.state == ValueState.GIVEN else None


def _figure(cell: Cell, indicator: Indicator) -> Fraction | Decimal | None:
    if indicator.unit_rule == UnitRule.RATIO:
        return measures.ratio(cell.numerator, cell.denominator, indicator.ratio_factor)
    return cell.value


def is_complete(cell: Cell, indicator: Indicator) -> bool:
    if indicator.unit_rule == UnitRule.RATIO:
        return cell.numerator is not None and cell.denominator is not None
    return cell.value is not None
