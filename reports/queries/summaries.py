"""What the summary's page asks: which revision it shows, and about its files."""

import datetime as dt
from typing import Any

from plans.models import ReportingPeriod
from reports.enums import Capability
from reports.models import Extension, SubmissionEvent, SummaryFile, SummaryReport
from reports.permissions import can


def current_file(period: ReportingPeriod) -> SummaryFile | None:
    """The file asked for last; its summary is loaded."""
    return (
        SummaryFile.objects.filter(summary__period=period)
        .select_related("summary")
        .order_by("-summary__revision", "-requested_at", "-pk")
        .first()
    )


def changed_since(period: ReportingPeriod, moment: dt.datetime) -> bool:
    """Whether a report that feeds the summary, or its deadline, was changed after the moment.

    Cheap and never too late, but it may say yes although the document stays the same; asking for the file then finds
    the finished one by its content.
    """
    feeding = {
        "submission__period__plan_id": period.plan_id,
        "submission__period__position__lte": period.position,
    }
    return (
        SubmissionEvent.objects.filter(at__gt=moment, **feeding).exists()
        or Extension.objects.filter(granted_at__gt=moment, **feeding).exists()
    )


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
