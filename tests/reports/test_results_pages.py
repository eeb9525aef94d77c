"""The results of a period, as people see them."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from plans.enums import EnteredBy, PlanStatus, RecipientRole
from plans.models import PlanRecipient, ReportingPeriod
from reports.enums import Capability
from reports.permissions import can
from reports.views.leader import readable_periods
from schools.enums import Role
from tests.factories import (
    IndicatorFactory,
    OrganisationFactory,
    PlanFactory,
    PlanIndicatorFactory,
    RecommendationFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    TargetFactory,
    UnitTargetFactory,
    UserFactory,
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
    return PlanFactory(title="Nhiệm vụ năm nay")


@pytest.fixture
def period(plan):
    return ReportingPeriodFactory(plan=plan)


def school(name, **options):
    return SchoolFactory(name=name, **options).organisation


def results(period, **query):
    return reverse("period_results", args=[period.pk], query=query)


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


# -- who sees it


def test_results_by_seat(login_as, plan, period):
    observing = OrganisationFactory()
    PlanRecipient.objects.create(plan=plan, name="Cơ quan", role=RecipientRole.REPORT_TO, organisation=observing)
    owing = SubmissionFactory(period=period).organisation
    people = {
        member(plan.receiver, Role.OFFICER): 200,
        member(plan.forwarded_to, Role.LEADER): 200,
        member(observing, Role.OBSERVER): 200,
        member(owing, Role.PRINCIPAL): 403,
        member(SchoolFactory().organisation, Role.PRINCIPAL): 404,
        UserFactory(): 404,
    }

    assert [login_as(user).get(results(period)).status_code for user in people] == list(people.values())


def test_readable_periods_is_the_twin_of_can(plan, period):
    periods = [
        period,
        ReportingPeriodFactory(plan=PlanFactory(status=PlanStatus.DRAFT, forwarded_to=plan.forwarded_to)),
    ]
    periods.append(ReportingPeriodFactory())
    observing = OrganisationFactory()
    PlanRecipient.objects.create(plan=plan, name="Cơ quan", role=RecipientRole.REPORT_TO, organisation=observing)
    people = [
        member(organisation, role)
        for organisation in (plan.receiver, plan.forwarded_to, observing, SubmissionFactory(period=period).organisation)
        for role in Role.values
    ]

    for user in people:
        seen = {row.pk for row in readable_periods(user, dt.date(2018, 3, 13))}
        assert seen == {row.pk for row in periods if can(user, Capability.VIEW_RESULTS, row)}


# -- results


def test_results_show_figures_with_word_and_sign(login_as, plan, period):
    target = TargetFactory(plan=plan, indicator=IndicatorFactory(short_name="Hai buổi mỗi ngày"), baseline=70)
    report(period, target, n=1, d=2)
    report(period, target, n=99, d=100)
    report(period, target, status="submitted", n=0, d=100)

    page = text_of(login_as(member(plan.receiver, Role.HEAD)).get(results(period)))

    for words in ("Hai buổi mỗi ngày", "≥ 80%", "98,04%", "100/102", "2/3", "●</span>Đạt", "width:100%"):
        assert words in page
    assert "tạm tính 49,50% (thêm 1 báo cáo chờ duyệt)" in page


def test_provisional_results_are_labelled(login_as, plan, period):
    target = TargetFactory(plan=plan)
    report(period, target, n=90, d=100)
    report(period, target, status="submitted", n=0, d=100)
    client = login_as(member(plan.receiver, Role.HEAD))

    page = text_of(client.get(results(period, provisional=1)))

    assert "45,00%" in page
    assert "Số liệu tạm tính: gồm cả 1 báo cáo chưa duyệt" in page
    assert "đã duyệt 90,00% (chưa kể 1 báo cáo chờ duyệt)" in page


def test_norms_stand_apart_from_the_targets(login_as, plan, period):
    TargetFactory(plan=plan, is_norm=True, indicator=IndicatorFactory(short_name="Diện tích đất"))
    TargetFactory(plan=plan, indicator=IndicatorFactory(short_name="Chuẩn quốc gia"))

    page = text_of(login_as(member(plan.receiver, Role.HEAD)).get(results(period)))

    order = [page.index(words) for words in ("Chuẩn quốc gia", "Định mức, mốc thủ tục", "Diện tích đất")]
    assert order == sorted(order)


def test_plan_without_targets_says_what_to_do(login_as, period):
    page = text_of(login_as(member(period.plan.receiver, Role.HEAD)).get(results(period)))

    assert "chưa có chỉ tiêu nào" in page
    assert reverse("plan_tasks", args=[period.plan_id]) in page


# -- schools behind a figure


@pytest.fixture
def drill(plan, period):
    target = TargetFactory(plan=plan, indicator=IndicatorFactory(code="B90", levels="MN"))
    report(period, target, school("MN Cẩm Giàng"), n=7, d=9)
    report(period, target, school("MN Cẩm Vũ"), n=5, d=8)
    report(period, target, school("MN Đức Chính"), status="draft", n=77, d=99)
    report(period, target, school("TH Cẩm Vũ", levels="TH"), n=66, d=88)
    return period


def test_schools_behind_a_target(login_as, drill):
    page = text_of(login_as(member(drill.plan.receiver, Role.OFFICER)).get(results(drill, indicator="B90")))

    assert [name in page for name in ("MN Cẩm Giàng", "MN Cẩm Vũ", "MN Đức Chính", "TH Cẩm Vũ")] == [True] * 3 + [False]
    assert "62,50%" in page
    assert "nháp" in page
    for unsent in (">77<", ">99<"):
        assert unsent not in page


def test_search_ignores_diacritics_and_ranks_the_exact_hit_first(login_as, drill):
    client = login_as(member(drill.plan.receiver, Role.OFFICER))

    found = client.get(results(drill, indicator="B90", q="cam vu")).context["rows"]
    none = text_of(client.get(results(drill, indicator="B90", q="thạch")))

    assert [row.name for row in found] == ["MN Cẩm Vũ"]
    assert "Không có đơn vị nào khớp" in none


def test_ratio_of_a_small_school_is_not_judged(login_as, plan, period):
    target = TargetFactory(plan=plan, indicator=IndicatorFactory(code="B91", judged_at_school=False))
    report(period, target, n=1, d=98)

    response = login_as(member(plan.receiver, Role.HEAD)).get(results(period, indicator="B91"))

    assert text_of(response).count("1,02%") == 1  # of the whole area
    (row,) = response.context["rows"]
    assert (row.numerator, row.denominator, row.value, row.value_text) == (1, 98, None, "")


def test_leaders_see_schools_but_no_link_into_reports(login_as, drill):
    page = text_of(login_as(member(drill.plan.forwarded_to, Role.LEADER)).get(results(drill, indicator="B90")))

    assert "MN Cẩm Vũ" in page
    assert "/submissions/" not in page


def test_unknown_indicator_is_not_found(login_as, drill):
    TargetFactory(indicator=IndicatorFactory(code="B99"))

    client = login_as(member(drill.plan.receiver, Role.OFFICER))

    assert client.get(results(drill, indicator="B99")).status_code == 404


def test_schools_behind_a_figure_come_page_by_page(login_as, plan, monkeypatch):
    monkeypatch.setattr("reports.views.results_units.PAGE_SIZE", 2)
    period, target = ReportingPeriodFactory(plan=plan), TargetFactory(plan=plan)
    for name in ("A", "B", "C"):
        report(period, target, school(name), n=1, d=2)
    client = login_as(member(plan.forwarded_to, Role.LEADER))

    pages = [client.get(results(period, indicator=target.indicator.code, page=number)) for number in (1, 2)]

    assert [[row.name for row in page.context["rows"]] for page in pages] == [["A", "B"], ["C"]]
    assert ["3 đơn vị" in text_of(page) for page in pages] == [True, True]
    assert "page=2" in pages[0].content.decode()


# -- cost


def fill(plan, size):
    periods = [ReportingPeriodFactory(plan=plan, position=position) for position in (1, 2)]
    targets = [TargetFactory(plan=plan) for _ in range(size)]
    for _ in range(size):
        organisation = school("MN Thử", commune__short_name="Xã Thử")
        for period in periods:
            for target in targets[:1]:
                sent = report(period, target, organisation, n=1, d=2)
            RecommendationFactory(submission=sent)
    SubmissionFactory.create_batch(size, period=periods[0])
    TargetFactory(plan=plan, indicator=IndicatorFactory(code="B03", entered_by=EnteredBy.COMPUTED))
    PlanIndicatorFactory.create_batch(size, plan=plan)
    UnitTargetFactory.create_batch(size, unit_plan__plan=plan, indicator=targets[0].indicator)
    return ReportingPeriod.objects.get(pk=periods[0].pk)


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [("home", 12), ("results", 11), ("tracked", 11), ("units", 9)])
def test_pages_ask_the_database_as_often_for_three_as_for_one(
    login_as, plan, django_assert_num_queries, size, page, queries
):
    period = fill(plan, size)
    code = plan.targets.first().indicator.code
    url = {
        "home": "/",
        "results": results(period),
        "tracked": results(period, view="tracked"),
        "units": results(period, indicator=code),
    }[page]
    client = login_as(member(plan.forwarded_to, Role.LEADER))
    client.get(url)  # what is kept in memory between requests

    with django_assert_num_queries(queries):
        response = client.get(url)

    assert response.status_code == 200
