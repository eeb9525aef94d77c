"""The chain of one task: up to the document it serves, down to the tasks that carry it out and those that say the same.

A person sees what they could open anyway; of a plan they cannot read, only the plan is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from plans.chain.graph import Graph
from plans.chain.reading import chain_of_plan, readable_plans
from plans.models import Task


@dataclass(frozen=True)
class Step:
    """A task above or below, `level` steps away. `is_readable`: whether the person may read its plan."""

    task: Task
    is_readable: bool
    level: int


@dataclass(frozen=True)
class TaskChain:
    """`above` leads from the next task up to the last, `documents` on from the plan of that one. Where the person may
    not read that plan, they see what it carries out and nothing else of it."""

    above: list[Step]
    documents: Graph
    top_is_readable: bool
    below: list[Step]
    equals: list[Task]


def task_chain(task: Task, user: Any) -> TaskChain:
    """What hangs together with a task of a plan that the person reads: six queries whatever its length."""
    original = task.same_as_id or task.pk
    equal = Q(pk=original) | Q(same_as=original)
    linked = {
        row.pk: row
        for row in Task.objects.filter(equal | Q(carries_out__isnull=False) | Q(carried_out_by__isnull=False))
        .select_related("plan")
        .defer("text", "search_key")
        .order_by("plan", "position", "pk")
        .distinct()
    }
    links = {pk: row.carries_out_id for pk, row in linked.items() if row.carries_out_id}
    readable = readable_plans(user)
    above = [
        Step(linked[pk], linked[pk].plan_id in readable, level) for level, pk in enumerate(_above(task.pk, links), 1)
    ]
    below = [
        Step(linked[pk], True, level) for pk, level in _below(task.pk, links).items() if linked[pk].plan_id in readable
    ]
    top = above[-1].task.plan if above else task.plan
    return TaskChain(
        above=above,
        documents=chain_of_plan(top, readable),
        top_is_readable=top.pk in readable,
        below=below,
        equals=[
            row
            for row in linked.values()
            if row.pk != task.pk and original in (row.pk, row.same_as_id) and row.plan_id in readable
        ],
    )


def _above(start: int, links: Mapping[int, int]) -> list[int]:
    """The tasks above, nearest first; data that circle end where they meet themselves."""
    found: list[int] = []
    pk = links.get(start)
    while pk is not None and pk != start and pk not in found:
        found.append(pk)
        pk = links.get(pk)
    return found


def _below(start: int, links: Mapping[int, int]) -> dict[int, int]:
    """The tasks below with the number of steps down to them, each right after the one it carries out."""
    children: dict[int, list[int]] = {}
    for pk, above in links.items():
        children.setdefault(above, []).append(pk)
    found: dict[int, int] = {}
    stack = [(pk, 1) for pk in reversed(children.get(start, []))]
    while stack:
        pk, level = stack.pop()
        if pk != start and pk not in found:
            found[pk] = level
            stack.extend((child, level + 1) for child in reversed(children.get(pk, [])))
    return found
