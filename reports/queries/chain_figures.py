"""The bottom of a task's chain: the figures by which it is measured, and what each unit reports about it.

Official figures are for those who read the plan's results; everybody else sees their own units' part of them, and how
many units have reported (domain reference §4.4).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Q
from django.utils import timezone

from plans.enums import EnteredBy, PlanStatus
from plans.models import Indicator, PlanIndicator, ReportingPeriod, Task
from reports.enums import Capability
from reports.models import Submission, TaskEntry
from reports.permissions import REPORTER_ROLES, can
from reports.queries.completeness import all_units
from reports.queries.computed import Sources, compute
from reports.queries.figures import due_units, number_text
from reports.queries.then import targets_at_end_of
from reports.queries.values import Cell, figure, fold_periods, load_cells, total
from schools.queries import actor_of

DEEPEST = 8  # levels of parts below a task; codes allow no more


@dataclass(frozen=True)
class FigureRow:
    """An indicator of the task. `official` is the figure of all units, `own` that of the person's unit; "" for none."""

    indicator: Indicator
    target_text: str
    official: str
    coverage: str
    own: str


@dataclass(frozen=True)
class TaskFigures:
    period: ReportingPeriod
    rows: list[FigureRow]
    is_official: bool


def task_figures(task: Task, user: Any) -> TaskFigures | None:
    """The indicators of the task and of the parts below it, at the last period that has opened; None before the first.

    Six queries, seven when one of them is computed from the registry.
    """
    plan, today = task.plan, timezone.localdate()
    period = plan.periods.filter(opens_on__lte=today).select_related("plan").order_by("-position").first()
    if period is None or plan.status == PlanStatus.DRAFT:
        return None
    indicators = [row.indicator for row in _indicators(task)]
    targets = {target.indicator_id: target.text for target in targets_at_end_of(period, today=today)}
    reads = can(user, Capability.VIEW_RESULTS, plan)
    found = load_cells([plan.pk], [indicator.pk for indicator in indicators], upto=period.position, provisional=False)
    cells = found.get(plan.pk, {})
    official = _official(indicators, cells, period) if reads else {}
    own = actor_of(user).organisations(*REPORTER_ROLES)
    rows = [
        FigureRow(
            indicator,
            targets.get(indicator.pk, ""),
            *official.get(indicator.pk, ("", "")),
            _own(indicator, cells.get(indicator.pk, {}), own, period),
        )
        for indicator in indicators
    ]
    return TaskFigures(period, rows, reads)


def _indicators(task: Task) -> list[PlanIndicator]:
    inside = Q()
    for depth in range(DEEPEST):
        inside |= Q(**{"task" + "__parent" * depth: task.pk})
    rows = PlanIndicator.objects.filter(inside, plan=task.plan)
    return list(rows.select_related("indicator").order_by("position", "pk"))


Units = Mapping[int, Sequence[Cell]]


def _official(
    indicators: Sequence[Indicator], cells: Mapping[int, Units], period: ReportingPeriod
) -> dict[int, tuple[str, str]]:
    """The figure over all units that are due to give it, and how many of them did."""
    units = all_units(period)
    sources = Sources.load(indicators, [period])
    found = {}
    for indicator in indicators:
        if indicator.entered_by == EnteredBy.COMPUTED:
            sums = compute(indicator.code, sources, period)
            found[indicator.pk] = (number_text(sums.actual, indicator, unit=True), "từ danh mục")
            continue
        due = due_units(indicator, units)
        sums = total(cells.get(indicator.pk, {}), indicator, upto=period.position, units=due)
        coverage = f"{sums.reporting}/{len(due) - sums.not_applicable} đơn vị"
        found[indicator.pk] = (number_text(sums.actual, indicator, unit=True), coverage)
    return found


def _own(indicator: Indicator, cells: Units, own: frozenset[int], period: ReportingPeriod) -> str:
    """What the person's only reporting unit has given and had accepted; a small denominator is shown as counts."""
    given = [fold_periods(cells[unit], indicator, upto=period.position) for unit in own if unit in cells]
    if len(given) != 1:
        return ""
    if indicator.is_ratio and not indicator.judged_at_school:
        cell = given[0]
        return f"{_plain(cell.numerator)}/{_plain(cell.denominator)}" if cell else ""
    value: Fraction | Decimal | None = figure(given[0], indicator)
    return number_text(value, indicator, unit=True)


def _plain(value: Decimal | None) -> str:
    return "–" if value is None else f"{value.normalize():f}"


def latest_entries(task: Task, user: Any) -> list[TaskEntry]:
    """What each unit says in its latest accepted report, in the order of the units: one query.

    The receiver of the reports sees all of them, a unit its own.
    """
    reports = Submission.objects.visible_to(user).accepted().filter(period__plan=task.plan)
    entries = (
        TaskEntry.objects.filter(task=task, submission__in=reports)
        .exclude(status="")
        .select_related("submission__organisation", "submission__period__plan")
        .order_by("submission__organisation__sort_key", "submission__organisation", "-submission__period__position")
    )
    latest: dict[int, TaskEntry] = {}
    for entry in entries:
        latest.setdefault(entry.submission.organisation_id, entry)
    return list(latest.values())
