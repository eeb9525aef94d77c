"""Figures of other years and plans, and what computed figures follow from."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from plans.enums import Direction, EnteredBy, Operator, PlanStatus, ValueKind
from reports.enums import Light, SubmissionStatus
from reports.queries.cuts import Cut
from reports.queries.figures import period_figures
from reports.queries.sheet import load_sheet
from tests.factories import (
    CommuneFactory,
    ExtensionFactory,
    IndicatorFactory,
    NationalStandardFactory,
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
def plan() -> Any:
    return PlanFactory()


@pytest.fixture
def periods(plan: Any) -> list[Any]:
    return [ReportingPeriodFactory(plan=plan, position=position) for position in (1, 2, 3, 4)]


# -- years and other plans


def year_before(plan: Any, **about: Any) -> Any:
    return PlanFactory(issuer=plan.issuer, year=plan.year - 1, **about)


def test_the_same_period_is_found_by_its_day_and_not_by_its_number(plan: Any, periods: list[Any]) -> None:
    """Last year's plan had two periods: its second is the year's, not that of six months."""
    target, before = TargetFactory(plan=plan), year_before(plan)
    half = ReportingPeriodFactory(plan=before, position=1, data_to=dt.date(2017, 6, 15))
    whole = ReportingPeriodFactory(plan=before, position=2, data_to=dt.date(2017, 10, 31))
    report(half, target, n=1, d=2)
    report(whole, target, n=2, d=2)

    found = [period_figures(period).last_year for period in periods]

    assert found == [None, half, None, whole]
    assert only(periods[1]).last_year == 50


def test_a_draft_is_no_plan_of_last_year(plan: Any, periods: list[Any]) -> None:
    target = TargetFactory(plan=plan)
    draft = ReportingPeriodFactory(plan=year_before(plan, status=PlanStatus.DRAFT), position=1)
    PlanIndicatorFactory(plan=draft.plan, indicator=target.indicator)

    assert period_figures(periods[0]).last_year is None


def test_of_two_plans_of_last_year_the_one_with_the_same_indicators_is_meant(plan: Any, periods: list[Any]) -> None:
    targets = [TargetFactory(plan=plan) for _ in range(2)]
    one, both = (ReportingPeriodFactory(plan=year_before(plan), position=1) for _ in range(2))
    PlanIndicatorFactory(plan=one.plan, indicator=targets[0].indicator)
    for target in targets:
        PlanIndicatorFactory(plan=both.plan, indicator=target.indicator)

    assert period_figures(periods[0]).last_year == both


def test_against_a_later_period_and_against_another_year(plan: Any, periods: list[Any]) -> None:
    target, school = TargetFactory(plan=plan), SchoolFactory().organisation
    for period, n in zip(periods[:3], (1, 2, 3), strict=True):
        report(period, target, school, n=n, d=4)
    elsewhere = ReportingPeriodFactory(plan=PlanFactory(issuer=plan.issuer, year=2015), position=4)
    report(elsewhere, target, n=1, d=5)

    assert (only(periods[0], against=periods[2]).actual, only(periods[0], against=periods[2]).against) == (25, 75)
    assert only(periods[0], against=elsewhere).against == 20
    assert len(only(periods[0], against=periods[2]).trend) == 1, "the trend still ends with the period"


def test_better_than_last_year_compares_with_last_year(plan: Any, periods: list[Any]) -> None:
    rank = IndicatorFactory(
        count=True, unit="hạng", value_kind=ValueKind.RANK, direction=Direction.LOWER, entered_by=EnteredBy.OFFICE
    )
    target = TargetFactory(plan=plan, indicator=rank, operator=Operator.IMPROVE, value=None)
    before = ReportingPeriodFactory(plan=year_before(plan, receiver=plan.receiver), position=1)
    report(before, target, plan.receiver, value=6)
    report(periods[0], target, plan.receiver, value=5)

    figure = only(periods[0])

    assert (figure.actual, figure.last_year, figure.met) == (5, 6, True)
    assert (figure.target_text, figure.verdict, figure.progress) == ("tốt hơn năm trước", "Đạt", None)


@pytest.mark.parametrize(("rank", "met"), [(3, True), (4, False), (5, False)])
def test_the_sheet_judges_a_rank_as_the_results_do(plan: Any, periods: list[Any], rank: int, met: bool) -> None:
    indicator = IndicatorFactory(
        count=True, unit="hạng", value_kind=ValueKind.RANK, direction=Direction.LOWER, entered_by=EnteredBy.OFFICE
    )
    target = TargetFactory(plan=plan, indicator=indicator, operator=Operator.IMPROVE, value=None, baseline=4)
    submission = report(periods[0], target, plan.receiver, value=rank)

    [row] = load_sheet(submission).grid

    assert (row.is_met, row.target_text) == (met, "tốt hơn mốc 4 hạng")
    assert only(periods[0]).met is met


@pytest.mark.parametrize(
    ("direction", "baseline", "text"),
    [
        (Direction.LOWER, None, "tốt hơn năm trước"),
        (Direction.LOWER, Decimal("4.00000000"), "tốt hơn mốc 4 hạng"),
        (Direction.HOLD, None, "không kém năm trước"),
        (Direction.HOLD, Decimal("4.5"), "giữ vững mốc 4,5 hạng"),
    ],
)
def test_a_target_without_a_number_says_with_what_it_compares(direction: str, baseline: Any, text: str) -> None:
    rank = IndicatorFactory.build(count=True, unit="hạng", direction=direction)

    assert TargetFactory.build(indicator=rank, operator=Operator.IMPROVE, value=None, baseline=baseline).text == text


# -- figures nobody types


@pytest.mark.parametrize(("recheck", "valid"), [(dt.date(2018, 2, 27), 0), (dt.date(2018, 2, 28), 1)])
def test_a_recognition_counts_on_the_day_of_its_re_check_and_not_after(
    plan: Any, periods: list[Any], recheck: dt.date, valid: int
) -> None:
    registry_target(plan, "B03")
    NationalStandardFactory(recognised_on=recheck.replace(year=2013), recheck_due_on=recheck)

    assert only(periods[0]).numerator == valid


def test_communes_without_a_school_at_standard(plan: Any, periods: list[Any]) -> None:
    registry_target(plan, "B51", value_kind=ValueKind.COUNT, unit="xã")
    has, lost, never = CommuneFactory(), CommuneFactory(), CommuneFactory()
    NationalStandardFactory(school=SchoolFactory(commune=has), recognised_on=dt.date(2016, 1, 1))
    SchoolFactory(commune=has)
    NationalStandardFactory(school=SchoolFactory(commune=lost), recognised_on=dt.date(2013, 4, 1))
    SchoolFactory(commune=never)
    CommuneFactory()  # without a school it has none to wait for

    assert [actual for _, actual in only(periods[1]).trend] == [1, 2]
    assert (only(periods[1]).actual, only(periods[1]).due) == (2, 3)
    assert only(periods[1], cut=Cut(commune=lost.pk)).actual == 1


def test_schools_due_for_their_re_check_since_the_beginning_of_the_year(plan: Any, periods: list[Any]) -> None:
    registry_target(plan, "B52", value_kind=ValueKind.COUNT, unit="trường")
    for recognised in (dt.date(2012, 12, 31), dt.date(2013, 1, 1), dt.date(2013, 2, 28), dt.date(2013, 3, 1)):
        NationalStandardFactory(recognised_on=recognised)
    renewed = NationalStandardFactory(recognised_on=dt.date(2013, 5, 31))
    NationalStandardFactory(school=renewed.school, recognised_on=dt.date(2018, 4, 1))

    assert [actual for _, actual in only(periods[1]).trend] == [2, 4]
    assert (only(periods[1]).reporting, only(periods[1]).due) == (5, 5)


def test_timely_reporting_counts_the_first_sending(plan: Any, periods: list[Any]) -> None:
    """B74: late, extended, returned and withdrawn reports; what nobody owes any more is not expected."""
    registry_target(plan, "B74")
    SubmissionFactory(period=periods[0], accepted=True)
    SubmissionFactory(period=periods[0], returned=True)
    SubmissionFactory(period=periods[0], accepted=True, days_late=1)
    extended = SubmissionFactory(period=periods[0], submitted=True, days_late=5)
    ExtensionFactory(submission=extended)
    withdrawn = SubmissionFactory(period=periods[0], submitted=True)
    withdrawn.status = SubmissionStatus.DRAFT
    withdrawn.save()

    figure = only(periods[0])

    assert (figure.numerator, figure.denominator, figure.actual) == (3, 5, 60)
    part = only(periods[0], cut=Cut(level="MN"))
    assert (part.actual, part.light) == (None, Light.GREY)


@pytest.mark.parametrize(("level", "numerator", "denominator"), [("MN", 1, 2), ("TH", 1, 1), ("THCS", 0, 0)])
def test_the_registry_is_cut_like_the_reports(
    plan: Any, periods: list[Any], level: str, numerator: int, denominator: int
) -> None:
    registry_target(plan, "B03")
    SchoolFactory(levels="MN")
    NationalStandardFactory(school=SchoolFactory(levels="MN TH"), recognised_on=dt.date(2016, 1, 1))

    figure = only(periods[0], cut=Cut(level=level))

    assert (figure.numerator or 0, figure.denominator or 0, figure.due) == (numerator, denominator, denominator)
