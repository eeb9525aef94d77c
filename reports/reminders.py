"""Which reminder is due on which day: pure functions on dates, driven by the stages of a plan (domain reference §6.5).

Which days are off is data (`plans.calendars`), and so are the stages and the hours (`ReminderPlan`).
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.utils import timezone

from plans.working_days import SATURDAY, SUNDAY, WorkingCalendar
from reports.enums import Audience, DayUnit

DAY = dt.timedelta(days=1)
# A chase that comes weeks after its day helps nobody: after that the office has long taken up the telephone.
TOO_LATE = dt.timedelta(days=14)

LIST_AUDIENCES = (Audience.OFFICERS, Audience.HEAD, Audience.LEADERS)
_SUFFIXES = {Audience.SCHOOL: "", **{audience: f"-{audience.value}" for audience in Audience if audience != "school"}}
_CODE = re.compile(r"T([+-]\d+)?(w?)(-[a-z]+)?")


class Timing(Protocol):
    """What a stage says about its day."""

    @property
    def days(self) -> int: ...
    @property
    def unit(self) -> str: ...


class TimedStage(Timing, Protocol):
    """A stage with the code under which it stands in the ledger."""

    @property
    def code(self) -> str: ...


class SendingHours(Protocol):
    """On which days and between which hours reminders may go out."""

    @property
    def sends_from(self) -> dt.time: ...
    @property
    def sends_until(self) -> dt.time: ...
    @property
    def skips_saturdays(self) -> bool: ...
    @property
    def skips_sundays(self) -> bool: ...
    @property
    def skips_holidays(self) -> bool: ...


S = TypeVar("S", bound=TimedStage)


# -- codes and keys -----------------------------------------------------------------------------------------------
def stage_code(days: int, unit: str, audience: str) -> str:
    """The code of a stage: `T-7`, `T+1`, `T` for the last day itself, `T+5w-head` for five working days after it."""
    distance = f"T{days:+d}" if days else "T"
    return f"{distance}{'w' if unit == DayUnit.WORKING and days else ''}{_SUFFIXES[Audience(audience)]}"


def distance_words(days: int, unit: str) -> str:
    """`trước hạn 7 ngày`, `ngày hết hạn`, `sau hạn 2 ngày làm việc`."""
    if not days:
        return "ngày hết hạn"
    return f"{'trước' if days < 0 else 'sau'} hạn {abs(days)} {DayUnit(unit).label}"


def code_words(code: str) -> str:
    """What a code says in words, for the ledger, also when the stage itself has been removed since."""
    found = _CODE.fullmatch(code)
    if found is None:
        return "nhắc thủ công" if code.startswith(BY_HAND) else code
    unit = DayUnit.WORKING if found[2] else DayUnit.CALENDAR
    audience = (found[3] or "-")[1:]
    words = distance_words(int(found[1] or 0), unit)
    return f"{words}, {Audience(audience).label.lower()}" if audience in Audience.values else words


@dataclass(frozen=True)
class StageKey:
    """What makes a reminder unique for one report: the stage's code, the last day it speaks of, and how often the
    report had been sent. A new last day (extension, return) or a withdrawn attempt therefore starts a new round."""

    code: str
    last_day: dt.date
    revision: int

    def __str__(self) -> str:
        return f"{self.code} {round_key(self.last_day, self.revision)}"


def round_key(last_day: dt.date, revision: int) -> str:
    """The part of a key that all stages of one round share: `2018-06-09 r0`."""
    return f"{last_day.isoformat()} r{revision}"


def round_of(key: str) -> str:
    """The round in the text of a stage key; "" for a key that names none."""
    return key.partition(" ")[2]


BY_HAND = "H"


def by_hand_code(day: dt.date) -> str:
    """The code of reminders sent by hand on a day, so that a second click the same day writes nothing: `H20180606`."""
    return f"{BY_HAND}{day:%Y%m%d}"


@dataclass(frozen=True)
class ListKey:
    """What makes a list unique for one person: the stage, the period, and the last day its reports had."""

    code: str
    period_id: int
    last_day: dt.date

    def __str__(self) -> str:
        return f"{self.code} p{self.period_id} {self.last_day.isoformat()}"

    @classmethod
    def read(cls, key: str) -> "ListKey":
        """The key again from its text.

        Raises:
            ValueError: the text is no list's key.
        """
        code, period, last_day = key.split(" ")
        return cls(code, int(period.removeprefix("p")), dt.date.fromisoformat(last_day))


# -- days ---------------------------------------------------------------------------------------------------------
def day_of(stage: Timing, last_day: dt.date, calendar: WorkingCalendar) -> dt.date:
    """The day on which a stage is due for a report owed until the end of `last_day`.

    Up to the deadline a day off gives way to the working day before it, because nobody sits in the school's office
    then (domain reference §6.4). What comes after the deadline keeps its day; its mail waits for the allowed hours.
    """
    counts_working = stage.unit == DayUnit.WORKING
    day = calendar.add(last_day, stage.days) if counts_working else last_day + stage.days * DAY
    return day if stage.days > 0 else calendar.on_or_before(day)


def due_stages(
    stages: Iterable[S], *, last_day: dt.date, today: dt.date, calendar: WorkingCalendar, since: dt.date | None = None
) -> tuple[S, ...]:
    """The stages whose day has come, in the order of their days; only the last one is still worth sending.

    `since` is the day on which the present round began with a message of its own (return, extension) or by the
    school's own act (withdrawal). Stages up to that day do not belong to the round, and a chase counts its distance
    from there when that is later. Empty when the last one speaks of a deadline ahead that has passed meanwhile, or is
    itself older than `TOO_LATE`.
    """
    after = since or dt.date.min
    dated = []
    for stage in stages:
        day = day_of(stage, max(last_day, after) if stage.days > 0 else last_day, calendar)
        if after < day <= today:
            dated.append((day, stage.days, stage))
    dated.sort(key=lambda row: row[:2])
    if not dated:
        return ()
    day, days, _ = dated[-1]
    if today > day + TOO_LATE or (days <= 0 and today > last_day):
        return ()
    return tuple(stage for *_, stage in dated)


def reach(stages: Sequence[Timing]) -> tuple[dt.timedelta, dt.timedelta]:
    """How far before and after a report's last day any of the stages can still be due, generously: the database looks
    no further. A working day is at most two days of the calendar on average, and the Lunar New Year fits into two
    weeks."""
    spans = [stage.days * (2 if stage.unit == DayUnit.WORKING else 1) for stage in stages]
    before, after = -min([0, *spans]) * DAY, max([0, *spans]) * DAY
    return before + TOO_LATE, after + 2 * TOO_LATE


# -- hours --------------------------------------------------------------------------------------------------------
def is_quiet(day: dt.date, hours: SendingHours, calendar: WorkingCalendar) -> bool:
    """Whether nothing goes out on the day. A weekend day worked in exchange for another is not quiet."""
    if calendar.decided.get(day) is False:
        return False
    return (
        (hours.skips_saturdays and day.weekday() == SATURDAY)
        or (hours.skips_sundays and day.weekday() == SUNDAY)
        or (hours.skips_holidays and calendar.is_holiday(day))
    )


def next_sending_time(moment: dt.datetime, hours: SendingHours, calendar: WorkingCalendar) -> dt.datetime:
    """The moment itself, or the next one at which reminders may go out, in the portal's time zone whatever zone the
    worker runs in."""
    zone = timezone.get_default_timezone()
    local = timezone.localtime(moment, zone)
    day = local.date()
    if local.time() >= hours.sends_until:
        day += DAY
    while is_quiet(day, hours, calendar):
        day += DAY
    if day == local.date() and local.time() >= hours.sends_from:
        return moment
    return timezone.make_aware(dt.datetime.combine(day, hours.sends_from), zone)
