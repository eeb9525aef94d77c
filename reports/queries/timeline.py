"""The stages of a reminder plan on the days of one period, with what they have sent."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from plans.calendars import working_calendar
from plans.deadlines import local_day
from plans.models import ReportingPeriod
from plans.working_days import WorkingCalendar
from reports.enums import DayUnit, NotificationKind
from reports.models import Notification, ReminderPlan, ReminderStage
from reports.models.reminder_stage import FARTHEST
from reports.reminders import BY_HAND, DAY, SendingHours, code_words, day_of, distance_words, next_sending_time
from reports.sending import FAILED, OUTCOME_OF, SENT, SHOWN, WAITING
from vietnamese.dates import format_date, weekday_name

# What the stages send: to a school before and after the deadline, and lists of schools to the office.
PROMPTS = (NotificationKind.REMINDER, NotificationKind.OVERDUE, NotificationKind.ESCALATION)
# As many working days as a stage can lie from its deadline, with weekends and the Lunar New Year.
REACH = 2 * FARTHEST * DAY


@dataclass(frozen=True)
class Tally:
    """What one stage has sent for a period, in numbers of messages."""

    code: str
    words: str
    sent: int
    waiting: int
    failed: int
    shown: int

    @property
    def total(self) -> int:
        return self.sent + self.waiting + self.failed + self.shown


@dataclass(frozen=True)
class StageLine:
    """One stage on its day; `moved` says why it is not the day the distance alone would give."""

    stage: ReminderStage
    words: str
    sends_at: dt.datetime
    moved: str
    tally: Tally | None

    @property
    def day(self) -> dt.date:
        return local_day(self.sends_at)

    @property
    def weekday(self) -> str:
        return weekday_name(self.day)

    @property
    def is_past(self) -> bool:
        return self.sends_at <= timezone.now()


@dataclass(frozen=True)
class Timeline:
    """The stages before and after a period's deadline, and what was sent that belongs to none of them any more."""

    before: list[StageLine]
    after: list[StageLine]
    others: list[Tally]

    @property
    def last_day(self) -> dt.date | None:
        """The day of the last stage in use."""
        return max((line.day for line in [*self.before, *self.after] if line.stage.is_active), default=None)


def calendar_of(periods: Sequence[ReportingPeriod]) -> WorkingCalendar:
    """The calendar for everything the stages of these periods can reach; one query."""
    days = [period.last_day for period in periods] or [timezone.localdate()]
    return working_calendar(min(days) - REACH, max(days) + REACH)


def sending_moment(
    stage: ReminderStage, last_day: dt.date, hours: SendingHours, calendar: WorkingCalendar
) -> dt.datetime:
    """When a stage goes out for reports owed until the end of `last_day`: its day, or the next allowed hour."""
    midnight = dt.datetime.combine(day_of(stage, last_day, calendar), dt.time.min)
    return next_sending_time(timezone.make_aware(midnight, timezone.get_default_timezone()), hours, calendar)


def timeline_of(
    period: ReportingPeriod,
    reminder_plan: ReminderPlan,
    stages: Iterable[ReminderStage],
    calendar: WorkingCalendar,
    tallies: Mapping[str, Tally] | None = None,
) -> Timeline:
    """The stages in the order of their days. Reports with an extension or sent back keep their own dates."""
    known = tallies or {}
    lines = []
    for stage in stages:
        at = sending_moment(stage, period.last_day, reminder_plan, calendar)
        words = distance_words(stage.days, stage.unit)
        lines.append(
            StageLine(
                stage, words[:1].upper() + words[1:], at, _moved(stage, period, at, calendar), known.get(stage.code)
            )
        )
    lines.sort(key=lambda line: (line.sends_at, line.stage.days, line.stage.pk))
    codes = {line.stage.code for line in lines}
    return Timeline(
        [line for line in lines if line.day <= period.last_day],
        [line for line in lines if line.day > period.last_day],
        [tally for code, tally in sorted(known.items()) if code not in codes],
    )


def _moved(stage: ReminderStage, period: ReportingPeriod, at: dt.datetime, calendar: WorkingCalendar) -> str:
    if stage.unit == DayUnit.WORKING:
        return ""
    plain = period.last_day + stage.days * DAY
    if plain == local_day(at):
        return ""
    name = calendar.holidays.get(plain) or ("ngày nghỉ" if calendar.decided.get(plain) else weekday_name(plain))
    return f"vì {format_date(plain)} là {name}"


def tallies_of(period: ReportingPeriod) -> dict[str, Tally]:
    """What was sent for the period by the stages, by their codes; reminders by hand are one entry. One query."""
    rows = Notification.objects.filter(
        Q(submission__period=period) | Q(submission=None, period=period), kind__in=PROMPTS
    )
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for key, status, count in rows.order_by().values_list("stage", "status").annotate(Count("pk")):
        code = key.partition(" ")[0]
        counts[BY_HAND if code.startswith(BY_HAND) else code][OUTCOME_OF[status]] += count
    return {
        code: Tally(code, code_words(code), found[SENT], found[WAITING], found[FAILED], found[SHOWN])
        for code, found in counts.items()
    }
