"""Messages that went out in the past, as the reminder and notification services would have written them."""

import copy
import datetime as dt
from collections.abc import Sequence
from typing import Any

from plans.deadlines import local_day
from plans.models import ReportingPeriod
from reports.demo.clock import DAY, moment
from reports.demo.lives import Life, Step
from reports.enums import Action, NotificationKind, NotificationStatus, SubmissionStatus
from reports.messages import compose
from reports.models import Extension, Notification, Submission
from reports.reminders import Stage, StageKey, day_of
from reports.services.notifying import rows_for

SENT_AT = dt.time(7, 30)
SUNDAY = 6
UNREAD_FOR = 3 * DAY  # what is older has been read
TOLD = {
    Action.SUBMIT: NotificationKind.RECEIPT,
    Action.RETURN: NotificationKind.RETURNED,
    Action.REOPEN: NotificationKind.REOPENED,
    Action.ACCEPT: NotificationKind.ACCEPTED,
}
LAST_STAGES = (Stage.DAY_BEFORE, Stage.OVERDUE)


def reminders(
    submission: Submission,
    life: Life,
    period: ReportingPeriod,
    people: Sequence[Any],
    now: dt.datetime,
    *,
    all_stages: bool,
) -> list[Notification]:
    """The reminders a school got while it had not sent its report. Old periods keep the last stages only."""
    rows: list[Notification] = []
    sent = next((step.at for step in life.steps if step.action == Action.SUBMIT), None)
    last_day = period.last_day
    for stage in Stage if all_stages else LAST_STAGES:
        day = day_of(stage, last_day)
        if day.weekday() == SUNDAY:
            day += DAY
        at = moment(day, SENT_AT)
        if at > now or day <= period.opens_on or (sent and sent < at) or (life.grant and life.grant.granted_at < at):
            continue
        kind = NotificationKind.OVERDUE if stage == Stage.OVERDUE else NotificationKind.REMINDER
        seen = _as_it_was(submission, period, last_day, SubmissionStatus.DRAFT)
        message = compose(kind, seen, today=day, is_last_reminder=stage == Stage.DAY_BEFORE)
        rows += _sent(rows_for(people, submission, message, kind, str(StageKey(stage, last_day, 0)), at), at, now)
    return rows


def told(
    submission: Submission, steps: Sequence[Step], period: ReportingPeriod, people: Sequence[Any], now: dt.datetime
) -> list[Notification]:
    """Receipts and answers of the office."""
    rows: list[Notification] = []
    revision = 0
    for step in steps:
        revision += step.action == Action.SUBMIT
        kind = TOLD.get(step.action)
        if kind is None:
            continue
        seen = _as_it_was(submission, period, period.last_day, SubmissionStatus.SUBMITTED)
        seen.revision = revision
        message = compose(kind, seen, today=local_day(step.at), reason=step.comment, due_on=step.due_on)
        rows += _sent(rows_for(people, submission, message, kind, f"revision-{revision}", step.at), step.at, now)
    return rows


def extended(
    extension: Extension, submission: Submission, period: ReportingPeriod, people: Sequence[Any], now: dt.datetime
) -> list[Notification]:
    """The message about more time."""
    at, kind = extension.granted_at, NotificationKind.EXTENDED
    seen = _as_it_was(submission, period, extension.until, SubmissionStatus.DRAFT)
    message = compose(kind, seen, today=local_day(at), reason=extension.reason, due_on=extension.until)
    return _sent(rows_for(people, submission, message, kind, f"extension-{extension.pk}", at), at, now)


def _as_it_was(
    submission: Submission, period: ReportingPeriod, last_day: dt.date, status: SubmissionStatus
) -> Submission:
    """The report as the message saw it: its state and day of then, without asking the database."""
    seen = copy.copy(submission)
    seen.status, seen.period = status, period
    seen.__dict__ |= {"first_last_day": period.last_day, "effective_last_day": last_day}
    return seen


def _sent(rows: list[Notification], at: dt.datetime, now: dt.datetime) -> list[Notification]:
    for row in rows:
        if row.status == NotificationStatus.PENDING:
            row.status, row.attempts, row.sent_at = NotificationStatus.SENT, 1, at
        row.read_at = at + dt.timedelta(hours=3) if at < now - UNREAD_FOR else None
    return rows
