"""What the page of one task shows beside the task itself, read with a constant number of queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from plans.models import Plan, Task, TaskFile, TaskUpdate
from reports.enums import Capability
from reports.models import TaskEntry
from reports.permissions import REPORTER_ROLES, can
from reports.queries.task_reports import Reported, said_about
from reports.queries.told import with_told
from schools.queries import actor_of


@dataclass(frozen=True)
class TaskPage:
    """The task's place in its plan, its history, its equals, and what reports say about it."""

    path: list[Task]
    below: list[Task]
    updates: list[TaskUpdate]
    equals: list[Task]
    reported: Reported | None
    own_entries: list[TaskEntry]
    is_from_reports: bool


def task_page(task: Task, user: Any) -> TaskPage:
    """What the person may see of it. `task` needs what `for_task_page` loads."""
    reads = task.is_reported and can(user, Capability.VIEW_RESULTS, task.plan)
    reported = said_about(task.plan, [task]).get(task.pk) if reads else None
    return TaskPage(
        path=_path(task),
        below=list(task.children.all()),
        updates=history_of(task),
        equals=equal_tasks(task, user),
        reported=reported,
        own_entries=own_entries(task, user) if task.is_reported and not reads else [],
        is_from_reports=task.lead_id is None and reported is not None and reported.units > 0,
    )


def for_task_page(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks with their plan, the parts they stand in, their coordinating units, what is below, and what its unit
    said last: three queries."""
    related = with_told(tasks).select_related("plan__receiver", "lead", "same_as", "parent__parent__parent")
    return related.prefetch_related("coordinating", Prefetch("children", Task.objects.order_by("position", "pk")))


def _path(task: Task) -> list[Task]:
    """The parts above the task, the outermost first; deeper trees than documents have cost a query a level."""
    path: list[Task] = []
    above = task.parent
    while above is not None:
        path.insert(0, above)
        above = above.parent
    return path


def history_of(task: Task) -> list[TaskUpdate]:
    """The updates of the task, the newest first, with their files: two queries."""
    files = Prefetch("files", TaskFile.objects.order_by("pk"))
    return list(task.updates.select_related("organisation", "by").prefetch_related(files).order_by("-at", "-pk"))


def equal_tasks(task: Task, user: Any) -> list[Task]:
    """The tasks that say the same, in both directions, as far as the person may read their plans."""
    original = task.same_as_id or task.pk
    equals = Task.objects.filter(Q(pk=original) | Q(same_as=original), plan__in=Plan.objects.visible_to(user))
    return list(equals.exclude(pk=task.pk).select_related("plan").order_by("plan", "position", "pk"))


def own_entries(task: Task, user: Any) -> list[TaskEntry]:
    """What the person's own organisations have reported about the task, the latest period first."""
    seats = actor_of(user).organisations(*REPORTER_ROLES)
    entries = TaskEntry.objects.filter(task=task, submission__organisation__in=seats).exclude(status="")
    return list(
        entries.select_related("submission__period__plan", "submission__organisation").order_by(
            "-submission__period__position", "submission__organisation__sort_key", "pk"
        )
    )
