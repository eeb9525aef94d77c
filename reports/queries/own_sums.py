"""What the units want to reach together, beside what the plan wants of all of them (Plan 04, IV.2)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from plans.models import Indicator, ReportingPeriod
from plans.models.unit_plan import UnitTarget
from plans.unit_targets import Together, together
from reports.queries.completeness import UnitStatus
from reports.queries.reading import due_units


@dataclass(slots=True)
class _Own:
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None


@dataclass(frozen=True)
class OwnSum:
    """The sum of the targets that `units` of `due` units have registered."""

    together: Together
    due: int

    @property
    def value(self) -> Fraction | None:
        return self.together.value

    @property
    def units(self) -> int:
        return self.together.units


def own_sums(
    period: ReportingPeriod, indicators: Collection[Indicator], units: Iterable[UnitStatus]
) -> Mapping[int, OwnSum]:
    """By the id of the indicator, the sum of what the `units` that are due to give it have registered for themselves;
    indicators nobody has registered anything for are left out. One query."""
    rows = UnitTarget.objects.filter(unit_plan__plan=period.plan_id, indicator__in=[row.pk for row in indicators])
    known: dict[int, dict[int, _Own]] = defaultdict(dict)
    columns = ("indicator_id", "unit_plan__organisation_id", "numerator", "denominator", "value")
    for indicator, organisation, *own in rows.order_by("pk").values_list(*columns):
        known[indicator][organisation] = _Own(*own)
    listed = list(units)
    found = {}
    for row in indicators:
        due = due_units(row, listed)
        mine = [own for organisation, own in known.get(row.pk, {}).items() if organisation in due]
        if mine:
            found[row.pk] = OwnSum(together(mine, row.unit_rule, row.ratio_factor), len(due))
    return found
