"""The lists of reports and of schools as Excel files: the rows of the page, all pages of it."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from schools.enums import Role
from tests.factories import (
    CommuneFactory,
    ExtensionFactory,
    NationalStandardFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SchoolYearFactsFactory,
    SubmissionFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db
HOME = dt.timezone(dt.timedelta(hours=7))
HEAD = 4  # title, count, an empty line, heading


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(dt.datetime(2018, 3, 12, 9, 0, tzinfo=HOME)):
        yield


def lines(response: Any) -> list[tuple[Any, ...]]:
    assert response.status_code == 200
    return list(load_workbook(io.BytesIO(response.getvalue())).active.iter_rows(values_only=True))


def day(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def test_reports_with_typed_days_and_words(login_as: Callable[[Any], Client]) -> None:
    period = ReportingPeriodFactory()
    late = SubmissionFactory(period=period, organisation=SchoolFactory(name="MN An").organisation, draft=True)
    sent = SubmissionFactory(period=period, organisation=SchoolFactory(name="MN Bé").organisation, accepted=True)
    ExtensionFactory(submission=late, until=dt.date(2018, 3, 11))
    SubmissionFactory()  # of another office
    office = login_as(member(period.plan.receiver, Role.OFFICER))

    found = lines(office.get(reverse("submission_list_export")))

    plan, moment = period.plan, day("2018-03-06 23:59:59")
    assert found[HEAD:] == [
        ("MN An", "Báo cáo 3 tháng", plan.title, 2018, day("2018-03-11"), None, None, 40, "Quá hạn 1 ngày · nháp 40%"),
        ("MN Bé", "Báo cáo 3 tháng", plan.title, 2018, day("2018-03-09"), moment, moment, 100, "Đã duyệt"),
    ]
    assert len(lines(office.get(reverse("submission_list_export") + "?q=an"))) == HEAD + 1
    assert sent.organisation.short_name not in str(lines(office.get(reverse("submission_list_export") + "?q=an")))


def test_a_school_takes_away_its_own_reports_only(login_as: Callable[[Any], Client]) -> None:
    own = SubmissionFactory()
    SubmissionFactory(period=own.period)
    principal = login_as(member(own.organisation, Role.PRINCIPAL))

    found = lines(principal.get(reverse("submission_list_export")))

    assert [line[0] for line in found[HEAD:]] == [own.organisation.short_name]


@pytest.mark.parametrize("rows", [1, 3])
def test_reports_are_exported_with_the_same_queries(
    login_as: Callable[[Any], Client], rows: int, django_assert_num_queries: Any
) -> None:
    period = ReportingPeriodFactory()
    for _ in range(rows):
        SubmissionFactory(period=period)
    office = login_as(member(period.plan.receiver, Role.OFFICER))
    office.get(reverse("home"))

    with django_assert_num_queries(4):
        office.get(reverse("submission_list_export"))


def test_schools_of_all_pages_with_latest_facts(login_as: Callable[[Any], Client]) -> None:
    commune = CommuneFactory(short_name="Xã Bắc")
    school = SchoolFactory(name="MN An", commune=commune, campuses=3)
    SchoolYearFactsFactory(school=school, school_year=2016, classes=8, pupils=250)
    SchoolYearFactsFactory(school=school, school_year=2017, classes=10, pupils=1300)
    NationalStandardFactory(school=school, recognised_on=dt.date(2018, 3, 1))
    for number in range(101):
        SchoolFactory(name=f"TH {number:03}", levels="TH", commune=commune)
    anybody = login_as(UserFactory())

    found = lines(anybody.get(reverse("school_list_export")))

    assert len(found) == HEAD + 102
    assert found[HEAD] == (
        "MN An",
        school.organisation.code,
        "Mầm non",
        "Xã Bắc",
        3,
        "2017 - 2018",
        10,
        1300,
        "Mức độ 1",
        day("2018-03-01"),
        day("2023-03-01"),
    )
    assert found[HEAD + 1][4:] == (1, None, None, None, None, None, None)
    assert [line[0] for line in lines(anybody.get(reverse("school_list_export") + "?q=an"))[HEAD:]] == ["MN An"]


@pytest.mark.parametrize("rows", [1, 3])
def test_schools_are_exported_with_the_same_queries(
    login_as: Callable[[Any], Client], rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        SchoolFactory()
    anybody = login_as(UserFactory())

    with django_assert_num_queries(7):
        anybody.get(reverse("school_list_export"))


@pytest.mark.parametrize("name", ["submission_list", "school_list"])
def test_page_links_its_file_with_the_filters(login_as: Callable[[Any], Client], name: str) -> None:
    submission = SubmissionFactory(organisation=SchoolFactory(name="MN An").organisation)
    office = login_as(member(submission.period.plan.receiver, Role.OFFICER))

    page = office.get(reverse(name) + "?q=an&page=1").content.decode()

    assert f'href="{reverse(f"{name}_export")}?q=an"' in page
    assert reverse(f"{name}_export") not in office.get(reverse(name) + "?q=khong-co").content.decode()
