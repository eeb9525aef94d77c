"""Cohorts: what the arithmetic must keep, whatever the figures."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.forecast import (
    Counts,
    Origin,
    classes_needed,
    forecast,
    half_up,
    room_needs,
    transitions,
)
from schools.enums import Grade, Level
from schools.norms import CLASS_SIZE

PUPILS = st.integers(0, 5000)
COUNTS = st.dictionaries(st.sampled_from(list(Grade)), PUPILS)
HISTORY = st.dictionaries(st.integers(2014, 2018), st.dictionaries(st.integers(1, 4), COUNTS, max_size=4), max_size=5)


def two_years(before: Counts, after: Counts) -> dict[int, dict[int, Counts]]:
    return {2017: {1: before}, 2018: {1: after}}


def test_a_cohort_moves_up_by_its_survival_rate_and_changes_the_level() -> None:
    history = two_years({Grade.AGE_5: 100, Grade.FIVE: 50}, {Grade.AGE_5: 80, Grade.ONE: 110, Grade.SIX: 45})

    result = forecast(history, 2018, expected={})

    assert result.transitions[Grade.ONE].rate == Fraction(110, 100)
    assert result.transitions[Grade.SIX].rate == Fraction(45, 50)
    assert result.figures[2019][Grade.ONE].pupils == 88
    assert result.figures[2019][Grade.ONE].origin is Origin.COHORT


def test_rates_are_sums_over_sums_and_not_means_of_rates() -> None:
    history = {
        2016: {1: {Grade.ONE: 2}},
        2017: {1: {Grade.ONE: 100, Grade.TWO: 1}},
        2018: {1: {Grade.TWO: 99}},
    }
    assert transitions(history, 2018)[Grade.TWO].rate == Fraction(100, 102)


def test_only_schools_with_figures_of_both_years_count() -> None:
    history = {
        2017: {1: {Grade.ONE: 30}, 2: {Grade.ONE: 70}},
        2018: {1: {Grade.TWO: 30}, 3: {Grade.TWO: 500}},
    }
    way = transitions(history, 2018)[Grade.TWO]

    assert (way.pupils_before, way.pupils_after) == (30, 30)


def test_years_longer_ago_than_three_transitions_do_not_count() -> None:
    history = {2014: {1: {Grade.ONE: 10}}, 2015: {1: {Grade.ONE: 10, Grade.TWO: 1}}, 2016: {1: {Grade.TWO: 10}}}

    way = transitions(history, 2018)[Grade.TWO]

    assert (way.pupils_before, way.pupils_after) == (10, 10)


def test_what_the_office_expects_goes_before_cohorts_and_before_what_was() -> None:
    history = two_years({Grade.NURSERY: 40}, {Grade.NURSERY: 50, Grade.AGE_3: 60})

    result = forecast(history, 2018, expected={(2019, Grade.NURSERY): 70, (2020, Grade.AGE_3): 99})

    assert [result.figures[year][Grade.NURSERY].pupils for year in result.years] == [50, 70, 70, 70, 70, 70]
    assert [result.figures[year][Grade.NURSERY].origin for year in (2019, 2020)] == [Origin.EXPECTED, Origin.KEPT]
    assert result.figures[2020][Grade.AGE_3].pupils == 99


def test_without_anybody_to_look_at_the_cohort_stays_whole_and_this_is_said() -> None:
    result = forecast({2018: {1: {Grade.ONE: 33}}}, 2018, expected={})

    assert result.transitions[Grade.TWO].is_assumed
    assert result.figures[2019][Grade.TWO].pupils == 33


@given(HISTORY)
def test_a_rate_of_one_everywhere_only_moves_children_up(history: dict[int, dict[int, Counts]]) -> None:
    """With one single year there is nothing to look at, so nobody is lost on the way."""
    only = {2018: history.get(2018, {})}

    result = forecast(only, 2018, expected={})

    for year in range(2019, 2024):
        for grade in Grade:
            if grade.following and result.figures[year - 1][grade].pupils:
                assert result.figures[year][grade.following].pupils == result.figures[year - 1][grade].pupils


@given(HISTORY)
def test_figures_are_never_negative_and_each_follows_from_the_one_before(
    history: dict[int, dict[int, Counts]],
) -> None:
    result = forecast(history, 2018, expected={})

    assert result.years == list(range(2018, 2024))
    for year in range(2019, 2024):
        for grade in Grade:
            figure = result.figures[year][grade]
            assert figure.pupils >= 0
            if figure.origin is Origin.COHORT:
                way = result.transitions[grade]
                exact = result.figures[year - 1][way.before].pupils * way.rate
                assert abs(figure.pupils - exact) <= Fraction(1, 2)


@given(HISTORY, st.integers(5, 9))
def test_a_school_that_reports_one_year_only_changes_no_rate(history: dict[int, dict[int, Counts]], lone: int) -> None:
    with_lone = {**history, 2017: {**history.get(2017, {}), lone: {Grade.ONE: 1234}}}

    assert transitions(with_lone, 2018) == transitions(history, 2018)


@given(st.integers(0, 10_000), st.integers(1, 60))
def test_classes_hold_all_pupils_and_one_less_would_not(pupils: int, size: int) -> None:
    classes = classes_needed(pupils, size)

    assert classes * size >= pupils
    assert classes == 0 or (classes - 1) * size < pupils


def test_a_grade_that_no_known_cohort_grows_into_keeps_its_number() -> None:
    """Where kindergartens are not in the registry, grade one does not run dry."""
    result = forecast({2018: {1: {Grade.ONE: 33}}}, 2018, expected={})

    assert (result.figures[2019][Grade.ONE].pupils, result.figures[2019][Grade.ONE].origin) == (33, Origin.KEPT)


def test_a_class_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        classes_needed(10, 0)


@given(st.fractions(min_value=0, max_value=10_000))
def test_halves_are_rounded_upwards(number: Fraction) -> None:
    assert half_up(number) - number <= Fraction(1, 2)
    assert number - half_up(number) < Fraction(1, 2)


def test_missing_rooms_are_classes_without_those_that_stand_and_those_that_come_in_time() -> None:
    result = forecast({2018: {1: {Grade.ONE: 350, Grade.TWO: 36}}}, 2018, expected={(2019, Grade.ONE): 350})

    needs = room_needs(result, CLASS_SIZE, {Level.TH: 10}, {(Level.TH, 2020): 4, (Level.THCS, 2019): 9})

    assert {need.level for need in needs} == {Level.TH, Level.THCS}
    primary = [need for need in needs if need.level == Level.TH]
    # 350 and 36 pupils are 10 + 2 classes; a year later 350, 350 and 36 are 10 + 10 + 2.
    assert [(need.year, need.classes, need.existing, need.coming, need.missing) for need in primary[:3]] == [
        (2018, 12, 10, 0, 2),
        (2019, 22, 10, 0, 12),
        (2020, 32, 10, 4, 18),
    ]
    assert next(need for need in needs if need.level == Level.THCS).coming == 0


@given(COUNTS, st.dictionaries(st.sampled_from(list(Level)), st.integers(0, 500)))
def test_missing_rooms_are_never_negative(counts: Counts, existing: dict[Level, int]) -> None:
    result = forecast({2018: {1: counts}}, 2018, expected={})

    needs = room_needs(result, CLASS_SIZE, existing, {})

    assert all(need.missing == max(need.classes - need.existing, 0) for need in needs)
