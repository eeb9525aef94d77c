"""The form of the minutes of an inspection, as a file of the day it was asked for."""

from plans.deadlines import local_day
from reports.documents.content import MinutesDocument
from reports.documents.minutes import build_minutes
from reports.enums import FileFormat
from reports.models import CollectedFile
from reports.services.recipes import of_document


def _build(row: CollectedFile) -> MinutesDocument:
    if row.organisation is None:
        raise ValueError("minutes are of a visit to one body")
    return build_minutes(row.plan, row.organisation, local_day(row.requested_at))


RECIPE = of_document((FileFormat.PDF, FileFormat.DOCX), _build)
