"""Figures: the vectors of architecture §5 and the properties they follow from."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plans import measures
from plans.enums import Operator
from plans.measures import Standing

D = Decimal
numbers = st.decimals(min_value=-10_000, max_value=10_000, places=4)
counts = st.integers(0, 5000).map(D)
sizes = st.integers(1, 5000).map(D)
shares = st.fractions(min_value=0, max_value=1)


def percent(numerator: int, denominator: int) -> Fraction | None:
    return measures.ratio(D(numerator), D(denominator))


# -- ratios


def test_ratio_of_two_schools_is_not_the_mean_of_their_percentages() -> None:
    total = measures.ratio_total([(D(1), D(2)), (D(99), D(100))])

    rate = measures.ratio(total.numerator, total.denominator)
    assert rate == Fraction(10_000, 102)
    assert round(rate, 2) == Fraction("98.04")


@pytest.mark.parametrize(("n", "d"), [(None, D(3)), (D(3), None), (None, None), (D(3), D(0)), (D(0), D(0))])
def test_ratio_without_a_part_or_with_denominator_zero_is_nothing(n: D | None, d: D | None) -> None:
    assert measures.ratio(n, d) is None


def test_zero_cases_are_a_figure() -> None:
    assert measures.ratio(D(0), D(5)) == 0


def test_half_given_pairs_do_not_report() -> None:
    total = measures.ratio_total([(D(1), D(4)), (None, D(100)), (D(50), None), (None, None)])

    assert (total.numerator, total.denominator, total.units) == (1, 4, 1)


@given(st.lists(st.tuples(counts, sizes), min_size=1, max_size=20))
def test_ratio_of_totals_lies_between_the_smallest_and_largest_part(pairs: list[tuple[D, D]]) -> None:
    total = measures.ratio_total(pairs)

    rate = measures.ratio(total.numerator, total.denominator)
    parts = [measures.ratio(n, d) for n, d in pairs]
    assert rate is not None
    assert min(parts) <= rate <= max(parts)


@given(st.lists(st.tuples(counts, sizes), max_size=10), st.randoms(use_true_random=False))
def test_ratio_total_does_not_depend_on_the_order(pairs: list[tuple[D, D]], random: object) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert measures.ratio_total(shuffled) == measures.ratio_total(pairs)


# -- met


@pytest.mark.parametrize(
    ("numerator", "denominator", "operator", "bound", "met"),
    [
        (1, 98, Operator.LESS, "1.02", False),
        (1, 99, Operator.LESS, "1.02", True),
        (102, 10_000, Operator.LESS, "1.02", False),
        (102, 10_000, Operator.AT_MOST, "1.02", True),
        (47, 59, Operator.AT_LEAST, "80", False),
        (48, 59, Operator.AT_LEAST, "80", True),
        (80, 100, Operator.GREATER, "80", False),
        (80, 100, Operator.EQUAL, "80", True),
    ],
)
def test_met_on_unrounded_numbers(numerator: int, denominator: int, operator: str, bound: str, met: bool) -> None:
    assert measures.is_met(percent(numerator, denominator), operator, D(bound)) is met


@pytest.mark.parametrize(("schools", "met", "stretch"), [(3, False, False), (4, True, False), (5, True, True)])
def test_range_four_to_five(schools: int, met: bool, stretch: bool) -> None:
    actual = D(schools)

    assert measures.is_met(actual, Operator.RANGE, D(4), upper=D(5)) is met
    assert measures.is_stretch_met(actual, D(5)) is stretch


@pytest.mark.parametrize(("lower", "actual", "met"), [(True, 3, True), (True, 4, False), (False, 5, True)])
def test_improve_compares_with_the_baseline(lower: bool, actual: int, met: bool) -> None:
    assert measures.is_met(D(actual), Operator.IMPROVE, None, baseline=D(4), lower_is_better=lower) is met


@pytest.mark.parametrize("operator", Operator.values)
def test_nothing_is_met_without_a_figure_or_a_bound(operator: str) -> None:
    assert measures.is_met(None, operator, D(1), baseline=D(1)) is None
    assert measures.is_met(D(1), operator, None) is None


def test_unknown_operator_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown operator"):
        measures.is_met(D(1), "≈", D(1))


def test_stretch_of_a_falling_indicator_and_of_nothing() -> None:
    assert measures.is_stretch_met(D("0.9"), D(1), lower_is_better=True)
    assert not measures.is_stretch_met(None, D(1))
    assert not measures.is_stretch_met(D(1), None)


@given(numbers, numbers)
def test_strict_and_loose_operators_differ_exactly_at_the_bound(actual: D, bound: D) -> None:
    less, at_most = (measures.is_met(actual, op, bound) for op in (Operator.LESS, Operator.AT_MOST))
    greater, at_least = (measures.is_met(actual, op, bound) for op in (Operator.GREATER, Operator.AT_LEAST))

    assert (at_most and not less) == (actual == bound) == (at_least and not greater)
    assert less is not at_least


# -- progress


@given(numbers, numbers, numbers)
def test_progress_is_the_same_for_rising_and_falling(actual: D, baseline: D, target: D) -> None:
    rising = measures.progress(actual, baseline, target)

    assert measures.progress(-actual, -baseline, -target) == rising


@given(numbers, numbers)
def test_progress_begins_at_the_baseline_and_ends_at_the_target(baseline: D, target: D) -> None:
    assume(baseline != target)

    assert measures.progress(baseline, baseline, target) == 0
    assert measures.progress(target, baseline, target) == 1


def test_progress_is_not_clamped() -> None:
    assert measures.progress(D(5), D(0), D(4)) == Fraction(5, 4)
    assert measures.progress(D(-1), D(0), D(4)) == Fraction(-1, 4)


@pytest.mark.parametrize(
    ("actual", "baseline", "target"),
    [(None, D(1), D(2)), (D(1), None, D(2)), (D(1), D(1), None), (D(1), D(2), D(2))],
)
def test_progress_without_a_part_or_a_way_is_nothing(actual: D | None, baseline: D | None, target: D | None) -> None:
    assert measures.progress(actual, baseline, target) is None


@given(st.integers(-1000, 1000), st.integers(1, 1000), st.integers(-3000, 3000))
def test_elapsed_share_stays_between_none_and_all(start: int, length: int, now: int) -> None:
    share = measures.elapsed_share(start, start + length, now)

    assert 0 <= share <= 1
    assert (share == 1) == (now >= start + length)
    assert (share == 0) == (now <= start)


def test_elapsed_share_of_an_empty_stretch_is_all() -> None:
    assert measures.elapsed_share(5, 5, 0) == 1


# -- light


@pytest.mark.parametrize(
    ("progress", "light"),
    [
        (Fraction(60, 100), Standing.GREEN),
        (Fraction(50, 100), Standing.GREEN),
        (Fraction(4999, 10_000), Standing.AMBER),
        (Fraction(40, 100), Standing.AMBER),
        (Fraction(3999, 10_000), Standing.RED),
        (Fraction(-1), Standing.RED),
    ],
)
def test_light_against_half_of_the_way(progress: Fraction, light: Standing) -> None:
    assert measures.standing(progress, Fraction(1, 2)) is light


@pytest.mark.parametrize(
    ("expected", "met", "light"),
    [
        (Fraction(1, 2), None, Standing.GREY),
        (Fraction(1, 2), True, Standing.GREEN),
        (Fraction(1, 2), False, Standing.GREY),
        (Fraction(1), False, Standing.RED),
        (None, True, Standing.GREY),
    ],
)
def test_light_without_a_baseline(expected: Fraction | None, met: bool | None, light: Standing) -> None:
    assert measures.standing(None, expected, met=met) is light


def test_arriving_exactly_at_a_strict_bound_is_not_green_at_the_end() -> None:
    assert measures.standing(Fraction(1), Fraction(1), met=False) is Standing.AMBER
    assert measures.standing(Fraction(1), Fraction(1, 2), met=False) is Standing.GREEN


@pytest.mark.parametrize(("met", "light"), [(True, Standing.GREEN), (False, Standing.RED), (None, Standing.GREY)])
def test_a_target_already_met_is_held_or_lost(met: bool | None, light: Standing) -> None:
    assert measures.standing(None, Fraction(1, 10), met=met, already_met=True) is light


@given(st.fractions(-2, 2), st.fractions(-2, 2), shares)
def test_more_progress_never_gives_a_worse_light(one: Fraction, other: Fraction, expected: Fraction) -> None:
    order = [Standing.RED, Standing.AMBER, Standing.GREEN]
    less, more = sorted((one, other))

    assert order.index(measures.standing(less, expected)) <= order.index(measures.standing(more, expected))


# -- what makes people look twice


@pytest.mark.parametrize(
    ("previous", "current", "falls"),
    [(D(5), D(4), True), (D(5), D(5), False), (D(5), D(6), False), (None, D(1), False), (D(1), None, False)],
)
def test_a_cumulative_figure_cannot_fall(previous: D | None, current: D | None, falls: bool) -> None:
    assert measures.cumulative_falls(previous, current) is falls


@pytest.mark.parametrize(
    ("previous", "current", "bound", "beyond"),
    [
        (D("1.02"), D("10.2"), 50, True),
        (D(100), D(150), 50, False),
        (D(100), D(49), 50, True),
        (D(0), D(9), 50, False),
        (D(100), D(1), None, False),
        (None, D(1), 50, False),
    ],
)
def test_change_beyond_the_bound(previous: D | None, current: D | None, bound: int | None, beyond: bool) -> None:
    assert measures.changes_beyond(previous, current, bound) is beyond


@pytest.mark.parametrize(
    ("measured", "whole", "low"), [(94, 100, True), (95, 100, False), (88, 100, True), (100, 100, False), (5, 0, False)]
)
def test_coverage_below_ninety_five_percent_is_low(measured: int, whole: int, low: bool) -> None:
    assert measures.coverage_is_low(D(measured), D(whole)) is low


def test_coverage_of_nothing_is_not_low() -> None:
    assert not measures.coverage_is_low(None, D(5))


@given(st.integers(0, 600), st.integers(1, 600))
def test_share_of_expected_never_passes_the_whole(part: int, whole: int) -> None:
    assume(part <= whole)

    share = measures.share(part, whole)
    assert share == Fraction(part, whole)
    assert share <= 1


def test_share_of_an_empty_whole_is_nothing() -> None:
    assert measures.share(0, 0) is None
