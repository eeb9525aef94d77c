"""Reminding by hand: the chosen reports, now, in the words of the stage that fits."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from plans.deadlines import local_day
from plans.enums import PlanStatus
from reports.default_stages import DEFAULT_STAGES
from reports.enums import Audience
from reports.models import Notification, ReminderStage, Submission
from reports.queries.recipients import Recipient, reporters_of
from reports.queries.rounds import chosen
from reports.reminders import StageKey, by_hand_code, day_of
from reports.services.notifying import DELIVER_NOTIFICATIONS, rows_for
from reports.services.recording import CLOSED, NOBODY, SENT, TODAY, Ledger, supersede
from reports.services.scheduling import Schedules, schedules_of
from reports.wording import stage_kind, stage_message
from schools.queue import enqueue


@dataclass
class RemindNow:
    """Which reports are reminded, and which are not, by reason."""

    reminded: list[Submission] = field(default_factory=list)
    skipped: dict[str, list[Submission]] = field(default_factory=lambda: defaultdict(list))


@dataclass
class _Sorted:
    outcome: RemindNow
    people: dict[int, list[Recipient]]
    schedules: Schedules


def preview_remind_now(submissions: Sequence[Submission]) -> RemindNow:
    """What `remind_now` would do with the reports at this moment; nothing is written about them."""
    with transaction.atomic():
        return _sort_out(submissions, local_day(timezone.now()), lock=False).outcome


@transaction.atomic
def remind_now(*, submissions: Sequence[Submission], by: Any) -> RemindNow:
    """Remind about each of the reports that is still owed, at most once a day whatever has reminded of it before.

    The words are those of the stage of the plan that came last, or comes next. The portal shows the reminder at once,
    its mail waits for the plan's allowed hours. `by` has to hold the capability CHASE for the reports, which views
    ask; the ledger says "nhắc thủ công".
    """
    moment = timezone.now()
    today = local_day(moment)
    found = _sort_out(submissions, today, lock=True)
    rows: list[Notification] = []
    keys = set()
    for row in found.outcome.reminded:
        key = str(StageKey(by_hand_code(today), row.owed_until, row.revision))
        stage = _stage_for(row, found.schedules, today)
        later = found.schedules.next_time(row.period.plan_id, moment)
        rows += rows_for(
            found.people[row.pk],
            row,
            stage_message(stage, row, today=today),
            stage_kind(stage),
            key,
            moment,
            later if later > moment else None,
        )
        keys.add(key)
    supersede([row.pk for row in found.outcome.reminded], keys)
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    enqueue(DELIVER_NOTIFICATIONS)
    return found.outcome


def _sort_out(submissions: Sequence[Submission], today: dt.date, *, lock: bool) -> _Sorted:
    plans = {row.period.plan_id: row.period.plan for row in submissions}
    schedules = schedules_of(list(plans.values()), today, lock=lock)
    rows = list(chosen([row.pk for row in submissions], today))
    ledger = Ledger([row.pk for row in rows], today)
    reporters = reporters_of({row.organisation_id for row in rows}, today)
    outcome, people = RemindNow(), {}
    for row in rows:
        recipients = list(reporters.get(row.organisation_id, {}).values())
        if row.period.plan.status != PlanStatus.IN_FORCE:
            outcome.skipped[CLOSED].append(row)
        elif row.is_sent:
            outcome.skipped[SENT].append(row)
        elif ledger.reminded_today(row):
            outcome.skipped[TODAY].append(row)
        elif not recipients:
            outcome.skipped[NOBODY].append(row)
        else:
            outcome.reminded.append(row)
            people[row.pk] = recipients
    return _Sorted(outcome, people, schedules)


def _stage_for(row: Submission, schedules: Schedules, today: dt.date) -> ReminderStage:
    """The stage on the right side of the deadline that came last, else the next one, else the default."""
    is_late = today > row.owed_until
    stages = [
        stage for stage in schedules.of(row.period.plan_id).school_stages if (stage.days > 0) == is_late
    ] or _defaults(is_late)
    came = [stage for stage in stages if day_of(stage, row.owed_until, schedules.calendar) <= today]
    return came[-1] if came else stages[0]


def _defaults(is_late: bool) -> list[ReminderStage]:
    found = [row for row in DEFAULT_STAGES if row.audience == Audience.SCHOOL and (row.days > 0) == is_late]
    return [ReminderStage(days=row.days, unit=row.unit, subject=row.subject, body=row.body) for row in found]
