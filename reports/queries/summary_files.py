"""Which files stand for what a summary says now."""

from django.db.models import QuerySet

from reports.enums import FileFormat, FileState
from reports.models import SummaryFile, SummaryReport
from reports.queries.published_files import files_of_publication, published_file

SUMMARY_FORMATS = (FileFormat.PDF, FileFormat.DOCX, FileFormat.XLSX)


def files_of(summary: SummaryReport) -> QuerySet[SummaryFile]:
    """The files that may be given out as the summary, the newest request last.

    A worker builds the content anew, so whatever was asked for since a summary was finalised, and since it got its
    number, is made of exactly that. A file of the draft never passes for the finalised one.
    """
    if summary.is_published:
        found = files_of_publication(summary)
    elif summary.is_draft:
        found = SummaryFile.objects.filter(summary_id=summary.pk)
    else:
        since = max(filter(None, (summary.finalised_at, summary.numbered_at)))
        found = SummaryFile.objects.filter(summary=summary, requested_at__gte=since)
    return found.order_by("requested_at", "pk")


def shown_files(summary: SummaryReport) -> dict[str, SummaryFile]:
    """The file of each format that the page shows: the one asked for last. Of a published summary the one that was
    ready first stays, because everybody gets the same bytes."""
    shown: dict[str, SummaryFile] = {}
    for row in files_of(summary) if summary.pk else ():
        before = shown.get(row.format)
        if not (summary.is_published and before is not None and before.state == FileState.READY):
            shown[row.format] = row
    return shown


def ready_file(summary: SummaryReport, file_format: str) -> SummaryFile | None:
    """The finished file that a person takes away; None while there is none."""
    if summary.is_published:
        return published_file(summary, file_format)
    return files_of(summary).filter(format=file_format, state=FileState.READY).last()
