"""The board takes the same queries for one school and for 600."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from reports.models import Submission
from schools.enums import OrganisationKind, Role
from schools.models import Organisation, School, SchoolAffiliation
from tests.factories import CommuneFactory, ReportingPeriodFactory, member

pytestmark = pytest.mark.django_db
TODAY = dt.datetime(2018, 3, 12, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def period() -> Any:
    return ReportingPeriodFactory()


@pytest.fixture
def client_(period: Any, login_as: Callable[[Any], Client]) -> Client:
    return login_as(member(period.plan.receiver, Role.OFFICER))


def board(client: Client, period: Any, query: str = "") -> Any:
    return client.get(f"{reverse('period_board', args=[period.pk])}?{query}")


def names(response: Any) -> list[str]:
    return [row.submission.name for row in response.context["rows"]]


def many_schools(period: Any, number: int) -> None:
    commune = CommuneFactory()
    bodies = Organisation.objects.bulk_create(
        Organisation(
            kind=OrganisationKind.SCHOOL,
            code=f"S{n:04}",
            name=f"Trường {n:04}",
            short_name=f"Trường {n:04}",
            sort_key=f"{n:04}",
            search_key=f"truong {n:04}",
        )
        for n in range(number)
    )
    schools = School.objects.bulk_create(School(organisation=body, levels="TH") for body in bodies)
    SchoolAffiliation.objects.bulk_create(SchoolAffiliation(school=school, commune=commune) for school in schools)
    for one in period.plan.periods.all():
        Submission.objects.bulk_create(Submission(period=one, organisation=body) for body in bodies)


@pytest.mark.parametrize("number", [1, 3, 60, 600])
def test_the_board_takes_the_same_queries_for_any_number_of_schools(
    client_: Client, period: Any, number: int, django_assert_num_queries: Any
) -> None:
    for position in (2, 3, 4):
        ReportingPeriodFactory(plan=period.plan, position=position)
    many_schools(period, number)
    board(client_, period)

    with django_assert_num_queries(11):
        page = board(client_, period, "size=600&sort=-late&officer=none")

    assert len(names(page)) == number


@pytest.mark.parametrize("number", [1, 600])
def test_the_rows_of_all_periods_are_one_query(client_: Client, period: Any, number: int) -> None:
    for position in (2, 3, 4):
        ReportingPeriodFactory(plan=period.plan, position=position)
    many_schools(period, number)

    with CaptureQueriesContext(connection) as queries:
        board(client_, period, "size=600")

    reads = [query["sql"] for query in queries if '"reports_submission"' in query["sql"]]
    rows = [sql for sql in reads if "contact_name" in sql]
    assert (len(rows), len(reads)) == (1, 4), "rows; count of the pages; counters; communes to choose from"


def test_page_size_is_chosen(client_: Client, period: Any) -> None:
    many_schools(period, 41)

    page = board(client_, period, "sort=-name")

    assert (len(names(page)), page.context["page"].paginator.num_pages) == (40, 2)
    assert "Chọn cả 41 đơn vị, kể cả ở trang khác" in strip_tags(page.content.decode())
    assert names(board(client_, period, "sort=-name&page=2")) == ["Trường 0000"]
    assert len(names(board(client_, period, "size=1"))) == 40
    assert len(names(board(client_, period, "size=80"))) == 41
