"""The table of the matrix: which rows and columns, and every cell in word and sign, never by colour alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils import timezone

from plans.models import ReportingPeriod
from reports.enums import Light
from reports.lights import LIGHTS
from reports.presentation import Badge
from reports.queries.cell_words import change_words, figure_words, finding_words
from reports.queries.matrix import OTHER_UNITS, ColumnTotal, MatrixRow, load_matrix
from reports.queries.matrix_cells import MISSING, CellState, MatrixCell
from reports.queries.matrix_columns import Column
from reports.results_filter import ResultsFilter
from schools.enums import Level

VALUES, LIGHTS_SHOWN = "value", "light"
# Rows that have at least one such cell; the words stand in the counter that leads there.
ONLY = {"missing": "thiếu", "outliers": "bất thường", "stale": "dùng số liệu kỳ trước"}
# What a page may weigh on a slow line: cells, not rows, because levels differ in columns.
CELLS_ON_PAGE = 480
FEWEST_ROWS = 10
LISTED_FINDINGS = 20
ABSENCES = {CellState.NOT_APPLICABLE: "na", CellState.WAITING: "wait"}
STALE, WAITING, OUTLIER, NOT_ASKED = "↺", "✎", "◆", "·"


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as the table shows it; `note` is a second line, `href` leads to its history."""

    css: str
    text: str
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    row: MatrixRow
    cells: list[ShownCell]


@dataclass(frozen=True, slots=True)
class ShownTotal:
    """The figure of the level with n/due; `badge` in the view of lights."""

    text: str
    coverage: str
    badge: Badge | None


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """One conspicuous cell in words."""

    school: str
    indicator: str
    text: str
    words: str
    href: str


class MatrixTable:
    """The matrix of a period as the address asks for it."""

    def __init__(self, user: Any, period: ReportingPeriod, query: QueryDict) -> None:
        self.period = period
        self.filter = ResultsFilter(query, period, user)
        self.show = LIGHTS_SHOWN if query.get("show") == LIGHTS_SHOWN else VALUES
        self.only = query.get("only", "") if query.get("only") in ONLY else ""
        self.matrix = load_matrix(
            period,
            units=self.filter.units,
            cut=self.filter.cut,
            others=query.get("units") == OTHER_UNITS,
            keeps=self.filter.keeps,
            provisional=self.filter.provisional,
            against=self.filter.against,
            today=timezone.localdate(),
        )

    @property
    def columns(self) -> Sequence[Column]:
        return self.matrix.columns

    @property
    def shows_values(self) -> bool:
        return self.show == VALUES

    @property
    def part_name(self) -> str:
        """Of which units the table is, as part of a sentence."""
        if not self.matrix.is_of_schools:
            return "cơ quan, địa bàn"
        level = self.matrix.cut.level
        return f"cấp {Level(level).label.lower()}" if level else "của đơn vị"

    @property
    def total_name(self) -> str:
        """Whose figure the last row is."""
        place = "của địa bàn" if self.matrix.cut.commune else "chung"
        return f"Số liệu {place}{f' {self.part_name}' if self.matrix.is_of_schools else ''}"

    @property
    def only_words(self) -> str:
        """Of which kind the cells are that `only` asks for."""
        return ONLY.get(self.only, "")

    @property
    def words(self) -> list[str]:
        """What the table is narrowed down to, for what is printed and exported; the level stands in its name."""
        words = [row.text for row in self.filter.active if row.name != "level"]
        return [*words, *([f"Chỉ các đơn vị có ô {self.only_words}"] if self.only else [])]

    def target_text(self, column: Column) -> str:
        """What the plan wants of the indicator at this level, as it is written."""
        target = column.target_of(self.matrix.cut.level, 0)
        return target.text if target else ""

    @cached_property
    def found(self) -> list[MatrixRow]:
        """The rows whose names match, in the order of names."""
        return [row for row in self.matrix.rows if row.unit.matches(self.filter.text)]

    @cached_property
    def rows(self) -> list[MatrixRow]:
        """Those of them that have a cell such as `only` asks for."""
        return [row for row in self.found if not self.only or getattr(row, self.only)]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many cells of the rows found ask for a second look, by the name of the filter that keeps their rows."""
        return {name: sum(getattr(row, name) for row in self.found) for name in ONLY}

    @property
    def absences(self) -> list[tuple[str, int]]:
        """The missing cells by kind, in words."""
        states: Counter[CellState] = self.matrix.states(self.found)
        kinds = [state for state in CellState if state in MISSING or state == CellState.WAITING]
        return [(str(state.label).lower(), states[state]) for state in kinds if states[state]]

    def page(self, number: str | None) -> Page:
        size = max(FEWEST_ROWS, CELLS_ON_PAGE // max(len(self.columns), 1))
        return Paginator(self.rows, size).get_page(number)

    def shown(self, rows: Sequence[MatrixRow]) -> list[ShownRow]:
        return [
            ShownRow(row, [self.cell(row, *pair) for pair in zip(self.columns, row.cells, strict=True)]) for row in rows
        ]

    def cell(self, row: MatrixRow, column: Column, cell: MatrixCell) -> ShownCell:
        """One cell in the view that was chosen. The address of its history is relative to the matrix, for brevity."""
        if cell.state == CellState.NOT_ASKED:
            return ShownCell("na", NOT_ASKED, "", "")
        href = f"{row.unit.organisation_id}/{column.indicator.code}/"
        if cell.state != CellState.GIVEN:
            return ShownCell(ABSENCES.get(cell.state, "miss"), self.absence(cell.state), "", href)
        css, text = self._given(row, column, cell)
        signs = f"{f' {STALE}' if cell.is_stale else ''}{f' {WAITING}' if cell.is_waiting else ''}"
        notes = [str(mark.finding.label) for mark in cell.marks]
        if change := change_words(cell.change, column.indicator):
            notes.append(change)
        if cell.marks:
            css, text = f"{css} out".strip(), f"{OUTLIER} {text}"
        return ShownCell(css, f"{text}{signs}", ", ".join(notes), href)

    def absence(self, state: CellState) -> str:
        """Why there is no figure, in words; units that are no schools have no level."""
        if state == CellState.NOT_ASKED and not self.matrix.is_of_schools:
            return "không giao đơn vị này"
        return str(state.label).lower()

    def _given(self, row: MatrixRow, column: Column, cell: MatrixCell) -> tuple[str, str]:
        text = figure_words(cell, column.indicator)
        if self.show == VALUES:
            return "", text
        judged = self.matrix.judged(row, column, cell)
        if judged.light != Light.GREY:
            css, sign = LIGHTS[judged.light]
            return css, f"{sign} {judged.verdict.lower()}"
        return "none", f"{text} {cell.direction}".strip()

    @property
    def totals(self) -> list[ShownTotal]:
        """The last row of the table."""
        return [self._total(*pair) for pair in zip(self.columns, self.matrix.totals, strict=True)]

    def _total(self, column: Column, sums: ColumnTotal) -> ShownTotal:
        if not sums.splits:
            return ShownTotal("chỉ có chung", "", None)
        badge = None
        if self.show == LIGHTS_SHOWN and (judged := self.matrix.judged_total(column, sums)) is not None:
            badge = Badge(*LIGHTS[judged.light], judged.verdict.lower())
        coverage = f"{sums.total.reporting}/{sums.due}" if sums.due else ""
        return ShownTotal(sums.actual_text or "–", coverage, badge)

    def findings(self, rows: Sequence[MatrixRow]) -> list[ShownFinding]:
        """The conspicuous cells of the rows in words, the first of them."""
        found = [
            ShownFinding(
                row.unit.name,
                column.indicator.short_name,
                figure_words(cell, column.indicator),
                "; ".join(finding_words(mark, column.indicator) for mark in cell.marks),
                f"{row.unit.organisation_id}/{column.indicator.code}/",
            )
            for row in rows
            for column, cell in zip(self.columns, row.cells, strict=True)
            if cell.marks
        ]
        return found[:LISTED_FINDINGS]
