"""How a target is judged: light, word, and the figures nobody types."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from plans.enums import Operator, UnitRule, ValueKind
from reports.enums import Light
from reports.queries.figures import number_text
from tests.factories import (
    IndicatorFactory,
    MilestoneFactory,
    NationalStandardFactory,
    PlanFactory,
    ReportingPeriodFactory,
    SchoolFactory,
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


# -- lights


@pytest.mark.parametrize(
    ("n", "light", "verdict"),
    [
        (76, Light.GREEN, "Đúng tiến độ"),
        (74, Light.AMBER, "Chậm so tiến độ"),
        (72, Light.RED, "Chậm nhiều"),
        (80, Light.GREEN, "Đạt"),
    ],
)
def test_light_against_the_milestone(plan, periods, n, light, verdict):
    target = TargetFactory(plan=plan, baseline=70)
    MilestoneFactory(target=target, period=periods[0], expected_share=Decimal("0.5"))
    MilestoneFactory(target=target, period=periods[1], expected_share=1)
    report(periods[0], target, n=n, d=100)

    figure = only(periods[0])

    assert (figure.light, figure.verdict, figure.expected) == (light, verdict, Fraction(1, 2))
    assert figure.progress == Fraction(n - 70, 10)


def test_elapsed_time_is_expected_without_a_milestone(plan, periods):
    target = TargetFactory(plan=plan, baseline=70, baseline_on=dt.date(2017, 12, 31))
    report(periods[0], target, n=70, d=100)

    assert only(periods[0]).expected == Fraction(31 + 28, 365)


def test_elapsed_time_begins_with_the_plan_year_when_the_baseline_has_no_day(plan, periods):
    TargetFactory(plan=plan)

    assert only(periods[0]).expected == Fraction(30 + 28, 364)


@pytest.mark.parametrize(
    ("schools", "met", "verdict", "light"),
    [
        (3, False, "Chưa đạt", Light.RED),
        (4, True, "Đạt", Light.GREEN),
        (5, True, "Đạt mức phấn đấu", Light.GREEN),
    ],
)
def test_range_of_four_to_five_at_the_end(plan, periods, schools, met, verdict, light):
    indicator = IndicatorFactory(count=True, decimals=0)
    target = TargetFactory(
        plan=plan, indicator=indicator, operator=Operator.RANGE, value=4, stretch_value=5, baseline=0
    )
    MilestoneFactory(target=target, period=periods[3], expected_share=1)
    report(periods[3], target, value=schools)

    figure = only(periods[3])

    assert (figure.met, figure.verdict, figure.light) == (met, verdict, light)
    assert figure.target_text == "4–5 trường"


def test_without_a_figure_it_is_grey(plan, periods):
    TargetFactory(plan=plan, baseline=70)

    figure = only(periods[0])

    assert (figure.light, figure.verdict, figure.actual, figure.actual_text) == (
        Light.GREY,
        "Chưa đủ số liệu",
        None,
        "",
    )
    assert figure.bar_percent == 0


@pytest.mark.parametrize(("n", "light"), [(90, Light.GREEN), (79, Light.RED)])
def test_a_target_met_from_the_start_is_held_or_lost(plan, periods, n, light):
    target = TargetFactory(plan=plan, baseline=85)
    report(periods[0], target, n=n, d=100)

    figure = only(periods[0])

    assert (figure.light, figure.progress) == (light, None)


@pytest.mark.parametrize(("n", "percent"), [(60, 0), (75, 50), (95, 100)])
def test_the_bar_alone_is_clamped(plan, periods, n, percent):
    target = TargetFactory(plan=plan, baseline=70)
    report(periods[0], target, n=n, d=100)

    figure = only(periods[0])

    assert (figure.bar_percent, figure.progress) == (percent, Fraction(n - 70, 10))


# -- computed from the registry


def test_share_of_schools_with_a_valid_recognition(plan, periods):
    registry_target(plan, "B03")
    for _ in range(2):
        NationalStandardFactory(recognised_on=dt.date(2016, 5, 1))
    NationalStandardFactory(recognised_on=dt.date(2012, 5, 1))  # lapsed in 2017
    NationalStandardFactory(recognised_on=dt.date(2018, 3, 1))  # one day after the cut-off
    SchoolFactory(organisation__valid_to=dt.date(2017, 1, 1))  # gone

    figure = only(periods[0])

    assert (figure.numerator, figure.denominator, figure.actual) == (2, 4, 50)
    assert (figure.reporting, figure.due) == (4, 4)
    assert only(periods[1]).trend == (("3 tháng", 50), ("6 tháng", 75))


def test_new_recognitions_of_the_year(plan, periods):
    registry_target(plan, "B01", value_kind=ValueKind.COUNT, unit_rule=UnitRule.SUM, unit="trường", decimals=0)
    NationalStandardFactory(recognised_on=dt.date(2018, 1, 1))
    NationalStandardFactory(recognised_on=dt.date(2018, 2, 28))
    NationalStandardFactory(recognised_on=dt.date(2017, 12, 31))
    again = NationalStandardFactory(recognised_on=dt.date(2012, 6, 1))
    NationalStandardFactory(school=again.school, recognised_on=dt.date(2018, 2, 1))
    NationalStandardFactory(recognised_on=dt.date(2018, 4, 1))

    assert [actual for _, actual in only(periods[1]).trend] == [2, 3]
    assert only(periods[1]).actual_text == "3 trường"


def test_computed_indicator_without_a_rule_is_grey(plan, periods):
    registry_target(plan, "B02")
    NationalStandardFactory()

    figure = only(periods[0])

    assert (figure.actual, figure.light, figure.due) == (None, Light.GREY, 0)


# -- words


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (Fraction(4700, 59), "%", 2, "79,66%"),
        (Decimal(1250), "trẻ", 0, "1.250 trẻ"),
        (Fraction(1, 3), "m²/HS", 1, "0,3 m²/HS"),
        (None, "%", 2, ""),
    ],
)
def test_figures_are_written_the_vietnamese_way(value, unit, decimals, text):
    assert number_text(value, IndicatorFactory.build(unit=unit, decimals=decimals), unit=True) == text
