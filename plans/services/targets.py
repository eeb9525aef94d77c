"""Saving targets with their milestones, as one part of a plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from plans.models import Milestone, Plan, Target

# Columns a person gives; indicator and scope make the row what it is.
TARGET_VALUES = (
    "operator",
    "value",
    "stretch_value",
    "baseline",
    "baseline_on",
    "baseline_is_illustrative",
    "wording",
    "is_norm",
    "position",
)
Scope = tuple[int, str, int | None]  # indicator, level ("" for all), organisation (None for all)


@dataclass(frozen=True)
class TargetRow:
    """A target as a person wants it: the values of `TARGET_VALUES`, and by the id of a period the share of the way
    expected at its end, None for no milestone. `is_removed` takes the target out of the plan."""

    scope: Scope
    values: Mapping[str, Any] = field(default_factory=dict)
    shares: Mapping[int, Decimal | None] = field(default_factory=dict)
    is_removed: bool = False


def target_rows(plan: Plan) -> Iterable[Any]:
    """All of the part, for its digest: targets with their milestones; one query."""
    columns = ("indicator_id", "level", "organisation_id", *TARGET_VALUES)
    milestones = ("milestones__period_id", "milestones__expected_share")
    rows = plan.targets.order_by("position", "pk", "milestones__period_id")
    return rows.values_list(*columns, *milestones)


def write_targets(*, plan: Plan, rows: Sequence[TargetRow]) -> None:
    """Bring the plan's targets in line with the rows; targets no row speaks of stay as they are.

    Run it by `revising.save_part`, which locks the plan and keeps the revision.
    """
    stored = {(row.indicator_id, row.level, row.organisation_id): row for row in plan.targets.all()}
    for row in rows:
        target = stored.get(row.scope)
        if row.is_removed:
            if target is not None:
                target.delete()
            continue
        if target is None:
            indicator, level, organisation = row.scope
            target = Target(plan=plan, indicator_id=indicator, level=level, organisation_id=organisation)
        _write(target, row)


def _write(target: Target, row: TargetRow) -> None:
    different = [name for name, value in row.values.items() if getattr(target, name) != value]
    for name in different:
        setattr(target, name, row.values[name])
    if different or target.pk is None:
        target.save()
    shares = {milestone.period_id: milestone for milestone in target.milestones.all()}
    for period, share in row.shares.items():
        milestone = shares.get(period)
        if share is None:
            if milestone is not None:
                milestone.delete()
        elif milestone is None or milestone.expected_share != share:
            milestone = milestone or Milestone(target=target, period_id=period)
            milestone.expected_share = share
            milestone.save()
