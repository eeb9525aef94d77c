"""Targets at the end of a period: from the reports of schools to a light."""

from decimal import Decimal
from fractions import Fraction

import pytest

from plans.enums import Direction, Operator, TimeRule, UnitRule
from reports.enums import ValueState
from reports.queries.figures import period_figures
from tests.factories import (
    IndicatorFactory,
    IndicatorValueFactory,
    OrganisationFactory,
    PlanFactory,
    PlanIndicatorFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    TargetFactory,
)
from tests.reports.kit import only, registry_target, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return PlanFactory()


@pytest.fixture
def periods(plan):
    return [ReportingPeriodFactory(plan=plan, position=position) for position in (1, 2, 3, 4)]


# -- over schools


def test_ratio_adds_numerators_and_denominators(plan, periods):
    target = TargetFactory(plan=plan)
    report(periods[0], target, n=1, d=2)
    report(periods[0], target, n=99, d=100)

    figure = only(periods[0])

    assert (figure.numerator, figure.denominator) == (100, 102)
    assert figure.actual == Fraction(10_000, 102)
    assert (figure.actual_text, figure.target_text) == ("98,04%", "≥ 80%")


@pytest.mark.parametrize(("n", "d", "met", "text"), [(1, 98, False, "1,02%"), (1, 99, True, "1,01%")])
def test_below_is_strict_on_unrounded_numbers(plan, periods, n, d, met, text):
    indicator = IndicatorFactory(direction=Direction.LOWER)
    target = TargetFactory(plan=plan, indicator=indicator, operator=Operator.LESS, value=Decimal("1.02"))
    report(periods[0], target, n=n, d=d)

    figure = only(periods[0])

    assert (figure.met, figure.actual_text) == (met, text)


def test_missing_is_not_zero_and_coverage_counts_who_reported(plan, periods):
    target = TargetFactory(plan=plan)
    report(periods[0], target, n=8, d=10)
    report(periods[0], target)
    report(periods[0], target, state=ValueState.MISSING)
    report(periods[0], target, state=ValueState.NOT_AVAILABLE)
    report(periods[0], target, state=ValueState.NOT_APPLICABLE)

    figure = only(periods[0])

    assert figure.actual == 80
    assert (figure.reporting, figure.due) == (1, 4)


def test_zero_is_a_figure(plan, periods):
    target = TargetFactory(plan=plan, indicator=IndicatorFactory(count=True), value=4)
    report(periods[0], target, value=0)

    figure = only(periods[0])

    assert (figure.actual, figure.reporting, figure.actual_text) == (0, 1, "0 trường")


def test_only_schools_of_the_level_are_due(plan, periods):
    target = TargetFactory(plan=plan, indicator=IndicatorFactory(levels="THCS"))
    combined = SchoolFactory(levels="TH THCS").organisation
    report(periods[0], target, combined, n=9, d=10)
    report(periods[0], target, SchoolFactory(levels="MN").organisation, n=0, d=10)
    SubmissionFactory(period=periods[0], organisation=OrganisationFactory())

    figure = only(periods[0])

    assert (figure.actual, figure.reporting, figure.due) == (90, 1, 1)


def test_largest_of_the_units(plan, periods):
    indicator = IndicatorFactory(count=True, unit_rule=UnitRule.MAXIMUM, unit="điểm", decimals=0)
    target = TargetFactory(plan=plan, indicator=indicator, operator=Operator.AT_MOST, value=3)
    for value in (2, 4, 1):
        report(periods[0], target, value=value)

    figure = only(periods[0])

    assert (figure.actual, figure.met, figure.actual_text) == (4, False, "4 điểm")


# -- official and provisional


def test_only_accepted_reports_are_official(plan, periods):
    target = TargetFactory(plan=plan)
    report(periods[0], target, n=8, d=10)
    for status in ("submitted", "returned", "draft"):
        report(periods[0], target, status=status, n=0, d=10)

    official, provisional = only(periods[0]), only(periods[0], provisional=True)

    assert (official.actual, official.reporting, official.due, official.provisional) == (80, 1, 4, False)
    assert (provisional.actual, provisional.reporting, provisional.provisional) == (40, 2, True)


def test_other_plans_do_not_leak(plan, periods):
    target = TargetFactory(plan=plan)
    report(periods[0], target, n=8, d=10)
    foreign = ReportingPeriodFactory()
    report(foreign, target, n=0, d=100)

    assert only(periods[0]).actual == 80


# -- over periods


def two_periods(periods, target, first, second, organisation):
    report(periods[0], target, organisation, **first)
    report(periods[1], target, organisation, **second)


@pytest.mark.parametrize(
    ("rule", "actual"),
    [
        (TimeRule.LATEST, 5),
        (TimeRule.CUMULATIVE, 5),
        (TimeRule.SUM, 14),
        (TimeRule.AVERAGE, 7),
        (TimeRule.MAXIMUM, 9),
    ],
)
def test_periods_become_one_by_the_time_rule(plan, periods, rule, actual):
    target = TargetFactory(plan=plan, indicator=IndicatorFactory(count=True, time_rule=rule), value=4)
    two_periods(periods, target, {"value": 9}, {"value": 5}, SchoolFactory().organisation)

    assert only(periods[1]).actual == actual
    assert only(periods[0]).actual == 9


@pytest.mark.parametrize(
    ("rule", "actual"), [(TimeRule.LATEST, 50), (TimeRule.SUM, 60), (TimeRule.AVERAGE, 60), (TimeRule.MAXIMUM, 90)]
)
def test_ratio_over_periods_keeps_its_two_counts(plan, periods, rule, actual):
    target = TargetFactory(plan=plan, indicator=IndicatorFactory(time_rule=rule))
    two_periods(periods, target, {"n": 9, "d": 10}, {"n": 15, "d": 30}, SchoolFactory().organisation)

    assert only(periods[1]).actual == actual


@pytest.mark.parametrize("rule", [TimeRule.LATEST, TimeRule.CUMULATIVE])
def test_latest_of_each_school_with_the_count_of_stale_ones(plan, periods, rule):
    target = TargetFactory(plan=plan, indicator=IndicatorFactory(count=True, time_rule=rule), value=4)
    prompt, tardy = SchoolFactory().organisation, SchoolFactory().organisation
    two_periods(periods, target, {"value": 1}, {"value": 2}, prompt)
    report(periods[0], target, tardy, value=10)
    SubmissionFactory(period=periods[1], organisation=tardy)

    figure = only(periods[1])

    assert (figure.actual, figure.reporting, figure.due, figure.stale) == (12, 2, 2, 1)


def test_later_periods_do_not_count(plan, periods):
    target = TargetFactory(plan=plan)
    two_periods(periods, target, {"n": 1, "d": 10}, {"n": 9, "d": 10}, SchoolFactory().organisation)

    assert only(periods[0]).actual == 10


def test_not_applicable_ends_what_was_said_before(plan, periods):
    target = TargetFactory(plan=plan)
    absent = {"state": ValueState.NOT_APPLICABLE}
    two_periods(periods, target, {"n": 1, "d": 10}, absent, SchoolFactory().organisation)

    figure = only(periods[1])

    assert (figure.actual, figure.reporting, figure.due) == (None, 0, 0)


def test_trend_is_the_figure_at_the_end_of_each_period(plan, periods):
    target = TargetFactory(plan=plan)
    organisation = SchoolFactory().organisation
    report(periods[0], target, organisation, n=1, d=10)
    report(periods[2], target, organisation, n=3, d=10)
    report(periods[3], target, organisation, n=9, d=10)

    assert only(periods[2]).trend == (("3 tháng", 10), ("6 tháng", 10), ("9 tháng", 30))


def test_same_period_of_the_year_before(plan, periods):
    target = TargetFactory(plan=plan)
    report(periods[1], target, n=8, d=10)
    before = PlanFactory(issuer=plan.issuer, year=2017)
    same = ReportingPeriodFactory(plan=before, position=2)
    report(ReportingPeriodFactory(plan=before, position=1), target, n=1, d=10)
    report(same, target, n=6, d=10)
    report(ReportingPeriodFactory(plan=before, position=3), target, n=2, d=10)
    unrelated = ReportingPeriodFactory(plan=PlanFactory(issuer=plan.issuer, year=2017), position=2)
    foreign = ReportingPeriodFactory(plan=PlanFactory(year=2017), position=2)
    report(foreign, target, n=0, d=10)

    figure = only(periods[1])

    assert figure.last_year == Fraction(100 * 7, 20)
    assert figure.change == 80 - 35
    assert unrelated.plan.issuer == plan.issuer


# -- cost


@pytest.mark.parametrize("size", [1, 3])
def test_number_of_queries_does_not_grow(plan, periods, django_assert_num_queries, size):
    before = ReportingPeriodFactory(plan=PlanFactory(issuer=plan.issuer, year=2017), position=2)
    schools = [SchoolFactory().organisation for _ in range(size)]
    for _ in range(size):
        target = TargetFactory(plan=plan)
        for organisation in schools:
            for period in (*periods[:2], before):
                submission = period.submissions.filter(organisation=organisation).first()
                row = PlanIndicatorFactory(plan=period.plan, indicator=target.indicator)
                IndicatorValueFactory(
                    submission=submission or SubmissionFactory(period=period, organisation=organisation, accepted=True),
                    plan_indicator=row,
                )
    registry_target(plan, "B03")

    with django_assert_num_queries(5):
        figures = period_figures(periods[1])

    typed = [figure for figure in figures.targets if figure.code != "B03"]
    assert [figure.reporting for figure in typed] == [size] * size
