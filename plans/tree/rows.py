"""The rows of the task editor, and what deleting one of them means."""

from dataclasses import dataclass

from plans.models import Plan, PlanIndicator, Task
from plans.tree.forest import Forest, Place
from plans.tree.shape import dependants_of_tasks


@dataclass(frozen=True)
class EditorRow:
    """A task at its place in the tree, with the six columns officers use."""

    task: Task
    place: Place

    @property
    def level(self) -> int:
        """Depth as assistive technology counts it, from 1."""
        return self.place.depth + 1

    @property
    def has_next(self) -> bool:
        return self.place.number < self.place.siblings

    @property
    def coordinating_text(self) -> str:
        """Who coordinates: the units of the portal, then whom the document names in words of its own."""
        units = ", ".join(unit.short_name for unit in self.task.coordinating.all())
        return "; ".join(filter(None, [units, self.task.coordinating_label]))


def editor_rows(plan: Plan) -> list[EditorRow]:
    """The plan's tasks as they stand in the tree; every task once, even from a damaged tree. Two queries."""
    tasks = {
        task.pk: task
        for task in plan.tasks.select_related("lead").prefetch_related("coordinating").order_by("position", "pk")
    }
    forest = Forest.of((task.pk, task.parent_id, task.position) for task in tasks.values())
    return [EditorRow(tasks[place.id], place) for place in forest.walk()]


@dataclass(frozen=True)
class Deletion:
    """What goes with a task. `used` names what forbids it; `consequences` what other things lose."""

    below: int
    used: list[str]
    consequences: list[str]


def deletion_of(plan: Plan, task: Task) -> Deletion:
    """What deleting a task would mean."""
    forest = Forest.of(plan.tasks.values_list("pk", "parent_id", "position"))
    gone = forest.subtree(task.pk)
    indicators = PlanIndicator.objects.filter(task__in=gone).count()
    carried = Task.objects.filter(carries_out__in=gone).exclude(pk__in=gone).count()
    twins = Task.objects.filter(same_as__in=gone).exclude(pk__in=gone).count()
    consequences = [
        f"{count} {what}"
        for count, what in (
            (indicators, "chỉ tiêu trong biểu số liệu không còn gắn với nhiệm vụ nào"),
            (carried, "nhiệm vụ của kế hoạch khác không còn nối lên mục này"),
            (twins, "mục trùng lại được tính riêng"),
        )
        if count
    ]
    return Deletion(len(gone) - 1, dependants_of_tasks(gone), consequences)
