"""Everything that figures of a period are made of, loaded once and read for each indicator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from plans.enums import EnteredBy
from plans.models import Indicator, ReportingPeriod, Target
from reports.queries.completeness import UnitStatus
from reports.queries.computed import Sources, compute
from reports.queries.cuts import Cut
from reports.queries.figure_rows import Figure, Number, TargetFigure
from reports.queries.judging import ONLY_WHOLE, expected_share, judge, judge_part
from reports.queries.values import Cell, Cells, Total, fold_periods, total


@dataclass(frozen=True)
class Reading:
    """What was loaded. `units` are those of the cut; `periods` those of the plan up to the period, in their order;
    `official` the cells of accepted reports, `everything` also those that wait for review."""

    period: ReportingPeriod
    periods: Sequence[ReportingPeriod]
    last_year: ReportingPeriod | None
    against: ReportingPeriod | None
    units: Sequence[UnitStatus]
    cut: Cut
    official: Cells
    everything: Cells
    sources: Sources
    provisional: bool

    def target_figure(self, target: Target) -> TargetFigure:
        """The target with its figure and light. What is wanted of the whole area, or of this very level, is judged by
        the way to it; any other part by `judge_part`."""
        parts = self._parts(target.indicator)
        expected = expected_share(target, self.period)
        actual = parts["total"].actual
        if self.cut == Cut(level=target.level):
            judged = judge(target, actual, expected, last_year=parts["last_year"])
        else:
            judged = judge_part(target, actual, parts["total"].denominator) if parts["splits"] else ONLY_WHOLE
        return TargetFigure(
            target=target,
            progress=judged.progress,
            expected=expected,
            met=judged.met,
            stretch_met=judged.stretch_met,
            light=judged.light,
            verdict=judged.verdict,
            **parts,
        )

    def figure(self, indicator: Indicator) -> Figure:
        """An indicator without a target."""
        return Figure(**self._parts(indicator))

    def _parts(self, indicator: Indicator) -> dict[str, Any]:
        """What target and plain figures have in common, by the names of `Figure`."""
        cells = self.everything if self.provisional else self.official
        computed = indicator.entered_by == EnteredBy.COMPUTED
        splits = self.cut.splits(indicator.entered_by)
        due = due_units(indicator, self.units) if splits else frozenset()
        now = self._total(cells, indicator, self.period, due)
        other = self._total(self.official if self.provisional else self.everything, indicator, self.period, due)
        known, whole = self._measured(cells, indicator, due)
        return {
            "indicator": indicator,
            "total": now,
            "other": other,
            "waiting": 0 if computed else self._waiting(indicator, due),
            "due": now.reporting if computed else len(due) - now.not_applicable,
            "trend": tuple((period.label, self._then(cells, indicator, period, due)) for period in self.periods),
            "last_year": self._elsewhere(cells, indicator, self.last_year, splits),
            "against": self._elsewhere(cells, indicator, self.against, splits),
            "measured": known,
            "measurable": whole,
            "provisional": self.provisional,
            "splits": splits,
        }  # fmt: skip

    def _then(self, cells: Cells, indicator: Indicator, period: ReportingPeriod, due: frozenset[int]) -> Number:
        """The figure at the end of another period of the plan: by the units of now, and for the whole area also by
        those that reported then and have no report now, because they closed or had not begun."""
        units = due
        if self.cut.is_whole and period.pk != self.period.pk:
            here = {unit.organisation_id for unit in self.units}
            rows = cells.get(period.plan_id, {}).get(indicator.pk, {})
            units = due | {
                unit for unit, row in rows.items() if unit not in here and row and row[-1].position >= period.position
            }
        return self._total(cells, indicator, period, units).actual

    def _elsewhere(self, cells: Cells, indicator: Indicator, period: ReportingPeriod | None, splits: bool) -> Number:
        """The figure of a period of this plan or another one; of a part of the area, by the same units as now
        (docs/adr/0018-figures-of-a-part.md)."""
        if period is None or not splits:
            return None
        if period.plan_id == self.period.plan_id:
            return self._then(cells, indicator, period, due_units(indicator, self.units))
        units = None if self.cut.is_whole else frozenset(unit.organisation_id for unit in self.units)
        return self._total(cells, indicator, period, units).actual

    def _total(
        self, cells: Cells, indicator: Indicator, period: ReportingPeriod, units: frozenset[int] | None
    ) -> Total:
        if indicator.entered_by == EnteredBy.COMPUTED:
            return compute(indicator.code, self.sources, period)
        found = cells.get(period.plan_id, {}).get(indicator.pk, {})
        return total(found, indicator, upto=period.position, units=units)

    def _waiting(self, indicator: Indicator, due: frozenset[int]) -> int:
        """Of how many units the part in the figure would be another one with their waiting report."""
        official = self.official.get(self.period.plan_id, {}).get(indicator.pk, {})
        found = self.everything.get(self.period.plan_id, {}).get(indicator.pk, {})
        upto = self.period.position
        return sum(
            fold_periods(row, indicator, upto=upto) != fold_periods(official.get(unit, ()), indicator, upto=upto)
            for unit, row in found.items()
            if unit in due
        )

    def _measured(
        self, cells: Cells, indicator: Indicator, due: frozenset[int]
    ) -> tuple[Fraction | None, Fraction | None]:
        """How many were measured, of how many, over the units that gave both for the same school year: in September
        the children change (reference §3.6.6)."""
        whole = indicator.coverage_of
        if whole is None:
            return None, None
        years = {period.position: period.school_year for period in self.periods}
        found = cells.get(self.period.plan_id, {})
        measured = measurable = None
        for unit in due:
            mine = self._folded(found, indicator, unit, self.period.position)
            base = self._folded(found, whole, unit, mine.position) if mine else None
            size = _size(base, whole)
            if not mine or mine.denominator is None or not base or size is None:
                continue
            if years.get(mine.position) == years.get(base.position):
                measured, measurable = (measured or 0) + Fraction(mine.denominator), (measurable or 0) + size
        return measured, measurable

    def _folded(
        self, found: Mapping[int, Mapping[int, Sequence[Cell]]], indicator: Indicator, unit: int, upto: int
    ) -> Cell | None:
        return fold_periods(found.get(indicator.pk, {}).get(unit, ()), indicator, upto=upto)


def _size(cell: Cell | None, indicator: Indicator) -> Fraction | None:
    """The number of those who should be measured: the denominator of a rate, the value of a count."""
    if cell is None:
        return None
    value = cell.denominator if indicator.is_ratio else cell.value
    return None if value is None else Fraction(value)


def due_units(indicator: Indicator, units: Sequence[UnitStatus]) -> frozenset[int]:
    """Organisations expected to give the indicator: schools by their level (reference §3.6.9), the receiver, or the
    communes. `units` come from `all_units`."""
    asked = set(indicator.levels.split())
    return frozenset(
        unit.organisation_id
        for unit in units
        if unit.enterer == indicator.entered_by
        and (indicator.entered_by != EnteredBy.SCHOOL or asked & set((unit.levels or "").split()))
    )
