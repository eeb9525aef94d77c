"""The calendar page: which days concern whom, on which day they stand, and what the page costs."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from plans.enums import PlanStatus
from plans.models import ReportingPeriod
from reports.calendar_days import Entry, Kind
from reports.month import Month
from reports.queries.calendar import calendar_entries
from schools.enums import Role
from tests.factories import (
    CalendarDayFactory,
    CalendarFeedFactory,
    ExtensionFactory,
    PlanFactory,
    PlanRecipientFactory,
    PlanReporterFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2018, 3, 5, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
TODAY = NOW.date()
FORWARD = dt.date(2018, 3, 16)


@pytest.fixture(autouse=True)
def _on_the_fifth() -> Any:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def period() -> ReportingPeriod:
    """Opened on 15 February, due on 9 March, forwarded on 16 March."""
    return ReportingPeriodFactory(forward_on=FORWARD, plan__title="Kế hoạch A")


def days(entries: list[Entry]) -> list[tuple[str, str]]:
    return [(f"{entry.day:%d/%m}", entry.kind.value) for entry in entries]


def seen_by(user: Any) -> list[Entry]:
    return calendar_entries(user, today=TODAY)


# -- the school ---------------------------------------------------------------------------------------------------
def test_school_sees_its_reports_on_their_own_days(period: ReportingPeriod) -> None:
    school = SchoolFactory().organisation
    extended = SubmissionFactory(period=period, organisation=school, draft=True)
    ExtensionFactory(submission=extended, until=dt.date(2018, 3, 20))
    returned = SubmissionFactory(organisation=school, returned=True)
    sent = SubmissionFactory(organisation=school, submitted=True)
    SubmissionFactory(period=period)  # of another school
    SubmissionFactory(organisation=school, period__plan__status=PlanStatus.DRAFT)

    found = seen_by(member(school, Role.CLERK))

    assert [(f"{entry.day:%d/%m}", entry.path, entry.is_done) for entry in found] == [
        ("09/03", reverse("submission_detail", args=[sent.pk]), True),
        ("14/03", reverse("submission_edit", args=[returned.pk]), False),
        ("20/03", reverse("submission_edit", args=[extended.pk]), False),
    ]
    assert [entry.detail for entry in found] == [
        "Trước ngày 10/3/2018 (hạn cuối 23:59 ngày 09/03/2018)",
        "Nộp lại chậm nhất ngày 14/03/2018",
        "Được gia hạn đến hết ngày 20/03/2018",
    ]
    assert [entry.badge.text for entry in found if entry.badge] == [
        "Chờ duyệt", "Yêu cầu bổ sung", "Gia hạn đến 20/03/2018",
    ]  # fmt: skip


def test_school_sees_what_will_open_and_the_key_stays_when_it_has(period: ReportingPeriod) -> None:
    coming = ReportingPeriodFactory(plan=period.plan, position=2)
    school = PlanReporterFactory(plan=period.plan).organisation
    PlanReporterFactory(plan=period.plan)
    person = member(school, Role.PRINCIPAL)
    before = seen_by(person)
    SubmissionFactory(period=coming, organisation=school)

    assert days(before) == [("15/05", "opening"), ("09/06", "owed")]
    after = calendar_entries(UserFactory._meta.model.objects.get(pk=person.pk), today=dt.date(2018, 5, 20))
    assert [entry.key for entry in after] == [before[1].key] == [f"owed-{coming.pk}-{school.pk}"]


def test_person_of_two_schools_sees_which_is_which(period: ReportingPeriod) -> None:
    first = SubmissionFactory(period=period, organisation=SchoolFactory(name="MN A").organisation)
    second = SubmissionFactory(period=period, organisation=SchoolFactory(name="MN B").organisation)
    person = member(first.organisation, Role.CLERK)
    person.memberships.create(organisation=second.organisation, role=Role.CLERK)

    titles = {entry.title for entry in seen_by(person)}

    assert titles == {"Hạn nộp báo cáo 3 tháng – MN A", "Hạn nộp báo cáo 3 tháng – MN B"}


# -- office and leaders -------------------------------------------------------------------------------------------
def test_office_sees_periods_and_the_own_days_of_its_schools_together(period: ReportingPeriod) -> None:
    for until in (14, 14, 20):
        row = SubmissionFactory(period=period, draft=True)
        ExtensionFactory(submission=row, until=dt.date(2018, 3, until))
    SubmissionFactory(period=period, returned=True)  # due on 14 March
    SubmissionFactory(period=period)
    gone = SubmissionFactory(period=period, submitted=True)
    ExtensionFactory(submission=gone, until=dt.date(2018, 3, 25))
    ReportingPeriodFactory()  # of another office

    found = seen_by(member(period.plan.receiver, Role.OFFICER))

    assert days(found) == [
        ("15/02", "opening"), ("09/03", "deadline"), ("14/03", "own_day"), ("16/03", "forwarding"),
        ("20/03", "own_day"),
    ]  # fmt: skip
    own = [(entry.title, entry.detail) for entry in found if entry.kind is Kind.OWN_DAY]
    assert own == [
        ("Hạn riêng của 3 đơn vị, báo cáo 3 tháng", "2 được gia hạn, 1 phải bổ sung"),
        ("Hạn riêng của 1 đơn vị, báo cáo 3 tháng", "1 được gia hạn"),
    ]
    assert found[1].path == reverse("period_board", args=[period.pk])


def test_own_days_that_have_passed_are_overdue_and_the_page_leads_to_what_comes(
    period: ReportingPeriod, login_as: Any
) -> None:
    SubmissionFactory(period=period, returned=True, returned_due_on=dt.date(2018, 3, 4))
    officer = member(period.plan.receiver, Role.OFFICER)

    [own] = [entry for entry in seen_by(officer) if entry.kind is Kind.OWN_DAY]

    assert own.badge is not None
    assert (own.day, own.badge.text) == (dt.date(2018, 3, 4), "Quá hạn")
    html = page(login_as(officer)).content.decode()
    assert html.split('id="coming"')[1].split("</tr>")[0].count("09/03/2018") == 2  # the day, and in words


@pytest.mark.parametrize("addressed", ["forwarded_to", "recipient"])
def test_leaders_see_deadlines_and_forwarding_dates(period: ReportingPeriod, addressed: str) -> None:
    body = period.plan.forwarded_to
    if addressed == "recipient":
        body = PlanRecipientFactory(plan=period.plan).organisation
    SubmissionFactory(period=period, returned=True)
    ReportingPeriodFactory(forward_on=FORWARD)

    found = seen_by(member(body, Role.LEADER))

    assert days(found) == [("09/03", "deadline"), ("16/03", "forwarding")]
    assert [entry.path for entry in found] == [
        reverse("period_results", args=[period.pk]), reverse("period_summary", args=[period.pk]),
    ]  # fmt: skip


def test_administrator_sees_every_plan_and_nobody_sees_a_draft(period: ReportingPeriod) -> None:
    other = ReportingPeriodFactory()
    draft = ReportingPeriodFactory(plan__status=PlanStatus.DRAFT)

    everything = seen_by(member(period.plan.forwarded_to, Role.ADMINISTRATOR))

    assert {entry.plan_id for entry in everything} == {period.plan_id, other.plan_id}
    assert seen_by(member(draft.plan.receiver, Role.HEAD)) == []
    assert seen_by(UserFactory()) == []


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.OFFICER, Role.LEADER, Role.ADMINISTRATOR])
def test_every_day_leads_to_a_page_the_person_may_open(period: ReportingPeriod, role: str, login_as: Any) -> None:
    ReportingPeriodFactory(plan=period.plan, position=3, forward_on=dt.date(2018, 9, 20))
    submission = SubmissionFactory(period=period, returned=True)
    SubmissionFactory(period=period, organisation=SubmissionFactory().organisation, submitted=True)
    seats = {Role.PRINCIPAL: submission.organisation, Role.OFFICER: period.plan.receiver}
    person = member(seats.get(role, period.plan.forwarded_to), role)
    client = login_as(person)

    paths = {entry.path for entry in seen_by(person) if not entry.path.endswith("/edit/")}

    assert paths
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


# -- the page -----------------------------------------------------------------------------------------------------
def page(client: Client, query: str = "") -> Any:
    response = client.get(reverse("calendar") + query)
    assert response.status_code == 200
    return response


def test_page_shows_today_days_off_and_what_happens(period: ReportingPeriod, login_as: Any) -> None:
    CalendarDayFactory(day=dt.date(2018, 3, 12), name="Hội khỏe")
    CalendarDayFactory(day=dt.date(2018, 3, 17), name="Làm bù", is_off=False)

    response = page(login_as(member(period.plan.receiver, Role.OFFICER)))

    cells = {cell.day: cell for week in response.context["weeks"] for cell in week}
    assert [day for day, cell in cells.items() if cell.is_today] == [TODAY]
    assert (cells[dt.date(2018, 3, 12)].is_off, cells[dt.date(2018, 3, 12)].note) == (True, "Hội khỏe")
    assert (cells[dt.date(2018, 3, 17)].is_off, cells[dt.date(2018, 3, 18)].is_off) == (False, True)
    assert [entry.kind for entry in cells[dt.date(2018, 3, 9)].entries] == [Kind.DEADLINE]
    html = response.content.decode()
    assert html.count("Hạn gửi báo cáo tổng hợp 3 tháng") == 2  # grid and list
    assert "3 mốc trong năm 2018" in html


def test_page_is_filtered_by_plan_and_year(period: ReportingPeriod, login_as: Any) -> None:
    second = PlanFactory(issuer=period.plan.issuer, title="Kế hoạch B")
    ReportingPeriodFactory(plan=second, position=2)
    later = PlanFactory(issuer=period.plan.issuer, year=2019, title="Kế hoạch C")
    ReportingPeriodFactory(plan=later)
    client = login_as(member(period.plan.receiver, Role.OFFICER))

    def plans(query: str) -> set[str]:
        return {entry.plan_title for _, entries in page(client, query).context["months"] for entry in entries}

    assert plans("") == {"Kế hoạch A", "Kế hoạch B"}
    assert plans("?year=2019") == {"Kế hoạch C"}
    assert plans(f"?plan={second.pk}") == {"Kế hoạch B"}
    assert page(client).context["years"] == [2018, 2019]
    assert "Bỏ lọc</a> để xem mọi kế hoạch" in page(client, f"?plan={second.pk}&year=2019").content.decode()


def test_empty_page_says_so(login_as: Any) -> None:
    assert "không có hạn nào liên quan" in page(login_as(UserFactory())).content.decode()


@pytest.mark.parametrize("query", ["?year=abc", "?year=99999&month=13", "?month=0", "?year=²⁰¹⁸&plan='", "?year=1"])
def test_rubbish_in_the_address_shows_this_month(period: ReportingPeriod, login_as: Any, query: str) -> None:
    month = page(login_as(member(period.plan.receiver, Role.OFFICER)), query).context["month"]

    assert month == Month(2018, 3)


@pytest.mark.parametrize(
    ("month", "previous", "following"),
    [
        (Month(2018, 1), Month(2017, 12), Month(2018, 2)),
        (Month(2018, 12), Month(2018, 11), Month(2019, 1)),
        (Month(2018, 6), Month(2018, 5), Month(2018, 7)),
    ],
)
def test_months_follow_each_other(month: Month, previous: Month, following: Month) -> None:
    assert (month.previous, month.following) == (previous, following)


def test_weeks_are_whole_and_begin_on_monday() -> None:
    weeks = Month(2018, 3).weeks([], {}, today=TODAY)

    assert [week[0].day.weekday() for week in weeks] == [0] * 5
    assert (weeks[0][0].day, weeks[-1][-1].day) == (dt.date(2018, 2, 26), dt.date(2018, 4, 1))
    assert sum(cell.is_inside for week in weeks for cell in week) == 31


@pytest.mark.parametrize("plans", [1, 3])
@pytest.mark.parametrize(("seat", "queries"), [("school", 9), ("office", 10), ("leader", 7)])
def test_query_count(plans: int, seat: str, queries: int, login_as: Any, django_assert_num_queries: Any) -> None:
    first = PlanFactory()
    school = SchoolFactory().organisation
    for _ in range(plans):
        plan = PlanFactory(issuer=first.issuer, forwarded_to=first.forwarded_to)
        period = ReportingPeriodFactory(plan=plan, forward_on=FORWARD)
        ReportingPeriodFactory(plan=plan, position=3)
        for row in (SubmissionFactory(period=period, organisation=school), SubmissionFactory(period=period)):
            ExtensionFactory(submission=row, until=dt.date(2018, 3, 20))
    seats = {"school": (school, "clerk"), "office": (first.receiver, "head"), "leader": (first.forwarded_to, "leader")}
    person = member(*seats[seat])
    CalendarFeedFactory(user=person)
    client = login_as(person)
    page(client)

    with django_assert_num_queries(queries):
        response = page(client)
    assert len(response.context["plans"]) == plans
