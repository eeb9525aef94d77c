"""Messages that went out in the past, as the reminder and notification services would have written them."""

import copy
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from plans.calendars import working_calendar
from plans.deadlines import local_day
from plans.models import Plan, ReportingPeriod
from plans.working_days import WorkingCalendar
from reports.demo.clock import DAY, moment
from reports.demo.lives import Life, Step
from reports.enums import Action, Audience, NotificationKind, NotificationStatus, SubmissionStatus
from reports.messages import compose
from reports.models import Extension, Notification, ReminderPlan, ReminderStage, Submission
from reports.queries.recipients import Recipient
from reports.reminders import StageKey, day_of, next_sending_time
from reports.services.notifying import rows_for
from reports.services.planning import reminder_plan_of
from reports.wording import stage_kind, stage_message

SENT_AT = dt.time(7, 30)
UNREAD_FOR = 3 * DAY  # what is older has been read
TOLD = {
    Action.SUBMIT: NotificationKind.RECEIPT,
    Action.RETURN: NotificationKind.RETURNED,
    Action.REOPEN: NotificationKind.REOPENED,
    Action.ACCEPT: NotificationKind.ACCEPTED,
}


@dataclass(frozen=True)
class Regime:
    """When and in which words the plan's schools are reminded."""

    hours: ReminderPlan
    stages: tuple[ReminderStage, ...]
    calendar: WorkingCalendar

    @classmethod
    def of(cls, plan: Plan) -> "Regime":
        """The reminder plan of a plan, created with the default stages."""
        hours = reminder_plan_of(plan)
        stages = hours.stages.filter(audience=Audience.SCHOOL).order_by("days", "pk")
        calendar = working_calendar(dt.date(plan.year, 1, 1), dt.date(plan.year + 1, 12, 31))
        return cls(hours, tuple(stages), calendar)

    def moments(self, last_day: dt.date, *, all_stages: bool) -> list[tuple[ReminderStage, dt.datetime]]:
        """When each stage goes out; without `all_stages` only the last before the deadline and the chase after it."""
        last_before = [stage for stage in self.stages if stage.days <= 0][-1:]
        chosen = self.stages if all_stages else (*last_before, *(stage for stage in self.stages if stage.days > 0))
        days = ((stage, moment(day_of(stage, last_day, self.calendar), SENT_AT)) for stage in chosen)
        return [(stage, next_sending_time(at, self.hours, self.calendar)) for stage, at in days]


def reminders(
    submission: Submission,
    life: Life,
    period: ReportingPeriod,
    people: Sequence[Recipient],
    now: dt.datetime,
    regime: Regime,
    *,
    all_stages: bool,
) -> list[Notification]:
    """The reminders a school got while it had not sent its report. Old periods keep the last stages only."""
    rows: list[Notification] = []
    sent = next((step.at for step in life.steps if step.action == Action.SUBMIT), None)
    last_day = period.last_day
    for stage, at in regime.moments(last_day, all_stages=all_stages):
        day = local_day(at)
        if at > now or day <= period.opens_on or (sent and sent < at) or (life.grant and life.grant.granted_at < at):
            continue
        seen = _as_it_was(submission, period, last_day, SubmissionStatus.DRAFT)
        message, key = stage_message(stage, seen, today=day), str(StageKey(stage.code, last_day, 0))
        rows += _sent(rows_for(people, submission, message, stage_kind(stage), key, at), at, now)
    return rows


def told(
    submission: Submission,
    steps: Sequence[Step],
    period: ReportingPeriod,
    people: Sequence[Recipient],
    now: dt.datetime,
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
    extension: Extension, submission: Submission, period: ReportingPeriod, people: Sequence[Recipient], now: dt.datetime
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
            row.address = row.recipient.email
        row.read_at = at + dt.timedelta(hours=3) if at < now - UNREAD_FOR else None
    return rows
