"""The indicators and targets of an imported plan."""

from collections.abc import Mapping, Sequence
from typing import Any

from plans.enums import Direction, Operator, TimeRule, UnitRule, ValueKind
from plans.imports.content import TargetContent
from plans.imports.suggestions import shortened
from plans.models import Indicator, Plan, PlanIndicator, Target, Task
from schools.enums import Levels

_DIRECTIONS = {
    Operator.LESS: Direction.LOWER,
    Operator.AT_MOST: Direction.LOWER,
}
_MONEY = ("đồng", "vnđ")


def build_targets(plan: Plan, rows: Sequence[TargetContent], tasks: Mapping[str, Task]) -> None:
    """Put each indicator into the plan's grid, tied to the task that sets it, and write its target."""
    grid, targets = [], []
    for position, row in enumerate(rows, start=1):
        indicator = row.indicator or _new_indicator(plan, position, row.values)
        task = tasks.get(row.section)
        grid.append(PlanIndicator(plan=plan, indicator=indicator, task=task, position=position))
        targets.append(_target(plan, indicator, row.values, position))
    PlanIndicator.objects.bulk_create(grid)
    Target.objects.bulk_create(targets)


def _target(plan: Plan, indicator: Indicator, values: dict[str, Any], position: int) -> Target:
    return Target(
        plan=plan,
        indicator=indicator,
        operator=values["operator"],
        value=values["value"],
        stretch_value=values["value_to"],
        wording=values["wording"],
        position=position,
    )


def _new_indicator(plan: Plan, position: int, values: dict[str, Any]) -> Indicator:
    """An indicator that knows its name and unit. How it is counted follows the unit (domain reference §3.6) and can be
    made exact in the catalogue; a rate is always two counts."""
    unit = values["unit"]
    is_rate = unit == "%"
    kind = ValueKind.RATIO if is_rate else ValueKind.MONEY if unit.lower().endswith(_MONEY) else ValueKind.COUNT
    return Indicator.objects.create(
        code=f"K{plan.pk}-{position}",
        name=values["new_name"],
        short_name=shortened(values["new_name"], 100),
        unit=unit,
        levels=Levels.ALL,
        value_kind=kind,
        numerator_label="Số đạt" if is_rate else "",
        denominator_label="Tổng số" if is_rate else "",
        direction=_DIRECTIONS.get(values["operator"], Direction.HIGHER),
        time_rule=TimeRule.LATEST,
        unit_rule=UnitRule.RATIO if is_rate else UnitRule.SUM,
        decimals=2 if is_rate else 0,
    )
