"""What units want to reach themselves, beside what the plan wants of all of them: pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from plans.enums import Operator, UnitRule
from plans.measures import is_met, ratio, ratio_total


class Own(Protocol):
    """A unit's own target: two counts for a rate, one value for everything else."""

    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None


class Side(StrEnum):
    """On which side of the plan's target a figure lies."""

    HIGHER = "cao hơn"
    EQUAL = "bằng"
    LOWER = "thấp hơn"


@dataclass(frozen=True)
class Comparison:
    """A figure beside the plan's target. `missing` is how far it is from it, 0 when it is met; all None when nothing
    can be said. Exact: rounding belongs to the display."""

    side: Side | None = None
    met: bool | None = None
    missing: Fraction | None = None
    missing_share: Fraction | None = None


@dataclass(frozen=True)
class Together:
    """What the units want together: Σn/Σd for a rate (never the mean of rates), Σ or the largest for the rest, and
    over how many units."""

    numerator: Decimal | None
    denominator: Decimal | None
    value: Fraction | None
    units: int


def together(owns: Iterable[Own], unit_rule: str, factor: int = 100) -> Together:
    """Put the targets of units together by the indicator's rule; None where no unit has one."""
    rows = list(owns)
    if unit_rule == UnitRule.RATIO:
        total = ratio_total((own.numerator, own.denominator) for own in rows)
        value = ratio(total.numerator, total.denominator, factor) if total.units else None
        return Together(total.numerator, total.denominator, value, total.units)
    values = [Fraction(own.value) for own in rows if own.value is not None]
    if not values:
        return Together(None, None, None, 0)
    return Together(None, None, max(values) if unit_rule == UnitRule.MAXIMUM else sum(values, Fraction(0)), len(values))


def value_of(own: Own, factor: int = 100) -> Fraction | None:
    """A unit's own target as one number: the rate, else the value."""
    rate = ratio(own.numerator, own.denominator, factor)
    return rate if rate is not None else Fraction(own.value) if own.value is not None else None


def compare(number: Fraction | None, operator: str, target: Decimal | None) -> Comparison:
    """A figure beside the plan's target, by the target's own operator. A range is met from its lower end on; what
    only wants to be better than before (no value) cannot be compared."""
    if number is None or target is None or operator == Operator.IMPROVE:
        return Comparison()
    bound = Fraction(target)
    side = Side.EQUAL if number == bound else Side.HIGHER if number > bound else Side.LOWER
    met = is_met(number, operator, target)
    missing = Fraction(0) if met else abs(number - bound)
    share = None if not bound else missing / abs(bound)
    return Comparison(side, met, missing, share)
