"""What a target wants, once its operator is read together with the direction of its indicator: pure functions.

The operator alone does not say which way is better: "4–5 trường" asks for four and hopes for five (domain reference
§3.6.11), "hạng 3–5" asks for the fifth place and hopes for the third, and "15–20 trẻ" of an indicator whose direction
is a corridor must not be left at either end. A rank is better the smaller it is, whatever its direction says
(reference §3.2).
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from plans import measures
from plans.enums import Direction, Operator, ValueKind

Number = Fraction | Decimal | None
UPWARDS = (Operator.AT_LEAST, Operator.GREATER)
DOWNWARDS = (Operator.AT_MOST, Operator.LESS)


@dataclass(frozen=True)
class Aim:
    """`value` is what must be reached, `stretch` the higher ambition, `upper` the far end of a corridor."""

    operator: str
    value: Decimal | None
    stretch: Decimal | None = None
    upper: Decimal | None = None
    lower_is_better: bool = False
    holding: bool = False

    def is_met(self, actual: Number, *, baseline: Number = None) -> bool | None:
        """By the operator, on the unrounded number; None when nothing can be said. `baseline` is what a target that
        only wants to be better, or as good as before, compares with."""
        return measures.is_met(
            actual,
            self.operator,
            self.value,
            upper=self.upper,
            baseline=baseline,
            lower_is_better=self.lower_is_better,
            holding=self.holding,
        )

    def is_stretch_met(self, actual: Number, *, baseline: Number = None) -> bool:
        """Whether the higher ambition is reached; never before the target itself is."""
        return self.is_met(actual, baseline=baseline) is True and measures.is_stretch_met(
            actual, self.stretch, lower_is_better=self.lower_is_better
        )

    def progress(self, actual: Number, baseline: Decimal | None) -> Fraction | None:
        """The share of the way from the baseline to what must be reached: of a corridor, to its nearer end. None for
        a target that names no number: there is no way to measure."""
        if self.operator == Operator.IMPROVE:
            return None
        return measures.progress(actual, baseline, self._nearer_end(baseline))

    def is_passed(self, actual: Number, baseline: Number) -> bool:
        """Whether a corridor was left at the end that is farther from the baseline: too much of a good thing."""
        if self.upper is None or self.value is None or actual is None or baseline is None:
            return False
        return Fraction(actual) < self.value if baseline > self.upper else Fraction(actual) > self.upper

    def _nearer_end(self, baseline: Decimal | None) -> Decimal | None:
        return self.upper if self.upper is not None and baseline is not None and baseline > self.upper else self.value


def aim_of(
    operator: str, value: Decimal | None, stretch: Decimal | None = None, *, direction: str = "", value_kind: str = ""
) -> Aim:
    """Read a target of an indicator with this direction and kind of value."""
    lower = direction == Direction.LOWER or value_kind == ValueKind.RANK
    if operator == Operator.IMPROVE:
        return Aim(operator, None, lower_is_better=lower, holding=direction == Direction.HOLD)
    if operator != Operator.RANGE:
        falls = operator in DOWNWARDS or (operator not in UPWARDS and lower)
        return Aim(operator, value, stretch, lower_is_better=falls)
    if direction == Direction.RANGE:
        return Aim(operator, value, upper=stretch)
    if lower:
        return Aim(Operator.AT_MOST, stretch, value, lower_is_better=True)
    return Aim(operator, value, stretch)
