"""What accepted reports say about the tasks of a plan: how many units, which status, how far; stored nowhere.

Only accepted reports speak, as with figures, and only those of the latest period that has any.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Exists, F, OuterRef, Subquery, Sum

from plans.enums import TaskStatus
from plans.models import Plan, ReportingPeriod, Task
from reports.models import Submission, TaskEntry
from schools.enums import Levels

FULL = 100


@dataclass(frozen=True)
class Reported:
    """What `units` of `due` units say about a task. `percent` is the mean over those that gave a progress; "Hoàn
    thành" without one is 100 %."""

    period: ReportingPeriod
    units: int
    due: int
    percent: Fraction | None
    counts: tuple[tuple[TaskStatus, int], ...]

    @property
    def coverage(self) -> str:
        return f"{self.units}/{self.due} đơn vị"


def reported_progress(plan: Plan, tasks: Sequence[Task]) -> dict[int, Reported]:
    """What reports say about those of the tasks on which units report and that no single unit leads: two queries
    whatever the size, one when no report was accepted. `tasks` need their coordinating units prefetched."""
    asked = [task for task in tasks if task.is_reported and task.lead_id is None and task.same_as_id is None]
    return said_about(plan, asked) if asked else {}


def said_about(plan: Plan, tasks: Sequence[Task]) -> dict[int, Reported]:
    """What reports say about the tasks, whoever leads them."""
    period, expected = _expected(plan)
    if period is None:
        return {}
    said: dict[int, list[tuple[str, int, int, int]]] = {}
    entries = TaskEntry.objects.filter(submission__in=Submission.objects.reports().accepted().filter(period=period))
    groups = entries.filter(task__in=[task.pk for task in tasks]).exclude(status="").order_by()
    for task, *group in groups.values_list("task", "status").annotate(Count("pk"), Count("progress"), Sum("progress")):
        said.setdefault(task, []).append((group[0], group[1], group[2], group[3] or 0))
    return {task.pk: _reported(period, _due(task, expected), said.get(task.pk, [])) for task in tasks}


def _expected(plan: Plan) -> tuple[ReportingPeriod | None, dict[int, str]]:
    """The last period of the plan of which a report has been accepted, and the organisations of which a report is
    expected then, with the levels they teach, "" for what is no school: one query."""
    accepted = Submission.objects.reports().accepted().filter(period=OuterRef("pk"))
    latest = plan.periods.filter(Exists(accepted)).order_by("-position").values("pk")[:1]
    reports = Submission.objects.reports().filter(period=Subquery(latest)).select_related("period").order_by()
    rows = list(reports.annotate(levels=F("organisation__school__levels")).only("organisation", "period"))
    levels = {row.organisation_id: row.levels or "" for row in rows}
    return (rows[0].period if rows else None), levels


def _due(task: Task, expected: dict[int, str]) -> int:
    """How many of the organisations report on the task; the rule of `TaskQuerySet.asked_of`, without a query each."""
    named = {unit.pk for unit in task.coordinating.all()} | ({task.lead_id} if task.lead_id else set())
    if not named and not task.levels:
        return len(expected)
    touching = set(Levels.touching(task.levels))
    return sum(pk in named or levels in touching for pk, levels in expected.items())


def _reported(period: ReportingPeriod, due: int, groups: Iterable[tuple[str, int, int, int]]) -> Reported:
    counts: Counter[str] = Counter()
    total = given = 0
    for status, units, with_progress, progress in groups:
        counts[status] += units
        total, given = total + progress, given + with_progress
        if status == TaskStatus.DONE:
            total, given = total + FULL * (units - with_progress), given + units - with_progress
    percent = Fraction(total, given) if given else None
    units = counts.total()
    return Reported(period, units, max(due, units), percent, tuple((s, counts[s]) for s in TaskStatus if counts[s]))
