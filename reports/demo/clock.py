"""Chance and time of the demonstration. Every draw hangs on words, never on the order in which things are made."""

import datetime as dt
from collections.abc import Callable
from random import Random

from django.utils import timezone

SEED = "theo-doi-ke-hoach-giao-duc"
DAY = dt.timedelta(days=1)
MORNING = dt.time(7)
SATURDAY = 5

Hours = Callable[[dt.datetime], bool]


def dice(*words: object) -> Random:
    """Chance that comes out the same for the same words on every machine."""
    return Random("|".join(str(word) for word in (SEED, *words)))  # noqa: S311 - must be repeatable, guards nothing


def moment(day: dt.date, time: dt.time = MORNING) -> dt.datetime:
    """An instant in the portal's time zone."""
    return timezone.make_aware(dt.datetime.combine(day, time), timezone.get_default_timezone())


def at_office(local: dt.datetime) -> bool:
    """When officers review: working days, office hours."""
    return local.weekday() < SATURDAY and local.hour in (8, 9, 10, 14, 15, 16)


def awake(local: dt.datetime) -> bool:
    """When schools write: every day, far into the evening before a deadline."""
    return 7 <= local.hour <= 22


def between(chance: Random, low: dt.datetime, high: dt.datetime, hours: Hours) -> dt.datetime:
    """An instant in (low, high) at a fitting hour; the middle when no fitting hour is found."""
    low, high = min(low, high), max(low, high)
    for _ in range(60):
        found = low + chance.random() * (high - low)
        if hours(timezone.localtime(found, timezone.get_default_timezone())):
            return found.replace(microsecond=0)
    return low + (high - low) / 2
