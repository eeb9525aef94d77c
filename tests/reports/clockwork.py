"""Walking through days: the schedulers and the delivery, at chosen moments of the portal's time zone."""

import datetime as dt
from collections.abc import Iterable

import time_machine
from django.utils import timezone

from reports.enums import NotificationStatus
from reports.models import Notification, Submission
from reports.services.delivering import deliver_pending
from reports.services.digesting import send_digests
from reports.services.opening import open_periods
from reports.services.reminding import send_due_reminders
from tests.factories import ReportingPeriodFactory, SubmissionFactory, member

HANOI = dt.timezone(dt.timedelta(hours=7))
DAY = dt.timedelta(days=1)


def at(text: str) -> dt.datetime:
    """The moment `06/06/2018 08:00` in the portal's time zone; seconds may follow."""
    form = "%d/%m/%Y %H:%M:%S" if text.count(":") == 2 else "%d/%m/%Y %H:%M"
    return dt.datetime.strptime(text, form).replace(tzinfo=HANOI)


def owed(position: int = 2, **fields: object) -> Submission:
    """A report nobody has started, of a school with a principal."""
    submission = SubmissionFactory(period=ReportingPeriodFactory(position=position), **fields)
    member(submission.organisation, "principal")
    return submission


def beat(moment: dt.datetime) -> None:
    """What beat asks for at a moment, done by one worker."""
    with time_machine.travel(moment, tick=False):
        open_periods()
        send_due_reminders()
        send_digests()
        deliver_pending()


def walk(first: str, last: str, hours: Iterable[int] = (0, 8)) -> None:
    """Let beat run at five past the given hours of every day."""
    day, until = at(f"{first} 00:05"), at(f"{last} 23:59")
    while day < until:
        for hour in hours:
            beat(day + dt.timedelta(hours=hour))
        day += DAY


def ledger(*kinds: str) -> list[str]:
    """The messages that were not cancelled, in the order they were written: `06/06/2018 T-3`."""
    written = Notification.objects.filter(kind__in=kinds).exclude(status=NotificationStatus.CANCELLED)
    rows = written.order_by("created_at", "pk")
    return [f"{timezone.localtime(row.created_at):%d/%m/%Y} {row.stage.split(' ')[0]}" for row in rows]
