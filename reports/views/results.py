"""Results of a period: targets, and behind each of them the schools."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from plans.enums import EnteredBy
from plans.models import ReportingPeriod
from reports.enums import Capability
from reports.permissions import can
from reports.queries.figures import period_figures
from reports.queries.then import targets_at_end_of
from reports.queries.units import unit_rows
from reports.views.access import get_period
from reports.views.target_rows import target_rows

PAGE_SIZE = 120  # the schools of a district on one page


@require_GET
def period_results(request: HttpRequest, pk: int) -> HttpResponse:
    """The targets of a plan at the end of a period; `?indicator=B04` shows the schools behind one of them.

    `?provisional=1` adds reports that wait for review, and says so on the page.
    """
    period = get_period(request.user, pk, Capability.VIEW_RESULTS)
    provisional = request.GET.get("provisional") == "1"
    if request.GET.get("indicator"):
        return _units_page(request, period, provisional=provisional)
    figures = period_figures(period, provisional=provisional)
    rows = target_rows(figures.targets)
    context = {
        "period": period,
        "figures": figures,
        "groups": [
            ("Chỉ tiêu của kế hoạch", [row for row in rows if not row.figure.is_norm]),
            ("Định mức, mốc thủ tục", [row for row in rows if row.figure.is_norm]),
        ],
        "provisional": provisional,
    }
    return render(request, "reports/results.html", context)


def _units_page(request: HttpRequest, period: ReportingPeriod, *, provisional: bool) -> HttpResponse:
    """The schools behind one target.

    Raises:
        Http404: the plan has no target with this indicator.
    """
    targets = targets_at_end_of(period, today=timezone.localdate())
    target = next((row for row in targets if row.indicator.code == request.GET["indicator"]), None)
    if target is None:
        raise Http404
    indicator = target.indicator
    query = request.GET.get("q", "").strip()
    computed = indicator.entered_by == EnteredBy.COMPUTED
    rows = [] if computed else unit_rows(indicator, period, provisional=provisional, query=query)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "period": period,
        "target": target,
        "indicator": indicator,
        "computed": computed,
        "page": page,
        "rows": page.object_list,
        "query_text": query,
        "provisional": provisional,
        "opens_reports": can(request.user, Capability.VIEW_BOARD, period),
    }
    return render(request, "reports/results_units.html", context)


@require_GET
def period_lights(request: HttpRequest, pk: int) -> HttpResponse:
    """How many targets stand at which light: a fragment that the office's home loads after itself."""
    period = get_period(request.user, pk, Capability.VIEW_RESULTS)
    rows = [row for row in target_rows(period_figures(period).targets) if not row.figure.is_norm]
    return render(request, "reports/_lights.html", {"period": period, "rows": rows})


results_urls = [
    path("periods/<int:pk>/results/", period_results, name="period_results"),
    path("periods/<int:pk>/lights/", period_lights, name="period_lights"),
]
