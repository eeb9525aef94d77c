"""The minutes of an inspection: of a visit kept in the portal, else the form as a file of the day it was asked for."""

import dataclasses
import hashlib

from facilities.models import Inspection
from facilities.queries.inspections import with_content
from plans.deadlines import local_day
from reports.documents.content import MinutesDocument
from reports.documents.inspection_minutes import build_inspection_minutes
from reports.documents.minutes import build_minutes
from reports.enums import FileFormat
from reports.models import CollectedFile
from reports.services.recipes import of_document


def _build(row: CollectedFile) -> MinutesDocument:
    if row.inspection_id is not None:
        visit = with_content(Inspection.objects.filter(pk=row.inspection_id)).get()
        return build_inspection_minutes(row.plan, visit)
    if row.organisation is None:
        raise ValueError("minutes are of a visit to one body")
    return build_minutes(row.plan, row.organisation, local_day(row.requested_at))


_PLAIN = of_document((FileFormat.PDF, FileFormat.DOCX), _build)


def _key(row: CollectedFile) -> str:
    """Two visits may say the same; each has its own file."""
    content = _PLAIN.key(row)
    return hashlib.sha256(f"{row.inspection_id}\n{content}".encode()).hexdigest() if row.inspection_id else content


RECIPE = dataclasses.replace(_PLAIN, key=_key)
