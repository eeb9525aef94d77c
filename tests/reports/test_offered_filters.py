"""Lists offer to narrow by level and commune only where schools report."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from plans.models import ReportingPeriod
from reports.models import Submission
from schools.enums import Role
from tests.factories import OrganisationFactory, ReportingPeriodFactory, SchoolFactory, SubmissionFactory, member
from tests.reports.task_stories import Login

pytestmark = pytest.mark.django_db


@pytest.fixture
def period() -> ReportingPeriod:
    return ReportingPeriodFactory()


@pytest.fixture(autouse=True)
def _the_period_is_open(period: ReportingPeriod) -> Iterator[None]:
    with time_machine.travel(period.deadline_at - dt.timedelta(days=2)):
        yield


def offered(login_as: Login, period: ReportingPeriod, page: str, query: str = "") -> set[str]:
    """The names of the fields in the form of the page, as an officer of the receiver sees it."""
    addresses = {"board": reverse("period_board", args=[period.pk]), "list": reverse("submission_list")}
    address = addresses.get(page) or reverse("review_queue")
    text = login_as(member(period.plan.receiver, Role.OFFICER)).get(f"{address}?{query}").content.decode()
    return set(re.findall(r'<select[^>]*? name="(\w+)"', text))


def waiting(period: ReportingPeriod, organisation: Any) -> Submission:
    return SubmissionFactory(period=period, organisation=organisation, submitted=True)


@pytest.mark.parametrize("page", ["board", "list", "queue"])
def test_bodies_that_are_no_schools_have_neither_level_nor_place(
    login_as: Login, period: ReportingPeriod, page: str
) -> None:
    waiting(period, OrganisationFactory())

    names = offered(login_as, period, page)

    assert names & {"level", "commune"} == set()
    assert names  # the others stay


@pytest.mark.parametrize(
    ("page", "found"), [("board", {"level", "commune"}), ("list", {"level", "commune"}), ("queue", {"level"})]
)
def test_schools_among_them_bring_the_filters_back(
    login_as: Login, period: ReportingPeriod, page: str, found: set[str]
) -> None:
    waiting(period, OrganisationFactory())
    waiting(period, SchoolFactory(levels="MN").organisation)

    assert offered(login_as, period, page) & {"level", "commune"} == found


@pytest.mark.parametrize("page", ["board", "list", "queue"])
def test_what_the_address_narrows_by_can_be_taken_back(login_as: Login, period: ReportingPeriod, page: str) -> None:
    waiting(period, OrganisationFactory())

    assert "level" in offered(login_as, period, page, "level=MN")
