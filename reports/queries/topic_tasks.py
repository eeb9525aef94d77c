"""The tasks of a plan that are about certain subjects, with what was last told about each."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from plans.enums import TaskStatus
from plans.models import Plan, Task
from reports.queries.told import Told, told_of, with_told
from reports.queries.topics import Topic, topic_of
from reports.queries.tracked_tasks import days_late


@dataclass(frozen=True)
class TopicTask:
    """`told` is the state its unit gives; nobody has told anything when `is_silent`. `is_late`: due and not done."""

    pk: int
    title: str
    lead: str
    due_on: dt.date | None
    told: Told
    is_late: bool

    @property
    def is_silent(self) -> bool:
        return self.told.on is None and self.told.status == TaskStatus.NOT_STARTED


def tasks_about(plan: Plan, topics: Collection[Topic], today: dt.date) -> tuple[TopicTask, ...]:
    """Tasks that are done by themselves and whose title, or a heading above them, is about one of the topics: one
    query. What repeats another task is told there."""
    tasks = {task.pk: task for task in with_told(plan.tasks.select_related("lead")).order_by("position", "pk")}
    parents = {task.parent_id for task in tasks.values()}
    found = []
    for task in tasks.values():
        task.plan = plan
        if task.pk in parents or task.same_as_id or not _is_about(task, tasks, topics):
            continue
        late = days_late(task, today) > 0
        found.append(TopicTask(task.pk, task.title, task.lead_text, task.due_on, told_of(task), late))
    return tuple(found)


def _is_about(task: Task, tasks: Mapping[int, Task], topics: Collection[Topic]) -> bool:
    above: Task | None = task
    while above is not None:
        if topic_of(above.title) in topics:
            return True
        above = tasks.get(above.parent_id or 0)
    return False
