"""Which indicators a plan's reports ask for. New ones may come at any time; what was reported on does not go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from plans.models import Indicator, Plan, PlanIndicator
from plans.services.errors import Conflict
from plans.services.sections import lock_plan, lock_section


@dataclass(frozen=True)
class GridChange:
    """What a person wants of one row: its place, whether an answer is needed, and whether it is to go."""

    position: int | None
    is_required: bool
    is_removed: bool = False


def grid_rows(plan: Plan) -> Iterable[Any]:
    """All of the part, for its digest."""
    return plan.plan_indicators.order_by("position", "pk")


@transaction.atomic
def save_grid(*, plan: Plan, by: Any, read_as: str, changes: Mapping[int, GridChange]) -> None:
    """Order the rows anew, by the ids of `PlanIndicator`; rows without a position go to the end. Numbered from 1.

    Raises:
        SectionChanged, Conflict: as `lock_section`; or reports have figures in a row that is to go.
    """
    now = lock_section(plan=plan, read_as=read_as, rows=grid_rows)
    rows = list(now.plan_indicators.select_related("indicator").order_by("position", "pk"))
    kept = []
    for row in rows:
        change = changes.get(row.pk)
        if change is not None and change.is_removed:
            _remove(row)
            continue
        place = row.position if change is None else change.position
        kept.append((place is None, place or 0, row, row.is_required if change is None else change.is_required))
    kept.sort(key=lambda entry: entry[:2])
    for position, (_, _, row, is_required) in enumerate(kept, 1):
        if (row.position, row.is_required) != (position, is_required):
            row.position, row.is_required = position, is_required
            row.save(update_fields=["position", "is_required"])


def _remove(row: PlanIndicator) -> None:
    if row.plan.targets.filter(indicator=row.indicator).exists():
        raise Conflict(f"{row.indicator} đang có mục tiêu trong kế hoạch: bỏ mục tiêu trước.")
    try:
        row.delete()
    except ProtectedError as error:
        count = len(error.protected_objects)
        raise Conflict(f"{row.indicator} đã có {count} báo cáo ghi số liệu nên không bỏ được.") from None


@transaction.atomic
def add_to_grid(*, plan: Plan, by: Any, indicators: Sequence[int], task: int | None = None) -> int:
    """Put indicators at the end of the grid, for a task of the plan; returns how many are new.

    Nothing is overwritten, so it does not matter what the person saw of the grid.

    Raises:
        Conflict: the plan is closed or gone.
    """
    now = lock_plan(plan=plan)
    present = set(now.plan_indicators.values_list("indicator_id", flat=True))
    last = max(now.plan_indicators.values_list("position", flat=True), default=0)
    new = [pk for pk in dict.fromkeys(indicators) if pk not in present]
    for position, pk in enumerate(new, last + 1):
        PlanIndicator.objects.create(plan=now, indicator_id=pk, task_id=task, position=position)
    return len(new)


@transaction.atomic
def define_indicator(*, plan: Plan, by: Any, indicator: Indicator, task: int | None = None) -> Indicator:
    """Put a new indicator into the catalogue and into the plan's grid.

    Raises:
        Conflict: the plan is closed or gone.
    """
    indicator.save()
    add_to_grid(plan=plan, by=by, indicators=[indicator.pk], task=task)
    return indicator


@transaction.atomic
def link_to_task(*, plan: Plan, by: Any, row: PlanIndicator, task: int | None) -> None:
    """Say which task of the plan an indicator measures.

    Raises:
        Conflict: the plan is closed or gone.
    """
    lock_plan(plan=plan)
    row.task_id = task
    row.save(update_fields=["task"])
