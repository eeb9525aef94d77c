"""Messages about tasks: who gets them, what the ledger has of them, and taking them back."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from plans.deadlines import local_day
from plans.models import Task
from plans.models.task import TASK_WRITERS
from reports.enums import NotificationKind, NotificationStatus
from reports.messages import Message, compose_about_task, receiver_words
from reports.models import Notification
from reports.models.notification import NotificationQuerySet
from reports.queries.open_tasks import responsible_unit
from reports.queries.recipients import Recipient, Recipients, recipients_of
from reports.services.contacting import first_status
from reports.task_stages import TASK_REMINDERS, task_key

UNREAD = "mail/task_unread.txt"


def people_for(tasks: Collection[Task], day: dt.date) -> Recipients:
    """Who is told about the tasks, and whose office is told when nobody is there: one query."""
    units = {responsible_unit(task) for task in tasks} | {task.plan.receiver_id for task in tasks}
    return recipients_of(units, TASK_WRITERS, day)


def reminder_of(task: Task, day: dt.date) -> tuple[NotificationKind, Message]:
    """The reminder of a task as it would be written on the day: a courtesy up to the due date, a chase after it."""
    is_late = task.due_on is not None and day > task.due_on
    kind = NotificationKind.TASK_OVERDUE if is_late else NotificationKind.TASK_DUE
    addressee = task.lead.name if task.lead else receiver_words(task.plan, day)[0]
    return kind, compose_about_task(kind, task, today=day, addressee=addressee, link_path=page_of(task))


def task_rows(
    task: Task, people: Recipients, stage: str, moment: dt.datetime, not_before: dt.datetime | None
) -> list[Notification]:
    """Unsaved reminders of a task for everybody of its unit; the receiver's people are told when nobody is there."""
    day = local_day(moment)
    kind, message = reminder_of(task, day)
    found = list(people.get(responsible_unit(task), {}).values())
    if found:
        return _rows(found, task, kind, message, stage, moment, not_before)
    lost = NotificationKind.NO_RECIPIENT
    addressee = receiver_words(task.plan, day)[0]
    told = compose_about_task(
        lost,
        task,
        today=day,
        addressee=addressee,
        link_path=page_of(task),
        template=UNREAD,
        lost_kind=kind.label,
    )
    receivers = people.get(task.plan.receiver_id, {}).values()
    return _rows(receivers, task, lost, told, stage, moment, not_before)


def page_of(task: Task) -> str:
    """Path of the page on which the task is updated."""
    return reverse("task_detail", args=[task.pk])


def _rows(
    people: Iterable[Recipient],
    task: Task,
    kind: NotificationKind,
    message: Message,
    stage: str,
    moment: dt.datetime,
    not_before: dt.datetime | None,
) -> list[Notification]:
    rows = []
    for person in people:
        status = first_status(kind, person)
        rows.append(
            Notification(
                kind=kind,
                stage=stage,
                task=task,
                recipient=person.user,
                subject=message.subject,
                body=message.body,
                link_path=page_of(task),
                status=status,
                not_before=not_before if status == NotificationStatus.PENDING else None,
                created_at=moment,
            )
        )
    return rows


class TaskLedger:
    """The reminders already written about some tasks, alerts that nobody read them included: one query."""

    def __init__(self, tasks: Collection[Task], today: dt.date) -> None:
        self._keys: dict[int, set[str]] = defaultdict(set)
        self._last: dict[tuple[int, str], dt.date] = {}
        self._today: set[int] = set()
        kinds = (*TASK_REMINDERS, NotificationKind.NO_RECIPIENT)
        rows = Notification.objects.filter(task__in=[task.pk for task in tasks], kind__in=kinds).order_by("pk")
        for pk, stage, status, created_at in rows.values_list("task", "stage", "status", "created_at"):
            self._keys[pk].add(stage)
            if status == NotificationStatus.CANCELLED:
                continue
            day, due = local_day(created_at), stage.partition(" ")[2]
            self._last[pk, due] = max(day, self._last.get((pk, due), day))
            if day == today:
                self._today.add(pk)

    def knows(self, task: Task, code: str) -> bool:
        """Whether this stage has been written for the task's present due date."""
        return task.due_on is not None and task_key(code, task.due_on) in self._keys[task.pk]

    def reminded_today(self, task: Task) -> bool:
        return task.pk in self._today

    def last_day_reminded(self, task: Task) -> dt.date:
        """The day of the last reminder for the present due date; long ago for none."""
        return self._last.get((task.pk, task.due_on.isoformat() if task.due_on else ""), dt.date.min)


def supersede_task_reminders(tasks: Collection[int]) -> None:
    """Mails of earlier reminders that still wait must not arrive after a newer one."""
    _waiting(tasks).update(status=NotificationStatus.CANCELLED)


def cancel_task_reminders(tasks: Collection[int]) -> None:
    """Stop what asks for tasks that are done: waiting mails are not sent any more, and reminders shown in the portal no
    longer count as unread. `tasks` are ids."""
    _waiting(tasks).update(status=NotificationStatus.CANCELLED)
    shown = Notification.objects.filter(task__in=tasks, kind__in=TASK_REMINDERS, read_at=None)
    shown.exclude(status=NotificationStatus.CANCELLED).update(read_at=timezone.now())


def _waiting(tasks: Collection[int]) -> NotificationQuerySet:
    unsent = Q(status=NotificationStatus.PENDING) | Q(status=NotificationStatus.FOR_DIGEST)
    return Notification.objects.filter(unsent, task__in=tasks, kind__in=TASK_REMINDERS)
