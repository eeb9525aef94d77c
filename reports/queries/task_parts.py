"""How the parts of a plan have come along, by what accepted reports say: for plans that have tasks instead of targets.

The counts are those of `reports.queries.matters.Matters.said`, so that they cost no query here.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from plans.enums import TaskStatus
from plans.models import Plan, Task

PART_DEPTH = 2  # a part and a group within it; documents of this kind do not divide further (domain reference §4.2)


@dataclass(frozen=True, slots=True)
class TaskPart:
    """A group of tasks of the plan. `told` of its `tasks` have a result, `done` are called done by everybody who
    reports on them, `hindered` are held up at somebody; `results` counts the reports' words by status."""

    pk: int
    code: str
    title: str
    tasks: int
    told: int
    done: int
    hindered: int
    results: Counter[TaskStatus]


def task_parts(plan: Plan, said: Mapping[int, Counter[TaskStatus]]) -> list[TaskPart]:
    """The groups with tasks to report on, in the plan's order: one query."""
    rows = plan.tasks.order_by("position", "pk").only(
        "plan_id", "parent_id", "code", "title", "is_reported", "same_as_id"
    )
    by_pk = {task.pk: task for task in rows}
    groups: dict[int, list[int]] = {}
    for task in by_pk.values():
        if task.is_reported and task.same_as_id is None:
            groups.setdefault(_group_of(task, by_pk), []).append(task.pk)
    return [_part(by_pk[pk], [said.get(task, Counter()) for task in groups[pk]]) for pk in by_pk if pk in groups]


def _group_of(task: Task, by_pk: Mapping[int, Task]) -> int:
    chain = [task.pk]
    parent = by_pk.get(task.parent_id or 0)
    while parent is not None and parent.pk not in chain:
        chain.append(parent.pk)
        parent = by_pk.get(parent.parent_id or 0)
    chain.reverse()
    return chain[:PART_DEPTH][-1]


def _part(group: Task, results: list[Counter[TaskStatus]]) -> TaskPart:
    return TaskPart(
        pk=group.pk,
        code=group.code,
        title=group.title,
        tasks=len(results),
        told=sum(bool(said) for said in results),
        done=sum(set(said) == {TaskStatus.DONE} for said in results),
        hindered=sum(TaskStatus.HINDERED in said for said in results),
        results=sum(results, Counter()),
    )
