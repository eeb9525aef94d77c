"""Messages to people about a report, written in the transaction of the change itself and delivered after it."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from plans.deadlines import local_day
from reports.enums import Channel, NotificationKind, NotificationStatus
from reports.messages import ASK_FOR_WORK, Message, compose, for_messages
from reports.models import Notification, Submission
from reports.models.notification import NotificationQuerySet
from reports.queries.recipients import Recipient, Recipients, receivers_of, reporters_of
from reports.queries.responsibility import responsible_users
from reports.services.contacting import first_status
from schools.queue import enqueue

To = Literal["school", "receiver", "officers"]

DELIVER_NOTIFICATIONS = "reports.deliver_notifications"  # the task stands above the services, so it goes by its name

REMINDERS = (NotificationKind.REMINDER, NotificationKind.OVERDUE)
# They change the last day, so reminders that name the old one must not arrive after them.
NEW_DAY = (NotificationKind.EXTENDED, NotificationKind.DEADLINE_MOVED)
UNSENT = (NotificationStatus.PENDING, NotificationStatus.FOR_DIGEST, NotificationStatus.PORTAL_ONLY)


def notify(
    *,
    submission: Submission,
    kind: NotificationKind,
    stage: str,
    to: To,
    hold: dt.timedelta | None = None,
    **context: Any,
) -> NotificationQuerySet:
    """Write one message about a report; `notify_all` says how."""
    return notify_all(submissions=[submission], kind=kind, stage=stage, to=to, hold=hold, **context)


def notify_all(
    *,
    submissions: Sequence[Submission],
    kind: NotificationKind,
    stage: str,
    to: To,
    hold: dt.timedelta | None = None,
    **context: Any,
) -> NotificationQuerySet:
    """Write the same message about each of the reports, to everybody of the reporting organisation who handles
    reports today (`school`), to everybody of the receiver (`receiver`), or to the officers responsible for the report,
    all of the receiver's people where nobody is (`officers`).

    Call it inside the transaction of the change: the message exists exactly when the change does. Delivery, where
    anybody is to get a mail, starts after the commit, and not before `hold` has passed. When nobody at the school would
    get the message, the receiver's people are told so instead. Written again for the same `(kind, stage)` it changes
    nothing, unless the first was taken back by `cancel`. `context` is what the kind's template asks for.

    The number of queries does not depend on the number of reports. Returns the messages, read only when looked at.
    """
    now = timezone.now()
    today = local_day(now)
    keys = [submission.pk for submission in submissions]
    reports = list(for_messages().filter(pk__in=keys).order_by("pk"))
    if kind in NEW_DAY:
        cancel_reminders(submissions=keys)
    people = _Addressees(reports, to, today)
    rows: list[Notification] = []
    for report in reports:
        found = people.of(report, kind)
        if found or report.is_figures:  # nobody has to be found for figures the office enters itself
            message = compose(kind, report, today=today, **context)
            rows += rows_for(found, report, message, kind, stage, now, now + hold if hold else None)
            continue
        lost = NotificationKind.NO_RECIPIENT
        message = compose(lost, report, today=today, lost_kind=kind.label)
        rows += rows_for(people.receivers(report), report, message, lost, f"{kind.value} {stage}"[:40], now)
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.status == NotificationStatus.PENDING for row in rows):
        enqueue(DELIVER_NOTIFICATIONS)
    return Notification.objects.filter(submission__in=keys, kind=kind, stage=stage)


class _Addressees:
    """Who is told about each of the reports: read once for all of them."""

    def __init__(self, reports: list[Submission], to: To, today: dt.date) -> None:
        self._offices: Callable[[], Recipients] = lambda: receivers_of(
            {report.period.plan.receiver_id for report in reports}, today
        )
        self._receivers: Recipients | None = None
        self._to = to
        self._reporters: Recipients = {}
        self._responsible: dict[int, frozenset[int]] = {}
        if to == "school":
            self._reporters = reporters_of({report.organisation_id for report in reports}, today)
        if to == "officers":
            self._responsible = responsible_users(reports)

    def of(self, report: Submission, kind: NotificationKind) -> list[Recipient]:
        if report.is_figures:
            return self._about_figures(report, kind)
        if self._to == "school":
            return list(self._reporters.get(report.organisation_id, {}).values())
        everybody = self.receivers(report)
        responsible = self._responsible.get(report.pk, frozenset())
        return [person for person in everybody if person.user.pk in responsible] or everybody

    def _about_figures(self, report: Submission, kind: NotificationKind) -> list[Recipient]:
        """Of figures no school has: who confirms them; else the commune's own people, and who entered them last when
        there is something to correct. The office tells itself of nothing it has done."""
        if self._to != "school":
            heads = [person for person in self.receivers(report) if person.is_signer]
            return [person for person in heads if person.user.pk != report.last_edited_by_id]
        own = dict(self._reporters.get(report.organisation_id, {}))
        if report.organisation_id == report.period.plan.receiver_id:
            own = {}
        writer = report.last_edited_by
        if kind in ASK_FOR_WORK and writer is not None and writer.is_active:
            known = next((person for person in self.receivers(report) if person.user.pk == writer.pk), None)
            own.setdefault(writer.pk, known or Recipient(writer))
        return list(own.values())

    def receivers(self, report: Submission) -> list[Recipient]:
        if self._receivers is None:
            self._receivers = self._offices()
        return list(self._receivers.get(report.period.plan.receiver_id, {}).values())


def cancel(*, submission: Submission, kind: NotificationKind, stage: str) -> int:
    """Take back a message that nobody has got by mail yet, because what it tells of was undone; returns the number.

    A mail that is just leaving stays what it is. The cancelled row gives its stage free, so that the same step can be
    taken again and told of.
    """
    rows = Notification.objects.filter(submission=submission, kind=kind, stage=stage, status__in=UNSENT)
    waiting = rows.filter(Q(claimed_until=None) | Q(claimed_until__lt=timezone.now()))
    renamed = Concat(F("stage"), Value(" #"), Cast("pk", CharField()))
    return waiting.update(status=NotificationStatus.CANCELLED, stage=renamed)


def cancel_reminders(*, submission: Submission | None = None, submissions: Iterable[int] = ()) -> None:
    """Stop what asks for reports that no longer have to be asked for: waiting mails are not sent any more, and
    reminders already shown in the portal no longer count as unread. `submissions` are ids."""
    keys = [*submissions, *([submission.pk] if submission else [])]
    reminders = Notification.objects.filter(submission__in=keys, kind__in=REMINDERS)
    reminders.filter(status=NotificationStatus.PENDING).update(status=NotificationStatus.CANCELLED)
    reminders.filter(read_at=None).exclude(status=NotificationStatus.CANCELLED).update(read_at=timezone.now())


def rows_for(
    people: Iterable[Recipient],
    submission: Submission,
    message: Message,
    kind: NotificationKind,
    stage: str,
    now: dt.datetime,
    not_before: dt.datetime | None = None,
    channel: str = Channel.MAIL,
) -> list[Notification]:
    """One unsaved notification for each person, by the way each of them has chosen (`contacting`)."""
    rows = []
    for person in people:
        status = first_status(kind, person, channel)
        rows.append(
            Notification(
                kind=kind,
                stage=stage,
                submission=submission,
                recipient=person.user,
                subject=message.subject,
                body=message.body,
                status=status,
                not_before=not_before if status == NotificationStatus.PENDING else None,
                created_at=now,
            )
        )
    return rows
