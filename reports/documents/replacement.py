"""What a corrected document says about the one it replaces; no editing of its opening takes this away."""

import dataclasses

from reports.documents.content import Paragraph, SummaryDocument
from reports.documents.frozen import thaw
from reports.documents.numbering import full_number, numbered
from reports.models import SummaryReport
from vietnamese.dates import format_date_long


def with_replacement(document: SummaryDocument, summary: SummaryReport) -> SummaryDocument:
    """The document, its opening ending with what it replaces and why; the document itself when it replaces nothing."""
    replaced = summary.replaces
    if replaced is None:
        return document
    earlier = numbered(
        thaw(replaced.content), number=replaced.number, issued_on=replaced.issued_on, year=replaced.period.year
    )
    said = (
        f"Báo cáo này thay thế {earlier.kind.capitalize()} số {full_number(earlier)} "
        f"{format_date_long(replaced.issued_on)}. Lý do: {summary.reason.strip().rstrip('.')}."
    )
    return dataclasses.replace(document, opening=(*document.opening, Paragraph(said)))
