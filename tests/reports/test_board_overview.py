"""All running plans side by side."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from plans.enums import PlanStatus
from schools.enums import Role
from tests.factories import PlanFactory, ReportingPeriodFactory, SubmissionFactory, member

pytestmark = pytest.mark.django_db
TODAY = dt.datetime(2018, 3, 12, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
URL = "board_overview"


@pytest.fixture
def period() -> Any:
    return ReportingPeriodFactory()


@pytest.fixture
def officer(period: Any, login_as: Callable[[Any], Client]) -> Client:
    return login_as(member(period.plan.receiver, Role.OFFICER))


def sibling(period: Any, **plan: Any) -> Any:
    """The first period of another plan of the same office."""
    return ReportingPeriodFactory(plan=PlanFactory(issuer=period.plan.issuer, **plan))


def five(counts: Any) -> tuple[int, ...]:
    return counts.submitted, counts.expected, counts.on_time, counts.late, counts.awaiting, counts.overdue


@time_machine.travel(TODAY)
def test_two_plans_are_kept_apart_and_summed(officer: Client, period: Any) -> None:
    other = sibling(period)
    SubmissionFactory(period=period, accepted=True)
    SubmissionFactory(period=period, submitted=True, days_late=1)
    SubmissionFactory(period=period)
    SubmissionFactory(period=other, submitted=True)
    SubmissionFactory(period=other, draft=True)
    SubmissionFactory(submitted=True)  # of another office

    page = officer.get(reverse(URL))

    shown = {block.plan.pk: five(block.lines[0].counts) for block in page.context["blocks"]}
    assert shown == {period.plan_id: (2, 3, 1, 1, 1, 1), other.plan_id: (1, 2, 1, 0, 1, 1)}
    assert five(page.context["total"]) == (3, 5, 2, 1, 2, 2)
    text = page.content.decode()
    assert "Cộng 2 kỳ đã mở" in text
    assert "<strong>3/5</strong>" in text


@time_machine.travel(TODAY)
def test_period_that_has_not_opened_has_no_counts(officer: Client, period: Any) -> None:
    ReportingPeriodFactory(plan=period.plan, position=2)

    page = officer.get(reverse(URL))

    (block,) = page.context["blocks"]
    assert [line.counts is not None for line in block.lines] == [True, False]
    assert "chưa mở, mở từ ngày 15/05/2018" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"A", "B"}),
        ("year=2018", {"A"}),
        ("status=closed", {"C"}),
        ("status=all", {"A", "B", "C"}),
        ("status=all&year=2016", {"C"}),
        ("status=closed&year=2018", set()),
        ("year=abc", {"A", "B"}),
    ],
)
@time_machine.travel(TODAY)
def test_plans_by_year_and_status(period: Any, officer: Client, query: str, found: set[str]) -> None:
    names = {period.plan_id: "A", sibling(period, year=2017).plan_id: "B"}
    names[sibling(period, year=2016, status=PlanStatus.CLOSED).plan_id] = "C"
    sibling(period, year=2018, status=PlanStatus.DRAFT)

    page = officer.get(f"{reverse(URL)}?{query}")

    assert {names[block.plan.pk] for block in page.context["blocks"]} == found
    assert ("Không có kế hoạch nào khớp bộ lọc" in page.content.decode()) == (not found)


@pytest.mark.parametrize("plans", [1, 3])
@time_machine.travel(TODAY)
def test_query_count_does_not_depend_on_the_number_of_plans(
    officer: Client, period: Any, plans: int, django_assert_num_queries: Any
) -> None:
    for _ in range(plans - 1):
        SubmissionFactory(period=sibling(period))
    SubmissionFactory(period=period)
    officer.get(reverse(URL))

    with django_assert_num_queries(8):
        officer.get(reverse(URL))


def test_administrator_sees_every_plan_but_no_office_work(login_as: Callable[[Any], Client], period: Any) -> None:
    other = ReportingPeriodFactory(plan__year=2099)
    page = login_as(member(period.plan.forwarded_to, Role.ADMINISTRATOR)).get(reverse(URL))

    assert {block.plan.pk for block in page.context["blocks"]} == {period.plan_id, other.plan_id}
    assert reverse("reminder_plan", args=[period.plan_id]) not in page.content.decode()


def test_who_receives_nothing_is_told_so(login_as: Callable[[Any], Client], period: Any) -> None:
    principal = member(SubmissionFactory(period=period).organisation, Role.PRINCIPAL)

    page = login_as(principal).get(reverse(URL))

    assert page.context["blocks"] == []
    assert "Chưa có kế hoạch nào đang thực hiện mà cơ quan của bạn nhận báo cáo" in page.content.decode()
