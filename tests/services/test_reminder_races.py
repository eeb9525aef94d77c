"""Several schedulers, delivering workers and people at the same moment, on a real PostgreSQL and mail server."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection

from plans.models import ReportingPeriod
from reports.default_stages import DEFAULT_STAGES
from reports.enums import NotificationKind, NotificationStatus
from reports.models import Notification, ReminderPlan, ReminderStage, Submission
from reports.services.delivering import deliver_pending
from reports.services.digesting import send_digests
from reports.services.planning import reminder_plan_of
from reports.services.prompting import remind_now
from reports.services.reminding import send_due_reminders
from tests.factories import (
    NotificationFactory,
    PlanFactory,
    ReportingPeriodFactory,
    SubmissionFactory,
    UserFactory,
    member,
)
from tests.services.racing import race
from tests.services.servers import Mails

WORKERS = 4
MORNING = dt.datetime(2018, 6, 6, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def at_the_same_moment(*works: Callable[[], Any]) -> list[Any]:
    """Do the works at once, each in a thread with a connection of its own; one work is done by `WORKERS`."""
    todo = list(works) if len(works) > 1 else list(works) * WORKERS
    barrier = Barrier(len(todo))

    def run(work: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=20)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(todo)) as pool:
        return list(pool.map(run, todo))


@pytest.fixture
def period() -> ReportingPeriod:
    """Period 2, until 09/06/2018: twenty schools owe their report, and the office has an officer."""
    period = ReportingPeriodFactory(position=2)
    for _ in range(20):
        member(SubmissionFactory(period=period).organisation, "principal")
    member(period.plan.receiver, "officer")
    return period


@pytest.mark.usefixtures("period")
def test_schedulers_write_each_reminder_once() -> None:
    runs = at_the_same_moment(lambda: send_due_reminders(now=MORNING))
    assert sorted(run.written for run in runs) == [0, 0, 0, 20]
    assert Notification.objects.filter(stage__startswith="T-3").count() == 20
    assert Notification.objects.count() == 40  # and the missed T-7 is recorded for each


@pytest.mark.usefixtures("period")
def test_schedulers_write_each_list_once() -> None:
    at_the_same_moment(lambda: send_due_reminders(now=MORNING + dt.timedelta(days=6)))
    lists = Notification.objects.filter(kind=NotificationKind.ESCALATION)
    assert sorted((row.stage.split(" ")[0], row.status) for row in lists) == [
        ("T+2w-officers", NotificationStatus.PENDING),
        ("T-1-officers", NotificationStatus.CANCELLED),
    ]


def test_the_default_plan_is_created_once() -> None:
    plan = PlanFactory()
    found = race(ReminderPlan, *[lambda: reminder_plan_of(plan).pk] * 3)
    assert len(set(found)) == 1
    assert ReminderStage.objects.count() == len(DEFAULT_STAGES)


def test_a_scheduler_and_two_people_remind_once(period: ReportingPeriod) -> None:
    """All of them stand before the plan's reminder plan, and who comes second sees what the first has written."""
    reports = list(Submission.objects.filter(period=period).select_related("period__plan"))
    gate, by = reminder_plan_of(period.plan), UserFactory()
    with time_machine.travel(MORNING, tick=False):
        race(
            gate,
            lambda: send_due_reminders(now=MORNING),
            lambda: remind_now(submissions=reports, by=by),
            lambda: remind_now(submissions=reports, by=by),
        )
    written = Notification.objects.exclude(status=NotificationStatus.CANCELLED)
    assert sorted(written.values_list("submission", flat=True)) == sorted(report.pk for report in reports)


def test_digests_are_written_once_and_nothing_that_waits_is_lost(period: ReportingPeriod) -> None:
    officer = period.plan.receiver.memberships.get().user
    report = SubmissionFactory(period=period, submitted=True)
    for number in range(5):
        NotificationFactory(
            submission=report,
            recipient=officer,
            kind=NotificationKind.SUBMITTED,
            stage=f"revision-{number}",
            subject=f"Đơn vị nộp lần {number}",
            status=NotificationStatus.FOR_DIGEST,
            created_at=MORNING,
        )
    written = race(Notification, *[lambda: send_digests(now=MORNING)] * 3)
    assert sorted(written) == [0, 0, 1]
    digest = Notification.objects.get(kind=NotificationKind.DIGEST)
    assert [f"- Đơn vị nộp lần {number}" in digest.body for number in range(5)] == [True] * 5
    assert Notification.objects.filter(status=NotificationStatus.IN_DIGEST).count() == 5


def test_workers_send_each_mail_once(mails: Mails) -> None:
    rows = [NotificationFactory(kind="returned", stage="revision-1", created_at=MORNING) for _ in range(40)]
    runs = at_the_same_moment(lambda: deliver_pending(now=MORNING))
    assert sum(run.sent for run in runs) == 40
    assert sorted(str(mail["To"]) for mail in mails) == sorted(row.recipient.email for row in rows)
