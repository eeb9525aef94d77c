"""What a target wants, read from operator and direction together."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.aims import Aim, aim_of
from plans.enums import Direction, Operator, ValueKind

D = Decimal
numbers = st.decimals(min_value=-1000, max_value=1000, places=2)
ENDS = st.tuples(numbers, numbers).map(sorted)


def four_to_five(direction: str = Direction.HIGHER) -> Aim:
    return aim_of(Operator.RANGE, D(4), D(5), direction=direction)


@pytest.mark.parametrize(
    ("schools", "met", "stretch"), [(3, False, False), (4, True, False), (5, True, True), (6, True, True)]
)
def test_four_to_five_schools_asks_for_four_and_hopes_for_five(schools: int, met: bool, stretch: bool) -> None:
    assert (four_to_five().is_met(D(schools)), four_to_five().is_stretch_met(D(schools))) == (met, stretch)


@pytest.mark.parametrize(("actual", "met"), [("3.99", False), ("4", True), ("5", True), ("5.01", False)])
def test_a_corridor_must_not_be_left_and_has_no_higher_ambition(actual: str, met: bool) -> None:
    corridor = four_to_five(Direction.RANGE)

    assert corridor.is_met(D(actual)) is met
    assert corridor.is_stretch_met(D(actual)) is False


@pytest.mark.parametrize(
    ("rank", "met", "stretch"), [(6, False, False), (5, True, False), (4, True, True), (1, True, True)]
)
def test_rank_four_to_five_asks_for_the_fifth_and_hopes_for_the_fourth(rank: int, met: bool, stretch: bool) -> None:
    aim = aim_of(Operator.RANGE, D(4), D(5), direction=Direction.HOLD, value_kind=ValueKind.RANK)

    assert (aim.is_met(D(rank)), aim.is_stretch_met(D(rank))) == (met, stretch)


@pytest.mark.parametrize(("rank", "better", "as_good"), [(3, True, True), (4, False, True), (5, False, False)])
def test_a_rank_improves_when_it_gets_smaller_and_holds_when_it_does_not_grow(
    rank: int, better: bool, as_good: bool
) -> None:
    """B20 "nâng cao" and B22 "giữ vững" (reference §3.2)."""
    improve = aim_of(Operator.IMPROVE, None, direction=Direction.LOWER, value_kind=ValueKind.RANK)
    hold = aim_of(Operator.IMPROVE, None, direction=Direction.HOLD, value_kind=ValueKind.RANK)

    assert improve.is_met(D(rank), baseline=D(4)) is better
    assert hold.is_met(D(rank), baseline=D(4)) is as_good


@pytest.mark.parametrize(("actual", "better", "as_good"), [(9, False, False), (10, False, True), (11, True, True)])
def test_what_is_no_rank_improves_upwards(actual: int, better: bool, as_good: bool) -> None:
    improve, hold = (aim_of(Operator.IMPROVE, None, direction=way) for way in (Direction.HIGHER, Direction.HOLD))

    assert improve.is_met(D(actual), baseline=D(10)) is better
    assert hold.is_met(D(actual), baseline=D(10)) is as_good


def test_better_than_before_says_nothing_without_a_before() -> None:
    assert aim_of(Operator.IMPROVE, None).is_met(D(5)) is None


def test_better_than_before_has_no_way_that_could_be_measured() -> None:
    aim = aim_of(Operator.IMPROVE, D(10), direction=Direction.LOWER, value_kind=ValueKind.RANK)

    assert aim.progress(D(5), D(6)) is None


@pytest.mark.parametrize(
    ("operator", "direction", "actual", "stretch_met"),
    [
        (Operator.LESS, Direction.HIGHER, "0.9", True),
        (Operator.AT_MOST, Direction.LOWER, "1.1", False),
        (Operator.AT_LEAST, Direction.LOWER, "1.1", True),
        (Operator.GREATER, Direction.HIGHER, "0.9", False),
        (Operator.EQUAL, Direction.HIGHER, "1.0", True),
    ],
)
def test_the_operator_says_on_which_side_the_higher_ambition_lies(
    operator: str, direction: str, actual: str, stretch_met: bool
) -> None:
    aim = aim_of(operator, D("1.0") if operator == Operator.EQUAL else D("1.05"), D("1.0"), direction=direction)

    assert aim.is_stretch_met(D(actual)) is stretch_met


@given(
    st.sampled_from([op for op in Operator if op != Operator.IMPROVE]),
    st.sampled_from(Direction),
    st.sampled_from(ValueKind),
    ENDS,
    numbers,
)
def test_the_higher_ambition_is_never_reached_before_the_target(
    operator: str, direction: str, kind: str, ends: list[D], actual: D
) -> None:
    aim = aim_of(operator, *ends, direction=direction, value_kind=kind)

    assert not aim.is_stretch_met(actual) or aim.is_met(actual) is True


@given(ENDS, numbers)
def test_a_range_of_a_falling_indicator_is_the_mirror_of_a_rising_one(ends: list[D], actual: D) -> None:
    low, high = ends
    rising = aim_of(Operator.RANGE, low, high, direction=Direction.HIGHER)
    falling = aim_of(Operator.RANGE, -high, -low, direction=Direction.LOWER)

    assert falling.is_met(-actual) is rising.is_met(actual)
    assert falling.is_stretch_met(-actual) is rising.is_stretch_met(actual)
    assert falling.progress(-actual, D(2000)) == rising.progress(actual, D(-2000))


@given(ENDS, numbers)
def test_a_corridor_is_kept_between_its_ends_and_nowhere_else(ends: list[D], actual: D) -> None:
    corridor = aim_of(Operator.RANGE, *ends, direction=Direction.RANGE)

    assert corridor.is_met(actual) is (ends[0] <= actual <= ends[1])
    below, above = ends[0] - 1, ends[1] + 1
    assert corridor.is_passed(actual, below) is (actual > ends[1])
    assert corridor.is_passed(actual, above) is (actual < ends[0])


def test_the_way_into_a_corridor_leads_to_its_nearer_end() -> None:
    corridor = aim_of(Operator.RANGE, D(15), D(20), direction=Direction.RANGE)

    assert corridor.progress(D(25), D(30)) == Fraction(1, 2)
    assert corridor.progress(D(10), D(5)) == Fraction(1, 2)


def test_only_corridors_can_be_passed() -> None:
    assert not four_to_five().is_passed(D(6), D(0))
    assert not four_to_five(Direction.RANGE).is_passed(None, D(0))
    assert not four_to_five(Direction.RANGE).is_passed(D(6), None)
