"""All figures of one unit over time, beside those of the whole area."""

from decimal import Decimal
from fractions import Fraction

import pytest

from plans.enums import EnteredBy, Operator, TimeRule
from reports.enums import Purpose, ValueState
from reports.queries.figures import period_figures
from reports.queries.school_figures import asked_indicators, unit_figures
from reports.queries.unit_reports import unit_reports
from reports.school_rows import figure_cards
from tests.factories import (
    CommuneFactory,
    IndicatorFactory,
    IndicatorValueFactory,
    PlanFactory,
    PlanIndicatorFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    TargetFactory,
)
from tests.reports.kit import report

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return PlanFactory()


@pytest.fixture
def periods(plan):
    return [ReportingPeriodFactory(plan=plan, position=position) for position in (1, 2, 3, 4)]


@pytest.fixture
def school():
    return SchoolFactory(levels="MN").organisation


def read(plan, organisation, *, waiting=False):
    unit = unit_reports(plan.pk, organisation.pk)
    return unit_figures(unit, asked_indicators(unit), waiting=waiting)


def only(plan, organisation, **options):
    (figure,) = read(plan, organisation, **options)
    return figure


def card(plan, organisation, **options):
    (found,) = figure_cards([""], read(plan, organisation, **options), organisation)
    return found


def said(plan, organisation, **options):
    return [row.own for row in card(plan, organisation, **options).rows]


# -- own and the area's
def test_each_period_has_the_units_figure_and_the_areas(plan, periods, school):
    target = TargetFactory(plan=plan)
    report(periods[0], target, school, n=1, d=2)
    report(periods[0], target, n=99, d=100)
    report(periods[1], target, school, n=2, d=2)
    report(periods[1], target)

    first, second, *_ = only(plan, school).moments

    assert (first.value, first.cell.numerator, first.cell.denominator) == (50, 1, 2)
    assert (first.area.actual, first.area.reporting, first.due) == (Fraction(10_000, 102), 2, 2)
    # The other school's figure is still the one before, and said to be so.
    assert (second.value, second.area.actual) == (100, Fraction(10_100, 102))
    assert (second.area.reporting, second.area.stale, second.due) == (2, 1, 2)
    assert card(plan, school).rows[1].coverage == "2/2, 1 số liệu kỳ trước"


def test_the_area_is_told_as_on_the_page_of_results(plan, periods, school):
    """Both read the same accepted reports, by the same rules."""
    targets = [
        TargetFactory(plan=plan, indicator=IndicatorFactory(time_rule=rule, count=count))
        for rule, count in ((TimeRule.LATEST, False), (TimeRule.SUM, True), (TimeRule.CUMULATIVE, True))
    ]
    others = [SchoolFactory(levels=levels).organisation for levels in ("MN", "TH THCS")]
    for number, period in enumerate(periods[:3], start=1):
        for place, unit in enumerate([school, *others], start=1):
            status = "submitted" if (number, place) == (2, 3) else "accepted"
            sent = SubmissionFactory(period=period, organisation=unit, **{status: True})
            for target in targets:
                values = {"value": number * place} if target.indicator.unit != "%" else {"numerator": number * place}
                IndicatorValueFactory(
                    submission=sent,
                    plan_indicator=PlanIndicatorFactory(plan=plan, indicator=target.indicator),
                    **values,
                )

    mine = read(plan, school)

    for at, period in enumerate(periods[:3]):
        page = period_figures(period).targets
        assert [(row.actual, row.reporting) for row in page] == [
            (figure.moments[at].area.actual, figure.moments[at].area.reporting) for figure in mine
        ]
        assert [row.due for row in page] == [figure.moments[at].due for figure in mine]


def test_counts_of_the_year_are_told_up_to_each_period(plan, periods, school):
    target = TargetFactory(plan=plan, indicator=IndicatorFactory(count=True, time_rule=TimeRule.SUM))
    report(periods[0], target, school, value=3)
    report(periods[1], target, school, value=4)

    assert [row.value for row in only(plan, school).moments] == [3, 7, None, None]


def test_last_years_periods_come_first_and_years_are_not_joined(plan, periods, school):
    before = PlanFactory(year=2017, issuer=plan.issuer)
    target = TargetFactory(plan=plan, indicator=IndicatorFactory(count=True, time_rule=TimeRule.CUMULATIVE))
    old = TargetFactory(plan=before, indicator=target.indicator)
    for position, value in ((1, 5), (4, 9)):
        report(ReportingPeriodFactory(plan=before, position=position), old, school, value=value)
    report(periods[0], target, school, value=2)
    report(periods[1], target, school, value=3)

    shown = card(plan, school)

    assert [(row.name, row.own) for row in shown.rows] == [
        ("3 tháng 2017", "5 trường"),
        ("năm 2017", "9 trường"),
        ("3 tháng 2018", "2 trường"),
        ("6 tháng 2018", "3 trường"),
        ("9 tháng 2018", "Chưa mở"),
        ("năm 2018", "Chưa mở"),
    ]
    assert shown.chart.count('stroke-width="2"/>') == 3  # two lines, and the sample of the legend


def test_a_new_school_year_is_said(plan, periods, school):
    """Periods of 3 and 6 months fall into one school year, that of 9 months into the next (reference §3.6.6)."""
    report(periods[0], TargetFactory(plan=plan), school, n=1, d=2)

    assert [row.school_year for row in card(plan, school).rows] == ["", "", "sang năm học 2018 - 2019", ""]


# -- what is missing is not 0
def test_why_there_is_no_figure_is_said(plan, periods, school):
    target = TargetFactory(plan=plan)
    report(periods[0], target, school, state=ValueState.NOT_AVAILABLE)
    report(periods[1], target, school, state=ValueState.NOT_APPLICABLE)
    SubmissionFactory(period=periods[2], organisation=school, draft=True)

    assert said(plan, school) == ["Chưa có số liệu", "Không áp dụng", "Chưa gửi", "Chưa mở"]


def test_what_was_said_before_does_not_fill_a_gap(plan, periods, school):
    target = TargetFactory(plan=plan)
    report(periods[0], target, school, n=1, d=2)
    report(periods[1], target, school)
    report(periods[2], target, school, n=0, d=2)

    assert said(plan, school) == ["50,00%", "Chưa nhập", "0,00%", "Chưa mở"]


def test_a_returned_report_shows_no_figure(plan, periods, school):
    report(periods[0], TargetFactory(plan=plan), school, status="returned", n=1, d=2)

    assert said(plan, school, waiting=True)[0] == "Đang bổ sung"


def test_waiting_figures_are_told_apart_and_never_the_areas(plan, periods, school):
    target = TargetFactory(plan=plan)
    report(periods[0], target, school, status="submitted", n=1, d=2)

    official, waiting = only(plan, school).moments[0], only(plan, school, waiting=True).moments[0]

    assert (official.value, said(plan, school)[0]) == (None, "Chờ duyệt")
    assert (waiting.value, waiting.is_waiting, waiting.area.actual) == (50, True, None)


# -- targets
def test_the_units_own_target_holds_before_its_levels_and_everybodys(plan, periods, school):
    indicator = IndicatorFactory()
    TargetFactory(plan=plan, indicator=indicator, value=80)
    level = TargetFactory(plan=plan, indicator=indicator, value=85, level="MN")
    report(periods[0], level, school, n=86, d=100)

    assert (card(plan, school).target, card(plan, school).badge.text) == ("≥ 85% (cấp Mầm non)", "Đạt (3 tháng 2018)")

    TargetFactory(plan=plan, indicator=indicator, value=90, organisation=school)

    found = card(plan, school)
    assert (found.target, found.badge.css) == ("≥ 90% (giao riêng cho đơn vị)", "warn")


def test_not_reached_is_red_only_when_the_last_period_is_over(plan, periods, school):
    target = TargetFactory(plan=plan)
    report(periods[2], target, school, n=1, d=2)
    assert (card(plan, school).badge.css, card(plan, school).badge.text) == ("warn", "Chưa đạt (9 tháng 2018)")

    report(periods[3], target, school, n=1, d=2)
    assert (card(plan, school).badge.css, card(plan, school).badge.sign) == ("bad", "■")


def test_a_number_wanted_of_the_whole_area_is_not_held_against_one_unit(plan, periods, school):
    target = TargetFactory(plan=plan, indicator=IndicatorFactory(count=True), value=12)
    report(periods[3], target, school, value=2)

    found = card(plan, school)

    assert (found.target, found.badge) == ("≥ 12 trường (toàn địa bàn)", None)
    assert "Kế hoạch" not in found.chart


def test_small_denominators_are_told_as_counts_without_red(plan, periods, school):
    """One child of 98 is more than 1,02 %, and says nothing about the school (reference §3.6.3)."""
    indicator = IndicatorFactory(judged_at_school=False)
    target = TargetFactory(plan=plan, indicator=indicator, operator=Operator.LESS, value=Decimal("1.02"))
    report(periods[0], target, school, n=1, d=98)
    report(periods[3], target, school, n=2, d=98)

    found = card(plan, school)

    assert [row.own for row in found.rows if row.is_figure] == ["1/98", "2/98"]
    assert found.badge is None
    assert found.rows[0].area == "1,02%"
    assert "Toàn địa bàn" not in found.chart  # a share cannot be drawn beside a number
    assert "<desc>Trường: 3 tháng 2018 1/98; 6 tháng 2018 Chưa mở" in found.chart


def test_a_rate_is_drawn_with_the_areas_line_and_the_target(plan, periods, school):
    target = TargetFactory(plan=plan)
    for period in periods[:2]:
        report(period, target, school, n=86, d=100)

    chart = card(plan, school).chart

    assert "Toàn địa bàn: 3 tháng 2018 86,00%; 6 tháng 2018 86,00%" in chart
    assert "Kế hoạch ≥ 80%." in chart


def test_one_figure_draws_no_line(plan, periods, school):
    report(periods[0], TargetFactory(plan=plan), school, n=86, d=100)

    assert card(plan, school).chart == ""


# -- who is asked what
def test_a_school_is_asked_only_what_its_level_fills_in(plan, periods, school):
    report(periods[0], TargetFactory(plan=plan, indicator=IndicatorFactory(code="A")), school, n=1, d=2)
    for code, options in (
        ("B", {"levels": "THCS"}),
        ("C", {"entered_by": EnteredBy.OFFICE}),
        ("D", {"entered_by": EnteredBy.COMPUTED}),
    ):
        TargetFactory(plan=plan, indicator=IndicatorFactory(code=code, **options))

    assert [row.code for row in asked_indicators(unit_reports(plan.pk, school.pk))] == ["A"]


def sheet(period, organisation, target, **figures):
    sent = SubmissionFactory(period=period, organisation=organisation, purpose=Purpose.FIGURES, accepted=True)
    row = PlanIndicatorFactory(plan=period.plan, indicator=target.indicator)
    IndicatorValueFactory(submission=sent, plan_indicator=row, **figures)


def test_a_commune_stands_beside_all_communes(plan, periods):
    target = TargetFactory(plan=plan, indicator=IndicatorFactory(count=True, entered_by=EnteredBy.COMMUNE, levels=""))
    one, other = CommuneFactory(), CommuneFactory()
    sheet(periods[0], one, target, value=1)
    sheet(periods[0], other, target, value=2)

    found = only(plan, one)

    assert (found.moments[0].value, found.moments[0].area.actual, found.moments[0].due) == (1, 3, 2)


def test_what_the_office_enters_is_the_areas_own_figure(plan, periods):
    target = TargetFactory(plan=plan, indicator=IndicatorFactory(count=True, entered_by=EnteredBy.OFFICE, levels=""))
    sheet(periods[0], plan.receiver, target, value=4)

    found = card(plan, plan.receiver)

    assert (found.rows[0].own, found.rows[0].area, found.figure.has_area) == ("4 trường", "", False)


def test_a_unit_without_a_report_has_no_page(plan, periods, school):
    SubmissionFactory(period=ReportingPeriodFactory(plan=PlanFactory(year=2019)), organisation=school)

    assert unit_reports(plan.pk, school.pk) is None


# -- cost
@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_grow(plan, periods, school, django_assert_num_queries, size):
    for _ in range(size):
        target = TargetFactory(plan=plan)
        report(periods[0], target, n=1, d=2)
    for period in periods[:size]:
        report(period, target, school, n=1, d=2)

    with django_assert_num_queries(6):
        read(plan, school)
