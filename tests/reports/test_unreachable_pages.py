"""Whom no mail would reach, why, and what to do about it, before the deadline."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from plans.models import ReportingPeriod
from reports.enums import Channel, NotificationStatus
from schools.enums import Role
from tests.factories import (
    ContactPreferenceFactory,
    NotificationFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    member,
)

pytestmark = pytest.mark.django_db
Login = Callable[[Any], Client]
PAGE, EXPORT = "unreachable_list", "unreachable_export"
QUERIES = 9  # session, user, seats, period with plan, reports, people, failed mails, schools, unread messages


@pytest.fixture
def period() -> ReportingPeriod:
    return ReportingPeriodFactory()


@pytest.fixture
def officer(period: ReportingPeriod) -> Any:
    return member(period.plan.receiver, Role.OFFICER)


def school(period: ReportingPeriod, name: str) -> Any:
    return SubmissionFactory(period=period, organisation=SchoolFactory(name=name).organisation).organisation


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def rows(response: Any) -> list[tuple[str, str]]:
    return [(row.organisation.short_name, row.reason) for row, *_ in response.context["rows"]]


@pytest.fixture
def four(period: ReportingPeriod) -> dict[str, Any]:
    """One school for each obstacle, and one that is reached."""
    nobody = school(period, "MN Đông")
    mute = school(period, "MN Tây")
    person = member(mute, Role.PRINCIPAL, email="", full_name="Lê Thị Mây", phone="0912 345 678")
    quiet = school(period, "TH Nam")
    ContactPreferenceFactory(user=member(quiet, Role.CLERK), channel=Channel.PORTAL)
    broken = school(period, "TH Bắc")
    lost = member(broken, Role.PRINCIPAL)
    NotificationFactory(recipient=lost, status=NotificationStatus.FAILED, address=lost.email, error="x")
    member(school(period, "THCS Giữa"), Role.PRINCIPAL)
    return {"nobody": nobody, "person": person}


def test_each_obstacle_is_named_with_people_advice_and_the_schools_page(
    login_as: Login, period: ReportingPeriod, officer: Any, four: dict[str, Any]
) -> None:
    response = login_as(officer).get(reverse(PAGE, args=[period.pk]))

    assert rows(response) == [
        ("MN Đông", "Chưa có người phụ trách"),
        ("MN Tây", "Không có địa chỉ thư"),
        ("TH Bắc", "Thư gần nhất không gửi được"),
        ("TH Nam", "Chỉ nhận trong cổng"),
    ]
    content = text(response)
    assert "Lê Thị Mây, 0912 345 678" in content
    assert "4 đơn vị phải nộp báo cáo kỳ này mà không ai nhận được thư." in content
    assert f'href="{reverse("school_detail", args=[four["nobody"].school.pk])}"' in content
    assert "Đề nghị người quản trị thêm người soạn, người ký cho đơn vị." in content


def test_search_keeps_what_was_typed_and_counts(
    login_as: Login, period: ReportingPeriod, officer: Any, four: dict[str, Any]
) -> None:
    client = login_as(officer)

    response = client.get(reverse(PAGE, args=[period.pk]), {"q": "mn dong"})

    assert [name for name, _ in rows(response)] == ["MN Đông"]
    assert 'value="mn dong"' in text(response)
    assert "1 đơn vị</span>" in text(response)
    assert "Không có đơn vị nào khớp." in text(client.get(reverse(PAGE, args=[period.pk]), {"q": "xyz"}))


def test_when_everybody_is_reached_the_page_says_so(login_as: Login, period: ReportingPeriod, officer: Any) -> None:
    member(school(period, "MN Đông"), Role.PRINCIPAL)

    assert "Mọi đơn vị đều có địa chỉ nhận thư." in text(login_as(officer).get(reverse(PAGE, args=[period.pk])))


def test_the_file_is_a_list_to_telephone_through(
    login_as: Login, period: ReportingPeriod, officer: Any, four: dict[str, Any]
) -> None:
    response = login_as(officer).get(reverse(EXPORT, args=[period.pk]), {"q": "tay"})

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(number for number, line in enumerate(lines) if line[0] == "Đơn vị")
    assert [line[:3] for line in lines[head + 1 :]] == [["MN Tây", "Không có địa chỉ thư", "Lê Thị Mây, 0912 345 678"]]


def test_who_may_look(login_as: Login, period: ReportingPeriod) -> None:
    reporter = school(period, "MN Đông")
    people = [
        member(period.plan.receiver, Role.HEAD),
        member(period.plan.forwarded_to, Role.LEADER),
        member(reporter, Role.PRINCIPAL),
        member(ReportingPeriodFactory().plan.receiver, Role.OFFICER),
    ]

    for page in (PAGE, EXPORT):
        url = reverse(page, args=[period.pk])
        # A school whose plan this is sees it; it does so through its duty, which the factory gives with the report.
        assert [login_as(person).get(url).status_code for person in people] == [200, 403, 403, 404]


def test_queries_do_not_grow_with_the_schools(
    login_as: Login, period: ReportingPeriod, officer: Any, django_assert_num_queries: Callable[..., Any]
) -> None:
    client = login_as(officer)
    client.get(reverse(PAGE, args=[period.pk]))
    for number in (1, 2):
        for place in range(number):
            member(school(period, f"MN {number} {place}"), Role.PRINCIPAL, email="")
        with django_assert_num_queries(QUERIES):
            client.get(reverse(PAGE, args=[period.pk]))
