"""What the summary's page asks about the files of a summary."""

import datetime as dt

from plans.models import ReportingPeriod
from reports.models import Extension, SubmissionEvent, SummaryFile


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
