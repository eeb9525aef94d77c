"""Whether a mail that waits is still wanted, and when it may leave."""

import datetime as dt

from plans.deadlines import local_day
from plans.enums import PlanStatus, TaskStatus
from plans.models import Plan, Task
from reports.enums import NotificationKind
from reports.models import Notification, Submission
from reports.reminders import ListKey, round_key, round_of
from reports.services.notifying import REMINDERS
from reports.services.scheduling import Schedules, schedules_of
from reports.task_stages import TASK_REMINDERS

# What the office sends unasked keeps the plan's quiet hours; answers to what people do leave at once.
KEEPS_HOURS = (*REMINDERS, *TASK_REMINDERS, NotificationKind.ESCALATION, NotificationKind.NO_RECIPIENT)


class WaitingMails:
    """The mails of one batch; what they have in common is read once."""

    def __init__(self, batch: list[Notification], now: dt.datetime) -> None:
        self._today = local_day(now)
        plans = {plan.pk: plan for row in batch if row.kind in KEEPS_HOURS and (plan := _plan_of(row))}
        self._schedules: Schedules | None = schedules_of(list(plans.values()), self._today) if plans else None

    def is_wanted(self, notification: Notification) -> bool:
        """A reminder is sent only while the report is owed or the task is not done, for the day it names; a list only
        while somebody on it owes a report; whoever lost the account gets nothing."""
        if not notification.recipient.is_active:
            return False
        if notification.kind == NotificationKind.ESCALATION:
            return _is_anybody_late(notification.stage)
        if notification.kind in TASK_REMINDERS and notification.task:
            return _is_awaited(notification.task, notification.stage)
        if notification.kind not in REMINDERS:
            return True
        report = Submission.objects.with_deadline().get(notifications=notification.pk)
        current = round_key(report.owed_until, report.revision)
        return not report.is_sent and round_of(notification.stage) in ("", current)

    def next_time(self, notification: Notification, moment: dt.datetime) -> dt.datetime:
        """The moment itself, or the next one at which the mail may leave."""
        plan = _plan_of(notification)
        if self._schedules is None or plan is None or notification.kind not in KEEPS_HOURS:
            return moment
        return self._schedules.next_time(plan.pk, moment)


def _is_anybody_late(stage: str) -> bool:
    try:
        key = ListKey.read(stage)
    except ValueError:  # written by somebody else's rules; one row must not hold up the outbox
        return True
    owed = Submission.objects.reports().filter(period=key.period_id).with_deadline().owed()
    return owed.filter(effective_last_day=key.last_day).exists()  # type: ignore[misc]  # an annotation


def _is_awaited(task: Task, stage: str) -> bool:
    """Whether the task, read with the batch, is still to be done by the day the reminder names."""
    is_open = task.status != TaskStatus.DONE and task.plan.status == PlanStatus.IN_FORCE
    return is_open and task.due_on is not None and round_of(stage) == task.due_on.isoformat()


def _plan_of(notification: Notification) -> Plan | None:
    if notification.task:
        return notification.task.plan
    period = notification.submission.period if notification.submission else notification.period
    return period.plan if period else None
