"""One unit and one indicator over the periods of a plan and of last year's: what stands behind a cell of the matrix.

Only what was sent is told: a report that was returned shows what it said when it was sent last, and a draft nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from plans.enums import EnteredBy
from plans.models import Indicator, ReportingPeriod, Target
from reports.asking import enterer_of
from reports.enums import SubmissionStatus, ValueState
from reports.models import Submission
from reports.queries.cell_versions import ToldCell, changes, told_by
from reports.queries.completeness import UnitStatus, all_units
from reports.queries.conspicuous import Mark, beside_before, beside_others
from reports.queries.cuts import Cut
from reports.queries.judging import Judged, Number, expected_share
from reports.queries.matrix import NO_WAY
from reports.queries.matrix_cells import CellState, Loaded
from reports.queries.matrix_columns import Column
from reports.queries.reading import due_units
from reports.queries.unit_judging import judge_unit
from reports.queries.unit_reports import UnitReports
from reports.queries.values import Cell, Total, accepted_only, figure, total


@dataclass(frozen=True)
class PeriodCell:
    """What the unit said in one period. `cell` and `value` are None where `state` says why; `latest` is the version
    that counts, `changed` the versions that brought another figure. `area` is the official figure of the whole area,
    due from `due` units (None for last year's plan)."""

    period: ReportingPeriod
    report: Submission | None
    state: CellState | None
    cell: Cell | None
    value: Number
    target: Target | None
    judged: Judged
    marks: tuple[Mark, ...]
    latest: ToldCell | None
    changed: Sequence[ToldCell]
    area: Total
    due: int | None

    @property
    def is_waiting(self) -> bool:
        return self.cell is not None and not self.cell.is_accepted

    @property
    def accepted_by(self) -> str:
        """Who accepted the report, while it is accepted."""
        accepted = self.report is not None and self.report.status == SubmissionStatus.ACCEPTED
        return self.latest.accepted_by if accepted and self.latest else ""


@dataclass(frozen=True)
class CellHistory:
    """The periods in the order of time, last year's plan first."""

    indicator: Indicator
    column: Column
    periods: Sequence[PeriodCell]


def is_asked(reports: UnitReports, indicator: Indicator) -> bool:
    """Whether the unit has to give the indicator at all."""
    kind = enterer_of(reports.unit, reports.plan)
    if kind != indicator.entered_by:
        return False
    return kind != EnteredBy.SCHOOL or bool(set(indicator.levels.split()) & set(reports.levels.split()))


def cell_history(reports: UnitReports, column: Column, period: ReportingPeriod) -> CellHistory:
    """Every period of the two plans; findings beside other schools are told for `period` only. Three queries."""
    indicator = column.indicator
    sent = [row.pk for row in reports.reports.values() if row.revision]
    loaded = Loaded.load(period, [indicator.pk], provisional=True, beside=reports.periods)
    history = _History(
        reports=reports,
        column=column,
        asked=period,
        loaded=loaded,
        official=replace(loaded, cells=accepted_only(loaded.cells)),
        versions=told_by(sent, indicator.code),
        units=all_units(period),
    )
    return CellHistory(indicator, column, [history.of(one) for one in reports.periods])


@dataclass(frozen=True)
class _History:
    reports: UnitReports
    column: Column
    asked: ReportingPeriod
    loaded: Loaded
    official: Loaded
    versions: Mapping[int, Sequence[ToldCell]]
    units: Sequence[UnitStatus]

    def of(self, period: ReportingPeriod) -> PeriodCell:
        indicator, unit = self.column.indicator, self.reports.unit
        report = self.reports.reports.get(period.pk)
        versions = self.versions.get(report.pk, ()) if report else ()
        latest = versions[-1] if versions else None
        loaded = self.loaded.at(period)
        cell = next((row for row in loaded.of(indicator).get(unit.pk, ()) if row.position == period.position), None)
        value = figure(cell, indicator)
        target = self._target(period, report, latest)
        due = due_units(indicator, self.units) if period.plan_id == self.asked.plan_id else None
        area = total(self.official.at(period).of(indicator), indicator, upto=period.position, units=due)
        return PeriodCell(
            period=period,
            report=report,
            state=self._state(loaded, report, cell),
            cell=cell,
            value=value,
            target=target,
            judged=judge_unit(target, value, expected_share(target, period) if target else NO_WAY),
            marks=self._marks(period, cell),
            latest=latest,
            changed=changes(versions),
            area=area,
            due=None if due is None else len(due) - area.not_applicable,
        )

    def _state(self, loaded: Loaded, report: Submission | None, cell: Cell | None) -> CellState | None:
        if cell is not None:
            return CellState.GIVEN if cell.state == ValueState.GIVEN else CellState.NOT_APPLICABLE
        if report is None:
            return None
        return loaded.absence(self.reports.unit.pk, report.status, self.column.indicator)

    def _target(self, period: ReportingPeriod, report: Submission | None, latest: ToldCell | None) -> Any:
        """The target the report was sent under; that of the plan while nothing was sent."""
        unit, levels = self.reports.unit, self.reports.levels
        if report is not None and report.is_sent and latest is not None and latest.targets:
            return latest.target_for(self.column.indicator, unit, levels, period)
        return self.column.target_of(levels, unit.pk) if period.plan_id == self.asked.plan_id else None

    def _marks(self, period: ReportingPeriod, cell: Cell | None) -> tuple[Mark, ...]:
        """Held against official figures; only what waits itself is held against what waits."""
        if cell is None:
            return ()
        indicator, unit = self.column.indicator, self.reports.unit.pk
        loaded = (self.official if cell.is_accepted else self.loaded).at(period)
        before = beside_before(loaded.of(indicator).get(unit, ()), indicator, cell.position)
        if period.pk != self.asked.pk:
            return tuple(before)
        shared = [level for level in self.reports.levels.split() if level in indicator.levels.split()]
        peers = due_units(indicator, Cut(level=shared[0] if shared else "").of(self.units))
        return (*beside_others(cell, indicator, loaded.bounds_of(indicator, peers)), *before)
