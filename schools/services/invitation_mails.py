"""Sending the invitations that wait. Any number of workers may run this; each mail is sent by one of them.

A worker takes a row for a few minutes by a conditional update, builds the mail with its link, sends and marks it. The
link exists in the mail alone. When the mail server cannot be reached everything keeps waiting and counts no attempt.
"""

import datetime as dt
import logging
import smtplib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from schools.enums import InvitationState
from schools.models import Invitation
from schools.services.invitations import link_of

logger = logging.getLogger(__name__)

LIMIT = 100  # mails of one run; the next one, seconds later, goes on
CLAIM = dt.timedelta(minutes=5)  # longer than one mail can take with EMAIL_TIMEOUT
RETRY_AFTER = (dt.timedelta(minutes=5), dt.timedelta(minutes=30), dt.timedelta(hours=2))
ERROR_LENGTH = 300
NOT_REACHED = "Chưa nối được máy chủ thư; cổng sẽ tự gửi lại."
TOO_LATE = "Lời mời hết hạn trước khi gửi được. Hãy mời lại."


def deliver(*, now: dt.datetime | None = None) -> int:
    """Send what waits, the oldest first; returns how many mails went out.

    A mail that fails is tried again after 5 minutes, 30 minutes and 2 hours, then it has failed, with the reason.
    """
    moment = now or timezone.now()
    people = ("membership__user", "membership__organisation", "created_by")
    rows = list(_waiting(moment).select_related(*people).order_by("created_at", "pk")[:LIMIT])
    if not rows:
        return 0
    connection: Any = get_connection()
    try:
        connection.open()
    except OSError as error:
        logger.warning("The mail server cannot be reached, invitations keep waiting: %s", error)
        Invitation.objects.filter(pk__in=[row.pk for row in rows], state=InvitationState.WAITING).update(
            error=NOT_REACHED
        )
        return 0
    try:
        return sum(_send(row, connection, moment) for row in rows)
    finally:
        _close(connection)


def _waiting(moment: dt.datetime) -> Any:
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=moment)
    return Invitation.objects.filter(free, state=InvitationState.WAITING).order_by()


def _send(invitation: Invitation, connection: Any, moment: dt.datetime) -> bool:
    """Send one; False when it is not wanted any more, was taken by another worker, or failed."""
    if end := _ends_unsent(invitation, moment):
        _finish(invitation, **end)
        return False
    if not _waiting(moment).filter(pk=invitation.pk).update(claimed_until=moment + CLAIM):
        return False
    mail = mail_of(invitation)
    mail.connection = connection
    try:
        mail.send()
    except Exception as error:  # whatever is wrong with one mail must not hold up the others behind it
        logger.warning("Invitation %s was not sent: %s", invitation.pk, type(error).__name__)
        _close(connection)  # its state is unknown; the next mail opens it anew
        _note_failure(invitation, error, moment)
        return False
    # Whoever has an account needs no link: the mail was word of a new seat, and nothing stays open.
    state = InvitationState.USED if invitation.membership.user.last_login else InvitationState.SENT
    sent = _finish(invitation, state=state, sent_at=moment, attempts=invitation.attempts + 1, error="")
    return bool(sent)


def _ends_unsent(invitation: Invitation, moment: dt.datetime) -> dict[str, Any]:
    seat = invitation.membership
    if not seat.user.is_active or seat.is_over(timezone.localdate(moment)):
        return {"state": InvitationState.CANCELLED}
    if invitation.expires_at <= moment:
        return {"state": InvitationState.FAILED, "error": TOO_LATE}
    return {}


def mail_of(invitation: Invitation) -> EmailMessage:
    """The mail, with its link if the person has never been in."""
    seat = invitation.membership
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    context = {
        "seat": seat,
        "user": seat.user,
        "invitation": invitation,
        "link": None if seat.user.last_login else link_of(invitation),
        "base_url": settings.BASE_URL,
    }
    return EmailMessage(
        subject=" ".join(f"Mời vào cổng theo dõi kế hoạch giáo dục: {seat.title}, {seat.organisation}".split()),
        body=render_to_string("schools/people/invitation_mail.txt", context),
        to=[invitation.address],
        headers={
            "Message-ID": f"<invitation-{invitation.pk}.{int(invitation.created_at.timestamp())}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def _note_failure(invitation: Invitation, error: Exception, moment: dt.datetime) -> None:
    attempts = invitation.attempts + 1
    reason = " ".join(f"{type(error).__name__}: {error}".split())[:ERROR_LENGTH]
    outcome: dict[str, Any] = {"attempts": attempts, "error": reason}
    if _is_hopeless(error) or attempts > len(RETRY_AFTER):
        _finish(invitation, state=InvitationState.FAILED, **outcome)
    else:
        waiting = Invitation.objects.filter(pk=invitation.pk, state=InvitationState.WAITING)
        waiting.update(claimed_until=moment + RETRY_AFTER[attempts - 1], **outcome)


def _finish(invitation: Invitation, **changes: Any) -> int:
    """Write the outcome and give the claim back; a row that no longer waits keeps what it says."""
    waiting = Invitation.objects.filter(pk=invitation.pk, state=InvitationState.WAITING)
    return waiting.update(claimed_until=None, **changes)


def _is_hopeless(error: Exception) -> bool:
    """Whether trying again cannot help: the server refuses the address for good, or it cannot be written at all."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, ValueError)


def _close(connection: Any) -> None:
    try:
        connection.close()
    except OSError:
        logger.debug("The mail connection was already gone.", exc_info=True)
