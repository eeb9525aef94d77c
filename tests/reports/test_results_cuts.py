"""Results cut, compared, and beside what the schools want themselves."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from plans.enums import EnteredBy, Operator
from plans.models import PlanIndicator
from schools.enums import Role
from tests.factories import (
    IndicatorFactory,
    PlanFactory,
    PlanIndicatorFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    TargetFactory,
    TaskFactory,
    UnitTargetFactory,
    member,
)
from tests.reports.kit import report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _after_the_first_deadline():
    with time_machine.travel(dt.datetime(2018, 3, 13, 9, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def plan():
    return PlanFactory()


@pytest.fixture
def period(plan):
    return ReportingPeriodFactory(plan=plan, label="3 tháng")


@pytest.fixture
def target(plan):
    return TargetFactory(plan=plan, indicator=IndicatorFactory(code="B90", short_name="Hai buổi"), value=80)


@pytest.fixture
def head(login_as, plan):
    return login_as(member(plan.receiver, Role.HEAD))


def rows(client, period, **query):
    response = client.get(reverse("period_results", args=[period.pk], query=query))
    assert response.status_code == 200
    return [row for _, _, found in response.context["groups"] for row in found]


def page_of(client, period, **query):
    return client.get(reverse("period_results", args=[period.pk], query=query)).content.decode()


def school(**options):
    return SchoolFactory(**options).organisation


class TestCuts:
    def test_a_rate_of_one_level_is_judged_by_itself(self, head, period, target):
        report(period, target, school(levels="MN"), n=90, d=100)
        report(period, target, school(levels="TH"), n=10, d=100)

        [row] = rows(head, period, level="MN")

        assert (row.figure.actual, row.coverage, row.badge.text) == (90, "1/1", "Đạt")
        page = page_of(head, period, level="MN")
        assert "Cấp học: Mầm non" in page
        assert "không chia theo cấp học, địa bàn" in page

    def test_a_group_of_tasks_keeps_its_indicators(self, head, plan, period, target):
        other, task = TargetFactory(plan=plan), TaskFactory(plan=plan)
        for row, group in ((target, TaskFactory(plan=plan)), (other, task)):
            PlanIndicator.objects.filter(indicator=row.indicator).update(task=group)

        assert [row.figure.code for row in rows(head, period, task=task.pk)] == [other.indicator.code]

    def test_words_find_indicators_without_diacritics(self, head, plan, period, target):
        TargetFactory(plan=plan)

        assert [row.figure.code for row in rows(head, period, q="hai buoi")] == ["B90"]
        assert "Không có chỉ tiêu nào khớp" in page_of(head, period, q="không có gì")

    def test_nonsense_in_the_address_is_told(self, head, period, target):
        assert "Đã bỏ qua điều kiện địa bàn" in page_of(head, period, commune="x")


class TestComparing:
    def test_with_another_period_of_another_school_year(self, head, plan, period, target):
        later = ReportingPeriodFactory(plan=plan, position=2, label="9 tháng", school_year=period.school_year + 1)
        organisation = school()
        report(period, target, organisation, n=50, d=100)
        report(later, target, organisation, n=70, d=100)

        [row] = rows(head, later, against=period.pk)

        assert (row.against.value, row.against.change) == ("50,00%", "↑ 20,00")
        year = period.school_year
        assert f"<small>khác năm học ({year}–{year + 1})</small>" in page_of(head, later, against=period.pk)

    def test_within_a_school_year_nothing_is_said(self, head, plan, period, target):
        later = ReportingPeriodFactory(plan=plan, position=2, label="6 tháng", school_year=period.school_year)

        assert "khác năm học" not in page_of(head, later, against=period.pk)

    def test_tracked_figures_are_compared_with_the_period_before(self, head, plan, period):
        indicator = IndicatorFactory(count=True, code="B91")
        later = ReportingPeriodFactory(plan=plan, position=2, label="6 tháng")
        tracked = TargetFactory.build(indicator=indicator)
        organisation = school()
        report(period, tracked, organisation, value=9, n=None, d=None)
        report(later, tracked, organisation, value=7, n=None, d=None)

        [row] = rows(head, later, view="tracked")

        assert (row.figure.actual_text, row.previous.value, row.previous.change) == ("7 trường", "9 trường", "↓ 2")
        assert row.badge is None
        assert "Kế hoạch</th>" not in page_of(head, later, view="tracked")


class TestOwnTargets:
    def test_are_added_up_and_never_averaged(self, head, plan, period, target):
        for n, d in ((1, 2), (99, 100)):
            organisation = report(period, target).organisation
            UnitTargetFactory(
                unit_plan__plan=plan, unit_plan__organisation=organisation,
                indicator=target.indicator, numerator=n, denominator=d,
            )  # fmt: skip
        report(period, target)

        [row] = rows(head, period)

        assert row.own == "Các đơn vị đăng ký 98,04% (2/3 đơn vị)"

    def test_below_the_plan_says_so(self, head, plan, period):
        target = TargetFactory(plan=plan, operator=Operator.AT_LEAST, value=95)
        organisation = report(period, target).organisation
        UnitTargetFactory(unit_plan__plan=plan, unit_plan__organisation=organisation, indicator=target.indicator)

        [row] = rows(head, period)

        assert row.own == "Các đơn vị đăng ký 90,00% (1/1 đơn vị), thấp hơn kế hoạch"

    def test_of_a_part_are_those_of_its_schools(self, head, plan, period, target):
        for level, n in (("MN", 40), ("TH", 10)):
            organisation = report(period, target, school(levels=level)).organisation
            UnitTargetFactory(
                unit_plan__plan=plan, unit_plan__organisation=organisation, indicator=target.indicator, numerator=n
            )

        [row] = rows(head, period, level="MN")

        assert row.own == "Các đơn vị đăng ký 80,00% (1/1 đơn vị)"


class TestMeasured:
    def test_a_rate_of_too_few_is_marked(self, head, plan, period):
        everybody = IndicatorFactory(count=True)
        target = TargetFactory(plan=plan, indicator=IndicatorFactory(coverage_of=everybody))
        whole = TargetFactory.build(indicator=everybody)
        organisation = school()
        sent = report(period, target, organisation, n=1, d=94)
        row = PlanIndicatorFactory(plan=plan, indicator=whole.indicator)
        sent.indicator_values.create(plan_indicator=row, state="given", value=100)

        found = rows(head, period)[0]

        assert found.measured == "tổng số: 94,0%"
        assert "số liệu chưa đầy đủ" in page_of(head, period)


def test_figures_of_the_office_are_opened_the_same_way(head, plan, period):
    target = TargetFactory(
        plan=plan, indicator=IndicatorFactory(count=True, code="B20", entered_by=EnteredBy.OFFICE), value=4
    )
    sent = report(period, target, plan.receiver, value=3, n=None, d=None)
    type(sent).objects.filter(pk=sent.pk).update(purpose="figures")

    response = head.get(reverse("period_results", args=[period.pk], query={"indicator": "B20"}))

    [row] = response.context["rows"]
    assert (row.name, row.value, row.badge.text) == (plan.receiver.short_name, 3, "Đã duyệt")
    assert "do cơ quan theo dõi kế hoạch nhập" in response.content.decode()
