"""The document that a summary is now: one answer for the page, the preview and all its files."""

import dataclasses

from django.conf import settings
from django.urls import reverse

from reports.documents.content import SummaryDocument, Verification
from reports.documents.frozen import thaw
from reports.documents.numbering import numbered
from reports.documents.replacement import with_replacement
from reports.documents.sections import with_texts
from reports.documents.summary import build_summary
from reports.models import SummaryReport
from reports.verification import grouped


def drawn_up(summary: SummaryReport) -> SummaryDocument:
    """What the data say now, before anybody edited a word."""
    return build_summary(summary)


def edited(summary: SummaryReport, drawn: SummaryDocument | None = None) -> SummaryDocument:
    """What the data say now, with the edited sections in the words of those who edited them; a correction says what
    it replaces. `drawn` is what `drawn_up` has answered, where a caller has it already."""
    texts = dict(summary.sections.values_list("key", "text")) if summary.pk else {}
    return with_replacement(with_texts(drawn or drawn_up(summary), texts), summary)


def summary_document(summary: SummaryReport, drawn: SummaryDocument | None = None) -> SummaryDocument:
    """A draft from the data of the moment and marked as one; what was finalised as it was then, with its code, and
    with number and day as soon as they are entered. `drawn` as in `edited`."""
    if summary.is_draft:
        return dataclasses.replace(edited(summary, drawn), is_draft=True)
    frozen: SummaryDocument = thaw(summary.content)
    document = numbered(frozen, number=summary.number, issued_on=summary.issued_on, year=summary.period.year)
    return dataclasses.replace(document, verification=verification_of(summary))  # type: ignore[return-value]


def verification_of(summary: SummaryReport) -> Verification:
    """Its code, the public page that answers for it, and whether its files are signed: from publication on, where the
    portal has a certificate. A file from before then says the same and is another file."""
    address = f"{settings.BASE_URL}{reverse('verify_code', args=[summary.code])}"
    return Verification(grouped(summary.code), address, summary.is_published and bool(settings.SIGNING_CERTIFICATE))
