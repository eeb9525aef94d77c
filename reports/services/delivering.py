"""Sending what waits in the outbox. Any number of workers may run this at once; each mail is sent by one of them.

A worker claims a row for a few minutes by a conditional UPDATE, sends, and marks. A worker that is killed in between
leaves a claim that expires, and the next one sends. If it was killed after the server had taken the mail, the mail
goes out a second time with the same Message-ID, by which mail programs and people recognise it.
"""

import datetime as dt
import logging
import smtplib
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from reports.enums import NotificationStatus
from reports.messages import single_line
from reports.models import Notification
from reports.services.alerting import alert
from reports.services.waiting import WaitingMails

logger = logging.getLogger(__name__)

BATCH = 50
LIMIT = 500  # mails of one run; the next run, seconds later, goes on
CLAIM = dt.timedelta(minutes=5)  # longer than one mail can take with EMAIL_TIMEOUT
RETRY_AFTER = (dt.timedelta(minutes=5), dt.timedelta(minutes=30), dt.timedelta(hours=2))
ERROR_LENGTH = 500


@dataclass
class DeliveryRun:
    """What one run did, in numbers of mails."""

    sent: int = 0
    retried: int = 0
    failed: int = 0
    cancelled: int = 0
    postponed: int = 0


def deliver_pending(*, now: dt.datetime | None = None, limit: int = LIMIT) -> DeliveryRun:
    """Send the mails that wait, the oldest first, over one connection for each batch.

    A mail that fails is tried again after 5 minutes, 30 minutes and 2 hours, then it is marked failed with the reason
    and the receiver's people are told. When the mail server cannot be reached at all, nothing is counted as an attempt
    and everything keeps waiting. Reminders that come to their turn in a quiet hour wait for the next allowed one.
    """
    run = DeliveryRun()
    seen: set[int] = set()
    while len(seen) < limit:
        moment = now or timezone.now()
        rows = Notification.objects.deliverable(moment).exclude(pk__in=seen)
        waiting = rows.select_related("recipient", "submission__period__plan", "period__plan", "task__plan")
        batch = list(waiting[: min(BATCH, limit - len(seen))])
        if not batch:
            break
        seen.update(notification.pk for notification in batch)
        if not _deliver_batch(batch, now, run):
            break
    return run


def message_id(notification: Notification) -> str:
    """The Message-ID of a notification, the same at every attempt."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<notification-{notification.pk}.{int(notification.created_at.timestamp())}@{host}>"


def _deliver_batch(batch: list[Notification], now: dt.datetime | None, run: DeliveryRun) -> bool:
    """Send a batch; False when the mail server cannot be reached."""
    connection: BaseEmailBackend = get_connection()
    waiting = WaitingMails(batch, now or timezone.now())
    try:
        for notification in batch:
            moment = now or timezone.now()
            if not waiting.is_wanted(notification):
                run.cancelled += _finish(notification, status=NotificationStatus.CANCELLED)
                continue
            later = waiting.next_time(notification, moment)
            if later > moment:
                run.postponed += _finish(notification, not_before=later)
                continue
            if not _open(connection, notification):
                return False
            if _claim(notification, moment):
                _send(notification, connection, moment, run, waiting)
    finally:
        _close(connection)
    return True


def _open(connection: BaseEmailBackend, notification: Notification) -> bool:
    try:
        connection.open()
    except OSError as error:
        logger.warning("The mail server cannot be reached, mails keep waiting: %s", error)
        waiting = Notification.objects.filter(pk=notification.pk, status=NotificationStatus.PENDING)
        waiting.update(error=_reason(error))
        return False
    return True


def _claim(notification: Notification, moment: dt.datetime) -> bool:
    """Take the mail for this worker; False when another one has taken, sent or cancelled it."""
    mine = Notification.objects.deliverable(moment).filter(pk=notification.pk)
    return mine.order_by().update(claimed_until=moment + CLAIM) == 1


def _send(
    notification: Notification,
    connection: BaseEmailBackend,
    moment: dt.datetime,
    run: DeliveryRun,
    waiting: WaitingMails,
) -> None:
    mail = EmailMessage(
        subject=single_line(notification.subject),
        body=notification.body,
        to=[notification.recipient.email],
        headers={"Message-ID": message_id(notification), "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    try:
        mail.send()
    except Exception as error:  # whatever is wrong with one mail must not hold up the others behind it
        logger.warning("Notification %s was not sent.", notification.pk, exc_info=True)
        _close(connection)  # its state is unknown; the next mail opens it anew
        _note_failure(notification, error, moment, run, waiting)
    else:
        run.sent += _finish(
            notification,
            status=NotificationStatus.SENT,
            sent_at=moment,
            attempts=notification.attempts + 1,
            address=notification.recipient.email,
            error="",
            not_before=None,
        )


def _note_failure(
    notification: Notification, error: Exception, moment: dt.datetime, run: DeliveryRun, waiting: WaitingMails
) -> None:
    attempts, address, reason = notification.attempts + 1, notification.recipient.email, _reason(error)
    outcome = {"attempts": attempts, "address": address, "error": reason}
    if not _is_hopeless(error) and attempts <= len(RETRY_AFTER):
        again = waiting.next_time(notification, moment + RETRY_AFTER[attempts - 1])
        run.retried += _finish(notification, status=NotificationStatus.PENDING, not_before=again, **outcome)
        return
    with transaction.atomic():
        failed = _finish(notification, status=NotificationStatus.FAILED, **outcome)
        if failed:
            notification.attempts, notification.address, notification.error = attempts, address, reason
            alert(notification, now=moment)
    run.failed += failed


def _finish(notification: Notification, **changes: object) -> int:
    """Write the outcome and give the claim back; a row that is no longer pending keeps what it says."""
    pending = Notification.objects.filter(pk=notification.pk, status=NotificationStatus.PENDING)
    return pending.update(claimed_until=None, **changes)


def _is_hopeless(error: Exception) -> bool:
    """Whether trying again cannot help: the mail itself is wrong, or the server refuses the address for good."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, ValueError)  # Django's answer to a header or an address that cannot be written


def _reason(error: Exception) -> str:
    return single_line(f"{type(error).__name__}: {error}")[:ERROR_LENGTH]


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError:
        logger.debug("The mail connection was already gone.", exc_info=True)
