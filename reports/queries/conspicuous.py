"""Which figures of schools deserve a second look: beside those of the other schools, and beside their own past.

A mark asks a question and judges nobody. Beside other schools only figures are compared that do not grow with the
school: rates, averages, and counts the plan never adds up, such as the campuses of a school. A sum (pupils, prizes,
money) is large because the school is, so the quartiles of sums would mark the large schools every time; a slip in a
sum shows against the school's own previous figure. Rates that are not judged at one school are left out as well: there
one child decides (domain reference §3.6.3).
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from django.db import models

from plans import measures
from plans.enums import TimeRule, UnitRule, ValueKind
from plans.models import Indicator
from reports.enums import ValueState
from reports.queries.rows import as_decimal
from reports.queries.values import Cell, figure

Number = Fraction | Decimal | None
Bounds = tuple[Fraction, Fraction]
# Nearer to the middle than a tenth of it nothing stands out, however alike the schools are.
LEAST_REACH = Fraction(1, 10)
PER_SCHOOL = frozenset({ValueKind.COUNT, ValueKind.SCORE, ValueKind.MONEY})


class Finding(models.TextChoices):
    """Why a figure deserves a second look; the value names it in addresses and files."""

    HIGH = "high", "cao hơn hẳn"
    LOW = "low", "thấp hơn hẳn"
    FALL = "fall", "lũy kế giảm"
    CHANGE = "change", "đổi nhiều"


class Mark(NamedTuple):
    """A finding with what it was held beside: the usual bounds, or the cell before."""

    finding: Finding
    bounds: Bounds | None = None
    before: Cell | None = None


def is_comparable(indicator: Indicator) -> bool:
    """Whether figures of two schools can be held beside each other whatever the size of the schools."""
    if indicator.unit_rule == UnitRule.RATIO:
        return indicator.judged_at_school
    return indicator.unit_rule == UnitRule.MAXIMUM and indicator.value_kind in PER_SCHOOL


def bounds_of(cells: Iterable[Cell], indicator: Indicator) -> Bounds | None:
    """Between which values the indicator's figures are usual; None when they cannot be compared, when there are too
    few of them (`measures.fences`), or when they spread around 0 without any distance to measure by."""
    if not is_comparable(indicator):
        return None
    found = measures.fences(value for cell in cells if (value := figure(cell, indicator)) is not None)
    if found is None:
        return None
    middle, reach = (found[0] + found[1]) / 2, (found[1] - found[0]) / 2
    reach = max(reach, abs(middle) * LEAST_REACH)
    return (middle - reach, middle + reach) if reach else None


def beside_others(cell: Cell, indicator: Indicator, bounds: Bounds | None) -> list[Mark]:
    """Whether the figure lies outside the bounds, and would still do so with one case fewer or more."""
    value = figure(cell, indicator)
    if bounds is None or value is None:
        return []
    if value > bounds[1] and _with_cases(cell, indicator, -1, value) > bounds[1]:
        return [Mark(Finding.HIGH, bounds=bounds)]
    if value < bounds[0] and _with_cases(cell, indicator, 1, value) < bounds[0]:
        return [Mark(Finding.LOW, bounds=bounds)]
    return []


def beside_before(cells: Sequence[Cell], indicator: Indicator, position: int) -> list[Mark]:
    """What stands out in the figure of the period at `position` against the same school's nearest earlier one.

    `cells` are the school's in ascending periods. The rules are those its own report was checked by: a cumulative count
    does not fall, and no figure changes by more than the indicator's bound. Here a rate has to do so by more than one
    case, because from one child to none is no matter for the office.
    """
    given = [cell for cell in cells if cell.state == ValueState.GIVEN and cell.position <= position]
    if len(given) < 2 or given[-1].position != position:
        return []
    before, now = figure(given[-2], indicator), figure(given[-1], indicator)
    if before is None or now is None:
        return []
    adds_up = indicator.time_rule == TimeRule.CUMULATIVE and indicator.unit_rule != UnitRule.RATIO
    if adds_up and measures.cumulative_falls(before, now):
        return [Mark(Finding.FALL, before=given[-2])]
    nearer = _with_cases(given[-1], indicator, -1 if now > before else 1, now)
    bound = indicator.change_bound_percent
    if all(measures.changes_beyond(as_decimal(before), as_decimal(value), bound) for value in (now, nearer)):
        return [Mark(Finding.CHANGE, before=given[-2])]
    return []


def _with_cases(cell: Cell, indicator: Indicator, more: int, value: Fraction | Decimal) -> Fraction:
    """The percentage with so many cases more; any other figure as it is."""
    if indicator.unit_rule != UnitRule.RATIO or indicator.ratio_factor == 1 or cell.numerator is None:
        return Fraction(value)
    return measures.ratio(cell.numerator + more, cell.denominator, indicator.ratio_factor) or Fraction(0)
