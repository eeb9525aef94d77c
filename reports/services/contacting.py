"""How each person is told: what becomes of a new message by the way the person has chosen."""

import datetime as dt
from typing import Any

from reports.enums import Channel, NotificationKind, NotificationStatus
from reports.models import ContactPreference
from reports.permissions import OFFICE_ROLES
from reports.queries.recipients import Recipient
from schools.models import Membership

# What can wait for the next morning, for those who want a digest. Everything else leaves at once.
ROUTINE = frozenset(
    {
        NotificationKind.RECEIPT,
        NotificationKind.ACCEPTED,
        NotificationKind.SUBMITTED,
        NotificationKind.EXTENSION_ASKED,
        NotificationKind.NO_RECIPIENT,
        # An office leads most tasks of its own plan: a mail for each of them would bury the others.
        NotificationKind.TASK_DUE,
        NotificationKind.TASK_OVERDUE,
        NotificationKind.STANDARD_RECHECK,
    }
)
# About mail that does not arrive nobody is told by mail of its own: the portal shows it, and the digest.
NEVER_A_MAIL_OF_ITS_OWN = frozenset({NotificationKind.UNDELIVERED})


def first_status(kind: str, recipient: Recipient, channel: str = Channel.MAIL) -> NotificationStatus:
    """What a new message waits for: its own mail, the digest, or nothing because the portal is enough.

    `channel` is what the sender has chosen, for example in a stage of the reminder plan.
    """
    if not recipient.user.email or Channel.PORTAL in (recipient.channel, channel):
        return NotificationStatus.PORTAL_ONLY
    if kind in ROUTINE | NEVER_A_MAIL_OF_ITS_OWN and recipient.wants_digest:
        return NotificationStatus.FOR_DIGEST
    return NotificationStatus.PORTAL_ONLY if kind in NEVER_A_MAIL_OF_ITS_OWN else NotificationStatus.PENDING


def preference_of(user: Any, *, today: dt.date) -> ContactPreference:
    """What the person has chosen; before any choice an unsaved row with the defaults of their roles: people of a
    receiving office get the digest instead of a mail for each event, everybody else gets mails."""
    chosen = ContactPreference.objects.filter(user=user).first()
    if chosen is not None:
        return chosen
    sits_in_office = Membership.objects.in_force(today).filter(user=user, role__in=OFFICE_ROLES).exists()
    return ContactPreference(user=user, wants_digest=sits_in_office)
