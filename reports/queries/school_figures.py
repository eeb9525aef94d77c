"""All figures of one unit over time, each beside that of the whole area. Nothing here ranks units.

A figure is told for the end of each period by the indicator's time rule, as the area's is, so that the two compare;
where the unit said nothing in a period there is none, whatever it said before (domain reference §3.6.7).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, F

from plans.aims import aim_of
from plans.enums import EnteredBy
from plans.models import Indicator, PlanIndicator, ReportingPeriod, Target
from reports.asking import enterer, enterer_of
from reports.enums import ValueState
from reports.models import Submission
from reports.queries.cell_words import shows_counts
from reports.queries.figure_rows import Number
from reports.queries.targets import holding
from reports.queries.unit_reports import UnitReports
from reports.queries.values import COUNTED, Cell, Cells, Total, accepted_only, figure, fold_periods, load_cells, total


class Asked(NamedTuple):
    """How many units of one kind and level report in a period."""

    enterer: EnteredBy | None
    levels: frozenset[str]
    number: int


@dataclass(frozen=True)
class Moment:
    """The end of one period. `cell` is the unit's figure, None where there is none: then `report` and `state` tell
    why. `area` is the official figure of the whole area, which `due` units are asked for."""

    period: ReportingPeriod
    report: Submission | None
    state: str
    cell: Cell | None
    value: Number
    area: Total
    due: int
    begins_school_year: bool

    @property
    def is_waiting(self) -> bool:
        """Whether the figure stands in a report that has not been accepted yet."""
        return self.cell is not None and not self.cell.is_accepted


@dataclass(frozen=True)
class UnitFigure:
    """One indicator of the unit over time. `counts_only` means that a single case would decide its rate, so that only
    the counts are told (reference §3.6.3). `has_area` is False for what the office enters about the area itself."""

    indicator: Indicator
    target: Target | None
    moments: tuple[Moment, ...]
    counts_only: bool
    has_area: bool

    @property
    def is_judged(self) -> bool:
        """Whether the target can be held against the unit: a rate everywhere alike, or a target of its own."""
        if self.target is None or self.counts_only:
            return False
        return self.indicator.is_ratio or bool(self.target.organisation_id)

    @property
    def newest(self) -> Moment | None:
        """The newest accepted figure of this plan; the last of the moments belong to it."""
        plan = self.moments[-1].period.plan_id
        own = [row for row in self.moments if row.period.plan_id == plan and row.value is not None]
        return next((row for row in reversed(own) if not row.is_waiting), None)

    @property
    def is_met(self) -> bool | None:
        """The newest figure against the target; None where the unit is not judged or has no figure."""
        if self.target is None or not self.is_judged or self.newest is None:
            return None
        target, indicator = self.target, self.indicator
        aim = aim_of(
            target.operator,
            target.value,
            target.stretch_value,
            direction=indicator.direction,
            value_kind=indicator.value_kind,
        )
        return aim.is_met(self.newest.value, baseline=target.baseline)


def asked_indicators(unit: UnitReports) -> list[Indicator]:
    """What the unit fills in, in the order of the plan's grid: one query; none for a unit without a grid."""
    kind = enterer_of(unit.unit, unit.plan)
    if kind is None:
        return []
    rows = PlanIndicator.objects.asked_of(unit.levels, enterer=kind).filter(plan=unit.plan)
    return [row.indicator for row in rows]


def unit_figures(unit: UnitReports, indicators: Sequence[Indicator], *, waiting: bool) -> list[UnitFigure]:
    """The figures of the unit, in the order of `indicators`: three queries, none without an indicator.

    With `waiting` the unit's figures that wait for review are told, too; the area's are always the official ones.
    """
    if not indicators or not unit.periods:
        return []
    keys = [indicator.pk for indicator in indicators]
    plans = {period.plan_id for period in unit.periods}
    upto = max(period.position for period in unit.periods)
    cells = load_cells(plans, keys, upto=upto, provisional=True, states=ValueState.values)
    counted = _counted(cells)
    official = accepted_only(counted)
    sources = _Sources(unit, counted if waiting else official, official, cells, _due(unit))
    targets = (
        Target.objects.filter(plan=unit.plan, indicator__in=keys).select_related("indicator").order_by("position", "pk")
    )
    return [_figure(indicator, sources, list(targets)) for indicator in indicators]


@dataclass(frozen=True)
class _Sources:
    """`own` are the cells that make the unit's figures, `official` those of the area, `sent` all that units sent,
    those included in which they say why there is no figure."""

    unit: UnitReports
    own: Cells
    official: Cells
    sent: Cells
    due: Mapping[int, Sequence[Asked]]


def _figure(indicator: Indicator, sources: _Sources, targets: Iterable[Target]) -> UnitFigure:
    unit = sources.unit
    target = holding(
        [row for row in targets if row.indicator_id == indicator.pk], levels=unit.levels, organisation=unit.unit.pk
    )
    years = [None, *(period.school_year for period in unit.periods)]
    moments = [
        _moment(indicator, period, sources, begins=before not in (None, period.school_year))
        for before, period in zip(years, unit.periods, strict=False)
    ]
    return UnitFigure(
        indicator=indicator,
        target=target,
        moments=tuple(moments),
        counts_only=shows_counts(indicator),
        has_area=indicator.entered_by != EnteredBy.OFFICE,
    )


def _moment(indicator: Indicator, period: ReportingPeriod, sources: _Sources, *, begins: bool) -> Moment:
    unit = sources.unit
    row, sent = (
        cells.get(period.plan_id, {}).get(indicator.pk, {}).get(unit.unit.pk, ())
        for cells in (sources.own, sources.sent)
    )
    said = any(one.position == period.position for one in row)
    cell = fold_periods(row, indicator, upto=period.position) if said else None
    official = sources.official.get(period.plan_id, {}).get(indicator.pk, {})
    area = total(official, indicator, upto=period.position)
    return Moment(
        period=period,
        report=unit.reports.get(period.pk),
        state=next((one.state for one in sent if one.position == period.position), ValueState.MISSING),
        cell=cell,
        value=figure(cell, indicator),
        area=area,
        due=_number_asked(indicator, sources.due.get(period.pk, ())) - area.not_applicable,
        begins_school_year=begins,
    )


def _counted(cells: Cells) -> Cells:
    """The cells that say something about a figure."""
    return {
        plan: {
            indicator: {unit: [cell for cell in row if cell.state in COUNTED] for unit, row in units.items()}
            for indicator, units in indicators.items()
        }
        for plan, indicators in cells.items()
    }


def _due(unit: UnitReports) -> dict[int, list[Asked]]:
    """How many units report in each of the periods, a row for each kind and level, not for each unit: one query. The
    receiver, whose figures are those of the area, is not among them."""
    rows = (
        Submission.objects.filter(period__in=[period.pk for period in unit.periods])
        .exclude(organisation=F("period__plan__receiver"))
        .order_by()
        .values_list("period_id", "organisation__kind", "organisation__school__levels")
        .annotate(number=Count("pk"))
    )
    found: dict[int, list[Asked]] = defaultdict(list)
    for period, kind, levels, number in rows:
        found[period].append(Asked(enterer(kind, is_receiver=False), frozenset((levels or "").split()), number))
    return found


def _number_asked(indicator: Indicator, units: Iterable[Asked]) -> int:
    """How many of the units are expected to give the indicator (reference §3.6.9)."""
    levels = frozenset(indicator.levels.split())
    return sum(
        asked.number
        for asked in units
        if asked.enterer == indicator.entered_by and (asked.enterer != EnteredBy.SCHOOL or levels & asked.levels)
    )
