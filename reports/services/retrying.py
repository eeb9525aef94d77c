"""Sending again what could not be sent."""

from typing import Any

from reports.enums import NotificationStatus
from reports.models import Notification
from reports.models.notification import NotificationQuerySet
from reports.services.errors import Conflict
from reports.services.notifying import DELIVER_NOTIFICATIONS
from schools.queue import enqueue


def retry(*, notification: Notification, by: Any) -> None:
    """Put a message that could not be sent back into the outbox, as if it had never been tried.

    The address is read anew when it is sent, so a corrected one is used. `by` is not kept: the row says only what
    becomes of the mail.

    Raises:
        Conflict: it has been sent meanwhile, waits already, or is not to be sent.
    """
    if not retry_all(notifications=Notification.objects.filter(pk=notification.pk), by=by):
        raise Conflict("Thư này không còn ở tình trạng lỗi, có thể đã có người gửi lại.")


def retry_all(*, notifications: NotificationQuerySet, by: Any) -> int:
    """Put those of the messages that could not be sent back into the outbox; returns how many there were.

    For the day after the mail server was down. What is not worth sending any more, such as a reminder of a report
    that has come since, is sorted out by the delivery.
    """
    keys = notifications.order_by().values("pk")  # a filtered list joins tables that an UPDATE cannot
    failed = Notification.objects.filter(pk__in=keys, status=NotificationStatus.FAILED)
    changed = failed.update(
        status=NotificationStatus.PENDING, attempts=0, not_before=None, claimed_until=None, error=""
    )
    if changed:
        enqueue(DELIVER_NOTIFICATIONS)
    return changed
