"""What was last said about a task by the unit that leads it: in an update of its own, or in its accepted report.

A report counts from the moment it was sent, so an update written after that stands even when the report is accepted
later; only accepted reports count. Stored nowhere, so a report that is reopened takes back what it said.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from plans.deadlines import local_day
from plans.enums import TaskStatus
from plans.models import TaskUpdate
from reports.enums import SubmissionStatus
from reports.models import TaskEntry

FULL = 100


@dataclass(frozen=True)
class Told:
    """The state of a task. `progress` is in percent, None when none was given; `report` is the label of the period
    whose report says so, "" for an update; `on` is when that report was accepted or the update written."""

    status: TaskStatus
    progress: int | None
    report: str = ""
    on: dt.date | None = None


def with_told(tasks: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate what `told_of` reads, without a query more, and `told_status`, by which lists filter and sort. A task
    that repeats another has the state of that one; `told_of` needs `same_as` loaded for it."""
    said = _entries_that_stand()
    return tasks.annotate(source_id=Coalesce("same_as", "pk")).annotate(
        said_status=Subquery(said.values("status")[:1]),
        said_progress=Subquery(said.values("progress")[:1]),
        said_in=Subquery(said.values("submission__period__label")[:1]),
        accepted_at=Subquery(said.values("submission__accepted_at")[:1]),
        updated_at=Subquery(_own_updates(OuterRef("source_id")).order_by("-at").values("at")[:1]),
        told_status=Coalesce("said_status", "same_as__status", "status"),
    )


def _entries_that_stand() -> QuerySet[TaskEntry]:
    """The entries of the lead in its accepted reports after which it has not written an update, the latest period
    first."""
    later = TaskUpdate.objects.filter(
        task=OuterRef("task"), organisation=OuterRef("task__lead"), at__gt=OuterRef("submission__submitted_at")
    )
    entries = TaskEntry.objects.filter(
        ~Exists(later),
        task=OuterRef("source_id"),
        submission__organisation=F("task__lead"),
        submission__status=SubmissionStatus.ACCEPTED,
    )
    return entries.exclude(status="").order_by("-submission__period__position", "-pk")


def _own_updates(task: OuterRef) -> QuerySet[TaskUpdate]:
    """Updates that change the state: the lead's, or for a task no unit leads those of who follows it."""
    return TaskUpdate.objects.filter(Q(organisation=F("task__lead")) | Q(task__lead=None), task=task)


def told_of(task: Any) -> Told:
    """The state of a task read `with_told`."""
    if task.said_status:
        status = TaskStatus(task.said_status)
        settled = FULL if task.said_progress is None and status == TaskStatus.DONE else task.said_progress
        return Told(status, settled, task.said_in, task.accepted_at and local_day(task.accepted_at))
    source = task.same_as or task
    return Told(TaskStatus(source.status), source.progress, on=task.updated_at and local_day(task.updated_at))
