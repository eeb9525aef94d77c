"""Requests for more time: the latest of each report, and the list the receiver answers."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet

from reports.models import ExtensionRequest, Submission


def requests_of(submissions: Iterable[Submission]) -> dict[int, ExtensionRequest]:
    """The latest request of each report, by the id of the report: one query, none for no report."""
    pks = [submission.pk for submission in submissions]
    if not pks:
        return {}
    rows = ExtensionRequest.objects.filter(submission__in=pks).select_related("decided_by")
    return {row.submission_id: row for row in rows.order_by("requested_at", "pk")}


def visible_requests(user: Any) -> QuerySet[ExtensionRequest]:
    """Requests about reports the person sees: schools their own, the receiver all it was asked; with what a row shows.

    Two queries: the reports come by their own, because they carry the annotation of their deadline.
    """
    reports = Submission.objects.select_related("organisation", "period__plan").with_extension()
    return (
        ExtensionRequest.objects.filter(submission__in=Submission.objects.visible_to(user))
        .select_related("requested_by", "decided_by", "extension")
        .prefetch_related(Prefetch("submission", reports))
        .order_by("-requested_at", "-pk")
    )
