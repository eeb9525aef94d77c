"""Sending again what could not be sent."""

from typing import Any

from reports.enums import NotificationStatus
from reports.models import Notification
from reports.queue import DELIVER_NOTIFICATIONS, enqueue
from reports.services.errors import Conflict


def retry(*, notification: Notification, by: Any) -> None:
    """Put a message that could not be sent back into the outbox, as if it had never been tried.

    The address is read anew when it is sent, so a corrected one is used. `by` is not kept: the row says only what
    becomes of the mail.

    Raises:
        Conflict: it has been sent meanwhile, waits already, or is not to be sent.
    """
    failed = Notification.objects.filter(pk=notification.pk, status=NotificationStatus.FAILED)
    changed = failed.update(
        status=NotificationStatus.PENDING, attempts=0, not_before=None, claimed_until=None, error=""
    )
    if not changed:
        raise Conflict("Thư này không còn ở tình trạng lỗi, có thể đã có người gửi lại.")
    enqueue(DELIVER_NOTIFICATIONS)
