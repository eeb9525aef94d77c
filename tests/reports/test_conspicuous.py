"""What deserves a second look in a column of the matrix, and what does not."""

from decimal import Decimal
from typing import Any

import pytest

from plans.enums import TimeRule, UnitRule, ValueKind
from plans.models import Indicator
from reports.enums import ValueState
from reports.queries.cell_words import finding_words
from reports.queries.conspicuous import Finding, Mark, beside_before, beside_others, bounds_of
from reports.queries.values import Cell


def rate(**options: Any) -> Indicator:
    usual = {"unit": "%", "value_kind": ValueKind.RATIO, "unit_rule": UnitRule.RATIO, "decimals": 1}
    return Indicator(**{**usual, "time_rule": TimeRule.LATEST, **options})


def count(**options: Any) -> Indicator:
    usual = {"unit": "giải", "value_kind": ValueKind.COUNT, "unit_rule": UnitRule.SUM}
    return Indicator(**{**usual, "time_rule": TimeRule.CUMULATIVE, **options})


def share(n: float, d: int = 1000, position: int = 1) -> Cell:
    return Cell(position, ValueState.GIVEN, Decimal(n), Decimal(d), None)


def number(value: float, position: int = 1) -> Cell:
    return Cell(position, ValueState.GIVEN, None, None, Decimal(value))


def findings(cell: Cell, others: list[Cell], indicator: Indicator) -> list[str]:
    bounds = bounds_of([*others, cell], indicator)
    return [mark.finding for mark in beside_others(cell, indicator, bounds)]


USUAL = [share(n) for n in (150, 170, 180, 190, 200, 210, 230)]


@pytest.mark.parametrize(("n", "found"), [(500, ["high"]), (20, ["low"]), (190, []), (250, [])])
def test_a_rate_far_from_the_others_stands_out(n: int, found: list[str]) -> None:
    assert findings(share(n), USUAL, rate()) == found


def test_few_schools_make_nobody_stand_out() -> None:
    assert findings(share(900), [share(10), share(11), share(12)], rate()) == []


@pytest.mark.parametrize(("n", "found"), [(95, ["low"]), (940, [])])
def test_among_schools_that_all_say_the_same_a_tenth_is_the_least_distance(n: int, found: list[str]) -> None:
    assert findings(share(n), [share(950)] * 9, rate()) == found


def test_around_zero_there_is_nothing_to_measure_by() -> None:
    assert findings(share(3), [share(0)] * 9, rate()) == []


@pytest.mark.parametrize(("n", "found"), [(1, []), (2, ["high"])])
def test_one_case_alone_makes_no_school_stand_out(n: int, found: list[str]) -> None:
    small = [share(d, 1000) for d in (9, 10, 10, 11, 12, 10, 11)]

    assert findings(share(n, 40), small, rate()) == found


def test_a_large_school_has_large_sums_and_does_not_stand_out() -> None:
    pupils = [number(value) for value in (200, 210, 220, 230, 240)]

    assert findings(number(2000), pupils, count()) == []


def test_a_count_that_is_never_added_up_is_compared() -> None:
    campuses = [number(value) for value in (1, 2, 2, 2, 3, 2)]

    assert findings(number(20), campuses, count(unit_rule=UnitRule.MAXIMUM)) == ["high"]


def test_a_rate_that_is_not_judged_at_one_school_is_not_compared_either() -> None:
    assert findings(share(500), USUAL, rate(judged_at_school=False)) == []


def test_a_school_that_does_not_count_moves_no_bounds() -> None:
    absent = Cell(1, ValueState.NOT_APPLICABLE, None, None, None)

    assert bounds_of([*USUAL, absent], rate()) == bounds_of(USUAL, rate())


# -- beside the school's own past


def test_a_cumulative_count_that_falls_stands_out() -> None:
    (mark,) = beside_before([number(14), number(11, 2)], count(), 2)

    assert (mark.finding, mark.before) == (Finding.FALL, number(14))


@pytest.mark.parametrize(
    ("cells", "indicator", "position"),
    [
        ([number(14), number(14, 2)], count(), 2),
        ([number(14), number(11, 2)], count(time_rule=TimeRule.LATEST), 2),
        ([share(14), share(11, position=2)], rate(time_rule=TimeRule.CUMULATIVE), 2),
        ([number(14), number(11, 2)], count(), 3),
        ([number(11)], count(), 1),
    ],
    ids=["the same", "at a point in time", "a rate", "said in an earlier period", "the first figure"],
)
def test_what_is_no_fall(cells: list[Cell], indicator: Indicator, position: int) -> None:
    assert beside_before(cells, indicator, position) == []


@pytest.mark.parametrize(("now", "found"), [(500, ["change"]), (140, []), (160, ["change"])])
def test_a_change_beyond_the_bound_of_the_indicator_stands_out(now: int, found: list[str]) -> None:
    cells = [share(100), share(now, position=2)]

    assert [mark.finding for mark in beside_before(cells, rate(change_bound_percent=50), 2)] == found


def test_from_one_child_to_none_is_no_matter() -> None:
    cells = [share(1, 129), share(0, 128, 2)]

    assert beside_before(cells, rate(change_bound_percent=50), 2) == []


def test_the_nearest_earlier_figure_is_the_one_to_compare_with() -> None:
    cells = [number(5), number(14, 2), Cell(3, ValueState.NOT_APPLICABLE, None, None, None), number(11, 4)]

    assert [mark.before for mark in beside_before(cells, count(), 4)] == [number(14, 2)]


# -- in words


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ((10, 20), "cao hơn hẳn các đơn vị khác (thường từ 10,0% đến 20,0%)"),
        ((-3, 20), "cao hơn hẳn các đơn vị khác (thường không quá 20,0%)"),
        ((90, 104), "cao hơn hẳn các đơn vị khác (thường từ 90,0% trở lên)"),
    ],
)
def test_bounds_in_words(bounds: Any, words: str) -> None:
    assert finding_words(Mark(Finding.HIGH, bounds=bounds), rate()) == words


def test_the_past_in_words() -> None:
    falling = finding_words(Mark(Finding.FALL, before=number(14)), count())
    changing = finding_words(Mark(Finding.CHANGE, before=share(100)), rate(change_bound_percent=50))
    small = rate(change_bound_percent=50, judged_at_school=False)

    assert falling == "lũy kế giảm so với kỳ trước (14 giải)"
    assert changing == "đổi nhiều so với kỳ trước (10,0%), quá 50%"
    assert finding_words(Mark(Finding.CHANGE, before=share(1, 98)), small).startswith(
        "đổi nhiều so với kỳ trước (1/98)"
    )
