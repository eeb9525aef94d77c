"""The leader's page: one page about the plan, with the names of those whom nobody could move."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from plans.enums import PlanStatus
from reports.enums import Audience
from reports.views.leader import default_period, readable_periods
from schools.enums import Role
from tests.factories import (
    IndicatorFactory,
    PlanFactory,
    RecommendationFactory,
    ReminderStageFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    SummaryReportFactory,
    TargetFactory,
    member,
)
from tests.reports.kit import report

# Four days after the last on-time day of the first period.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_four_days_late")]


@pytest.fixture
def _four_days_late():
    with time_machine.travel(dt.datetime(2018, 3, 13, 9, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def plan():
    return PlanFactory(title="Nhiệm vụ năm nay")


@pytest.fixture
def period(plan):
    return ReportingPeriodFactory(plan=plan)


def school(name):
    return SchoolFactory(name=name).organisation


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def leaders_hear_after_a_day(plan):
    ReminderStageFactory(reminder_plan__plan=plan, code="T+1-leaders", days=1, audience=Audience.LEADERS)


def test_leader_sees_the_plan_on_one_page(login_as, plan, period):
    leaders_hear_after_a_day(plan)
    target = TargetFactory(plan=plan, indicator=IndicatorFactory(short_name="Hai buổi mỗi ngày"))
    SubmissionFactory(period=period, organisation=school("MN Cẩm Vũ"))
    sent = report(period, target, n=81, d=100)
    RecommendationFactory(submission=sent, text="Đề nghị bổ sung 2.400 m² đất")

    page = text_of(login_as(member(plan.forwarded_to, Role.LEADER)).get("/"))

    for words in (
        "Nhiệm vụ năm nay",
        "số liệu đã duyệt đến 28/02/2018",
        "81,00%",
        "1/2 trường đã nộp (50,0%)",
        "1/2 trường đã nộp, đúng hạn, 1 quá hạn",
        "1 kiến nghị chờ quyết định",
        f"Gửi {plan.forwarded_to.short_name}",
        "width:50%",
        ">MN Cẩm Vũ</a> <span",
        "quá hạn 4 ngày",
        "Đề nghị bổ sung 2.400 m² đất",
        f">{sent.organisation.short_name}</a> · chờ 7 ngày",
        "Báo cáo tổng hợp: chưa phát hành",
    ):
        assert words in page


def test_pdf_button_leads_to_the_file_of_the_published_summary(login_as, plan, period):
    published = SummaryReportFactory(period=period, published=True)
    SummaryReportFactory(period=period, revision=2, replaces=published, reason="Sai số liệu")

    page = text_of(login_as(member(plan.forwarded_to, Role.LEADER)).get("/"))

    assert f'href="{reverse("summary_pdf", args=[published.pk])}">Tải báo cáo tổng hợp (PDF)</a>' in page


@pytest.mark.parametrize("state", [{}, {"finalised": True}])
def test_a_summary_in_the_making_is_not_the_leaders(login_as, plan, period, state):
    summary = SummaryReportFactory(period=period, **state)
    client = login_as(member(plan.forwarded_to, Role.LEADER))

    page = text_of(client.get("/"))

    assert "Báo cáo tổng hợp: chưa phát hành" in page
    assert "Tải báo cáo tổng hợp" not in page
    assert client.get(reverse("summary_pdf", args=[summary.pk])).status_code == 404


def test_leaders_see_the_names_of_late_schools_from_their_stage_on(login_as, plan, period):
    SubmissionFactory(period=period, organisation=school("MN Cẩm Vũ"))

    before = login_as(member(plan.forwarded_to, Role.LEADER)).get("/")
    leaders_hear_after_a_day(plan)
    after = login_as(member(plan.forwarded_to, Role.LEADER)).get("/")

    assert "MN Cẩm Vũ" not in text_of(before)
    assert "1 trường quá hạn đang được nhắc." in text_of(before)
    assert [unit.name for unit, _ in after.context["late"]] == ["MN Cẩm Vũ"]
    assert "đang được nhắc" not in text_of(after)


def test_five_late_schools_and_the_count_of_the_others(login_as, plan, period):
    leaders_hear_after_a_day(plan)
    for _ in range(7):
        SubmissionFactory(period=period)

    response = login_as(member(plan.forwarded_to, Role.LEADER)).get("/")

    assert len(response.context["late"]) == 5
    assert "và 2 trường khác" in text_of(response)


def test_default_is_the_latest_ended_period_of_the_newest_plan_in_force(plan, period):
    second = ReportingPeriodFactory(plan=plan, position=2)
    closed = PlanFactory(year=2019, status=PlanStatus.CLOSED, forwarded_to=plan.forwarded_to, issuer=plan.issuer)
    ReportingPeriodFactory(plan=closed, opens_on=dt.date(2018, 1, 1))
    older = PlanFactory(year=2017, forwarded_to=plan.forwarded_to, issuer=plan.issuer)
    ReportingPeriodFactory(plan=older, position=4)
    leader = member(plan.forwarded_to, Role.LEADER)

    def default(day):
        return default_period(readable_periods(leader, day), day)

    assert default(dt.date(2018, 3, 1)) == period  # open, nothing has ended yet
    assert default(dt.date(2018, 6, 1)) == period  # the second one is open, the first has ended
    assert default(dt.date(2018, 6, 10)) == second


def test_period_is_chosen_in_the_address(login_as, plan, period):
    other = ReportingPeriodFactory(plan=PlanFactory(year=2017, forwarded_to=plan.forwarded_to), position=4)
    foreign = ReportingPeriodFactory(plan=PlanFactory(year=2017), position=4)
    client = login_as(member(plan.forwarded_to, Role.LEADER))

    assert client.get("/").context["period"] == period
    assert client.get("/", {"period": other.pk}).context["period"] == other
    assert client.get("/", {"period": foreign.pk}).status_code == 404
    assert client.get("/", {"period": "x"}).status_code == 404


def test_leader_without_an_opened_period_is_told(login_as, plan):
    ReportingPeriodFactory(plan=plan, position=4)

    page = text_of(login_as(member(plan.forwarded_to, Role.LEADER)).get("/"))

    assert "Chưa có kỳ báo cáo nào được mở" in page
