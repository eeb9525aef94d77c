"""Finding the reminders that are due and unsent, and writing each of them once (domain reference §6.5).

A run looks at the state of things and not at the clock of the last run: after an outage the next run finds what was
missed, sends the latest stage, and records the earlier ones as not needed.
"""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import DateTimeField, F, Max, OuterRef, Q, Subquery
from django.utils import timezone

from plans.deadlines import end_of_day, local_day
from plans.enums import PlanStatus
from plans.models import ReportingPeriod
from reports.enums import Action, NotificationKind, NotificationStatus
from reports.messages import compose, for_messages
from reports.models import Extension, Notification, Submission, SubmissionEvent
from reports.models.submission import SubmissionQuerySet
from reports.queue import DELIVER_NOTIFICATIONS, enqueue
from reports.reminders import DAY, FIRST_REMINDER, OVERDUE_LIMIT, Stage, StageKey, due_stages, next_sending_time
from reports.services.notifying import REMINDERS, People, receivers_of, reporters_of, rows_for

MORNING = dt.time(7, 30)

SENT = "đã gửi báo cáo"
NOT_DUE = "chưa đến mốc nhắc"
DONE = "đã nhắc ở mốc này"
TODAY = "hôm nay đã nhắc"
NOBODY = "không có người nhận"


@dataclass
class PeriodRun:
    """What a run did for one period: schools and people reminded by stage, and schools left out by reason."""

    schools: Counter[Stage] = field(default_factory=Counter)
    recipients: Counter[Stage] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)


@dataclass
class ReminderRun:
    """What one run found on `today`; the periods in the order of their deadlines."""

    today: dt.date
    periods: dict[ReportingPeriod, PeriodRun] = field(default_factory=lambda: defaultdict(PeriodRun))

    @property
    def written(self) -> int:
        """Number of reminders, one for each person."""
        return sum(sum(period.recipients.values()) for period in self.periods.values())


@dataclass(frozen=True)
class _Due:
    """A report that is to be reminded now."""

    submission: Submission
    key: StageKey
    missed: tuple[StageKey, ...]


@transaction.atomic
def send_due_reminders(*, today: dt.date | None = None, now: dt.datetime | None = None) -> ReminderRun:
    """Write every reminder that is due and not yet written; its mail leaves within the allowed hours.

    Another run on the same day, also at the same moment in another process, writes nothing twice. `today` asks for
    another day than the present one (a run at 07:30 of that day), `now` for another moment.
    """
    moment = now or _moment_on(today)
    day = today or local_day(moment)
    run = ReminderRun(day)
    candidates = list(_candidates(day))
    found = _find(candidates, day, run)
    people = reporters_of({due.submission.organisation_id for due in found}, day)
    _supersede(found)
    rows = _reminders(found, people, moment, run) + _lost(found, people, moment, day)
    if rows:
        Notification.objects.bulk_create(rows, ignore_conflicts=True)
        enqueue(DELIVER_NOTIFICATIONS)
    return run


def _moment_on(today: dt.date | None) -> dt.datetime:
    now = timezone.now()
    if today is None or today == local_day(now):
        return now
    return timezone.make_aware(dt.datetime.combine(today, MORNING), timezone.get_default_timezone())


def _candidates(day: dt.date) -> SubmissionQuerySet:
    """Reports whose last day lies within reach of a reminder, sent or not, with the start of their present round."""
    until = end_of_day(day)
    events = SubmissionEvent.objects.filter(
        submission=OuterRef("pk"), action__in=[Action.RETURN, Action.REOPEN, Action.WITHDRAW], at__lte=until
    )
    extensions = Extension.objects.filter(submission=OuterRef("pk"), granted_at__lte=until)
    statuses = [PlanStatus.IN_FORCE]
    if day < local_day(timezone.now()):
        statuses.append(PlanStatus.CLOSED)  # on a day of the past a plan closed since then was still running
    return (
        for_messages()
        .filter(  # type: ignore[misc]  # mypy forgets what with_deadline() has annotated
            Q(period__closes_on=None) | Q(period__closes_on__gte=day),
            period__plan__status__in=statuses,
            period__opens_on__lte=day,
            effective_last_day__range=(day - OVERDUE_LIMIT - DAY, day + FIRST_REMINDER),
        )
        .annotate(
            round_began=Subquery(
                events.order_by().values("submission").annotate(last=Max("at")).values("last"),
                output_field=DateTimeField(),
            ),
            extension_granted=Subquery(
                extensions.order_by().values("submission").annotate(last=Max("granted_at")).values("last"),
                output_field=DateTimeField(),
            ),
        )
        .order_by("effective_last_day", F("organisation__sort_key"), "pk")
    )


def _find(candidates: list[Submission], day: dt.date, run: ReminderRun) -> list[_Due]:
    """The reports to remind now; why the others are not is counted in the run."""
    known: dict[int, set[str]] = defaultdict(set)
    reminded_today: set[int] = set()
    ledger = Notification.objects.filter(submission__in=[row.pk for row in candidates], kind__in=REMINDERS)
    for pk, stage, status, created_at in ledger.order_by().values_list("submission", "stage", "status", "created_at"):
        known[pk].add(stage)
        if status != NotificationStatus.CANCELLED and local_day(created_at) == day:
            reminded_today.add(pk)
    found = []
    for row in candidates:
        skipped = run.periods[row.period].skipped
        last_day = row.owed_until
        stages = due_stages(last_day=last_day, today=day, since=_round_began(row))
        keys = tuple(StageKey(stage, last_day, row.revision) for stage in stages)
        if row.is_sent:
            skipped[SENT] += 1
        elif not keys:
            skipped[NOT_DUE] += 1
        elif str(keys[-1]) in known[row.pk]:
            skipped[DONE] += 1
        elif row.pk in reminded_today:
            skipped[TODAY] += 1
        else:
            found.append(_Due(row, keys[-1], tuple(key for key in keys[:-1] if str(key) not in known[row.pk])))
    return found


def _round_began(row: Submission) -> dt.date:
    """The day whose own message or act makes a reminder needless. The opening of the period is no such message."""
    moments = (row.round_began, row.extension_granted)  # type: ignore[attr-defined]
    return max((local_day(moment) for moment in moments if moment), default=row.period.opens_on - DAY)


def _supersede(found: list[_Due]) -> None:
    """Mails of earlier stages that still wait (mail server down, quiet hours) must not arrive after the newer one."""
    Notification.objects.filter(
        submission__in=[due.submission.pk for due in found], kind__in=REMINDERS, status=NotificationStatus.PENDING
    ).exclude(stage__in={str(due.key) for due in found}).update(status=NotificationStatus.CANCELLED)


def _reminders(found: list[_Due], people: People, moment: dt.datetime, run: ReminderRun) -> list[Notification]:
    later = next_sending_time(moment)
    not_before = later if later > moment else None
    rows: list[Notification] = []
    for due in found:
        row, stage = due.submission, due.key.stage
        line = run.periods[row.period]
        recipients = people.get(row.organisation_id, {}).values()
        if not recipients:
            line.skipped[NOBODY] += 1
            continue
        kind = _kind(stage)
        message = compose(kind, row, today=run.today, is_last_reminder=stage == Stage.DAY_BEFORE)
        rows += rows_for(recipients, row, message, kind, str(due.key), moment, not_before)
        for key in due.missed:
            missed = rows_for(recipients, row, message, _kind(key.stage), str(key), moment)
            for notification in missed:
                notification.status = NotificationStatus.CANCELLED
            rows += missed
        line.schools[stage] += 1
        line.recipients[stage] += len(recipients)
    return rows


def _kind(stage: Stage) -> NotificationKind:
    return NotificationKind.OVERDUE if stage == Stage.OVERDUE else NotificationKind.REMINDER


def _lost(found: list[_Due], people: People, moment: dt.datetime, day: dt.date) -> list[Notification]:
    """Tell the receivers about schools where nobody would read the reminder."""
    alone = [due for due in found if not people.get(due.submission.organisation_id)]
    if not alone:
        return []
    kind = NotificationKind.NO_RECIPIENT
    officers = receivers_of({due.submission.period.plan.receiver_id for due in alone}, day)
    rows: list[Notification] = []
    for due in alone:
        message = compose(kind, due.submission, today=day, lost_kind=_kind(due.key.stage).label)
        people_there = officers.get(due.submission.period.plan.receiver_id, {}).values()
        rows += rows_for(people_there, due.submission, message, kind, str(due.key), moment, next_sending_time(moment))
    return rows
