"""Finding the reminders that are due and unsent, and writing each of them once (domain reference §6.5).

A run looks at the state of things and not at the clock of the last run: after an outage the next run finds what was
missed, sends the latest stage, and records the earlier ones as not needed. Stages, hours and words are those of each
plan's reminder plan.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from plans.deadlines import local_day
from plans.enums import PlanStatus
from plans.models import Plan
from reports.enums import Audience, NotificationKind, NotificationStatus
from reports.messages import compose
from reports.models import Notification, ReminderStage, Submission
from reports.queries.recipients import Recipient, Recipients, receivers_of, reporters_of
from reports.queries.rounds import round_began, within_reach
from reports.reminders import StageKey, day_of, due_stages
from reports.services.escalating import list_rows
from reports.services.notifying import DELIVER_NOTIFICATIONS, rows_for
from reports.services.recording import (
    DONE,
    NOBODY,
    NOT_DUE,
    OFF,
    SENT,
    TODAY,
    Ledger,
    ReminderRun,
    supersede,
)
from reports.services.scheduling import Schedules, schedules_of
from reports.wording import stage_kind, stage_message
from schools.queue import enqueue

MORNING = dt.time(7, 30)


@dataclass(frozen=True)
class _Due:
    """A report that is to be reminded now, and the stages that this one makes needless."""

    submission: Submission
    stage: ReminderStage
    missed: tuple[ReminderStage, ...]

    def key(self, stage: ReminderStage | None = None) -> StageKey:
        return StageKey((stage or self.stage).code, self.submission.owed_until, self.submission.revision)


@transaction.atomic
def send_due_reminders(*, today: dt.date | None = None, now: dt.datetime | None = None) -> ReminderRun:
    """Write every reminder and every list that is due and not yet written; its mail leaves within the allowed hours.

    Another run on the same day, also at the same moment in another process, writes nothing twice. `today` asks for
    another day than the present one (a run at 07:30 of that day), `now` for another moment.
    """
    moment = now or moment_on(today)
    day = today or local_day(moment)
    run = ReminderRun(day)
    schedules = schedules_of(_plans(day), day, lock=True)
    candidates = list(within_reach(list(schedules.by_plan), day, *schedules.reach()))
    found = _find(candidates, schedules, day, run)
    people = reporters_of({due.submission.organisation_id for due in found}, day)
    supersede([due.submission.pk for due in found], {str(due.key()) for due in found})
    rows = [
        *_reminders(found, people, schedules, moment, run),
        *_lost(found, people, schedules, moment, day),
        *list_rows([row for row in candidates if not row.is_sent], schedules, moment, run),
    ]
    if rows:
        Notification.objects.bulk_create(rows, ignore_conflicts=True)
        enqueue(DELIVER_NOTIFICATIONS)
    return run


def moment_on(today: dt.date | None) -> dt.datetime:
    """The moment of a run for the day: the present one, or 07:30 of another day."""
    now = timezone.now()
    if today is None or today == local_day(now):
        return now
    return timezone.make_aware(dt.datetime.combine(today, MORNING), timezone.get_default_timezone())


def _plans(day: dt.date) -> list[Plan]:
    """The plans that were running on the day and had opened a period by then."""
    statuses = [PlanStatus.IN_FORCE]
    if day < local_day(timezone.now()):
        statuses.append(PlanStatus.CLOSED)  # on a day of the past a plan closed since then was still running
    running = Plan.objects.filter(status__in=statuses, periods__opens_on__lte=day)
    return list(running.distinct().order_by("pk"))


def _find(candidates: list[Submission], schedules: Schedules, day: dt.date, run: ReminderRun) -> list[_Due]:
    """The reports to remind now; why the others are not is counted in the run."""
    ledger = Ledger([row.pk for row in candidates], day)
    found = []
    for row in candidates:
        due = _judge(row, schedules, day, ledger)
        if isinstance(due, _Due):
            found.append(due)
        else:
            run.periods[row.period].skipped[due] += 1
    return found


def _judge(row: Submission, schedules: Schedules, day: dt.date, ledger: Ledger) -> _Due | str:
    """The reminder that is due for a report, or why there is none.

    A stage also counts as done when any reminder of the round was written on its day or after it: by hand, or by a
    stage that has been changed since.
    """
    schedule, calendar, last_day = schedules.of(row.period.plan_id), schedules.calendar, row.owed_until
    if row.is_sent:
        return SENT
    if not schedule.stages:
        return OFF
    stages = due_stages(schedule.school_stages, last_day=last_day, today=day, calendar=calendar, since=round_began(row))
    if not stages:
        return NOT_DUE
    reminded = ledger.last_day_reminded(row)
    if ledger.knows(row, _Due(row, stages[-1], ()).key()) or reminded >= day_of(stages[-1], last_day, calendar):
        return DONE
    if ledger.reminded_today(row):
        return TODAY
    missed = [stage for stage in stages[:-1] if day_of(stage, last_day, calendar) > reminded]
    due = _Due(row, stages[-1], ())
    return _Due(row, stages[-1], tuple(stage for stage in missed if not ledger.knows(row, due.key(stage))))


def _reminders(
    found: list[_Due], people: Recipients, schedules: Schedules, moment: dt.datetime, run: ReminderRun
) -> list[Notification]:
    rows: list[Notification] = []
    for due in found:
        row, stage = due.submission, due.stage
        line = run.periods[row.period]
        recipients = _audience(stage, people.get(row.organisation_id, {}))
        if not recipients:
            line.skipped[NOBODY] += 1
            continue
        message = stage_message(stage, row, today=run.today)
        not_before = _later(schedules, row, moment)
        rows += rows_for(recipients, row, message, stage_kind(stage), str(due.key()), moment, not_before, stage.channel)
        for missed in due.missed:
            needless = rows_for(recipients, row, message, stage_kind(missed), str(due.key(missed)), moment)
            for notification in needless:
                notification.status = NotificationStatus.CANCELLED
            rows += needless
        line.schools[stage.code] += 1
        line.recipients[stage.code] += len(recipients)
    return rows


def _audience(stage: ReminderStage, people: dict[int, Recipient]) -> list[Recipient]:
    """Whom the stage speaks to; a school without a signer is not left without a reminder."""
    everybody = list(people.values())
    signers = [person for person in everybody if person.is_signer]
    return signers if stage.audience == Audience.SIGNER and signers else everybody


def _later(schedules: Schedules, row: Submission, moment: dt.datetime) -> dt.datetime | None:
    """When the mail may leave; None for at once."""
    later = schedules.next_time(row.period.plan_id, moment)
    return later if later > moment else None


def _lost(
    found: list[_Due], people: Recipients, schedules: Schedules, moment: dt.datetime, day: dt.date
) -> list[Notification]:
    """Tell the receivers about schools where nobody would read the reminder."""
    alone = [due for due in found if not people.get(due.submission.organisation_id)]
    if not alone:
        return []
    kind = NotificationKind.NO_RECIPIENT
    officers = receivers_of({due.submission.period.plan.receiver_id for due in alone}, day)
    rows: list[Notification] = []
    for due in alone:
        row = due.submission
        message = compose(kind, row, today=day, lost_kind=stage_kind(due.stage).label)
        people_there = officers.get(row.period.plan.receiver_id, {}).values()
        rows += rows_for(people_there, row, message, kind, str(due.key()), moment, _later(schedules, row, moment))
    return rows
