"""Which revision of a summary the page of its period shows."""

from typing import Any

from plans.models import ReportingPeriod
from reports.enums import Capability
from reports.models import SummaryReport
from reports.permissions import can


def shown_summary(user: Any, period: ReportingPeriod) -> SummaryReport | None:
    """The revision that the page of a period shows a person: the latest they may see.

    The desk sees a draft without a row before anybody began one; readers see None before anything was published.
    """
    found = SummaryReport.objects.visible_to(user).filter(period=period).order_by("-revision").first()
    if found is None:
        begun = SummaryReport(period=period)
        if not can(user, Capability.VIEW_SUMMARY, begun):
            return None
        return begun
    found.period = period
    return found
