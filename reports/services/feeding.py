"""The private address under which a calendar program reads a person's deadlines.

The address carries the signed pair of person and nonce. Whoever has it reads the calendar without a password, so it
tells days and names only, never what a report says, and a new nonce makes the old address void.
"""

import datetime as dt
import secrets
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone

from reports.models import CalendarFeed

SALT = "reports.calendar-feed"
NOTED_EVERY = dt.timedelta(hours=1)


class NoFeed(Exception):
    """The address is wrong, was replaced, or belongs to nobody who may log in."""


def feed_of(user: Any) -> CalendarFeed | None:
    """The address the person has asked for, if any."""
    return CalendarFeed.objects.filter(user=user).first()


@transaction.atomic
def renew_feed(*, user: Any) -> CalendarFeed:
    """Make an address for the person; one made before is void from now on."""
    feed, _ = CalendarFeed.objects.update_or_create(
        user=user, defaults={"nonce": secrets.token_hex(16), "created_at": timezone.now(), "read_at": None}
    )
    return feed


def token_of(feed: CalendarFeed) -> str:
    """The part of the address that nobody can guess."""
    return _signer().sign_object([feed.user_id, feed.nonce])


def reader_of(token: str, *, now: dt.datetime) -> Any:
    """The person to whom an address belongs; notes, at most once an hour, that it was read.

    Raises:
        NoFeed: forged, replaced by a newer one, or of a person who may not log in any more.
    """
    try:
        user_id, nonce = _signer().unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        raise NoFeed from None
    feed = CalendarFeed.objects.select_related("user").filter(user=user_id, nonce=nonce).first()
    if feed is None or not feed.user.is_active:
        raise NoFeed
    if feed.read_at is None or now - feed.read_at > NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk, nonce=nonce).update(read_at=now)
    return feed.user


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep=".")
