"""The rows behind one figure as tables: sorted and searched as the address says, with the sum that is the figure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeVar

from django.utils.text import capfirst

from plans.enums import EnteredBy
from plans.models import Indicator
from reports.queries.computed_rows import PartRow, is_share, part_rows
from reports.queries.figures import number_text
from reports.queries.unit_entries import load_entries
from reports.queries.units import Standing, UnitFigures, UnitRow, unit_figures
from reports.results_filter import ResultsFilter
from reports.sorting import Heading, Sorting, SortKey
from vietnamese.numbers import format_number
from vietnamese.sorting import sort_key
from vietnamese.text import rank_matches

ORDER = list(Standing)
BY_NAME = "name"  # the order in which the rows come
ROW_KEYS: dict[str, tuple[SortKey, Callable[[Any], Any]]] = {
    BY_NAME: (SortKey("name", "Đơn vị"), lambda row: None),
    "commune": (SortKey("commune", "Địa bàn"), lambda row: row.unit.commune_key),
    "n": (SortKey("numerator", "Tử số", descends_first=True), lambda row: row.numerator),
    "d": (SortKey("denominator", "Mẫu số", descends_first=True), lambda row: row.denominator),
    "value": (SortKey("value", "Thực hiện", descends_first=True), lambda row: row.value),
    "state": (SortKey("standing", "Tình trạng"), lambda row: ORDER.index(row.standing)),
}
PART_KEYS: dict[str, tuple[SortKey, Callable[[Any], Any]]] = {
    "counts": (SortKey("counts", "Tính vào"), lambda row: not row.counts),
    BY_NAME: (SortKey("name", "Tên"), lambda row: None),
    "commune": (SortKey("commune", "Địa bàn"), lambda row: sort_key(row.commune)),
}
R = TypeVar("R")


@dataclass(frozen=True)
class UnitTable:
    """Units that enter the figure. `sum_text` is the figure of the whole part, whatever is searched for."""

    figures: UnitFigures
    rows: list[UnitRow]
    sorting: Sorting

    @property
    def headings(self) -> list[Heading]:
        indicator, heading = self.figures.indicator, self.sorting.heading
        counts = []
        if indicator.is_ratio:
            counts = [
                replace(heading("n", "num"), label=capfirst(indicator.numerator_label)),
                replace(heading("d", "num"), label=capfirst(indicator.denominator_label)),
            ]
        return [
            heading(BY_NAME, "name"),
            heading("commune"),
            Heading("Cấp học"),
            *counts,
            heading("value", "num"),
            heading("state"),
            Heading("Lần nộp"),
            Heading("Ghi chú"),
        ]

    @property
    def sum_text(self) -> str:
        return number_text(self.figures.total.actual, self.figures.indicator, unit=True)

    @property
    def sum_numerator(self) -> str:
        return format_number(self.figures.total.numerator, trim=True)

    @property
    def sum_denominator(self) -> str:
        return format_number(self.figures.total.denominator, trim=True)


@dataclass(frozen=True)
class PartTable:
    """What a computed figure is made of; `all_rows` are those of the whole part."""

    indicator: Indicator
    all_rows: tuple[PartRow, ...]
    rows: list[PartRow]
    sorting: Sorting

    @property
    def headings(self) -> list[Heading]:
        return [self.sorting.heading(name, css) for name, css in ((BY_NAME, "name"), ("commune", ""), ("counts", ""))]

    @property
    def counting(self) -> int:
        return sum(row.counts for row in self.all_rows)

    @property
    def sum_text(self) -> str:
        if not self.all_rows:
            return ""
        value: Fraction | int = self.counting
        if is_share(self.indicator):
            value = Fraction(self.counting * self.indicator.ratio_factor, len(self.all_rows))
        return number_text(Fraction(value), self.indicator, unit=True)


def unit_table(indicator: Indicator, filters: ResultsFilter) -> UnitTable | PartTable:
    """The rows behind the figure of the indicator: one query, at most two for a computed one."""
    if indicator.entered_by == EnteredBy.COMPUTED:
        return _parts(indicator, filters)
    entries = load_entries(filters.period, [indicator.pk]).get(indicator.pk, {})
    units = filters.cut.of(filters.units)
    figures = unit_figures(indicator, filters.period, units, entries, provisional=filters.provisional)
    found = [row for row in figures.rows if row.unit.matches(filters.text)]
    sorting, rows = _sorted(found, ROW_KEYS, filters)
    return UnitTable(figures, rows, sorting)


def _parts(indicator: Indicator, filters: ResultsFilter) -> PartTable:
    everything = part_rows(indicator, filters.period, filters.units, cut=filters.cut)
    sorting, rows = _sorted([row for row in everything if row.matches(filters.text)], PART_KEYS, filters)
    return PartTable(indicator, everything, rows, sorting)


def _sorted(
    rows: Iterable[R], keys: dict[str, tuple[SortKey, Callable[[Any], Any]]], filters: ResultsFilter
) -> tuple[Sorting, list[R]]:
    """In the order of the address; equal rows by name, as they come, and what has no value last either way. Without an
    order the best hits of a search come first."""
    sorting = Sorting(filters.query, {name: key for name, (key, _) in keys.items()})
    found = list(rows)
    if filters.text and "sort" not in filters.query:
        return sorting, rank_matches(filters.text, found, key=lambda row: row.name)  # type: ignore[attr-defined]
    of = keys[sorting.name][1]
    places = {id(row): place for place, row in enumerate(found)}

    def by(row: R) -> Any:
        return places[id(row)] if sorting.name == BY_NAME else of(row)

    known = sorted((row for row in found if by(row) not in (None, "")), key=by, reverse=sorting.descending)
    return sorting, [*known, *(row for row in found if by(row) in (None, ""))]
