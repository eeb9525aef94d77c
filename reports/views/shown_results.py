"""What the results page shows, and its Excel file with it: figures in groups, with what they are compared to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from plans.models import ReportingPeriod
from reports.queries.figures import Figure, PeriodFigures, period_figures
from reports.queries.own_sums import OwnSum, own_sums
from reports.results_filter import ResultsFilter
from reports.views.result_rows import ResultRow, result_rows
from reports.views.results_units import Asked
from vietnamese.text import search_key

F = TypeVar("F", bound=Figure)
TRACKED = "tracked"


@dataclass(frozen=True)
class Shown:
    """What the page shows, and its Excel file with it: figures in groups, each with its heading."""

    filters: ResultsFilter
    figures: PeriodFigures
    owns: Mapping[int, OwnSum]
    groups: list[tuple[str, list[ResultRow]]]
    is_tracked: bool

    @property
    def against_label(self) -> str:
        """The period compared with by name: `Kỳ 6 tháng`."""
        return self.filters.label_of(self.figures.against) if self.figures.against else ""

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return (5 if self.is_tracked else 7) + bool(self.figures.last_year) + bool(self.figures.against)

    @property
    def previous(self) -> ReportingPeriod | None:
        """The plan's period before this one."""
        earlier = [row for row in self.figures.periods if row.position < self.filters.period.position]
        return earlier[-1] if earlier else None

    @property
    def previous_year(self) -> str:
        return self._school_year(self.previous)

    @property
    def last_school_year(self) -> str:
        return self._school_year(self.figures.last_year)

    @property
    def against_year(self) -> str:
        return self._school_year(self.figures.against)

    def _school_year(self, other: ReportingPeriod | None) -> str:
        """That the period lies in another school year, where counts of pupils are other people's (reference §3.6.6)."""
        if other is None or other.school_year == self.filters.period.school_year:
            return ""
        return f"khác năm học ({other.school_year}–{other.school_year + 1})"

    @property
    def year_notes(self) -> list[str]:
        """What the headings say about school years, in sentences."""
        compared = [
            ("Kỳ trước", self.previous_year if self.is_tracked else ""),
            ("Cùng kỳ năm trước", self.last_school_year),
            (self.against_label, self.against_year),
        ]
        return [f"{name}: {words}." for name, words in compared if words]

    def of(self, title: str) -> list[ResultRow]:
        """The rows of a group."""
        return dict(self.groups)[title]

    @property
    def rows(self) -> list[ResultRow]:
        return [row for _, rows in self.groups for row in rows]


def read_results(filters: ResultsFilter, asked: Asked | None = None) -> Shown:
    """The figures that the filter lets through: targets, or with `view=tracked` the indicators without one; of `asked`
    alone, when its units are looked at."""
    tracked = filters.query.get("view") == TRACKED if asked is None else asked.target is None
    figures = period_figures(
        filters.period,
        provisional=filters.provisional,
        cut=filters.cut,
        against=filters.against,
        tracked=tracked,
        units=filters.units,
        neighbours=filters.neighbours,
    )
    if tracked:
        rows = result_rows(_kept(figures.tracked, filters, asked), figures)
        return Shown(filters, figures, {}, [("Số liệu theo dõi, không đặt chỉ tiêu", rows)], tracked)
    kept = _kept(figures.targets, filters, asked)
    owns = own_sums(filters.period, [figure.indicator for figure in kept], filters.cut.of(filters.units))
    groups = [
        ("Chỉ tiêu của kế hoạch", result_rows((row for row in kept if not row.is_norm), figures, owns)),
        ("Định mức, mốc thủ tục", result_rows((row for row in kept if row.is_norm), figures, owns)),
    ]
    return Shown(filters, figures, owns, groups, tracked)


def _kept(figures: Iterable[F], filters: ResultsFilter, asked: Asked | None) -> list[F]:
    if asked is not None:
        return [row for row in figures if row.indicator == asked.indicator]
    words = search_key(filters.text).split()
    return [
        row
        for row in figures
        if filters.keeps(row.indicator) and all(word in row.indicator.search_key for word in words)
    ]
