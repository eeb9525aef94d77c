"""The tasks of a person's own units, over all plans in force: what they lead, follow, or share."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When

from plans.enums import PlanStatus, TaskStatus
from plans.models import Plan, Task
from plans.models.task import TASK_KEEPERS
from reports.queries.open_tasks import asked_of_units
from reports.queries.told import with_told
from schools.enums import Role
from schools.models import Organisation
from schools.queries import Actor

SOON = dt.timedelta(days=7)
SHOWN = 3


def units_of(actor: Actor) -> frozenset[int]:
    """The organisations whose tasks are the person's own; who only keeps the portal has none."""
    return actor.organisations(*(role for role in Role.values if role != Role.ADMINISTRATOR))


def my_tasks(actor: Actor) -> QuerySet[Any]:
    """Tasks done by themselves that one of the person's units leads, coordinates, or follows because nobody of the
    portal leads them. Each carries `is_led` and `is_followed`. What is open and due soonest stands first."""
    units, keepers = units_of(actor), actor.organisations(*TASK_KEEPERS)
    shared = Task.coordinating.through.objects.filter(task=OuterRef("pk"), organisation__in=units)
    followed = Q(lead=None, is_reported=False, due_on__isnull=False, plan__receiver__in=keepers)
    tasks = Task.objects.leaves().filter(plan__status=PlanStatus.IN_FORCE, same_as=None)
    mine = tasks.filter(Q(lead__in=units) | Exists(shared) | followed)
    flags = {
        "is_led": Case(When(lead__in=units, then=Value(True)), default=Value(False)),
        "is_followed": Case(When(followed & ~Exists(shared), then=Value(True)), default=Value(False)),
        "is_done": Case(When(told_status=TaskStatus.DONE, then=Value(1)), default=Value(0)),
    }
    return (
        with_told(mine)
        .annotate(**flags)
        .order_by("is_done", F("due_on").asc(nulls_last=True), "plan", "position", "pk")
    )


def for_my_list(tasks: QuerySet[Any]) -> QuerySet[Any]:
    """With everything a line names: two queries."""
    units = Prefetch("coordinating", Organisation.objects.order_by("sort_key", "pk"))
    return tasks.select_related("plan", "lead", "same_as").prefetch_related(units)


def reporting_plans(actor: Actor) -> QuerySet[Plan]:
    """Plans in force on whose tasks one of the person's units reports period by period."""
    found = Plan.objects.filter(status=PlanStatus.IN_FORCE, reporters__organisation__in=units_of(actor))
    return found.distinct().order_by("-year", "pk")


@dataclass(frozen=True)
class Urgent:
    """What a person's units have to finish: the first tasks, and how many there are."""

    tasks: list[Task]
    overdue: int
    soon: int


def urgent_tasks(actor: Actor, today: dt.date) -> Urgent:
    """Late tasks of the person's units and those due within a week: one query, none for who has no unit."""
    units = units_of(actor)
    rows = list(asked_of_units(units, today, SOON).select_related("plan", "same_as")) if units else []
    late = sum(row.due_on < today for row in rows)
    return Urgent(rows[:SHOWN], late, len(rows) - late)
