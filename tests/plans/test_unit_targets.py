"""Properties of what units want together; the numbers are any a school may write."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.enums import Operator, UnitRule
from plans.unit_targets import Comparison, Side, Together, compare, together, value_of


@dataclass(frozen=True)
class Own:
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None


counts = st.decimals(0, 100_000, places=2)
rates = st.builds(Own, numerator=counts, denominator=st.decimals(1, 100_000, places=2))
values = st.builds(Own, value=counts)


def test_rates_are_put_together_by_their_parts() -> None:
    owns = [Own(Decimal(1), Decimal(2)), Own(Decimal(99), Decimal(100))]

    assert together(owns, UnitRule.RATIO) == Together(Decimal(100), Decimal(102), Fraction(10000, 102), 2)


@pytest.mark.parametrize("rule", UnitRule.values)
def test_nothing_written_is_nothing_and_not_zero(rule: str) -> None:
    assert (together([], rule).value, together([], rule).units) == (None, 0)


@given(st.lists(rates, min_size=1, max_size=20))
def test_a_common_rate_lies_between_the_lowest_and_the_highest(owns: list[Own]) -> None:
    each = [value_of(own) for own in owns]

    common = together(owns, UnitRule.RATIO).value

    assert common is not None
    assert min(each) <= common <= max(each)  # type: ignore[type-var]


@given(st.lists(rates, min_size=1, max_size=20), st.randoms())
def test_the_order_of_the_units_does_not_matter(owns: list[Own], chance: object) -> None:
    other = list(owns)
    chance.shuffle(other)  # type: ignore[attr-defined]

    assert together(other, UnitRule.RATIO) == together(owns, UnitRule.RATIO)


@given(st.lists(values, min_size=1, max_size=20), st.lists(values, min_size=1, max_size=20))
def test_sums_of_parts_add_up(first: list[Own], second: list[Own]) -> None:
    whole = together([*first, *second], UnitRule.SUM)
    parts = together(first, UnitRule.SUM), together(second, UnitRule.SUM)

    assert (whole.value, whole.units) == (parts[0].value + parts[1].value, parts[0].units + parts[1].units)  # type: ignore[operator]


@given(st.lists(values, min_size=1, max_size=20))
def test_the_largest_is_one_of_them(owns: list[Own]) -> None:
    assert together(owns, UnitRule.MAXIMUM).value in [value_of(own) for own in owns]


@given(counts, counts, st.sampled_from([Operator.LESS, Operator.AT_MOST, Operator.AT_LEAST, Operator.GREATER]))
def test_nothing_is_missing_exactly_when_the_plan_is_met(number: Decimal, target: Decimal, operator: str) -> None:
    found = compare(Fraction(number), operator, target)

    assert found.missing is not None
    assert found.met is (number < target if operator == "<" else
                         number <= target if operator == "<=" else
                         number >= target if operator == ">=" else number > target)  # fmt: skip
    assert found.missing == (0 if found.met else abs(Fraction(number) - Fraction(target)))


@given(counts, counts)
def test_the_side_is_that_of_the_unrounded_numbers(number: Decimal, target: Decimal) -> None:
    side = compare(Fraction(number), Operator.AT_LEAST, target).side

    assert side == (Side.HIGHER if number > target else Side.LOWER if number < target else Side.EQUAL)


def test_a_strict_target_is_judged_before_rounding() -> None:
    assert compare(Fraction(100, 98), Operator.LESS, Decimal("1.02")).met is False
    assert compare(Fraction(100, 99), Operator.LESS, Decimal("1.02")).met is True


@pytest.mark.parametrize(
    ("number", "operator", "target"),
    [(None, ">=", Decimal(80)), (Fraction(80), "improve", None), (Fraction(80), ">=", None)],
)
def test_what_cannot_be_compared_says_nothing(number: Fraction | None, operator: str, target: Decimal | None) -> None:
    assert compare(number, operator, target) == Comparison()


def test_the_missing_share_is_of_the_plans_target() -> None:
    assert compare(Fraction(60), Operator.AT_LEAST, Decimal(80)).missing_share == Fraction(1, 4)
    assert compare(Fraction(1), Operator.AT_MOST, Decimal(0)).missing_share is None
