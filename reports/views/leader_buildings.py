"""Construction works that are late, for the leader's page: a fragment, for its queries would burden the page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from facilities.queries.works import lines_on, sums_of
from plans.enums import PlanStatus
from reports.enums import Capability
from reports.views.access import get_period

SHOWN = 2  # with more the heaviest period no longer prints on one sheet
OPENED = 60


@require_safe
def period_buildings(request: HttpRequest, pk: int) -> HttpResponse:
    """The late works of the plan, the longest overdue first, and what all works come to: as of today, or of a plan that
    is over as they stood at the end of the period."""
    period = get_period(request.user, pk, Capability.VIEW_RESULTS)
    today = timezone.localdate()
    lines = lines_on(period.plan, period.data_to if period.plan.status == PlanStatus.CLOSED else today)
    late = sorted((line for line in lines if line.is_late), key=lambda line: -line.days_late)
    context = {
        "period": period,
        "sums": sums_of(lines),
        "late": late[:SHOWN],
        "rest": late[SHOWN:OPENED],
        "more": len(late) - SHOWN,
    }
    return render(request, "reports/leader_buildings.html", context)


leader_building_urls = [path("periods/<int:pk>/buildings/", period_buildings, name="period_buildings")]
