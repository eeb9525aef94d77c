"""From a figure to a light and a word, without a database."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans import measures
from plans.enums import Direction, Operator, UnitRule, ValueKind
from plans.models import Indicator, Plan, ReportingPeriod, Target
from reports.enums import Light
from reports.queries.judging import Judged, expected_share, judge, judge_part

D = Decimal
numbers = st.decimals(min_value=-100, max_value=100, places=2)
shares = st.fractions(min_value=0, max_value=1)


def target(operator: str, value: Any = None, stretch: Any = None, baseline: Any = None, **about: Any) -> Target:
    about = {"unit": "trường", "value_kind": ValueKind.COUNT, "direction": Direction.HIGHER, **about}
    return Target(
        indicator=Indicator(**about), operator=operator, value=value, stretch_value=stretch, baseline=baseline
    )


def rate(operator: str, value: str, *, judged_at_school: bool = False, **about: Any) -> Target:
    return target(
        operator, D(value), unit="%", value_kind=ValueKind.RATIO, unit_rule=UnitRule.RATIO,
        judged_at_school=judged_at_school, **about,
    )  # fmt: skip


def spoken(judged: Judged) -> tuple[Light, str]:
    return judged.light, judged.verdict


# -- lights of the whole


@given(
    st.sampled_from([op for op in Operator if op != Operator.IMPROVE]),
    st.sampled_from(Direction),
    st.lists(numbers, min_size=2, max_size=2).map(sorted),
    st.none() | numbers,
    numbers,
    shares,
)
def test_what_is_reached_is_green_and_what_is_due_and_not_reached_is_not(
    operator: str, direction: str, ends: list[D], baseline: D | None, actual: D, expected: Fraction
) -> None:
    aim = target(operator, *ends, baseline, direction=direction)

    judged = judge(aim, actual, expected)
    due = judge(aim, actual, Fraction(1))

    assert judged.met is due.met
    if judged.met:
        assert judged.light == Light.GREEN
        assert judged.verdict in ("Đạt", "Đạt mức phấn đấu")
    else:
        assert due.light in (Light.AMBER, Light.RED)
        assert due.verdict == "Chưa đạt"
        assert not judged.verdict.startswith("Đạt")


@given(numbers, numbers, numbers, shares)
def test_the_light_follows_the_distance_from_what_is_expected(
    value: D, baseline: D, actual: D, expected: Fraction
) -> None:
    """Architecture §5: green p ≥ e, amber within ten points below, red beyond."""
    judged = judge(target(Operator.AT_LEAST, value, baseline=baseline), actual, expected)
    if judged.progress is None or judged.met:
        return

    behind = expected - judged.progress
    wanted = Light.GREEN if behind <= 0 else Light.AMBER if behind <= Fraction(1, 10) else Light.RED
    assert judged.light == wanted


@pytest.mark.parametrize(
    ("actual", "expected", "light", "word"),
    [
        (4, 1, Light.GREEN, "Đạt"),
        (3, 1, Light.RED, "Chưa đạt"),
        (3, Fraction(1, 2), Light.GREY, "Chưa đạt"),
        (None, 1, Light.GREY, "Chưa đủ số liệu"),
    ],
)
def test_without_a_baseline_there_is_no_progress(actual: Any, expected: Any, light: Light, word: str) -> None:
    judged = judge(target(Operator.AT_LEAST, D(4)), actual and D(actual), Fraction(expected))

    assert (judged.progress, *spoken(judged)) == (None, light, word)


@pytest.mark.parametrize(
    ("actual", "light", "word"), [(82, Light.GREEN, "Đạt"), (79, Light.RED, "Chưa đạt"), (80, Light.GREEN, "Đạt")]
)
def test_what_was_reached_before_is_held_or_lost_whatever_the_time(actual: int, light: Light, word: str) -> None:
    judged = judge(target(Operator.AT_LEAST, D(80), baseline=D(85)), D(actual), Fraction(1, 10))

    assert (judged.progress, *spoken(judged)) == (None, light, word)


def test_a_strict_bound_is_not_green_at_the_bound() -> None:
    """The whole way is gone, and the target is still not met."""
    judged = judge(target(Operator.LESS, D("1.02"), baseline=D("1.12")), D("1.02"), Fraction(1))

    assert (judged.progress, judged.met, *spoken(judged)) == (1, False, Light.AMBER, "Chưa đạt")


@pytest.mark.parametrize(
    ("actual", "progress", "light", "word"),
    [
        (12, Fraction(1, 5), Light.RED, "Chậm nhiều"),
        (14, Fraction(3, 5), Light.GREEN, "Đúng tiến độ"),
        (18, Fraction(7, 5), Light.GREEN, "Đạt"),
        (21, None, Light.RED, "Chưa đạt"),
    ],
)
def test_a_corridor_is_left_at_either_end(actual: int, progress: Any, light: Light, word: str) -> None:
    aim = target(Operator.RANGE, D(16), D(20), baseline=D(11), direction=Direction.RANGE)

    judged = judge(aim, D(actual), Fraction(1, 2))

    assert (judged.progress, judged.stretch_met, *spoken(judged)) == (progress, False, light, word)


@pytest.mark.parametrize(
    ("rank", "light", "word"), [(5, Light.GREEN, "Đạt"), (6, Light.GREY, "Chưa đạt"), (7, Light.GREY, "Chưa đạt")]
)
def test_a_rank_is_improved_by_a_smaller_one_only(rank: int, light: Light, word: str) -> None:
    aim = target(Operator.IMPROVE, direction=Direction.LOWER, value_kind=ValueKind.RANK)

    assert spoken(judge(aim, D(rank), Fraction(1, 2), last_year=D(6))) == (light, word)
    assert spoken(judge(aim, D(rank), Fraction(1), last_year=D(6)))[0] == (Light.GREEN if rank < 6 else Light.RED)


@pytest.mark.parametrize(("rank", "light"), [(2, Light.GREEN), (3, Light.GREEN), (4, Light.RED)])
def test_a_rank_to_be_held_is_lost_at_once(rank: int, light: Light) -> None:
    aim = target(Operator.IMPROVE, baseline=D(3), direction=Direction.HOLD, value_kind=ValueKind.RANK)

    judged = judge(aim, D(rank), Fraction(1, 10))

    assert spoken(judged) == (light, "Đạt" if light == Light.GREEN else "Chưa đạt")


def test_the_own_baseline_goes_before_last_year() -> None:
    aim = target(Operator.IMPROVE, baseline=D(10))

    assert judge(aim, D(11), Fraction(1), last_year=D(12)).met is True


def test_better_than_a_year_nobody_knows_says_nothing() -> None:
    assert spoken(judge(target(Operator.IMPROVE), D(5), Fraction(1))) == (Light.GREY, "Chưa đủ số liệu")


# -- what is expected by now


@pytest.mark.parametrize(
    ("milestone", "baseline_on", "expected"),
    [
        (D("0.25"), dt.date(2017, 12, 31), Fraction(1, 4)),
        (D(0), dt.date(2017, 12, 31), Fraction(0)),
        (None, dt.date(2017, 12, 31), Fraction(151, 365)),
        (None, None, Fraction(150, 364)),
        (None, dt.date(2018, 12, 31), Fraction(1)),
    ],
)
def test_the_milestone_goes_before_the_time_elapsed(milestone: Any, baseline_on: Any, expected: Fraction) -> None:
    aim = target(Operator.AT_LEAST, D(80), baseline=D(70))
    aim.baseline_on, aim.milestone_share = baseline_on, milestone  # type: ignore[attr-defined]

    assert expected_share(aim, ReportingPeriod(plan=Plan(year=2018), data_to=dt.date(2018, 5, 31))) == expected


# -- parts of the area


@pytest.mark.parametrize(("bound", "enough"), [("1.02", 99), ("1.6", 63), ("1.7", 59), ("1.82", 55)])
def test_one_child_decides_below_the_sizes_of_the_reference(bound: str, enough: int) -> None:
    """Reference §3.6.3: with fewer weighed children the target is met with zero cases only."""
    aim, few = rate(Operator.LESS, bound), enough - 1

    assert measures.is_met(measures.ratio(D(1), D(enough)), Operator.LESS, D(bound)) is True
    assert measures.is_met(measures.ratio(D(1), D(few)), Operator.LESS, D(bound)) is False
    assert spoken(judge_part(aim, Fraction(100, few), D(few))) == (Light.GREY, "Mẫu số nhỏ, chỉ nêu số lượng")
    assert spoken(judge_part(aim, Fraction(100, enough), D(enough))) == (Light.GREEN, "Đạt")
    assert spoken(judge_part(aim, Fraction(200, enough), D(enough))) == (Light.RED, "Chưa đạt")


def test_a_rate_that_is_judged_at_one_school_is_judged_in_every_part() -> None:
    aim = rate(Operator.LESS, "1.02", judged_at_school=True)

    assert spoken(judge_part(aim, Fraction(0), D(10))) == (Light.GREEN, "Đạt")


@pytest.mark.parametrize(("actual", "light"), [("79.99", Light.RED), ("80", Light.GREEN)])
def test_a_lower_bound_is_wanted_in_every_part(actual: str, light: Light) -> None:
    judged = judge_part(rate(Operator.AT_LEAST, "80"), D(actual), D(3))

    assert (judged.light, judged.progress) == (light, None)


@pytest.mark.parametrize(
    "aim", [target(Operator.EQUAL, D(4)), target(Operator.RANGE, D(4), D(5)), target(Operator.IMPROVE)]
)
def test_a_number_of_the_whole_is_not_split(aim: Target) -> None:
    assert spoken(judge_part(aim, D(4), None)) == (Light.GREY, "Chỉ xét toàn địa bàn")


def test_a_part_without_a_figure_is_grey() -> None:
    assert spoken(judge_part(rate(Operator.AT_LEAST, "80"), None, None)) == (Light.GREY, "Chưa đủ số liệu")
