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
        """The target with its figure and light; a part of the area is judged by `judge_part`."""
        parts = self._parts(target.indicator)
        expected = expected_share(target, self.period)
        actual = parts["total"].actual
        if self.cut.is_whole:
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
        now, other, *before = (
            self._total(source, indicator, period, due)
            for source, period in (
                (cells, self.period),
                (self.official if self.provisional else self.everything, self.period),
                *((cells, period) for period in self.periods),
            )
        )
        known, whole = self._measured(cells, indicator, due)
        return {
            "indicator": indicator,
            "total": now,
            "other": other,
            "waiting": 0 if computed else self._waiting(indicator, due),
            "due": now.reporting if computed else len(due) - now.not_applicable,
            "trend": tuple(
                (period.label, sums.actual) for period, sums in zip(self.periods, before, strict=True)
            ),
            "last_year": self._elsewhere(cells, indicator, self.last_year, splits),
            "against": self._elsewhere(cells, indicator, self.against, splits),
            "measured": known,
            "measurable": whole,
            "provisional": self.provisional,
            "splits": splits,
        }  # fmt: skip

    def _elsewhere(self, cells: Cells, indicator: Indicator, period: ReportingPeriod | None, splits: bool) -> Number:
        """The figure of a period of this plan or another one; of a part of the area, by the same units as now."""
        if period is None or not splits:
            return None
        units = None if self.cut.is_whole else frozenset(unit.organisation_id for unit in self.units)
        if self.cut.is_whole and period.plan_id == self.period.plan_id:
            units = due_units(indicator, self.units)
        return self._total(cells, indicator, period, units).actual

    def _total(
        self, cells: Cells, indicator: Indicator, period: ReportingPeriod, units: frozenset[int] | None
    ) -> Total:
        if indicator.entered_by == EnteredBy.COMPUTED:
            return compute(indicator.code, self.sources, period)
        found = cells.get(period.plan_id, {}).get(indicator.pk, {})
        return total(found, indicator, upto=period.position, units=units)

    def _waiting(self, indicator: Indicator, due: frozenset[int]) -> int:
        found = self.everything.get(self.period.plan_id, {}).get(indicator.pk, {})
        upto = self.period.position
        return sum(
            any(not cell.is_accepted and cell.position <= upto for cell in row)
            for unit, row in found.items()
            if unit in due
        )

    def _measured(
        self, cells: Cells, indicator: Indicator, due: frozenset[int]
    ) -> tuple[Fraction | None, Fraction | None]:
        """How many were measured, of how many, over the units that gave both."""
        whole = indicator.coverage_of
        if whole is None:
            return None, None
        found = cells.get(self.period.plan_id, {})
        pairs = [
            (mine.denominator, base)
            for unit in due
            if (mine := self._folded(found, indicator, unit)) is not None
            and mine.denominator is not None
            and (base := _size(self._folded(found, whole, unit), whole)) is not None
        ]
        if not pairs:
            return None, None
        return sum((Fraction(n) for n, _ in pairs), Fraction(0)), sum((d for _, d in pairs), Fraction(0))

    def _folded(
        self, found: Mapping[int, Mapping[int, Sequence[Cell]]], indicator: Indicator, unit: int
    ) -> Cell | None:
        row = found.get(indicator.pk, {}).get(unit, ())
        return fold_periods(row, indicator, upto=self.period.position)


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
