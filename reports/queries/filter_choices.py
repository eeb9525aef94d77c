"""What the results of a period can be narrowed down to: levels, communes, groups of tasks, periods to compare with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from plans.models import PlanIndicator, ReportingPeriod, Task
from reports.models import Submission
from reports.queries.communes import commune_of_report
from reports.queries.readable import results_readable_by
from schools.enums import Level


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


def places_of(period: ReportingPeriod) -> Places:
    """Where and at which levels the units of the period teach: one query, a row per kind of place and not per unit."""
    rows = (
        Submission.objects.filter(period=period)
        .order_by()
        .values_list(
            "organisation__school__levels",
            commune_of_report("pk"),
            commune_of_report("short_name"),
            commune_of_report("sort_key"),
        )
        .distinct()
    )
    taught: set[str] = set()
    communes: dict[int, tuple[str, str]] = {}
    for levels, commune, name, sort_key in rows:
        taught.update((levels or "").split())
        if commune is not None:
            communes[commune] = (sort_key, name)
    ordered = sorted(communes.items(), key=lambda item: item[1])
    return Places(
        tuple(level for level in Level.values if level in taught), tuple((pk, name) for pk, (_, name) in ordered)
    )


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


def comparable_periods(period: ReportingPeriod, user: Any) -> list[ReportingPeriod]:
    """The other periods of the plan, then those of the issuer's plans of other years that ask for a common indicator
    and whose results the person may read, each with its plan: one query."""
    plan = period.plan
    mine = PlanIndicator.objects.filter(plan=plan.pk).values("indicator")
    shared = PlanIndicator.objects.filter(plan=OuterRef("plan"), indicator__in=mine)
    others = Q(plan__issuer=plan.issuer_id, plan__document_type=plan.document_type) & ~Q(plan__year=plan.year)
    found = results_readable_by(ReportingPeriod.objects.all(), user).filter(Q(plan=plan.pk) | others & Exists(shared))
    rows = found.exclude(pk=period.pk).select_related("plan").order_by("position", "plan_id")
    return sorted(rows, key=lambda row: (row.plan_id != plan.pk, -row.plan.year, row.plan_id, row.position))
