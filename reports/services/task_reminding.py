"""Finding the tasks whose units are to be reminded, and writing each reminder once, as for reports.

A run looks at the state of things and not at the clock of the last run: after an outage the latest stage is sent, the
earlier ones are passed over. Hours, days and the switch are those of the plan's reminder plan; the stages stand in
`reports.task_stages`.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import cast

from django.db import transaction
from django.utils import timezone

from plans.deadlines import local_day
from plans.models import Plan, Task
from reports.models import Notification
from reports.queries.open_tasks import awaited_tasks, for_task_messages, responsible_unit
from reports.queries.recipients import Recipients
from reports.reminders import by_hand_code, day_of, due_stages
from reports.services.notifying import DELIVER_NOTIFICATIONS
from reports.services.recording import CLOSED, DONE, NOBODY, NOT_DUE, OFF, TODAY
from reports.services.reminding import moment_on
from reports.services.scheduling import Schedules, schedules_of
from reports.services.task_notices import TaskLedger, people_for, supersede_task_reminders, task_rows
from reports.task_stages import LONGEST_BEFORE, TaskStage, stages_until, task_key
from schools.queue import enqueue


@dataclass
class TaskRun:
    """What one run did on `today`: tasks reminded by the code of the stage, messages written, tasks left by reason."""

    today: dt.date
    tasks: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    written: int = 0


@transaction.atomic
def send_due_task_reminders(*, today: dt.date | None = None, now: dt.datetime | None = None) -> TaskRun:
    """Write every reminder of a task that is due and not yet written; its mail leaves within the allowed hours.

    Another run, also at the same moment in another process, writes nothing twice. `today` asks for another day than
    the present one (a run at 07:30 of that day), `now` for another moment.
    """
    moment = now or moment_on(today)
    day = today or local_day(moment)
    run = TaskRun(day)
    awaited = awaited_tasks().filter(due_on__lte=day + LONGEST_BEFORE)
    plans = list(Plan.objects.filter(pk__in=awaited.order_by().values("plan")).order_by("pk"))
    schedules = schedules_of(plans, day, lock=True)
    # Read after the lock: what another run has just written, and what a unit has just finished, is seen.
    tasks = list(for_task_messages(awaited.filter(plan__in=[plan.pk for plan in plans])))
    ledger = TaskLedger(tasks, day)
    found = [(task, stage) for task in tasks if (stage := _stage(task, schedules, day, ledger, run))]
    people = people_for([task for task, _ in found], day)
    supersede_task_reminders([task.pk for task, _ in found])
    rows: list[Notification] = []
    for task, stage in found:
        rows += _reminders(task, stage.code, people, schedules, moment, run)
    _write(rows, run)
    return run


@transaction.atomic
def remind_task_now(*, task: Task, now: dt.datetime | None = None) -> str:
    """Remind the task's unit now, at most once a day whatever has reminded of it before; returns "", or in words why
    nobody was reminded. Who may ask for it is asked by the view; the ledger says "nhắc thủ công"."""
    moment = now or timezone.now()
    day = local_day(moment)
    schedules = schedules_of([task.plan], day, lock=True)
    current = for_task_messages(awaited_tasks([task.plan_id]).filter(pk=task.pk)).first()
    if current is None:
        return "nhiệm vụ đã hoàn thành, không ghi thời gian hoàn thành, hoặc " + CLOSED
    if TaskLedger([current], day).reminded_today(current):
        return TODAY
    people, run = people_for([current], day), TaskRun(day)
    supersede_task_reminders([current.pk])
    rows = _reminders(current, by_hand_code(day), people, schedules, moment, run)
    _write(rows, run)
    return NOBODY if run.skipped[NOBODY] else ""


def _stage(task: Task, schedules: Schedules, day: dt.date, ledger: TaskLedger, run: TaskRun) -> TaskStage | None:
    """The stage that is due for a task; why there is none is counted in the run."""
    due_on = _due_on(task)
    stages = due_stages(stages_until(day, due_on), last_day=due_on, today=day, calendar=schedules.calendar)
    if not schedules.of(task.plan_id).reminder_plan.is_active:
        run.skipped[OFF] += 1
    elif not stages:
        run.skipped[NOT_DUE] += 1
    elif ledger.knows(task, stages[-1].code) or ledger.last_day_reminded(task) >= day_of(
        stages[-1], due_on, schedules.calendar
    ):
        run.skipped[DONE] += 1
    elif ledger.reminded_today(task):
        run.skipped[TODAY] += 1
    else:
        return stages[-1]
    return None


def _due_on(task: Task) -> dt.date:
    return cast(dt.date, task.due_on)  # `awaited_tasks` gives no task without one


def _reminders(
    task: Task, code: str, people: Recipients, schedules: Schedules, moment: dt.datetime, run: TaskRun
) -> list[Notification]:
    later = schedules.next_time(task.plan_id, moment)
    rows = task_rows(task, people, task_key(code, _due_on(task)), moment, later if later > moment else None)
    if people.get(responsible_unit(task)):
        run.tasks[code] += 1
    else:
        run.skipped[NOBODY] += 1
    return rows


def _write(rows: list[Notification], run: TaskRun) -> None:
    run.written = len(rows)
    if rows:
        Notification.objects.bulk_create(rows, ignore_conflicts=True)
        enqueue(DELIVER_NOTIFICATIONS)
