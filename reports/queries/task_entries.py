"""What the accepted reports of a period say about tasks, entry by entry."""

from collections.abc import Sequence
from dataclasses import dataclass

from plans.models import ReportingPeriod, Task
from reports.models import TaskEntry


@dataclass(frozen=True)
class TaskResults:
    """The tasks to report on, and what the accepted reports say of them; `unit` is what the bodies are called."""

    tasks: Sequence[Task]
    entries: Sequence[TaskEntry]
    unit: str

    def of(self, task: Task) -> list[TaskEntry]:
        return [entry for entry in self.entries if entry.task_id == task.pk]


def load_task_results(period: ReportingPeriod, unit: str) -> TaskResults:
    """Two queries. An entry without a status says nothing and is left out."""
    entries = (
        TaskEntry.objects.filter(submission__in=period.submissions.accepted())
        .exclude(status="")
        .select_related("task", "submission__organisation")
        .order_by("submission__organisation__sort_key", "submission_id", "task__position", "pk")
    )
    tasks = Task.objects.filter(plan=period.plan_id, is_reported=True, same_as__isnull=True)
    return TaskResults(list(tasks.order_by("position", "pk")), list(entries), unit)
