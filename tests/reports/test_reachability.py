"""Which organisations no mail would reach: told before the deadline."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from reports.enums import Channel, NotificationStatus
from reports.models import Submission
from reports.queries.reachability import Obstacle, unreachable
from tests.factories import (
    ContactPreferenceFactory,
    NotificationFactory,
    PlanReporterFactory,
    ReportingPeriodFactory,
    SubmissionFactory,
    member,
)

pytestmark = pytest.mark.django_db
O = Obstacle  # noqa: E741 - short, because every line below names one
NOON = dt.datetime(2018, 6, 6, 5, tzinfo=dt.UTC)


@pytest.fixture
def report() -> Submission:
    return SubmissionFactory()


def found(report: Submission) -> list[tuple[Obstacle, list[Obstacle]]]:
    return [(row.obstacle, [obstacle for _, obstacle in row.people]) for row in unreachable(report.period)]


def mailed(person: Any, status: str, *, hours: int = 0, **fields: Any) -> None:
    at = NOON + dt.timedelta(hours=hours)
    sent_at = at if status == NotificationStatus.SENT else None
    NotificationFactory(recipient=person, status=status, created_at=at, sent_at=sent_at, **fields)


def test_a_school_with_one_person_who_gets_mail_is_reached(report: Submission) -> None:
    member(report.organisation, "principal")
    member(report.organisation, "clerk", email="")
    assert unreachable(report.period) == []


def test_nobody_is_there(report: Submission) -> None:
    member(report.organisation, "observer")
    member(report.organisation, "principal", is_active=False)
    (row,) = unreachable(report.period)
    assert (row.obstacle, row.reason, row.people) == (O.NOBODY, "Chưa có người phụ trách", ())
    assert (row.organisation, row.submission_id) == (report.organisation, report.pk)


def test_the_obstacle_that_can_be_removed_soonest_is_the_one_told(report: Submission) -> None:
    principal, clerk = (member(report.organisation, role, email="") for role in ("principal", "clerk"))
    assert found(report) == [(O.NO_ADDRESS, [O.NO_ADDRESS, O.NO_ADDRESS])]
    principal.email = "a@example.test"
    principal.save()
    ContactPreferenceFactory(user=principal, channel=Channel.PORTAL)
    assert found(report) == [(O.NO_ADDRESS, [O.PORTAL_ONLY, O.NO_ADDRESS])]
    clerk.email = "b@example.test"
    clerk.save()
    mailed(clerk, "failed", address="b@example.test")
    assert found(report) == [(O.FAILED, [O.PORTAL_ONLY, O.FAILED])]


def test_only_the_last_mail_counts_and_only_at_the_address_of_today(report: Submission) -> None:
    principal = member(report.organisation, "principal", email="cu@example.test")
    mailed(principal, "sent", address="cu@example.test")
    assert found(report) == []
    mailed(principal, "failed", hours=1, address="cu@example.test")
    mailed(principal, "pending", hours=2)  # not yet tried: says nothing
    assert found(report) == [(O.FAILED, [O.FAILED])]
    principal.email = "moi@example.test"
    principal.save()
    assert found(report) == []


def test_a_mail_sent_after_the_failure_ends_it(report: Submission) -> None:
    principal = member(report.organisation, "principal")
    mailed(principal, "failed", address=principal.email)
    mailed(principal, "sent", hours=1, address=principal.email)
    assert found(report) == []


def test_before_the_period_opens_the_plans_reporters_are_expected() -> None:
    period = ReportingPeriodFactory()
    alone, reached = (PlanReporterFactory(plan=period.plan).organisation for _ in range(2))
    member(reached, "principal")
    (row,) = unreachable(period)
    assert (row.organisation, row.submission_id) == (alone, None)


def test_what_other_periods_expect_is_not_told(report: Submission) -> None:
    SubmissionFactory()
    assert [row.organisation for row in unreachable(report.period)] == [report.organisation]


def test_queries_do_not_grow_with_the_schools(
    report: Submission, django_assert_num_queries: Callable[..., Any]
) -> None:
    mailed(member(report.organisation, "principal"), "failed")
    for schools in (0, 2):
        for _ in range(schools):
            mailed(member(SubmissionFactory(period=report.period).organisation, "principal"), "failed")
        with django_assert_num_queries(3):
            assert len(unreachable(report.period)) == schools + 1
