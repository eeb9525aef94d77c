"""When each report was started, sent, returned and accepted: from shares of the story to dated steps.

A life is planned to its end and cut off at the present moment, so that what has not happened yet has not happened.
"""

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from plans.deadlines import end_of_day, local_day
from plans.models import ReportingPeriod
from reports.demo.clock import DAY, at_office, awake, between, moment
from reports.enums import Action

HOUR = dt.timedelta(hours=1)


class Course(enum.Enum):
    """How a school deals with one report."""

    ON_TIME = "on time"
    LATE = "late"
    REVISED = "returned once, then accepted"
    EXTENDED = "sent within an extension"
    UNSENT = "never sent"
    OWED = "extended and still being written"
    WAITING = "sent, waiting for review"
    DRAFT = "being written"
    UNTOUCHED = "not started"
    RETURNED = "returned, new day still ahead"
    RETURNED_OVERDUE = "returned, new day has passed"


@dataclass(frozen=True)
class Step:
    action: Action
    at: dt.datetime
    comment: str = ""
    due_on: dt.date | None = None


@dataclass(frozen=True)
class Grant:
    """An extension."""

    until: dt.date
    granted_at: dt.datetime


@dataclass
class Life:
    """The steps of one report in their order; `filled` is how much of an unsent draft is written."""

    course: Course
    steps: list[Step] = field(default_factory=list)
    grant: Grant | None = None
    filled: float = 1.0

    def until(self, now: dt.datetime) -> list[Step]:
        return [step for step in self.steps if step.at <= now]


# Of 59 reports in each of the four periods: late (the first one comes right after Tết), revised, unsent.
SHARES = {1: (7, 4, 1), 2: (5, 3, 1), 3: (4, 3, 1), 4: (3, 2, 2)}
SHARE_OF = 59
STILL_OPEN = frozenset({Course.WAITING, Course.RETURNED, Course.RETURNED_OVERDUE})
FIRST_SENT_AFTER = 3  # days
JUST_CLOSED = 12  # days after a deadline in which work on its reports needs no further explanation
# How many days before the last day schools send: most at the very end.
LEAD_DAYS = (0,) * 34 + (1,) * 24 + (2,) * 15 + (3,) * 10 + (4,) * 7 + (5,) * 5 + (6, 7, 8)


def closed_courses(
    chance: Random, position: int, schools: Sequence[int], pins: Mapping[int, Course], never_unsent: frozenset[int]
) -> dict[int, Course]:
    """A course for every school of a closed period, in the shares of the story; `pins` come first."""
    late, revised, unsent = (round(count * len(schools) / SHARE_OF) for count in SHARES[position])
    wanted = {Course.UNSENT: unsent, Course.LATE: late, Course.REVISED: revised}
    for course in pins.values():
        if course in wanted:
            wanted[course] -= 1
    free = [school for school in schools if school not in pins]
    chance.shuffle(free)
    courses = dict(pins)
    for course, count in wanted.items():
        fitting = [s for s in free if s not in courses and not (course is Course.UNSENT and s in never_unsent)]
        courses |= dict.fromkeys(fitting[: max(count, 0)], course)
    return {school: courses.get(school, Course.ON_TIME) for school in schools}


def running_courses(
    chance: Random, period: ReportingPeriod, schools: Sequence[int], pins: Mapping[int, Course], now: dt.datetime
) -> dict[int, Course]:
    """A mix that fills up from the day the figures are closed to the deadline; drafts only in the first two days."""
    free = [school for school in schools if school not in pins]
    chance.shuffle(free)
    today, total = local_day(now), len(schools)
    ripe = (today - period.data_to).days / max((period.last_day - period.data_to).days, 1)
    sent = 0.12 + 0.5 * min(max(ripe, 0.0), 1.0)
    shares = {Course.ON_TIME: 0.55 * sent, Course.WAITING: 0.45 * sent, Course.DRAFT: 0.2}
    if (today - period.opens_on).days < FIRST_SENT_AFTER:
        shares = {}
    courses = dict(pins)
    for course, share in shares.items():
        courses |= dict.fromkeys([s for s in free if s not in courses][: max(round(share * total), 2)], course)
    return {school: courses.get(school, Course.UNTOUCHED) for school in schools}


def closed_life(chance: Random, course: Course, period: ReportingPeriod, reason: str, today: dt.date) -> Life:
    """The life of a report of a period whose deadline has passed."""
    life = Life(course)
    opens = moment(period.opens_on)
    if course is Course.UNSENT:
        life.filled = chance.choice((0.0, 0.0, 0.25, 0.4, 0.55))
        if life.filled:
            life.steps = [Step(Action.SAVE, between(chance, moment(period.last_day - 6 * DAY), _end(period), awake))]
        return life
    if course is Course.OWED:
        return _owed_life(chance, life, period, today)
    if course in STILL_OPEN and (today - period.last_day).days < JUST_CLOSED:
        return _open_life(chance, life, period, reason, moment(today))
    day = period.last_day - chance.choice(LEAD_DAYS) * DAY
    if course is Course.LATE:
        day = period.last_day + chance.choice((1, 1, 1, 2, 2, 3, 4, 6)) * DAY
    if course is Course.EXTENDED:
        day = period.last_day + chance.choice((1, 2, 3)) * DAY
        granted = between(chance, moment(period.last_day - 3 * DAY), _end(period), at_office)
        life.grant = Grant(period.last_day + 5 * DAY, granted)
    day = max(day, period.opens_on + DAY)
    sent = between(chance, moment(day), end_of_day(day), awake)
    started = between(chance, max(opens, sent - chance.randint(1, 8) * DAY), sent - HOUR, awake)
    life.steps = [Step(Action.SAVE, started), Step(Action.SUBMIT, sent)]
    if course in (Course.REVISED, Course.RETURNED_OVERDUE):
        returned = between(chance, sent + 12 * HOUR, sent + 4 * DAY, at_office)
        due = local_day(returned) + 5 * DAY
        life.steps.append(Step(Action.RETURN, returned, reason, due))
    if course is Course.RETURNED_OVERDUE:
        return life
    if course is Course.REVISED:
        sent = between(chance, returned + 6 * HOUR, end_of_day(due), awake)
        life.steps.append(Step(Action.SUBMIT, sent))
    life.steps.append(Step(Action.ACCEPT, between(chance, sent + 8 * HOUR, sent + 6 * DAY, at_office)))
    if course in STILL_OPEN:
        life.steps += _reopened(chance, course, reason, today)
    return life


def _end(period: ReportingPeriod) -> dt.datetime:
    return end_of_day(period.last_day)


def _reopened(chance: Random, course: Course, reason: str, today: dt.date) -> list[Step]:
    """The head found something weeks later: given back these days, and sent again when it waits for review."""
    now = moment(today)
    reopened = between(chance, now - 6 * DAY, now - 3 * DAY, at_office)
    steps = [Step(Action.REOPEN, reopened, reason, today + 4 * DAY)]
    if course is Course.WAITING:
        steps.append(Step(Action.SUBMIT, between(chance, reopened + HOUR, now - HOUR, awake)))
    return steps


def _owed_life(chance: Random, life: Life, period: ReportingPeriod, today: dt.date) -> Life:
    """More time was granted, so the report is not overdue and still being written."""
    opens, now = moment(period.opens_on), moment(today)
    granted = between(chance, max(now - 4 * DAY, moment(period.last_day - DAY)), now, at_office)
    life.grant = Grant(today + 5 * DAY, granted)
    life.steps = [Step(Action.SAVE, between(chance, max(opens, granted - 3 * DAY), granted, awake))]
    life.filled = 0.62
    return life


def _open_life(chance: Random, life: Life, period: ReportingPeriod, reason: str, now: dt.datetime) -> Life:
    """Sent in the last days; waiting for review, or returned with a day ahead or just passed."""
    opens, today = moment(period.opens_on), local_day(now)
    overdue = life.course is Course.RETURNED_OVERDUE
    first = max(opens, now - (9 if overdue else 6) * DAY)
    last = moment(today - 2 * DAY) if overdue else now
    started = between(chance, first, first + (last - first) / 4, awake)
    sent = between(chance, first + (last - first) / 3, first + (last - first) / 2, awake)
    life.steps = [Step(Action.SAVE, started), Step(Action.SUBMIT, sent)]
    if life.course is not Course.WAITING:
        due = today - DAY if overdue else today + 4 * DAY
        returned = between(chance, first + 3 * (last - first) / 5, last, at_office)
        life.steps.append(Step(Action.RETURN, returned, reason, due))
    return life


def running_life(chance: Random, course: Course, period: ReportingPeriod, reason: str, now: dt.datetime) -> Life:
    """The life so far of a report of a period that is still open."""
    life = Life(course)
    opens = min(moment(period.opens_on), now - HOUR)
    if course is Course.UNTOUCHED:
        life.filled = 0.0
    elif course in (Course.DRAFT, Course.OWED):
        life.filled = 0.62 if course is Course.OWED else chance.choice((0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 0.95))
        life.steps = [Step(Action.SAVE, between(chance, max(opens, now - 9 * DAY), now - HOUR / 4, awake))]
    elif course in (Course.RETURNED, Course.RETURNED_OVERDUE):
        return _open_life(chance, life, period, reason, now)
    else:
        window = max(opens, now - 12 * DAY)
        latest = now - (30 if course is Course.ON_TIME else 3) * HOUR
        sent = between(chance, window + 12 * HOUR, latest, awake)
        started = between(chance, window, sent - HOUR, awake)
        life.steps = [Step(Action.SAVE, started), Step(Action.SUBMIT, sent)]
        if course is Course.ON_TIME:
            life.steps.append(Step(Action.ACCEPT, between(chance, sent + 2 * HOUR, now - HOUR, at_office)))
    return life
