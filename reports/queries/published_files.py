"""The files of a published summary: made once, the same bytes for everybody from then on."""

from django.db.models import Q, QuerySet

from reports.enums import FileState
from reports.models import SummaryFile, SummaryReport


def files_of_publication(summary: SummaryReport) -> QuerySet[SummaryFile]:
    """The files that hold the published words, the first one of each format first; none before publication.

    Publishing stops what was being made from earlier words, so whatever was asked for or finished since then is the
    published document. A file that was ready before and says the same is asked for again by publishing.
    """
    if not summary.is_published:
        return SummaryFile.objects.none()
    since = Q(requested_at__gte=summary.published_at) | Q(ready_at__gte=summary.published_at)
    return SummaryFile.objects.filter(since, summary=summary).order_by("format", "requested_at", "pk")


def published_file(summary: SummaryReport, file_format: str) -> SummaryFile | None:
    """The file in this format that everybody gets, whatever the layout of today; None while it is being made."""
    return files_of_publication(summary).filter(format=file_format, state=FileState.READY).first()
