"""The tasks of a plan as their page shows them: how far each has come, by whom that was told, and how late it is."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from plans.enums import PlanStatus, TaskStatus
from plans.measures import Achieved, TaskNode, weighted_progress
from plans.models import Plan, Task
from plans.queries import TaskRow, task_tree
from reports.queries.task_reports import Reported, reported_progress
from reports.queries.told import Told, told_of, with_told

FULL = 100
NOTHING_DONE = Achieved(None, 0, 0)


@dataclass(frozen=True)
class TrackedTask:
    """A task of the tree with its progress: told by its unit in an update or its report, averaged over the reports of
    many units, or weighted from what is below."""

    row: TaskRow
    today: dt.date
    reported: Reported | None = None
    achieved: Achieved | None = None

    @property
    def task(self) -> Task:
        return self.row.task

    @property
    def told(self) -> Told:
        """What its unit has said last; of a task that repeats another, what was said about that one."""
        return told_of(self.task)

    @property
    def is_from_reports(self) -> bool:
        """Whether reports have said something, which then stands before what the office has noted itself."""
        return self.reported is not None and self.reported.units > 0

    @property
    def percent(self) -> Fraction | None:
        """Progress in percent, unrounded; None when nobody has told any."""
        if self.achieved is not None:
            return self.achieved.percent
        if self.reported is not None and self.is_from_reports:
            return self.reported.percent
        return None if self.told.progress is None else Fraction(self.told.progress)

    @property
    def status(self) -> TaskStatus | None:
        """What its unit says; None for a parent and for what only reports speak of."""
        return None if self.achieved is not None or self.is_from_reports else self.told.status

    @property
    def can_be_late(self) -> bool:
        """Parents follow their tasks; what all reports call done is done."""
        return self.achieved is None and not (self.is_from_reports and self.percent == FULL)

    @property
    def days_late(self) -> int:
        """Whole days since the due date of a task that is not done; 0 for all others."""
        return days_late(self.task, self.today) if self.can_be_late else 0

    @property
    def is_asked_for(self) -> bool:
        """Whether a unit can be reminded of it; the rule of `reports.queries.open_tasks.awaited_tasks`."""
        task = self.task
        by_reports = task.is_reported and task.lead_id is None
        is_own = self.achieved is None and task.same_as_id is None and not by_reports
        return is_own and task.due_on is not None and self.told.status != TaskStatus.DONE


@dataclass(frozen=True)
class TrackedPlan:
    """All tasks of a plan in its order, and how far they have come together."""

    tasks: list[TrackedTask]
    whole: Achieved
    reported: int

    @property
    def overdue(self) -> int:
        return sum(task.days_late > 0 for task in self.tasks)


def days_late(task: Task, today: dt.date) -> int:
    """How many days ago the task, or the one it repeats, should have been done; 0 when it is done, not due, or its
    plan is not in force. `task` is read `with_told` and with its plan."""
    done = told_of(task).status == TaskStatus.DONE
    if done or task.due_on is None or task.plan.status != PlanStatus.IN_FORCE:
        return 0
    return max((today - task.due_on).days, 0)


def tracked_plan(plan: Plan, *, today: dt.date, with_reports: bool) -> TrackedPlan:
    """The plan's tasks with their progress: two queries, and two more `with_reports`.

    Reports of groups of units are theirs and the receiver's, so only who reads the plan's results gets what they say;
    the state of a task with one lead is that of the plan, wherever its lead has told it.
    """
    rows = task_tree(plan, with_told(plan.tasks.all()))
    for row in rows:
        row.task.plan = plan
    reports = reported_progress(plan, [row.task for row in rows]) if with_reports else {}
    achieved = weighted_progress(_node(row.task, reports) for row in rows)
    tasks = [
        TrackedTask(row, today, reports.get(row.task.same_as_id or row.task.pk), achieved.get(row.task.pk))
        for row in rows
    ]
    counted = sum(report.units > 0 for report in reports.values())
    counted += sum(bool(row.told.report) and row.achieved is None and not row.task.same_as_id for row in tasks)
    return TrackedPlan(tasks, achieved.get(None, NOTHING_DONE), counted)


def _node(task: Task, reports: Mapping[int, Reported]) -> TaskNode:
    said = reports.get(task.same_as_id or task.pk)
    progress = said.percent if said and said.units else told_of(task).progress
    return TaskNode(task.pk, task.parent_id, task.weight, progress, task.same_as_id)
