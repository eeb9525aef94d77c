"""Arranging files of a summary."""

from reports.enums import FileFormat
from reports.models import SummaryFile, SummaryReport
from reports.services import rendering


def ready(summary: SummaryReport, file_format: str = FileFormat.PDF) -> SummaryFile:
    row = rendering.request_file(summary=summary, file_format=file_format)
    assert rendering.render_file(file_id=row.pk)
    row.refresh_from_db()
    return row
