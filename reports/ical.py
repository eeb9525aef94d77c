"""Days of the calendar as iCalendar (RFC 5545), for calendar programs. Days and names only, nothing a report says."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from reports.calendar_days import Entry, Kind

NAME = "Hạn báo cáo"
REFRESH = dt.timedelta(hours=6)
# Calendar programs show the past anyway; what is older than this only makes the file long.
KEPT = dt.timedelta(days=400)
# Morning of the day a week before, and of the day before.
REMINDERS = (dt.timedelta(days=-7, hours=8), dt.timedelta(days=-1, hours=8))


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
