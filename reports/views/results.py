"""Results of a period: targets and tracked figures; behind each of them the units (`reports.views.results_units`)."""

from itertools import groupby
from operator import itemgetter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from reports.enums import Capability
from reports.queries.figures import period_figures
from reports.views.access import get_period
from reports.views.results_access import read_filter
from reports.views.results_bar import OF_INDICATORS, filter_bar
from reports.views.results_units import units_page
from reports.views.shown_results import TRACKED, read_results
from reports.views.target_rows import target_rows

PAGE_SIZE = 30  # figures with their lines and formulas; more of them make the page heavy


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
    period = get_period(request.user, pk, Capability.VIEW_RESULTS)
    rows = [row for row in target_rows(period_figures(period).targets) if not row.figure.is_norm]
    return render(request, "reports/_lights.html", {"period": period, "rows": rows})


results_urls = [
    path("periods/<int:pk>/results/", period_results, name="period_results"),
    path("periods/<int:pk>/lights/", period_lights, name="period_lights"),
]
