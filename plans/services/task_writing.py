"""Writing the tasks of a plan: what one of them says, and one assignment for several."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from plans.models import Plan, Task
from plans.permissions import may_edit_plan
from plans.services.errors import Conflict
from plans.services.sections import lock_plan, lock_section
from plans.services.tree import TOO_DEEP, load, store
from plans.tree.renumbering import TooDeep, code_for
from plans.tree.shape import contents_of

GONE = "Mục này vừa bị xóa."


@transaction.atomic
def add_task(*, plan: Plan, values: Mapping[str, Any], after: int | None, under: int | None, by: Any) -> Task:
    """A new task right behind `after`, else as the last one under `under` (None: at the end of the plan).

    `values` are the task's columns and `coordinating`. Its code is the next free one at its place: codes of other tasks
    never change, so this is allowed while the plan is in force.

    Raises:
        Conflict: the task it should stand beside is gone, the tree is too deep, or the plan was closed meanwhile.
    """
    now = _lock(plan, by)
    tasks, forest = load(now)
    if any(anchor is not None and anchor not in tasks for anchor in (after, under)):
        raise Conflict(GONE)
    columns = dict(values)
    coordinating = columns.pop("coordinating")
    task = Task(plan=now, parent_id=tasks[after].parent_id if after is not None else under, **columns)
    place = 0  # no stored task has this id, so the new one can stand in the tree before it is stored
    grown = forest.insert(place, after=after, under=under)
    try:
        task.code = code_for(grown, {pk: row.code for pk, row in tasks.items()}, place)
    except TooDeep as error:
        raise Conflict(TOO_DEEP) from error
    task.position = len(tasks) + 1
    task.save()
    task.coordinating.set(coordinating)
    store({**tasks, task.pk: task}, forest.insert(task.pk, after=after, under=under), {})
    return task


@transaction.atomic
def save_task(*, plan: Plan, task_id: int, values: Mapping[str, Any], by: Any, read_as: str) -> Task:
    """Write what a task says; its place and code stay.

    Raises:
        Conflict: the task is gone. SectionChanged: somebody changed this task after it was read (`read_as`).
    """
    if not plan.tasks.filter(pk=task_id).exists():
        raise Conflict(GONE)
    now = lock_section(plan=plan, read_as=read_as, rows=lambda locked: contents_of(locked, [task_id]))
    if not may_edit_plan(by, now):
        raise PermissionDenied
    task = now.tasks.get(pk=task_id)
    columns = dict(values)
    task.coordinating.set(columns.pop("coordinating"))
    for name, value in columns.items():
        setattr(task, name, value)
    task.save()
    return task


@transaction.atomic
def assign_tasks(*, plan: Plan, ids: Collection[int], values: Mapping[str, Any], by: Any, read_as: str) -> int:
    """Write the same `values` into several tasks; answers how many. What is not in `values` stays as it is.

    `coordinating` are units that come in addition to those a task already has.

    Raises:
        SectionChanged: one of them was changed or deleted after they were read.
    """
    now = lock_section(plan=plan, read_as=read_as, rows=lambda locked: contents_of(locked, ids))
    if not may_edit_plan(by, now):
        raise PermissionDenied
    columns = dict(values)
    units = columns.pop("coordinating", ())
    tasks = now.tasks.filter(pk__in=ids)
    count = tasks.update(**columns) if columns else tasks.count()
    through = Task.coordinating.through
    through.objects.bulk_create(
        [through(task_id=pk, organisation_id=unit.pk) for pk in tasks.values_list("pk", flat=True) for unit in units],
        ignore_conflicts=True,
    )
    return count


def _lock(plan: Plan, by: Any) -> Plan:
    now = lock_plan(plan=plan)
    if not may_edit_plan(by, now):
        raise PermissionDenied
    return now
