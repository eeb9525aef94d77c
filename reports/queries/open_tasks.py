"""Tasks that somebody still has to do: for the reminders, the page of one's own tasks and the home page."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from plans.enums import PlanStatus, TaskStatus
from plans.models import Task
from reports.queries.told import with_told


def responsible_unit(task: Task) -> int:
    """Id of the organisation that is asked about the task: its lead unit, else the one that receives the plan's
    reports and follows the plan."""
    return task.lead_id or task.plan.receiver_id


def awaited_tasks(plans: Collection[int] | None = None) -> QuerySet[Task]:
    """Tasks of plans in force that are done by themselves, have a due date and are not done.

    What says the same as another task is asked for there. Groups of units without a lead of the portal are asked
    through their reports, which have deadlines of their own.
    """
    tasks = Task.objects.leaves().filter(plan__status=PlanStatus.IN_FORCE, due_on__isnull=False, same_as=None)
    if plans is not None:
        tasks = tasks.filter(plan__in=plans)
    return (
        with_told(tasks)
        .exclude(told_status=TaskStatus.DONE)
        .exclude(is_reported=True, lead=None)
        .order_by("due_on", "pk")
    )


def for_task_messages(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks with everything that a message about them names, in a constant number of queries."""
    return tasks.select_related("lead", "plan__receiver").prefetch_related("plan__receiver__profiles")


def asked_of_units(units: Collection[int], today: dt.date, within: dt.timedelta) -> QuerySet[Any]:
    """The awaited tasks for which one of the organisations is responsible and that are late or due soon."""
    return awaited_tasks().filter(
        Q(lead__in=units) | Q(lead=None, plan__receiver__in=units), due_on__lte=today + within
    )
