"""The results of a period as an Excel file: exactly what the page shows, with what every figure is made of."""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from plans.enums import EnteredBy
from plans.models import Indicator
from reports.queries.computed import Sources
from reports.queries.computed_rows import part_rows
from reports.queries.source_rows import SourceRow, of_parts, of_units
from reports.queries.unit_entries import load_entries
from reports.queries.units import unit_figures
from reports.results_filter import ResultsFilter
from reports.views.results_access import read_filter
from reports.views.results_units import asked_indicator
from reports.views.shown_results import read_results
from reports.views.unit_tables import PartTable, unit_table
from schools.downloads import workbook_response


@require_safe
def period_results_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of the page with its filters and order; with `?indicator=` that figure and its units as the page of the
    units has them, all pages of it.

    Raises:
        Http404: the plan does not know the indicator.
    """
    from reports.workbooks.results import ResultsBook, results_workbook  # openpyxl is for those who export

    filters = read_filter(request, pk)
    asked = asked_indicator(filters) if request.GET.get("indicator") else None
    shown = read_results(filters, asked)
    figures = [row.figure for row in shown.rows]
    book = ResultsBook(
        found=shown.figures,
        figures=figures,
        owns=shown.owns,
        sources=list(
            _of_one(asked.indicator, filters) if asked else _of_all([row.indicator for row in figures], filters)
        ),
        # Of a search the rows found are passed on, and they are not what makes the figure.
        has_all_sources=not (asked and filters.text),
        has_targets=not shown.is_tracked,
        against=shown.against_label,
        notes=[*filters.words, *shown.year_notes],
    )
    name = f"Kết quả kỳ {filters.period.label} – {filters.period.plan.title}"
    return workbook_response(results_workbook(book), name)


def _of_one(indicator: Indicator, filters: ResultsFilter) -> Iterator[SourceRow]:
    """The rows of the page of units: as searched and sorted there."""
    table = unit_table(indicator, filters)
    if isinstance(table, PartTable):
        return of_parts(table.rows, indicator, filters.period)
    return of_units(table.rows, indicator, filters.period)


def _of_all(indicators: Sequence[Indicator], filters: ResultsFilter) -> Iterator[SourceRow]:
    """The rows behind all figures, figure by figure: one query, and one more when a figure is computed."""
    entries = load_entries(filters.period, [row.pk for row in indicators])
    units, sources = filters.cut.of(filters.units), Sources.load(indicators, [])
    for indicator in indicators:
        if indicator.entered_by == EnteredBy.COMPUTED:
            parts = part_rows(indicator, filters.period, filters.units, cut=filters.cut, sources=sources)
            yield from of_parts(parts, indicator, filters.period)
        else:
            known = entries.get(indicator.pk, {})
            found = unit_figures(indicator, filters.period, units, known, provisional=filters.provisional)
            yield from of_units(found.rows, indicator, filters.period)


results_export_urls = [path("periods/<int:pk>/results.xlsx", period_results_export, name="period_results_export")]
