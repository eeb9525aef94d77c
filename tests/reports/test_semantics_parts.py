"""Figures of a part of the area, of schools that come and go, and of those who were measured (reference §3.6.4)."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from reports.enums import Light, ValueState
from reports.queries.cuts import Cut
from reports.queries.figures import period_figures
from schools.models import SchoolAffiliation
from tests.factories import (
    CommuneFactory,
    IndicatorFactory,
    PlanFactory,
    PlanIndicatorFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    TargetFactory,
)
from tests.reports.kit import add_value, count_of, only, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Any:
    return PlanFactory()


@pytest.fixture
def periods(plan: Any) -> list[Any]:
    return [ReportingPeriodFactory(plan=plan, position=position) for position in (1, 2, 3, 4)]


# -- levels, communes, schools that come and go


@pytest.mark.parametrize(("level", "actual", "due"), [("TH", 25, 2), ("THCS", Fraction(350, 6), 2), ("MN", None, 0)])
def test_a_school_of_two_levels_counts_in_both(
    plan: Any, periods: list[Any], level: str, actual: Any, due: int
) -> None:
    target = TargetFactory(plan=plan, indicator=IndicatorFactory(levels="TH THCS"))
    report(periods[0], target, SchoolFactory(levels="TH").organisation, n=0, d=2)
    report(periods[0], target, SchoolFactory(levels="TH THCS").organisation, n=1, d=2)
    report(periods[0], target, SchoolFactory(levels="THCS").organisation, n=Decimal("2.5"), d=4)
    report(periods[0], target, SchoolFactory(levels="MN").organisation, n=0, d=9)

    figure = only(periods[0], cut=Cut(level=level))

    assert (figure.actual, figure.due) == (actual, due)


def test_a_school_counts_in_the_commune_of_the_last_day_of_the_data(plan: Any, periods: list[Any]) -> None:
    old, new = CommuneFactory(), CommuneFactory()
    school = SchoolFactory(commune=old)
    school.affiliations.update(valid_to=dt.date(2018, 5, 31))
    SchoolAffiliation.objects.create(school=school, commune=new, valid_from=dt.date(2018, 6, 1))
    target = TargetFactory(plan=plan)
    for period, n in zip(periods[:3], (1, 2, 3), strict=True):
        report(period, target, school.organisation, n=n, d=4)

    found = {
        (period.position, name): only(period, cut=Cut(commune=commune.pk)).actual
        for period in periods[:3]
        for name, commune in (("old", old), ("new", new))
    }

    assert found == {
        (1, "old"): 25, (1, "new"): None, (2, "old"): 50, (2, "new"): None, (3, "old"): None, (3, "new"): 75,
    }  # fmt: skip
    trend = only(periods[2], cut=Cut(commune=new.pk)).trend
    assert [actual for _, actual in trend] == [25, 50, 75], "of a part, the same schools on both sides (ADR 0018)"


def test_a_school_that_closed_stays_in_the_figures_of_its_time(plan: Any, periods: list[Any]) -> None:
    target = count_of(plan)
    stays, closes = SchoolFactory().organisation, SchoolFactory().organisation
    report(periods[0], target, closes, value=5)
    for period, value in zip(periods[:3], (1, 2, 3), strict=True):
        report(period, target, stays, value=value)
    report(periods[1], target, closes, value=7)

    now = only(periods[2])

    assert (now.actual, now.due) == (3, 1)
    assert [actual for _, actual in now.trend] == [6, 9, 3] == [only(period).actual for period in periods[:3]]
    assert only(periods[2], against=periods[0]).change_against == 3 - 6


def test_the_area_is_not_judged_by_a_part_of_it(plan: Any, periods: list[Any]) -> None:
    target = count_of(plan)
    school = SchoolFactory(levels="TH")
    report(periods[0], target, school.organisation, value=4)

    whole, part = only(periods[0]), only(periods[0], cut=Cut(level="TH"))

    assert (whole.met, part.met, part.actual) == (True, None, 4)
    assert (part.light, part.verdict, part.progress) == (Light.GREY, "Chỉ xét toàn địa bàn", None)


def test_a_level_is_judged_by_its_own_target_where_it_has_one(plan: Any, periods: list[Any]) -> None:
    """The whole keeps the plan's; a commune of the level is compared with the level's, without the way to it."""
    whole = TargetFactory(plan=plan, value=80, baseline=70)
    TargetFactory(plan=plan, indicator=whole.indicator, level="TH", value=60, baseline=40)
    commune = CommuneFactory()
    report(periods[0], whole, SchoolFactory(levels="TH", commune=commune).organisation, n=50, d=100)
    report(periods[0], whole, SchoolFactory(levels="MN").organisation, n=85, d=100)

    cuts = (Cut(), Cut(level="TH"), Cut(level="TH", commune=commune.pk), Cut(level="MN"))
    figures = [only(periods[0], cut=cut) for cut in cuts]

    assert [figure.target_text for figure in figures] == ["≥ 80%", "≥ 60%", "≥ 60%", "≥ 80%"]
    assert [figure.progress for figure in figures] == [Fraction(-1, 4), Fraction(1, 2), None, None]
    assert [figure.light for figure in figures] == [Light.RED, Light.GREEN, Light.RED, Light.GREEN]


def test_a_number_given_to_one_level_is_judged_there_and_absent_elsewhere(plan: Any, periods: list[Any]) -> None:
    indicator = IndicatorFactory(count=True)
    target = TargetFactory(plan=plan, indicator=indicator, level="TH", value=4, baseline=0)
    report(periods[0], target, SchoolFactory(levels="TH").organisation, value=4)

    assert (only(periods[0], cut=Cut(level="TH")).met, only(periods[0], cut=Cut(level="TH")).verdict) == (True, "Đạt")
    assert [len(period_figures(periods[0], cut=cut).targets) for cut in (Cut(), Cut(level="MN"))] == [0, 0]


# -- coverage of those who should be measured


def weighed(plan: Any) -> tuple[Any, Any]:
    enrolled = IndicatorFactory(count=True)
    PlanIndicatorFactory(plan=plan, indicator=enrolled)
    return TargetFactory(plan=plan, indicator=IndicatorFactory(coverage_of=enrolled)), enrolled


@pytest.mark.parametrize(("measured", "incomplete"), [(94, True), (95, False), (100, False)])
def test_fewer_than_95_percent_measured_is_incomplete(
    plan: Any, periods: list[Any], measured: int, incomplete: bool
) -> None:
    target, enrolled = weighed(plan)
    add_value(report(periods[0], target, n=1, d=measured), enrolled, value=100)
    report(periods[0], target, n=1, d=50)  # who did not say how many there are does not count

    figure = only(periods[0])

    assert (figure.measured, figure.measurable, figure.is_incomplete) == (measured, 100, incomplete)


def test_children_of_two_school_years_are_not_compared(plan: Any, periods: list[Any]) -> None:
    """The period of nine months falls into the new school year (reference §3.6.6)."""
    target, enrolled = weighed(plan)
    school = SchoolFactory().organisation
    add_value(report(periods[1], target, school, n=1, d=90), enrolled, value=100)
    add_value(report(periods[2], target, school), enrolled, value=130)

    later = only(periods[2])
    assert (later.measured, later.measurable, later.stale) == (90, 100, 1)
    assert [row.school_year for row in periods] == [2017, 2017, 2018, 2018]

    add_value(report(periods[3], target, school, n=1, d=120), enrolled, state=ValueState.MISSING, value=None)
    assert (only(periods[3]).measured, only(periods[3]).measurable) == (120, 130)


def test_a_size_of_the_school_year_before_is_not_used(plan: Any, periods: list[Any]) -> None:
    target, enrolled = weighed(plan)
    school = SchoolFactory().organisation
    add_value(report(periods[1], target, school), enrolled, value=100)
    report(periods[2], target, school, n=1, d=120)

    assert (only(periods[2]).measured, only(periods[2]).measurable) == (None, None)
