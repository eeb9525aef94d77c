"""Results of a period: targets and tracked figures; behind each of them the units (`reports.views.results_units`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from plans.models import ReportingPeriod
from reports.enums import Capability
from reports.queries.figures import Figure, PeriodFigures, period_figures
from reports.queries.own_sums import OwnSum, own_sums
from reports.results_filter import ResultsFilter
from reports.views.access import get_period
from reports.views.result_rows import ResultRow, result_rows
from reports.views.results_access import read_filter
from reports.views.results_bar import OF_INDICATORS, filter_bar
from reports.views.results_units import Asked, units_page
from reports.views.target_rows import target_rows
from vietnamese.text import search_key

F = TypeVar("F", bound=Figure)
TRACKED = "tracked"
PAGE_SIZE = 30  # figures with their lines and formulas; more of them make the page heavy


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


@require_safe
def period_results(request: HttpRequest, pk: int) -> HttpResponse:
    """The targets of a plan at the end of a period; `?view=tracked` the figures without a target; `?indicator=B04` the
    units behind one of them.

    `?provisional=1` lets the figures with reports that wait for review lead; both are shown side by side.
    """
    filters = read_filter(request, pk)
    if request.GET.get("indicator"):
        return units_page(request, filters)
    shown = read_results(filters)
    page = Paginator([(title, row) for title, rows in shown.groups for row in rows], PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context: dict[str, Any] = {
        "period": filters.period,
        "filters": filters,
        "bar": filter_bar(filters, OF_INDICATORS, looks_for="Tìm chỉ tiêu (không cần dấu)"),
        "shown": shown,
        "figures": shown.figures,
        "page": page,
        "groups": [
            (title, len(shown.of(title)), [row for _, row in rows])
            for title, rows in groupby(page.object_list, key=itemgetter(0))
        ],
        "tab": TRACKED if shown.is_tracked else "targets",
        "tracked": shown.is_tracked,
        "provisional": filters.provisional,
    }
    return render(request, "reports/results.html", context)


@require_safe
def period_lights(request: HttpRequest, pk: int) -> HttpResponse:
    """How many targets stand at which light: a fragment that the office's home loads after itself."""
    period: ReportingPeriod = get_period(request.user, pk, Capability.VIEW_RESULTS)
    rows = [row for row in target_rows(period_figures(period).targets) if not row.figure.is_norm]
    return render(request, "reports/_lights.html", {"period": period, "rows": rows})


results_urls = [
    path("periods/<int:pk>/results/", period_results, name="period_results"),
    path("periods/<int:pk>/lights/", period_lights, name="period_lights"),
]
