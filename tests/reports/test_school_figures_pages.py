"""The page of one unit's figures: who sees it, what it says, how it is narrowed down, and its Excel file."""

import datetime as dt
import io
import re

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from plans.enums import EnteredBy, PlanStatus
from plans.models import Plan
from reports.enums import ValueState
from reports.queries.unit_reports import may_read_figures, reports_readable_by
from schools.enums import Role
from schools.models import Organisation
from tests.factories import (
    IndicatorFactory,
    OfficeFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlanRecipientFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    TargetFactory,
    TaskFactory,
    UserFactory,
    member,
)
from tests.reports.kit import report

pytestmark = pytest.mark.django_db

A_DAY = dt.datetime(2018, 2, 28)  # noqa: DTZ001 - a day in Excel has no time zone


@pytest.fixture(autouse=True)
def _in_autumn():
    with time_machine.travel(dt.datetime(2018, 9, 20, 9, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def plan():
    return PlanFactory(title="Nhiệm vụ năm nay")


@pytest.fixture
def periods(plan):
    return [ReportingPeriodFactory(plan=plan, position=position) for position in (1, 2, 3)]


@pytest.fixture
def school():
    return SchoolFactory(name="Trường Mầm non Cẩm Vũ").organisation


def address(plan, organisation, name="school_figures", **query):
    return reverse(name, args=[plan.pk, organisation.pk], query=query)


def page(client, plan, organisation, **query):
    response = client.get(address(plan, organisation, **query))
    assert response.status_code == 200
    assert len(response.content) < 60 * 1024
    return response.content.decode()


def codes(html):
    return re.findall(r'<h3 [^>]*><span class="text-secondary">([^<]+)</span>', html)


def principal(login_as, school):
    return login_as(member(school, Role.PRINCIPAL))


# -- who
def test_the_units_people_and_readers_of_the_results_agree_with_the_list(plan, periods, school):
    """The predicate and its twin, over everybody who has to do with the plan, in every state of it."""
    old = PlanFactory(year=2017, receiver=plan.receiver, status=PlanStatus.CLOSED)
    draft = PlanFactory(year=2019, receiver=plan.receiver, status=PlanStatus.DRAFT)
    elsewhere = PlanFactory()
    neighbour = SchoolFactory().organisation
    for one in (plan, old, draft, elsewhere):
        for unit in (school, neighbour):
            SubmissionFactory(period=ReportingPeriodFactory(plan=one), organisation=unit)
    recipient = PlanRecipientFactory(plan=plan).organisation
    seats = [
        *((school, role) for role in (Role.PRINCIPAL, Role.CLERK, Role.OBSERVER)),
        *((plan.receiver, role) for role in (Role.OFFICER, Role.HEAD, Role.LEADER)),
        (plan.forwarded_to, Role.LEADER),
        (recipient, Role.OBSERVER),
        (recipient, Role.OFFICER),
        (OfficeFactory(), Role.OFFICER),
        (plan.forwarded_to, Role.ADMINISTRATOR),
    ]
    seen = {}
    for user in [*(member(*seat) for seat in seats), UserFactory()]:
        listed = set(reports_readable_by(user).values_list("period__plan", "organisation"))
        allowed = {
            (one.pk, unit.pk)
            for one in Plan.objects.all()
            for unit in Organisation.objects.filter(pk__in=[school.pk, neighbour.pk])
            if may_read_figures(user, one, unit.pk)
        }
        assert listed == allowed, user
        seen[user] = len(listed)
    assert list(seen.values()) == [3, 3, 3, 4, 4, 0, 2, 2, 0, 0, 6, 0]


def test_nobody_sees_another_schools_page(login_as, plan, periods, school):
    SubmissionFactory(period=periods[0], organisation=school)
    other = SubmissionFactory(period=periods[0]).organisation
    client = principal(login_as, other)

    answers = [
        client.get(address(plan, school, name)).status_code for name in ("school_figures", "school_figures_export")
    ]

    assert answers == [404, 404]
    assert client.get(reverse("unit_figures", args=[school.pk])).status_code == 404
    assert client.get(reverse("unit_figures", args=[other.pk])).url == address(plan, other)


def test_the_newest_plan_is_opened_first(login_as, plan, periods, school):
    for one in (plan, PlanFactory(year=2017), PlanFactory(year=2019, status=PlanStatus.DRAFT)):
        SubmissionFactory(period=ReportingPeriodFactory(plan=one), organisation=school)

    response = principal(login_as, school).get(reverse("unit_figures", args=[school.pk]))

    assert response.url == address(plan, school)


def test_home_and_registry_lead_to_the_page(login_as, plan, periods, school):
    SubmissionFactory(period=periods[0], organisation=school, accepted=True)
    client = principal(login_as, school)
    link = f'href="{reverse("unit_figures", args=[school.pk])}"'

    assert link in client.get("/").content.decode()
    assert link in client.get(reverse("school_detail", args=[school.school.pk])).content.decode()


# -- what
def test_waiting_figures_are_the_units_own_and_others_ask_for_them(login_as, plan, periods, school):
    target = TargetFactory(plan=plan)
    report(periods[0], target, school, status="submitted", n=91, d=100)
    officer = login_as(member(plan.receiver, Role.OFFICER))

    assert "91,00%" not in page(officer, plan, school)
    asked = page(officer, plan, school, provisional="1")
    assert ("91,00%" in asked, "✎ chờ duyệt" in asked, "tạm tính" in asked) == (True, True, True)
    own = page(principal(login_as, school), plan, school)
    assert ("91,00%" in own, "✎ chờ duyệt" in own, "provisional=1" in own) == (True, True, False)


def test_no_other_school_is_named_or_ranked(login_as, plan, periods, school):
    target = TargetFactory(plan=plan)
    report(periods[0], target, school, n=91, d=100)
    report(periods[0], target, SchoolFactory(name="Trường Lân Cận").organisation, n=99, d=100)

    html = page(principal(login_as, school), plan, school)

    assert ("91,00%" in html, "95,00%" in html, "2/2" in html) == (True, True, True)
    assert "Lân Cận" not in html


def test_the_table_says_what_the_chart_shows(login_as, plan, periods, school):
    target = TargetFactory(plan=plan)
    for period, number in zip(periods[:2], (91, 92), strict=True):
        report(period, target, school, n=number, d=100)
    report(periods[2], target, school, state=ValueState.NOT_AVAILABLE)

    html = page(principal(login_as, school), plan, school)

    (chart,) = re.findall(r'<svg [^>]*class="drawing".*?</svg>', html)
    assert chart.count("<circle") == 3  # two figures and the legend
    cells = re.findall(r'<td class="num">(.*?)</td>', html.split("<tbody>")[1].split("</tbody>")[0], re.S)
    words = [re.sub(r"<[^>]+>", "", cell).split() for cell in cells]
    assert words == [
        ["91,00%", "91/100"], ["91,00%", "1/1"],
        ["92,00%", "92/100"], ["92,00%", "1/1"],
        ["Chưa", "có", "số", "liệu"], ["92,00%", "1/1,", "1", "số", "liệu", "kỳ", "trước"],
    ]  # fmt: skip


def grouped(plan, periods, school):
    """Two sections with an indicator each, a third without a task, and one the school is not asked."""
    part = TaskFactory(plan=plan, code="II", title="Các giải pháp")
    care, team = (
        TaskFactory(plan=plan, parent=part, code=code, title=title)
        for code, title in (("II.1", "Chăm sóc trẻ"), ("II.2", "Đội ngũ"))
    )
    rows = (("N1", "Trẻ ăn bán trú", care), ("N2", "Giáo viên đạt chuẩn", team), ("N3", "Nước sạch", None))
    sent = SubmissionFactory(period=periods[0], organisation=school, accepted=True)
    for code, name, task in rows:
        indicator = IndicatorFactory(code=code, name=name, short_name=name)
        PlanIndicatorFactory(plan=plan, indicator=indicator, task=task)
    PlanIndicatorFactory(plan=plan, indicator=IndicatorFactory(code="N4", entered_by=EnteredBy.OFFICE), task=care)
    return sent, care, team


def test_indicators_stand_under_the_groups_of_the_plan(login_as, plan, periods, school):
    grouped(plan, periods, school)

    html = page(principal(login_as, school), plan, school)

    assert codes(html) == ["N1", "N2", "N3"]
    assert re.findall(r'<h2 class="mb-2 mt-3">([^<]+)</h2>', html) == [
        "II.1 Chăm sóc trẻ",
        "II.2 Đội ngũ",
        "Không gắn với nhiệm vụ nào",
    ]


def test_groups_and_words_narrow_the_page_and_the_file(login_as, plan, periods, school):
    _, _, team = grouped(plan, periods, school)
    client = principal(login_as, school)

    assert codes(page(client, plan, school, task=team.pk)) == ["N2"]
    assert codes(page(client, plan, school, q="ban tru")) == ["N1"]
    assert codes(page(client, plan, school, q="n3")) == ["N3"]
    nothing = page(client, plan, school, q="khong co dau")
    assert (codes(nothing), "Không có chỉ tiêu nào khớp" in nothing) == ([], True)
    sheet = workbook(client, plan, school, q="ban tru")
    assert {row[1] for row in sheet} == {"N1"}


def test_a_group_that_does_not_exist_narrows_nothing_and_is_said(login_as, plan, periods, school):
    grouped(plan, periods, school)

    html = page(principal(login_as, school), plan, school, task="99999", page="x")

    assert len(codes(html)) == 3
    assert "Đã bỏ qua điều kiện nhóm nhiệm vụ" in html


def test_a_unit_without_a_grid_is_told_so(login_as, plan, periods):
    office = OfficeFactory()
    SubmissionFactory(period=periods[0], organisation=office)

    html = page(login_as(member(office, Role.OFFICER)), plan, office)

    assert "không giao đơn vị nhập chỉ tiêu nào" in html


def test_many_indicators_are_paged(login_as, plan, periods, school):
    for _ in range(10):
        PlanIndicatorFactory(plan=plan)
    SubmissionFactory(period=periods[0], organisation=school, accepted=True)
    client = principal(login_as, school)

    first, second = page(client, plan, school), page(client, plan, school, page=2)

    assert (len(codes(first)), len(codes(second)), "Trang 1/2" in first) == (8, 2, True)


# -- the file
def workbook(client, plan, organisation, **query):
    response = client.get(address(plan, organisation, "school_figures_export", **query))
    assert response.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    rows = list(book.active.iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if row[1] == "Mã")
    return rows[head + 1 :]


def test_the_file_has_a_row_for_each_indicator_and_period_with_what_was_counted(login_as, plan, periods, school):
    target = TargetFactory(plan=plan)
    report(periods[0], target, school, n=1, d=2)
    report(periods[0], target, n=99, d=100)
    report(periods[1], target, school, status="submitted", n=2, d=2)
    officer = login_as(member(plan.receiver, Role.OFFICER))

    first, second, third = workbook(officer, plan, school)

    code = target.indicator.code
    assert first[1:4] == (code, target.indicator.name, "%")
    assert first[4:8] == ("≥ 80% (toàn địa bàn)", "3 tháng 2018", A_DAY, "2017 - 2018")
    assert (first[8:11], first[11]) == ((1, 2, 50), None)
    assert (first[12:14], round(first[14], 4), first[15:]) == ((100, 102), 98.0392, (2, 2))
    assert (second[8:11], second[11]) == ((None, None, None), "Chờ duyệt")
    assert third[11] == "Chưa mở; sang năm học 2018 - 2019"
    _, waiting, _ = workbook(officer, plan, school, provisional="1")
    assert (waiting[8:11], waiting[11]) == ((2, 2, 100), "chờ duyệt")


# -- cost
@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(("who", "name", "queries"), [
    ("principal", "school_figures", 11),
    ("officer", "school_figures", 11),
    ("leader", "school_figures", 11),
    ("observer", "school_figures", 12),
    ("officer", "school_figures_export", 10),
])  # fmt: skip
def test_the_number_of_queries_does_not_grow(
    login_as, plan, periods, school, django_assert_num_queries, size, who, name, queries
):
    task = TaskFactory(plan=plan)
    for _ in range(size):
        target = TargetFactory(plan=plan)
        PlanIndicatorFactory._meta.model.objects.filter(indicator=target.indicator).update(task=task)
        report(periods[0], target, n=1, d=2)
    for period in periods[:size]:
        report(period, target, school, n=1, d=2)
    people = {
        "principal": (school, Role.PRINCIPAL),
        "officer": (plan.receiver, Role.OFFICER),
        "leader": (plan.forwarded_to, Role.LEADER),
        "observer": (PlanRecipientFactory(plan=plan).organisation, Role.OBSERVER),
    }
    client = login_as(member(*people[who]))
    client.get(address(plan, school, name))  # what every page keeps between requests
    with django_assert_num_queries(queries):
        assert client.get(address(plan, school, name)).status_code == 200
