"""Several schedulers and several delivering workers at the same moment, on a real PostgreSQL and a real mail server."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from reports.models import Notification
from reports.services.delivering import deliver_pending
from reports.services.reminding import send_due_reminders
from tests.factories import NotificationFactory, ReportingPeriodFactory, SubmissionFactory, member
from tests.services.servers import Mails

WORKERS = 4
MORNING = dt.datetime(2018, 6, 6, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def at_the_same_moment(work: Callable[[], Any]) -> list[Any]:
    barrier = Barrier(WORKERS)

    def run(_: int) -> Any:
        try:
            barrier.wait(timeout=20)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run, range(WORKERS)))


def test_schedulers_write_each_reminder_once() -> None:
    period = ReportingPeriodFactory(position=2)
    for _ in range(20):
        member(SubmissionFactory(period=period).organisation, "principal")
    at_the_same_moment(lambda: send_due_reminders(now=MORNING))
    assert Notification.objects.filter(stage__startswith="T-3").count() == 20
    assert Notification.objects.count() == 40  # and the missed T-7 is recorded for each


def test_workers_send_each_mail_once(mails: Mails) -> None:
    rows = [NotificationFactory(kind="returned", stage="revision-1", created_at=MORNING) for _ in range(40)]
    runs = at_the_same_moment(lambda: deliver_pending(now=MORNING))
    assert sum(run.sent for run in runs) == 40
    assert sorted(str(mail["To"]) for mail in mails) == sorted(row.recipient.email for row in rows)
