"""What a person has seen of a plan's tasks, as rows for a digest, and what stands in the way of deleting them."""

from collections.abc import Collection
from typing import Any

from plans.dependants import dependants_of
from plans.models import Plan, Task, TaskUpdate

# What the editor writes into a row; progress, status and place change in other ways.
CONTENT = (
    "label", "title", "text", "kind", "levels", "is_reported", "lead", "lead_label", "lead_is_inferred",
    "coordinating_label", "starts_on", "due_on", "expected_result", "weight", "same_as", "carries_out",
)  # fmt: skip


def shape_of(plan: Plan) -> list[list[Any]]:
    """The tree without its contents: what moving, renumbering and deleting change. One query."""
    rows = plan.tasks.order_by("position", "pk").values_list("pk", "parent_id", "position", "code", "label")
    return [list(row) for row in rows]


def contents_of(plan: Plan, ids: Collection[int]) -> list[dict[str, Any]]:
    """What the editor writes of some tasks; tasks that are gone are missing. Two queries."""
    links = Task.coordinating.through.objects.filter(task__plan=plan, task__in=ids)
    units: dict[int, list[int]] = {}
    for task, unit in links.order_by("task_id", "organisation_id").values_list("task_id", "organisation_id"):
        units.setdefault(task, []).append(unit)
    rows = plan.tasks.filter(pk__in=ids).order_by("pk").values("pk", *CONTENT)
    return [{**row, "coordinating": units.get(row["pk"], [])} for row in rows]


def dependants_of_tasks(ids: Collection[int]) -> list[str]:
    """What would be lost with these tasks; their history, too, which is deleted along."""
    return dependants_of(Task, ids, besides=[TaskUpdate])
