"""How the tasks of a plan stood at the end of a period, when its summary is written.

The page of the tasks shows what was said last. A summary of an earlier period must not tell what happened after it, so
here only updates up to its day and accepted reports up to its period speak; otherwise the rules are those of
`reports.queries.told` and `reports.queries.task_reports`, and a test compares the two.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from django.db.models import F

from plans.deadlines import end_of_day
from plans.enums import TaskStatus
from plans.measures import Achieved, TaskNode, weighted_progress
from plans.models import ReportingPeriod, Task, TaskUpdate
from plans.queries import TaskRow, task_tree
from reports.models import Submission, TaskEntry

FULL = Fraction(100)
GROUP_DEPTH = 1  # a part is at 0, the group within it at 1; deeper ones are too many for a table (reference §4.1)


class Told(NamedTuple):
    """One word about a task, in the columns of the queries below."""

    task: int
    organisation: int
    status: str
    progress: int | None
    at: dt.datetime | None
    text: str


@dataclass(frozen=True)
class TaskState:
    """A task that is done by itself. `status` is None when nobody has told any. When reports of several units speak,
    it is done when all say so, not started when all say so, and in progress otherwise; `hindered` of them are stuck."""

    task: Task
    status: TaskStatus | None
    percent: Fraction | None
    text: str = ""
    units: int = 0
    hindered: int = 0

    @property
    def is_done(self) -> bool:
        return self.status == TaskStatus.DONE

    @property
    def is_hindered(self) -> bool:
        """Whether the one who leads it says so; of many units some always do."""
        return self.status == TaskStatus.HINDERED


@dataclass(frozen=True)
class TaskGroup:
    """A part of the plan with the tasks in it."""

    head: Task
    states: tuple[TaskState, ...]
    achieved: Achieved


@dataclass(frozen=True)
class PeriodTasks:
    """`states` are all tasks that are done by themselves, once each, in the order of the plan; `updates` what the
    receiver itself has written between the last summary and this one."""

    states: tuple[TaskState, ...]
    groups: tuple[TaskGroup, ...]
    whole: Achieved
    updates: tuple[TaskUpdate, ...]

    def counts(self) -> Counter[TaskStatus | None]:
        return Counter(state.status for state in self.states)


def period_tasks(period: ReportingPeriod, *, since: dt.date | None, until: dt.date) -> PeriodTasks:
    """The tasks of the plan as they stood on `until`: four queries whatever the size. `period` has its plan."""
    rows = task_tree(period.plan)
    sources = {row.task.pk: row.task.same_as or row.task for row in rows}
    updates = list(
        TaskUpdate.objects.filter(task__in={task.pk for task in sources.values()})
        .select_related("task")
        .order_by("at", "pk")
    )
    said = _said(period, sources)
    inner = {row.task.parent_id for row in rows}
    last = _last_updates(updates, sources.values(), end_of_day(until))
    told_at_all = {update.task_id for update in updates}
    states = {
        pk: _state(task, last.get(task.pk), said.get(task.pk, []), is_written=task.pk in told_at_all)
        for pk, task in sources.items()
        if pk not in inner
    }
    achieved = weighted_progress(_node(row.task, states) for row in rows)
    own = {row.task.pk: states[row.task.pk] for row in rows if row.task.pk in states and not row.task.same_as_id}
    begin = since and end_of_day(since)
    return PeriodTasks(
        states=tuple(own.values()),
        groups=tuple(_groups(rows, own, achieved)),
        whole=achieved.get(None, Achieved(None, 0, 0)),
        updates=tuple(
            update
            for update in updates
            if update.organisation_id == period.plan.receiver_id
            and update.at <= end_of_day(until)
            and (begin is None or update.at > begin)
        ),
    )


def _said(period: ReportingPeriod, sources: Mapping[int, Task]) -> dict[int, list[Told]]:
    """What accepted reports say: those of this period, and the earlier ones of whoever leads the task; the latest
    last."""
    reports = Submission.objects.reports().accepted().filter(period__position__lte=period.position)
    rows = (
        TaskEntry.objects.filter(submission__in=reports, task__in={task.pk for task in sources.values()})
        .filter(submission__period__plan=F("task__plan"))
        .exclude(status="")
        .order_by("submission__period__position", "pk")
        .values_list("task", "submission__organisation", "status", "progress", "submission__submitted_at", "text",
                     "submission__period")
    )  # fmt: skip
    found: dict[int, list[Told]] = {}
    leads = {task.pk: task.lead_id for task in sources.values()}
    for task, unit, status, progress, at, text, of_period in rows:
        told = Told(task, unit, status, progress, at, text)
        if told.organisation == leads[told.task] or (leads[told.task] is None and of_period == period.pk):
            found.setdefault(told.task, []).append(told)
    return found


def _last_updates(updates: Iterable[TaskUpdate], tasks: Iterable[Task], end: dt.datetime) -> dict[int, TaskUpdate]:
    """The last word of whoever leads each task, or of anybody where nobody leads it."""
    leads = {task.pk: task.lead_id for task in tasks}
    return {
        update.task_id: update
        for update in updates
        if update.at <= end and leads[update.task_id] in (None, update.organisation_id)
    }


def _state(task: Task, update: TaskUpdate | None, said: Sequence[Told], *, is_written: bool) -> TaskState:
    if said and task.lead_id is None:
        return _reported(task, said)
    if said and (update is None or (said[-1].at is not None and update.at <= said[-1].at)):
        last = said[-1]
        percent = FULL if last.progress is None and last.status == TaskStatus.DONE else last.progress
        return TaskState(task, TaskStatus(last.status), _fraction(percent), last.text)
    if update is not None:
        return TaskState(task, TaskStatus(update.status), _fraction(update.progress), update.text)
    is_entered = task.status != TaskStatus.NOT_STARTED or task.progress is not None
    if is_entered and not is_written:
        return TaskState(task, TaskStatus(task.status), _fraction(task.progress))
    return TaskState(task, None, None)


def _reported(task: Task, said: Sequence[Told]) -> TaskState:
    kinds = {told.status for told in said}
    given = [
        FULL if told.progress is None else Fraction(told.progress)
        for told in said
        if told.progress is not None or told.status == TaskStatus.DONE
    ]
    status = TaskStatus(kinds.pop()) if len(kinds) == 1 else TaskStatus.IN_PROGRESS
    return TaskState(
        task,
        TaskStatus.IN_PROGRESS if status == TaskStatus.HINDERED and len(said) > 1 else status,
        sum(given, Fraction(0)) / len(given) if given else None,
        said[0].text if len(said) == 1 else "",
        len(said),
        sum(told.status == TaskStatus.HINDERED for told in said),
    )


def _fraction(percent: Fraction | int | None) -> Fraction | None:
    return None if percent is None else Fraction(percent)


def _node(task: Task, states: Mapping[int, TaskState]) -> TaskNode:
    state = states.get(task.pk)
    return TaskNode(task.pk, task.parent_id, task.weight, state.percent if state else None, task.same_as_id)


def _groups(
    rows: Sequence[TaskRow], states: Mapping[int, TaskState], achieved: Mapping[int | None, Achieved]
) -> Iterable[TaskGroup]:
    """The tasks by the deepest heading down to `GROUP_DEPTH` that they stand under."""
    heads: dict[int, Task] = {}
    members: dict[int, list[TaskState]] = {}
    path: list[TaskRow] = []
    for row in rows:
        path = [*path[: row.depth], row]
        if row.task.pk not in states:
            continue
        above = [one.task for one in path[: GROUP_DEPTH + 1] if one.has_children]
        head = above[-1] if above else row.task
        heads[head.pk] = head
        members.setdefault(head.pk, []).append(states[row.task.pk])
    for pk in (row.task.pk for row in rows if row.task.pk in heads):
        yield TaskGroup(heads[pk], tuple(members[pk]), _within(members[pk], achieved, pk))


def _within(states: Sequence[TaskState], achieved: Mapping[int | None, Achieved], head: int) -> Achieved:
    """The weighted progress of the group's own tasks: of a part that is divided further, those that stand in none of
    its groups."""
    found = weighted_progress(TaskNode(state.task.pk, None, state.task.weight, state.percent) for state in states)
    return found.get(None, achieved.get(head, Achieved(None, 0, 0)))
