"""What the results of a period can be narrowed down to: levels, communes, groups of tasks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from plans.models import ReportingPeriod, Task
from reports.queries.completeness import UnitStatus
from reports.queries.cuts import levels_of


@dataclass(frozen=True)
class Places:
    """The levels taught by the units of a period, in the order of schooling, and their communes by name."""

    levels: tuple[str, ...]
    communes: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class TaskGroup:
    """A task with the indicators that stand at it or below it."""

    task: Task
    depth: int
    indicators: frozenset[int]


def places_of(units: Iterable[UnitStatus]) -> Places:
    """Where and at which levels the units of a period teach."""
    rows = list(units)
    communes = {
        unit.commune_id: (unit.commune_key or "", unit.commune or "") for unit in rows if unit.commune_id is not None
    }
    ordered = sorted(communes.items(), key=lambda item: item[1])
    return Places(tuple(levels_of(rows)), tuple((pk, name) for pk, (_, name) in ordered))


def task_groups(period: ReportingPeriod) -> list[TaskGroup]:
    """The plan's tasks that have indicators at them or below them, in the plan's order: one query."""
    rows: list[Any] = list(
        Task.objects.filter(plan=period.plan_id)
        .annotate(asked=F("plan_indicators__indicator"))
        .only("code", "title", "parent")
        .order_by("position", "pk")
    )
    tasks = {row.pk: row for row in rows}
    below: dict[int, set[int]] = {pk: set() for pk in tasks}
    for row in rows:
        if row.asked is not None:
            for key in _with_parents(row.pk, tasks):
                below[key].add(row.asked)
    return [
        TaskGroup(task, len(_with_parents(pk, tasks)) - 1, frozenset(below[pk]))
        for pk, task in tasks.items()
        if below[pk]
    ]


def _with_parents(key: int, tasks: Mapping[int, Task]) -> list[int]:
    found: list[int] = []
    step: int | None = key
    while step is not None and step in tasks and step not in found:
        found.append(step)
        step = tasks[step].parent_id
    return found
