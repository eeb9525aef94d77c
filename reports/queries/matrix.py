"""Schools × indicators at the end of a period, one level at a time, with the figure of the level below them.

One level at a time, because no school gives the figures of another one (domain reference §3.6.9). What no school has
(the office's and the communes' figures) is a matrix of its own. Rows are in the order of names and columns in the order
of the plan's grid, never by a figure: the matrix finds what is wrong and missing, it ranks nobody.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from plans.enums import EnteredBy
from plans.models import Indicator, ReportingPeriod
from reports.queries.completeness import UnitStatus
from reports.queries.conspicuous import Bounds
from reports.queries.cuts import Cut, levels_of
from reports.queries.figure_rows import number_text
from reports.queries.judging import Judged, expected_share, judge, judge_part
from reports.queries.matrix_cells import NOT_ASKED, CellState, Loaded, MatrixCell
from reports.queries.matrix_columns import Column, load_columns
from reports.queries.reading import due_units
from reports.queries.unit_judging import judge_unit
from reports.queries.values import Total, total

OTHER_UNITS = "other"
NO_WAY = Fraction(0)
NO_SCHOOL = frozenset({EnteredBy.OFFICE, EnteredBy.COMMUNE})


@dataclass(frozen=True)
class MatrixRow:
    """A unit with its cells in the order of the columns."""

    unit: UnitStatus
    cells: tuple[MatrixCell, ...]

    @property
    def missing(self) -> int:
        return sum(cell.is_missing for cell in self.cells)

    @property
    def outliers(self) -> int:
        return sum(bool(cell.marks) for cell in self.cells)

    @property
    def stale(self) -> int:
        return sum(cell.is_stale for cell in self.cells)


@dataclass(frozen=True)
class ColumnTotal:
    """The figure of the level with its coverage, and whether figures entered so can be told for the part shown."""

    indicator: Indicator
    total: Total
    due: int
    splits: bool

    @property
    def actual_text(self) -> str:
        return number_text(self.total.actual, self.indicator)


@dataclass(frozen=True)
class Matrix:
    """`rows` are the units of the part shown, `peers` all of the level, with which figures are compared."""

    period: ReportingPeriod
    cut: Cut
    is_of_schools: bool
    levels: Sequence[str]
    has_others: bool
    columns: Sequence[Column]
    units: Sequence[UnitStatus]
    peers: Sequence[UnitStatus]
    loaded: Loaded

    @cached_property
    def rows(self) -> list[MatrixRow]:
        """A row for each unit of the part that has to give at least one of the figures."""
        due = [due_units(column.indicator, self.units) for column in self.columns]
        bounds = [self._bounds(column.indicator) for column in self.columns]
        return [
            MatrixRow(
                unit,
                tuple(
                    self.loaded.read(unit.organisation_id, unit.status, column.indicator, limits)
                    if unit.organisation_id in asked
                    else NOT_ASKED
                    for column, asked, limits in zip(self.columns, due, bounds, strict=True)
                ),
            )
            for unit in self.units
            if any(unit.organisation_id in asked for asked in due)
        ]

    def _bounds(self, indicator: Indicator) -> Bounds | None:
        return self.loaded.bounds_of(indicator, due_units(indicator, self.peers))

    @cached_property
    def totals(self) -> list[ColumnTotal]:
        """The last row, column by column: the same as the targets page tells of this part."""
        found = []
        for column in self.columns:
            indicator = column.indicator
            splits = self.cut.splits(indicator.entered_by)
            due = due_units(indicator, self.units) if splits else frozenset()
            sums = total(self.loaded.of(indicator), indicator, upto=self.period.position, units=due)
            found.append(ColumnTotal(indicator, sums, len(due) - sums.not_applicable, splits))
        return found

    def judged(self, row: MatrixRow, column: Column, cell: MatrixCell) -> Judged:
        """The light of one cell."""
        target = column.target_of(row.unit.levels or "", row.unit.organisation_id)
        return judge_unit(target, cell.value, expected_share(target, self.period) if target else NO_WAY)

    def judged_total(self, column: Column, figure: ColumnTotal) -> Judged | None:
        """The light of the level's own figure: by the level's own target, else by what the plan wants of everybody.

        None for the whole area, of which the targets page speaks.
        """
        target = column.target_of(self.cut.level, 0)
        if target is None or self.cut.is_whole:
            return None
        actual = figure.total.actual
        if target.level and self.cut.commune is None:
            return judge(target, actual, expected_share(target, self.period))
        return judge_part(target, actual, figure.total.denominator)

    def states(self, rows: Sequence[MatrixRow]) -> Counter[CellState]:
        """How many cells of the rows are in which state."""
        return Counter(cell.state for row in rows for cell in row.cells)


def load_matrix(
    period: ReportingPeriod,
    *,
    units: Sequence[UnitStatus],
    cut: Cut,
    others: bool = False,
    keeps: Callable[[Indicator], bool] = lambda indicator: True,
    provisional: bool = False,
    against: ReportingPeriod | None = None,
    today: dt.date,
) -> Matrix:
    """The matrix of one level, without `cut.level` of the first one that is taught; with `others`, or where no school
    reports, of the units that are no schools. `units` are all of the period (`all_units`), `keeps` narrows the columns.

    Two queries whatever the numbers of units, indicators and periods, and as many more as `load_columns` says when
    the plan has changed.
    """
    levels = levels_of(units)
    grid = load_columns(period, today=today)
    has_others = _asks_others(units, grid)
    others = has_others and (others or not levels)
    level = "" if others else cut.level or next(iter(levels), "")
    cut = Cut(level=level, commune=cut.commune)
    columns = [column for column in grid if keeps(column.indicator) and _is_asked(column.indicator, level, others)]
    loaded = Loaded.load(period, [column.indicator.pk for column in columns], provisional=provisional, against=against)
    return Matrix(
        period=period,
        cut=cut,
        is_of_schools=not others,
        levels=levels,
        has_others=has_others,
        columns=columns,
        units=cut.of(units),
        peers=Cut(level=level).of(units),
        loaded=loaded,
    )


def _asks_others(units: Sequence[UnitStatus], grid: Sequence[Column]) -> bool:
    asked = {column.indicator.entered_by for column in grid} & NO_SCHOOL
    return any(unit.enterer in asked for unit in units)


def _is_asked(indicator: Indicator, level: str, others: bool) -> bool:
    if others:
        return indicator.entered_by in NO_SCHOOL
    return indicator.entered_by == EnteredBy.SCHOOL and level in indicator.levels.split()
