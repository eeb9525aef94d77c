"""Arranging files of a summary."""

from reports.models import SummaryFile, SummaryReport
from reports.services import rendering


def ready(summary: SummaryReport) -> SummaryFile:
    row = rendering.request_file(summary=summary)
    assert rendering.render_file(file_id=row.pk)
    row.refresh_from_db()
    return row
