"""The private address under which a calendar program reads a person's deadlines, and what it reads there.

The address carries the signed pair of person and nonce. Whoever has it reads the calendar without a password, so it
tells days and names only, never what a report says, and a new nonce makes the old address void.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone

from reports.models import CalendarFeed
from reports.queries.calendar import Entry, Kind

SALT = "reports.calendar-feed"
NAME = "Hạn báo cáo"
REFRESH = dt.timedelta(hours=6)
# Calendar programs show the past anyway; what is older than this only makes the file long.
KEPT = dt.timedelta(days=400)
# Morning of the day a week before, and of the day before.
REMINDERS = (dt.timedelta(days=-7, hours=8), dt.timedelta(days=-1, hours=8))
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


def in_feed(entries: Iterable[Entry], *, today: dt.date) -> list[Entry]:
    """What of the calendar page goes into the feed: everything but the far past."""
    return [entry for entry in entries if entry.day >= today - KEPT]


def fingerprint(entries: Iterable[Entry]) -> str:
    """A short hash that changes exactly when what the feed says changes; cheaper than writing the feed."""
    said = "\n".join(f"{entry.key}|{entry.day}|{_summary(entry)}|{_description(entry)}" for entry in entries)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def write_calendar(entries: Iterable[Entry], *, now: dt.datetime) -> bytes:
    """The feed as iCalendar (RFC 5545, with the refresh properties of RFC 7986): one all-day event for each entry."""
    from icalendar import Calendar  # a library that no other page needs

    feed = Calendar()
    feed.add("prodid", "-//Education plan portal//Deadlines//VI")
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    feed.add("method", "PUBLISH")
    feed.add("name", NAME)
    feed.add("x-wr-calname", NAME)
    feed.add("x-wr-timezone", settings.TIME_ZONE)
    feed.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", f"PT{REFRESH // dt.timedelta(hours=1)}H")
    for entry in entries:
        feed.add_component(_event(entry, now))
    return feed.to_ical()


def _event(entry: Entry, now: dt.datetime) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{entry.key}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", now.astimezone(dt.UTC).replace(microsecond=0))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + dt.timedelta(days=1))
    event.add("summary", _summary(entry))
    event.add("description", _description(entry))
    event.add("url", settings.BASE_URL + entry.path)
    event.add("categories", [entry.plan_title])
    event.add("transp", "TRANSPARENT")  # a deadline does not make the day busy
    if entry.kind is not Kind.OPENING and not entry.is_done:
        for before in REMINDERS:
            event.add_component(_alarm(before, entry))
    return event


def _alarm(before: dt.timedelta, entry: Entry) -> Any:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.title)
    alarm.add("trigger", before)
    return alarm


def _summary(entry: Entry) -> str:
    return f"✓ {entry.title}" if entry.kind is Kind.OWED and entry.is_done else entry.title


def _description(entry: Entry) -> str:
    state = f"Tình trạng: {entry.badge.text}" if entry.badge else ""
    return "\n".join(filter(None, (entry.plan_title, entry.detail, state)))


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep=".")
