"""The vectors of architecture §5, what is missing and what is not, and the two footings of a figure."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from plans.enums import Operator, TimeRule
from reports.enums import Light, SubmissionStatus, ValueState
from tests.factories import (
    MilestoneFactory,
    NationalStandardFactory,
    PlanFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    TargetFactory,
)
from tests.reports.kit import count_of, only, registry_target, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Any:
    return PlanFactory()


@pytest.fixture
def periods(plan: Any) -> list[Any]:
    return [ReportingPeriodFactory(plan=plan, position=position) for position in (1, 2, 3, 4)]


# -- the vectors of architecture §5


def test_vector_one_of_two_and_99_of_100_are_98_04_percent(plan: Any, periods: list[Any]) -> None:
    target = TargetFactory(plan=plan)
    report(periods[0], target, n=1, d=2)
    report(periods[0], target, n=99, d=100)

    assert (only(periods[0]).actual, only(periods[0]).actual_text) == (Fraction(10_000, 102), "98,04%")


def test_vector_a_sum_of_denominators_of_zero_gives_no_figure(plan: Any, periods: list[Any]) -> None:
    target = TargetFactory(plan=plan)
    report(periods[0], target, n=0, d=0)

    figure = only(periods[0])

    assert (figure.actual, figure.light, figure.reporting, figure.due) == (None, Light.GREY, 1, 1)


def test_vector_a_school_with_denominator_zero_does_not_spoil_the_others(plan: Any, periods: list[Any]) -> None:
    target = TargetFactory(plan=plan)
    report(periods[0], target, n=0, d=0)
    report(periods[0], target, n=1, d=2)

    assert (only(periods[0]).actual, only(periods[0]).reporting) == (50, 2)


@pytest.mark.parametrize(("baseline", "target", "n"), [(70, 80, 75), (90, 80, 85)])
def test_vector_progress_is_the_same_for_rising_and_falling(
    plan: Any, periods: list[Any], baseline: int, target: int, n: int
) -> None:
    operator = Operator.AT_LEAST if target > baseline else Operator.AT_MOST
    report(periods[0], TargetFactory(plan=plan, operator=operator, value=target, baseline=baseline), n=n, d=100)

    assert only(periods[0]).progress == Fraction(1, 2)


def test_vector_progress_is_stored_unclamped_and_the_bar_alone_is_clamped(plan: Any, periods: list[Any]) -> None:
    report(periods[0], TargetFactory(plan=plan, value=80, baseline=70), n=60, d=100)

    assert (only(periods[0]).progress, only(periods[0]).bar_percent) == (-1, 0)


def test_vector_without_a_baseline_there_is_no_progress(plan: Any, periods: list[Any]) -> None:
    report(periods[0], TargetFactory(plan=plan), n=60, d=100)

    assert only(periods[0]).progress is None


@pytest.mark.parametrize(("weighed", "met"), [(98, False), (99, True)])
def test_vector_one_of_98_is_not_below_1_02_and_one_of_99_is(
    plan: Any, periods: list[Any], weighed: int, met: bool
) -> None:
    target = TargetFactory(plan=plan, operator=Operator.LESS, value=Decimal("1.02"))
    report(periods[0], target, n=1, d=weighed)

    assert only(periods[0]).met is met


@pytest.mark.parametrize(("valid", "met", "text"), [(47, False, "79,66%"), (48, True, "81,36%")])
def test_vector_47_of_59_schools_are_not_80_percent(
    plan: Any, periods: list[Any], valid: int, met: bool, text: str
) -> None:
    """Reference §3.6.12: it would be written 80 % when rounded."""
    registry_target(plan, "B03")
    for number in range(59):
        school = SchoolFactory()
        if number < valid:
            NationalStandardFactory(school=school, recognised_on=dt.date(2016, 1, 1))

    figure = only(periods[0])

    assert (figure.met, figure.actual_text, figure.due) == (met, text, 59)


@pytest.mark.parametrize(("n", "light"), [(75, Light.GREEN), (74, Light.AMBER), (73, Light.RED)])
def test_vector_light_against_the_milestone(plan: Any, periods: list[Any], n: int, light: Light) -> None:
    target = TargetFactory(plan=plan, baseline=70, value=80)
    MilestoneFactory(target=target, period=periods[0], expected_share=Decimal("0.5"))
    report(periods[0], target, n=n, d=100)

    assert only(periods[0]).light == light


def test_vector_stock_figures_are_the_latest_of_each_school_with_the_stale_ones_counted(
    plan: Any, periods: list[Any]
) -> None:
    target, tardy = count_of(plan), SchoolFactory().organisation
    report(periods[0], target, tardy, value=10)
    SubmissionFactory(period=periods[1], organisation=tardy)
    report(periods[1], target, value=2)

    figure = only(periods[1])

    assert (figure.actual, figure.reporting, figure.due, figure.stale) == (12, 2, 2, 1)


def test_vector_cumulative_figures_are_never_summed_over_periods(plan: Any, periods: list[Any]) -> None:
    target, school = count_of(plan, time_rule=TimeRule.CUMULATIVE), SchoolFactory().organisation
    for period, value in zip(periods, (3, 5, 9), strict=False):
        report(period, target, school, value=value)

    assert [actual for _, actual in only(periods[2]).trend] == [3, 5, 9]


# -- missing, zero, not applicable, not available


@pytest.mark.parametrize(
    ("said", "reporting", "due", "actual"),
    [
        ({"n": 0, "d": 50}, 2, 2, Fraction(100 * 10, 70)),
        ({"state": ValueState.MISSING}, 1, 2, 50),
        ({"state": ValueState.NOT_AVAILABLE}, 1, 2, 50),
        ({"state": ValueState.NOT_APPLICABLE}, 1, 1, 50),
        ({"state": ValueState.MISSING, "numerator": 7}, 1, 2, 50),
    ],
    ids=["zero", "missing", "not available", "not applicable", "half given"],
)
def test_four_things_that_look_alike(
    plan: Any, periods: list[Any], said: dict[str, Any], reporting: int, due: int, actual: Any
) -> None:
    target = TargetFactory(plan=plan)
    report(periods[0], target, n=10, d=20)
    report(periods[0], target, **said)

    figure = only(periods[0])

    assert (figure.reporting, figure.due, figure.actual) == (reporting, due, actual)


def test_what_a_school_did_not_know_this_time_keeps_its_last_word(plan: Any, periods: list[Any]) -> None:
    target, school = TargetFactory(plan=plan), SchoolFactory().organisation
    report(periods[0], target, school, n=1, d=4)
    report(periods[1], target, school, state=ValueState.NOT_AVAILABLE)

    assert (only(periods[1]).actual, only(periods[1]).stale) == (25, 1)


# -- official and provisional


def test_a_reopened_report_leaves_the_official_figures(plan: Any, periods: list[Any]) -> None:
    target, school = TargetFactory(plan=plan), SchoolFactory().organisation
    report(periods[0], target, school, n=1, d=4)
    again = report(periods[1], target, school, n=3, d=4)
    assert only(periods[1]).actual == 75

    again.status, again.accepted_at, again.returned_due_on = SubmissionStatus.RETURNED, None, dt.date(2018, 7, 1)
    again.save()

    figure = only(periods[1])
    assert (figure.actual, figure.stale, figure.reporting, figure.due) == (25, 1, 1, 1)
    assert only(periods[1], provisional=True).actual == 25, "what is being corrected is not provisional either"


def test_a_figure_carries_both_footings_and_counts_whom_waiting_reports_change(plan: Any, periods: list[Any]) -> None:
    target = TargetFactory(plan=plan)
    same, changed, behind = (SchoolFactory().organisation for _ in range(3))
    report(periods[0], target, same, n=1, d=2)
    report(periods[0], target, changed, n=1, d=2)
    report(periods[1], target, changed, status="submitted", n=2, d=2)
    report(periods[0], target, behind, status="submitted", n=0, d=9)
    report(periods[1], target, behind, n=1, d=2)
    SubmissionFactory(period=periods[1], organisation=same)

    official, provisional = only(periods[1]), only(periods[1], provisional=True)

    assert (official.actual, official.other.actual) == (50, Fraction(400, 6))
    assert (provisional.actual, provisional.other.actual) == (Fraction(400, 6), 50)
    assert official.waiting == provisional.waiting == 1, (
        "an older report that waits behind an accepted one changes none"
    )
