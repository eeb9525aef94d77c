"""Where a plan stands in a period: its targets, and who has reported. The pages and the documents read the same.

Official figures come from accepted reports only; `provisional=True` adds those that wait for review, and every figure
made that way says so.
"""

import datetime as dt
from collections.abc import Collection, Sequence

from django.utils import timezone

from plans.models import Indicator, PlanIndicator, ReportingPeriod
from reports.enums import Purpose
from reports.queries.completeness import (
    CommuneRow,
    Completeness,
    UnitStatus,
    all_units,
    by_commune,
    completeness,
    count,
    late_units,
    overdue_units,
)
from reports.queries.computed import Sources
from reports.queries.cuts import WHOLE, Cut
from reports.queries.figure_rows import Figure, PeriodFigures, TargetFigure, number_text
from reports.queries.neighbours import Neighbours, neighbours_of
from reports.queries.reading import Reading, due_units
from reports.queries.then import targets_at_end_of
from reports.queries.values import accepted_only, load_cells

__all__ = [
    "CommuneRow",
    "Completeness",
    "Figure",
    "PeriodFigures",
    "TargetFigure",
    "completeness",
    "due_units",
    "late_units",
    "number_text",
    "period_figures",
]


def period_figures(
    period: ReportingPeriod,
    *,
    provisional: bool = False,
    cut: Cut = WHOLE,
    against: ReportingPeriod | None = None,
    tracked: bool = False,
    kinds: Collection[str] | None = None,
    today: dt.date | None = None,
    units: Sequence[UnitStatus] | None = None,
    neighbours: Neighbours | None = None,
) -> PeriodFigures:
    """Everything the results page, the leader's page and the summary say about a period.

    Four queries; one more when a target is computed from the registry, one more when one is computed from the reports,
    one more when the plan has changed since the period's last day, and one more with `tracked`, which adds the
    indicators without a target (with `kinds` only those of these kinds of value); however many schools, targets and
    periods there are. `cut` limits figures and counts to a level or a commune; `against` (with its plan) is a period of
    this or of another plan to compare with. `today` (by default the current day) decides what is overdue, and whether
    the targets are still the plan's own. A page that has read `units` (all of the period) or `neighbours` already
    passes them on: each saves a query.
    """
    day = today or timezone.localdate()
    units = cut.of(all_units(period) if units is None else units)
    expected = [unit for unit in units if unit.purpose == Purpose.REPORT]
    targets = targets_at_end_of(period, today=day, level=cut.level)
    plain = tracked_indicators(period, [target.indicator_id for target in targets], kinds) if tracked else []
    indicators = [*(target.indicator for target in targets), *plain]
    beside = neighbours or neighbours_of(period.pk)
    reading = reading_of(period, beside, against, indicators, units, cut, provisional=provisional)
    return PeriodFigures(
        period=period,
        targets=tuple(reading.target_figure(target) for target in targets),
        completeness=count(expected, today=day),
        as_of=period.data_to,
        by_commune=by_commune(expected, today=day),
        late=overdue_units(expected, today=day),
        periods=beside.own,
        last_year=beside.last_year,
        provisional=provisional,
        cut=cut,
        tracked=tuple(reading.figure(indicator) for indicator in plain),
        against=against,
    )


def reading_of(
    period: ReportingPeriod,
    beside: Neighbours,
    against: ReportingPeriod | None,
    indicators: Sequence[Indicator],
    units: Sequence[UnitStatus],
    cut: Cut,
    *,
    provisional: bool,
) -> Reading:
    """What units have sent about the indicators, and about how many should be measured: one query, and those of
    computed figures."""
    upto_now = [row for row in beside.own if row.position <= period.position]
    asked = [*upto_now, *(row for row in (beside.last_year, against) if row)]
    everything = load_cells(
        {row.plan_id for row in asked},
        {pk for row in indicators for pk in (row.pk, row.coverage_of_id) if pk},
        upto=max(row.position for row in asked),
        provisional=True,
    )
    return Reading(
        period=period,
        periods=upto_now,
        last_year=beside.last_year,
        against=against,
        units=units,
        cut=cut,
        official=accepted_only(everything),
        everything=everything,
        sources=Sources.load(indicators, asked).within(cut),
        provisional=provisional,
    )


def tracked_indicators(
    period: ReportingPeriod, targeted: Sequence[int], kinds: Collection[str] | None
) -> list[Indicator]:
    """The indicators of the plan's grid that no target is set for, in the order of the grid: one query."""
    rows = PlanIndicator.objects.filter(plan=period.plan_id).exclude(indicator__in=targeted)
    if kinds is not None:
        rows = rows.filter(indicator__value_kind__in=kinds)
    return [row.indicator for row in rows.select_related("indicator__coverage_of").order_by("position", "pk")]
