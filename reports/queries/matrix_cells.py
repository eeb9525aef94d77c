"""One cell of the matrix: the figure of a unit with all that has to be said about it, or why there is none."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from django.db import models

from plans.models import Indicator, ReportingPeriod
from reports.enums import SubmissionStatus as S
from reports.enums import ValueState
from reports.queries.conspicuous import Bounds, Mark, beside_before, beside_others, bounds_of
from reports.queries.figure_rows import difference
from reports.queries.values import COUNTED, Cell, Cells, figure, fold_periods, load_cells

Number = Fraction | Decimal | None


class CellState(models.TextChoices):
    """Whether there is a figure, and which of several different absences it is otherwise (domain reference §3.6.7)."""

    GIVEN = "given", "Đã có số liệu"
    NOT_REPORTED = "not_reported", "Chưa báo cáo"
    RETURNED = "returned", "Đang bổ sung"
    WAITING = "waiting", "Chờ duyệt"
    NOT_ENTERED = "not_entered", "Chưa nhập"
    NOT_AVAILABLE = "not_available", "Chưa có số liệu"
    NOT_APPLICABLE = "not_applicable", "Không áp dụng"
    NOT_ASKED = "not_asked", "Không phải cấp học này"


# What is owed and not there; a figure that only waits for review, or that does not exist at the school, is not.
MISSING = frozenset({CellState.NOT_REPORTED, CellState.RETURNED, CellState.NOT_ENTERED, CellState.NOT_AVAILABLE})


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """`cell` is folded over the periods; `is_stale` says that it comes from an earlier one, `is_waiting` that nobody
    has accepted it yet. `before` is the unit's figure at the end of the period before, `change` the figure minus that
    of the period compared with."""

    state: CellState
    cell: Cell | None = None
    value: Number = None
    is_stale: bool = False
    is_waiting: bool = False
    marks: tuple[Mark, ...] = ()
    before: Number = None
    change: Fraction | None = None

    @property
    def is_missing(self) -> bool:
        return self.state in MISSING

    @property
    def direction(self) -> str:
        """`↑`, `↓` or `=` against the period before: all that is said where no target judges (reference §3.6.10); ""
        when there is nothing to compare."""
        change = difference(self.value, self.before)
        return "" if change is None else "=" if change == 0 else "↑" if change > 0 else "↓"


NOT_ASKED = MatrixCell(CellState.NOT_ASKED)


@dataclass(frozen=True)
class Loaded:
    """What units said about some indicators: `cells` as they are counted, `unavailable` where a report says that there
    is no figure yet, as (plan, position, unit, indicator)."""

    period: ReportingPeriod
    against: ReportingPeriod | None
    cells: Cells
    unavailable: Collection[tuple[int, int, int, int]]
    provisional: bool

    @classmethod
    def load(
        cls,
        period: ReportingPeriod,
        indicators: Collection[int],
        *,
        provisional: bool,
        against: ReportingPeriod | None = None,
        beside: Collection[ReportingPeriod] = (),
    ) -> "Loaded":
        """One query for the period, those before it in its plan, the one to compare with, and those `beside`."""
        periods = [row for row in (period, against, *beside) if row]
        found = load_cells(
            {row.plan_id for row in periods},
            indicators,
            upto=max(row.position for row in periods),
            provisional=provisional,
            states=(*COUNTED, ValueState.NOT_AVAILABLE),
        )
        unavailable = {
            (plan, cell.position, unit, indicator)
            for plan, rows in found.items()
            for indicator, units in rows.items()
            for unit, row in units.items()
            for cell in row
            if cell.state == ValueState.NOT_AVAILABLE
        }
        cells = {
            plan: {
                indicator: {unit: [cell for cell in row if cell.state in COUNTED] for unit, row in units.items()}
                for indicator, units in rows.items()
            }
            for plan, rows in found.items()
        }
        return cls(period, against, cells, unavailable, provisional)

    def at(self, period: ReportingPeriod) -> "Loaded":
        """The same read at the end of another period."""
        return replace(self, period=period)

    def of(self, indicator: Indicator) -> Mapping[int, Sequence[Cell]]:
        """By unit, what was said about the indicator in the plan, in ascending periods."""
        return self.cells.get(self.period.plan_id, {}).get(indicator.pk, {})

    def folded(self, indicator: Indicator, unit: int) -> Cell | None:
        """The unit's cell at the end of the period."""
        return fold_periods(self.of(indicator).get(unit, ()), indicator, upto=self.period.position)

    def bounds_of(self, indicator: Indicator, units: Iterable[int]) -> Bounds | None:
        """Between which values the figures of these units are usual."""
        cells = (self.folded(indicator, unit) for unit in units)
        return bounds_of([cell for cell in cells if cell is not None], indicator)

    def read(self, unit: int, status: str, indicator: Indicator, bounds: Bounds | None) -> MatrixCell:
        """The cell of a unit that is due to give the indicator; `status` is that of its report of the period."""
        cell = self.folded(indicator, unit)
        if cell is None:
            return MatrixCell(self.absence(unit, status, indicator))
        if cell.state == ValueState.NOT_APPLICABLE:
            return MatrixCell(CellState.NOT_APPLICABLE, cell)
        position, value = self.period.position, figure(cell, indicator)
        told = self.of(indicator).get(unit, ())
        return MatrixCell(
            CellState.GIVEN,
            cell,
            value,
            is_stale=cell.position < position,
            is_waiting=not cell.is_accepted,
            marks=(*beside_others(cell, indicator, bounds), *beside_before(told, indicator, position)),
            before=figure(fold_periods(told, indicator, upto=position - 1), indicator),
            change=difference(value, self._elsewhere(indicator, unit)),
        )

    def absence(self, unit: int, status: str, indicator: Indicator) -> CellState:
        """Why the unit has no figure in the period."""
        match status:
            case S.RETURNED:
                return CellState.RETURNED
            case S.SUBMITTED if not self.provisional:
                return CellState.WAITING
            case S.SUBMITTED | S.ACCEPTED:
                key = (self.period.plan_id, self.period.position, unit, indicator.pk)
                return CellState.NOT_AVAILABLE if key in self.unavailable else CellState.NOT_ENTERED
        return CellState.NOT_REPORTED

    def _elsewhere(self, indicator: Indicator, unit: int) -> Number:
        if self.against is None:
            return None
        row = self.cells.get(self.against.plan_id, {}).get(indicator.pk, {}).get(unit, ())
        return figure(fold_periods(row, indicator, upto=self.against.position), indicator)
