"""Which reminder is due on which day: pure functions on dates (domain reference §6.5)."""

import datetime as dt
from dataclasses import dataclass
from types import MappingProxyType

from django.db import models
from django.utils import timezone

DAY = dt.timedelta(days=1)
QUIET_UNTIL, QUIET_FROM = dt.time(7), dt.time(21)
FRIDAY, SUNDAY = 4, 6

# The farthest a reminder can lie before the last day: seven days, and two more when that falls on a Sunday.
FIRST_REMINDER = dt.timedelta(days=9)
# A chase that comes weeks late helps nobody: after that the office chases by letter.
OVERDUE_LIMIT = dt.timedelta(days=14)


class Stage(models.TextChoices):
    """The moments at which a report that is still owed is asked for, in their order."""

    WEEK_BEFORE = "T-7", "trước hạn 7 ngày"
    THREE_DAYS_BEFORE = "T-3", "trước hạn 3 ngày"
    DAY_BEFORE = "T-1", "trước hạn 1 ngày"
    OVERDUE = "OVERDUE", "sau khi hết hạn"


DAYS_BEFORE = MappingProxyType({Stage.WEEK_BEFORE: 7, Stage.THREE_DAYS_BEFORE: 3, Stage.DAY_BEFORE: 1})


@dataclass(frozen=True)
class StageKey:
    """What makes a reminder unique for one report: the stage, the last day it speaks of, and how often the report had
    been sent. A new last day (extension, return) or a withdrawn attempt therefore starts a new round."""

    stage: Stage
    last_day: dt.date
    revision: int

    def __str__(self) -> str:
        return f"{self.stage.value} {round_key(self.last_day, self.revision)}"


def round_key(last_day: dt.date, revision: int) -> str:
    """The part of a key that all stages of one round share: `2018-06-09 r0`."""
    return f"{last_day.isoformat()} r{revision}"


def round_of(key: str) -> str:
    """The round in the text of a stage key; "" for a key that names none."""
    return key.partition(" ")[2]


def day_of(stage: Stage, last_day: dt.date) -> dt.date:
    """The day on which a stage is due for a report owed until the end of `last_day`.

    Before the deadline a Saturday or Sunday gives way to the Friday before it, because nobody sits in the school's
    office then (domain reference §5.5). The chase comes the morning after the deadline.
    """
    if stage == Stage.OVERDUE:
        return last_day + DAY
    day = last_day - DAYS_BEFORE[stage] * DAY
    return day - max(day.weekday() - FRIDAY, 0) * DAY


def due_stages(*, last_day: dt.date, today: dt.date, since: dt.date | None = None) -> tuple[Stage, ...]:
    """The stages whose day has come, in order; only the last one is still worth sending.

    `since` is the day on which the present round began with a message of its own (return, extension) or by the
    school's own act (withdrawal). Stages up to that day do not belong to the round, and a chase waits for the morning
    after it. Empty when the chase itself is older than `OVERDUE_LIMIT`.
    """
    after = since or dt.date.min
    chase_on = day_of(Stage.OVERDUE, max(last_day, after))
    if today > chase_on + OVERDUE_LIMIT:
        return ()
    due = tuple(stage for stage in DAYS_BEFORE if after < day_of(stage, last_day) <= today)
    return (*due, Stage.OVERDUE) if today >= chase_on else due


def next_sending_time(moment: dt.datetime) -> dt.datetime:
    """The moment itself, or the next one at which reminders may go out: 07:00 to 21:00, never on a Sunday, in the
    portal's time zone (domain reference §6.5)."""
    zone = timezone.get_default_timezone()
    local = timezone.localtime(moment, zone)
    day = local.date()
    if local.time() >= QUIET_FROM:
        day += DAY
    if day.weekday() == SUNDAY:
        day += DAY
    if day == local.date() and local.time() >= QUIET_UNTIL:
        return moment
    return timezone.make_aware(dt.datetime.combine(day, QUIET_UNTIL), zone)
