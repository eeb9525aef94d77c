"""Lists of those who have not sent their report: for the officers, then the head, then the leaders.

Such a list is one message for a period, a stage and a person, and not one for each school. Reports with a last day of
their own (extension, return) come onto a list on their own day.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from plans.deadlines import local_day
from plans.models import ReportingPeriod
from reports.enums import Audience, NotificationKind, NotificationStatus
from reports.messages import Message, compose_about_period, receiver_words, single_line
from reports.models import Notification, ReminderStage, Submission
from reports.queries.recipients import Recipient, Recipients, receivers_of, recipients_of
from reports.queries.responsibility import responsible_users
from reports.reminders import DAY, TOO_LATE, ListKey, day_of
from reports.services.contacting import first_status
from reports.services.recording import ReminderRun
from reports.services.scheduling import Schedules
from reports.wording import fill_list
from schools.enums import Role

MARGIN = 30 * DAY
KIND = NotificationKind.ESCALATION


@dataclass(frozen=True)
class _List:
    """What one stage of one period has to say now: the owed reports by last day, the newest last."""

    period: ReportingPeriod
    stage: ReminderStage
    groups: dict[dt.date, list[Submission]]
    missed: frozenset[str]

    def key(self, last_day: dt.date, code: str | None = None) -> str:
        return str(ListKey(code or self.stage.code, self.period.pk, last_day))


def list_rows(
    owed: list[Submission], schedules: Schedules, moment: dt.datetime, run: ReminderRun
) -> list[Notification]:
    """The lists that are due and not yet written. They are written within the allowed hours only, so that they are
    fresh when they arrive."""
    lists = [found for found in _due_lists(owed, schedules, run.today) if _is_open(found, schedules, moment)]
    if not lists:
        return []
    known = _known({found.period.pk for found in lists})
    offices = receivers_of({found.period.plan.receiver_id for found in lists}, run.today)
    leaders = recipients_of({found.period.plan.forwarded_to_id for found in lists}, [Role.LEADER], run.today)
    responsible = responsible_users(
        {row.pk: row for found in lists for rows in found.groups.values() for row in rows}.values()
    )
    rows: list[Notification] = []
    for found in lists:
        for person in _people(found, offices, leaders):
            mine = _share_of(person, found, responsible, offices)
            rows += _for_person(found, person, mine, known[person.user.pk], moment, run)
    return rows


def _is_open(found: _List, schedules: Schedules, moment: dt.datetime) -> bool:
    return schedules.next_time(found.period.plan_id, moment) == moment


def _due_lists(owed: list[Submission], schedules: Schedules, today: dt.date) -> list[_List]:
    """For each period and audience the stage that came last for each last day; the earlier ones are not needed."""
    by_period: dict[ReportingPeriod, dict[dt.date, list[Submission]]] = defaultdict(lambda: defaultdict(list))
    for row in owed:
        by_period[row.period][row.owed_until].append(row)
    lists = []
    for period, groups in by_period.items():
        stages = schedules.of(period.plan_id).list_stages
        for audience in dict.fromkeys(stage.audience for stage in stages):
            lists += _of_audience(
                period, groups, [stage for stage in stages if stage.audience == audience], schedules, today
            )
    return lists


def _of_audience(
    period: ReportingPeriod,
    groups: dict[dt.date, list[Submission]],
    stages: list[ReminderStage],
    schedules: Schedules,
    today: dt.date,
) -> list[_List]:
    latest: dict[int, dict[dt.date, list[Submission]]] = defaultdict(dict)
    missed: dict[int, set[str]] = defaultdict(set)
    for last_day, rows in sorted(groups.items()):
        came = [
            (day_of(stage, last_day, schedules.calendar), stage.days, stage)
            for stage in stages
            if day_of(stage, last_day, schedules.calendar) <= today
        ]
        came.sort(key=lambda row: row[:2])
        if not came or today > came[-1][0] + TOO_LATE or (came[-1][1] <= 0 and today > last_day):
            continue
        latest[came[-1][2].pk][last_day] = rows
        missed[came[-1][2].pk] |= {str(ListKey(stage.code, period.pk, last_day)) for *_, stage in came[:-1]}
    return [
        _List(period, stage, latest[stage.pk], frozenset(missed[stage.pk])) for stage in stages if stage.pk in latest
    ]


def _known(periods: Iterable[int]) -> dict[int, set[str]]:
    """The keys of the lists each person has got, or that were recorded as not needed."""
    known: dict[int, set[str]] = defaultdict(set)
    rows = Notification.objects.filter(kind=KIND, period__in=periods, submission=None).order_by()
    for person, stage in rows.values_list("recipient", "stage"):
        known[person].add(stage)
    return known


def _people(found: _List, offices: Recipients, leaders: Recipients) -> list[Recipient]:
    """Whom the list is for. An office without an officer, or without a head, is not left without its list."""
    plan = found.period.plan
    if found.stage.audience == Audience.LEADERS:
        return list(leaders.get(plan.forwarded_to_id, {}).values())
    office = list(offices.get(plan.receiver_id, {}).values())
    is_for_head = found.stage.audience == Audience.HEAD
    return [person for person in office if person.is_signer == is_for_head] or office


def _share_of(
    person: Recipient, found: _List, responsible: dict[int, frozenset[int]], offices: Recipients
) -> dict[dt.date, list[Submission]]:
    """The part of the list the person looks after, by last day; head and leaders get the whole of it."""
    if found.stage.audience != Audience.OFFICERS:
        return found.groups
    there = offices.get(found.period.plan.receiver_id, {}).keys()
    share = {
        last_day: [row for row in rows if not (assigned := responsible[row.pk] & there) or person.user.pk in assigned]
        for last_day, rows in found.groups.items()
    }
    return {last_day: rows for last_day, rows in share.items() if rows}


def _for_person(
    found: _List,
    person: Recipient,
    groups: dict[dt.date, list[Submission]],
    known: set[str],
    moment: dt.datetime,
    run: ReminderRun,
) -> list[Notification]:
    """The list with its key, and the keys it makes needless; nothing when the person has got it."""
    new = [last_day for last_day in groups if found.key(last_day) not in known]
    if not new:
        return []
    submissions = [row for rows in groups.values() for row in rows]
    line = run.periods[found.period]
    line.recipients[found.stage.code] += 1
    line.listed[found.stage.code] = max(line.listed[found.stage.code], len(submissions))
    written = _row(found, person, new[-1], submissions, moment)
    needless = [found.key(last_day) for last_day in new[:-1]] + sorted(found.missed - known)
    return [written, *(_as_needless(written, key) for key in needless)]


def list_message(
    stage: ReminderStage, period: ReportingPeriod, last_day: dt.date, submissions: list[Submission], moment: dt.datetime
) -> tuple[Message, str]:
    """The list of a stage as it would be written at `moment`, and the page it leads to."""
    today, link_path = local_day(moment), _link_path(stage, period)
    lines = [_line(row, today) for row in submissions]
    subject, text = (
        fill_list(words, period, last_day=last_day, lines=lines, link_path=link_path, now=moment)
        for words in (stage.subject, stage.body)
    )
    is_for_leaders = stage.audience == Audience.LEADERS
    message = compose_about_period(
        KIND,
        period,
        today=today,
        addressee=period.plan.forwarded_to.name if is_for_leaders else receiver_words(period.plan, today)[0],
        link_path=link_path,
        subject=single_line(subject),
        text=text,
    )
    return message, link_path


def _row(
    found: _List, person: Recipient, last_day: dt.date, submissions: list[Submission], moment: dt.datetime
) -> Notification:
    period, stage = found.period, found.stage
    message, link_path = list_message(stage, period, last_day, submissions, moment)
    return Notification(
        kind=KIND,
        stage=found.key(last_day),
        period=period,
        recipient=person.user,
        subject=message.subject,
        body=message.body,
        link_path=link_path,
        status=first_status(KIND, person, stage.channel),
        created_at=moment,
    )


def _as_needless(written: Notification, key: str) -> Notification:
    return Notification(
        kind=KIND,
        stage=key,
        period=written.period,
        recipient=written.recipient,
        subject=written.subject,
        body=written.body,
        link_path=written.link_path,
        status=NotificationStatus.CANCELLED,
        created_at=written.created_at,
    )


def _link_path(stage: ReminderStage, period: ReportingPeriod) -> str:
    """The page to go on from: the board with those who are late, for leaders their own page."""
    if stage.audience == Audience.LEADERS:
        return f"{reverse('home')}?period={period.pk}"
    state = "overdue" if stage.days > 0 else "unsent"
    return f"{reverse('period_board', args=[period.pk])}?status={state}"


def _line(row: Submission, today: dt.date) -> str:
    late = (today - row.owed_until).days
    words = f"chậm {late} ngày" if late > 0 else f"còn {-late} ngày"
    return f"{row.organisation.short_name}: {row.get_status_display().lower()}, đã điền {row.filled_percent}%, {words}"
