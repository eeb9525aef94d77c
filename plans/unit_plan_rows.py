"""What the pages of units' plans show, read with a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count

from plans.enums import EnteredBy
from plans.models import Indicator, Plan, PlanIndicator, Target, UnitPlan, UnitTarget
from plans.unit_targets import Comparison, Together, compare, together
from schools.enums import Levels
from schools.models import Organisation
from vietnamese.numbers import format_number


@dataclass(frozen=True)
class UnitRow:
    """A unit that carries out the plan, with its own plan when it has registered one."""

    organisation: Organisation
    plan: UnitPlan | None
    targets: int

    @property
    def levels(self) -> str:
        school = getattr(self.organisation, "school", None)
        return school.get_levels_display() if school else ""


@dataclass(frozen=True)
class SumRow:
    """An indicator: what the units want together beside what the plan wants; `asked` units should have said so."""

    indicator: Indicator
    wanted: Target | None
    sum: Together
    asked: int
    comparison: Comparison

    @property
    def sum_text(self) -> str:
        return number_text(self.sum.value, self.indicator)

    @property
    def parts_text(self) -> str:
        """Σn/Σd of a rate; "" for everything else."""
        if not self.sum.units or self.sum.numerator is None:
            return ""
        return "/".join(format_number(part, trim=True) for part in (self.sum.numerator, self.sum.denominator))

    @property
    def missing_text(self) -> str:
        """How far the units together stay from the plan, with its share of the plan's target; "" when met."""
        found = self.comparison
        if not found.missing:
            return ""
        unit = "điểm %" if self.indicator.unit == "%" else self.indicator.unit
        share = "" if found.missing_share is None else f" ({_plain(found.missing_share * 100, 1)}% mức kế hoạch)"
        return f"{_plain(found.missing, 2)} {unit}{share}"


def number_text(value: Fraction | None, indicator: Indicator) -> str:
    """A figure with its unit as people read it; "" when there is none."""
    if value is None:
        return ""
    shown = _plain(value, 2)
    return f"{shown}%" if indicator.unit == "%" else f"{shown} {indicator.unit}"


def _plain(value: Fraction, decimals: int) -> str:
    return format_number(Decimal(value.numerator) / Decimal(value.denominator), decimals=decimals, trim=True)


def unit_rows(plan: Plan, bodies: Any) -> list[UnitRow]:
    """The units given, each with its plan: one query more than theirs."""
    registered = UnitPlan.objects.filter(plan=plan).annotate(target_count=Count("targets"))
    plans: dict[int, Any] = {row.organisation_id: row for row in registered}
    return [
        UnitRow(body, found := plans.get(body.pk), found.target_count if found else 0)
        for body in bodies.select_related("school")
    ]


def sum_rows(plan: Plan, levels: Sequence[str]) -> list[SumRow]:
    """Every indicator schools report on and for which the plan or a unit has a target: three queries. `levels` are
    those of each school that carries the plan out."""
    grid = PlanIndicator.objects.filter(plan=plan, indicator__entered_by=EnteredBy.SCHOOL).select_related("indicator")
    wanted = {target.indicator_id: target for target in plan.targets.whole().select_related("indicator")}
    owns: dict[int, list[UnitTarget]] = {}
    for own in UnitTarget.objects.filter(unit_plan__plan=plan).order_by("pk"):
        owns.setdefault(own.indicator_id, []).append(own)
    return [
        _sum_row(row.indicator, wanted.get(row.indicator_id), owns.get(row.indicator_id, []), levels)
        for row in grid.order_by("position", "pk")
        if row.indicator_id in wanted or row.indicator_id in owns
    ]


def _sum_row(indicator: Indicator, wanted: Target | None, owns: list[UnitTarget], levels: Sequence[str]) -> SumRow:
    total = together(owns, indicator.unit_rule, indicator.ratio_factor)
    touching = set(Levels.touching(indicator.levels))
    compared = compare(total.value, wanted.operator, wanted.value) if wanted else Comparison()
    return SumRow(indicator, wanted, total, sum(level in touching for level in levels), compared)
