"""The amounts a plan asks about, for the leader's page: a fragment, for its queries would burden the page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from facilities.queries.funds import standing
from plans.enums import ValueKind
from reports.enums import Capability
from reports.queries.figures import period_figures
from reports.views.access import get_period


@require_GET
def period_money(request: HttpRequest, pk: int) -> HttpResponse:
    """Official amounts of the period with their coverage and those of a year before, and the funds of the plan up to
    the period's last day of data; empty when the plan has none.

    Amounts for which the plan sets a target stand among the targets.
    """
    period = get_period(request.user, pk, Capability.VIEW_RESULTS)
    figures = period_figures(period, tracked=True, kinds=[ValueKind.MONEY])
    rows = [(figure, figure.text_of(figure.last_year)) for figure in figures.tracked]
    day = min(period.data_to, timezone.localdate())
    context = {"period": period, "rows": rows, "day": day, "funds": standing(period.plan, day)}
    return render(request, "reports/leader_money.html", context)


leader_urls = [path("periods/<int:pk>/money/", period_money, name="period_money")]
