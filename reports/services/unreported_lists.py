"""The list of bodies that owe a report, as a file of the day it was asked for."""

from plans.deadlines import local_day
from reports.documents.content import ListDocument
from reports.documents.unreported import build_unreported
from reports.enums import FileFormat
from reports.models import CollectedFile
from reports.services.recipes import of_document


def _build(row: CollectedFile) -> ListDocument:
    if row.period is None:
        raise ValueError("the list is of a period")
    return build_unreported(row.period, local_day(row.requested_at))


RECIPE = of_document((FileFormat.PDF, FileFormat.DOCX), _build)
