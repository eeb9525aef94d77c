"""Messages to people about a report, written in the transaction of the change itself and delivered after it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, Literal

from django.utils import timezone

from plans.deadlines import local_day
from reports.enums import NotificationKind, NotificationStatus
from reports.messages import Message, compose, for_messages
from reports.models import Notification, Submission
from reports.models.notification import NotificationQuerySet
from reports.permissions import OFFICE_ROLES, REPORTER_ROLES
from reports.queue import DELIVER_NOTIFICATIONS, enqueue
from schools.models import Membership

REMINDERS = (NotificationKind.REMINDER, NotificationKind.OVERDUE)
People = dict[int, dict[int, Any]]


def notify(
    *, submission: Submission, kind: NotificationKind, stage: str, to: Literal["school", "receiver"], **context: Any
) -> NotificationQuerySet:
    """Write one message to everybody of the reporting organisation, or of the receiver, who handles reports today.

    Call it inside the transaction of the change: the message exists exactly when the change does. Delivery starts
    after the commit. When nobody at the school would get the message, the receiver's people are told so instead.
    Written again for the same `(kind, stage)` it changes nothing. `context` is what the kind's template asks for.

    Returns the messages, read only when looked at.
    """
    now = timezone.now()
    today = local_day(now)
    report = for_messages().get(pk=submission.pk)
    if kind == NotificationKind.EXTENDED:
        cancel_reminders(submission=report)  # they name the old date
    rows = _rows_for(report, kind=kind, stage=stage, to=to, now=now, today=today, context=context)
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    enqueue(DELIVER_NOTIFICATIONS)
    return Notification.objects.filter(submission=submission, kind=kind, stage=stage)


def _rows_for(
    report: Submission,
    *,
    kind: NotificationKind,
    stage: str,
    to: str,
    now: dt.datetime,
    today: dt.date,
    context: dict[str, Any],
) -> list[Notification]:
    receiver_id = report.period.plan.receiver_id
    if to == "receiver":
        message = compose(kind, report, today=today, **context)
        return rows_for(
            receivers_of({receiver_id}, today).get(receiver_id, {}).values(), report, message, kind, stage, now
        )
    people = reporters_of({report.organisation_id}, today).get(report.organisation_id, {}).values()
    if people:
        return rows_for(people, report, compose(kind, report, today=today, **context), kind, stage, now)
    officers = receivers_of({receiver_id}, today).get(receiver_id, {}).values()
    message = compose(NotificationKind.NO_RECIPIENT, report, today=today, lost_kind=kind.label)
    return rows_for(officers, report, message, NotificationKind.NO_RECIPIENT, f"{kind.value} {stage}"[:40], now)


def cancel_reminders(*, submission: Submission) -> None:
    """Stop what asks for a report that no longer has to be asked for: waiting mails are not sent any more, and
    reminders already shown in the portal no longer count as unread."""
    reminders = Notification.objects.filter(submission=submission, kind__in=REMINDERS)
    reminders.filter(status=NotificationStatus.PENDING).update(status=NotificationStatus.CANCELLED)
    reminders.filter(read_at=None).exclude(status=NotificationStatus.CANCELLED).update(read_at=timezone.now())


def reporters_of(organisation_ids: Collection[int], today: dt.date) -> People:
    """Who writes or signs reports for each of the organisations on the day: organisation id → user id → user."""
    return _people(organisation_ids, REPORTER_ROLES, today)


def receivers_of(organisation_ids: Collection[int], today: dt.date) -> People:
    """Who reviews the reports that each of the organisations receives: organisation id → user id → user."""
    return _people(organisation_ids, OFFICE_ROLES, today)


def _people(organisation_ids: Collection[int], roles: Iterable[str], today: dt.date) -> People:
    people: People = defaultdict(dict)
    seats = (
        Membership.objects.in_force(today)
        .filter(organisation_id__in=organisation_ids, role__in=roles, user__is_active=True)
        .select_related("user")
        .order_by("pk")
    )
    for seat in seats:
        people[seat.organisation_id][seat.user_id] = seat.user
    return people


def rows_for(
    people: Iterable[Any],
    submission: Submission,
    message: Message,
    kind: NotificationKind,
    stage: str,
    now: dt.datetime,
    not_before: dt.datetime | None = None,
) -> list[Notification]:
    """One unsaved notification for each person; who has no mail address reads it in the portal only."""
    return [
        Notification(
            kind=kind,
            stage=stage,
            submission=submission,
            recipient=person,
            subject=message.subject,
            body=message.body,
            status=NotificationStatus.PENDING if person.email else NotificationStatus.PORTAL_ONLY,
            not_before=not_before if person.email else None,
            created_at=now,
        )
        for person in people
    ]
