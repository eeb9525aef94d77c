"""The amounts a plan asks about, for the leader's page: a fragment, for its queries would burden the page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from plans.enums import ValueKind
from reports.enums import Capability
from reports.queries.figures import period_figures
from reports.views.access import get_period


@require_GET
def period_money(request: HttpRequest, pk: int) -> HttpResponse:
    """Official amounts of the period with their coverage and those of a year before; empty when the plan has none.

    Amounts for which the plan sets a target stand among the targets.
    """
    period = get_period(request.user, pk, Capability.VIEW_RESULTS)
    figures = period_figures(period, tracked=True, kinds=[ValueKind.MONEY])
    rows = [(figure, figure.text_of(figure.last_year)) for figure in figures.tracked]
    return render(request, "reports/leader_money.html", {"period": period, "rows": rows})


leader_urls = [path("periods/<int:pk>/money/", period_money, name="period_money")]
