"""The columns of the matrix: the indicators of a plan's grid, each with every target the plan has for it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery

from plans.models import Indicator, Milestone, PlanIndicator, PlanRevision, ReportingPeriod, Target
from plans.revisions import apply_entry
from reports.queries.targets import holding
from reports.queries.then import revisions_for
from schools.models import Organisation

WANTED = ("operator", "value", "stretch_value", "baseline", "baseline_on", "level", "organisation_id")


@dataclass(frozen=True)
class Column:
    """An indicator with the targets of the plan for it: of the whole area, of levels and of units."""

    indicator: Indicator
    targets: tuple[Target, ...]

    def target_of(self, levels: str, organisation: int) -> Target | None:
        """The one that holds for a unit, or with organisation 0 for a level."""
        return holding(self.targets, levels=levels, organisation=organisation)

    @property
    def is_on_targets_page(self) -> bool:
        """Whether the plan wants something of the indicator in the whole area."""
        return any(not target.level and target.organisation_id is None for target in self.targets)


def load_columns(period: ReportingPeriod, *, today: dt.date) -> list[Column]:
    """The grid of the period's plan in its order, with the targets by which the period is judged.

    Those are the plan's own while the period runs and afterwards the ones of the revision that was in force on its last
    day, as on the targets page (docs/adr/0014). One query; two when the plan has changed since, three when it gave
    targets to units as well. Targets carry `milestone_share`.
    """
    then, now = revisions_for(period, today)
    wanted = FilteredRelation("indicator__targets", condition=Q(indicator__targets__plan=period.plan_id))
    share = Milestone.objects.filter(target=OuterRef("wanted__pk"), period=period).values("expected_share")[:1]
    rows: list[Any] = list(
        PlanIndicator.objects.filter(plan=period.plan_id)
        .select_related("indicator")
        .annotate(wanted=wanted)
        .annotate(
            revision_then=then,
            revision_now=now,
            milestone_share=Subquery(share),
            **{f"wanted_{name}": F(f"wanted__{name}") for name in WANTED},
        )
        .order_by("position", "pk", "wanted__position", "wanted__pk")
    )
    indicators: dict[int, Indicator] = {}
    targets: dict[int, list[Target]] = {}
    for row in rows:
        indicator = indicators.setdefault(row.indicator_id, row.indicator)
        known = targets.setdefault(row.indicator_id, [])
        if row.wanted_operator is not None:
            known.append(_target(indicator, row))
    if rows and rows[0].revision_then != rows[0].revision_now:
        targets = _frozen(rows[0].revision_then, indicators, period)
    return [Column(indicator, tuple(targets.get(pk, ()))) for pk, indicator in indicators.items()]


def _target(indicator: Indicator, row: Any) -> Target:
    target: Any = Target(indicator=indicator, **{name: getattr(row, f"wanted_{name}") for name in WANTED})
    target.milestone_share = row.milestone_share
    return target


def _frozen(revision: int, indicators: Mapping[int, Indicator], period: ReportingPeriod) -> dict[int, list[Target]]:
    """By indicator, the targets as the revision has them."""
    entries = PlanRevision.objects.values_list("content", flat=True).get(pk=revision)["targets"]
    by_code = {indicator.code: indicator for indicator in indicators.values()}
    units = _units(entry["organisation"] for entry in entries if entry["organisation"])
    found: dict[int, list[Target]] = {}
    for entry in entries:
        indicator, code = by_code.get(entry["indicator"]), entry["organisation"]
        if indicator is None or (code and code not in units):
            continue
        target: Any = Target(indicator=indicator, level=entry["level"], organisation_id=units.get(code))
        apply_entry(target, entry)
        share = entry["milestones"].get(str(period.position))
        target.milestone_share = None if share is None else Decimal(share)
        found.setdefault(indicator.pk, []).append(target)
    return found


def _units(codes: Iterable[str]) -> dict[str, int]:
    wanted = set(codes)
    return dict(Organisation.objects.filter(code__in=wanted).values_list("code", "pk")) if wanted else {}
