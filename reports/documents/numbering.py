"""Number and day on a document that was drawn up without them: in its head and wherever it names itself.

They are the clerk's, assigned on release (domain reference §1.3); the words of the document do not change.
"""

import dataclasses
import datetime as dt

from reports.documents.content import OfficialDocument
from reports.documents.wording import GAP
from vietnamese.dates import format_blank_date, format_date_long


def numbered(
    document: OfficialDocument, *, number: int | None, issued_on: dt.date | None, year: int
) -> OfficialDocument:
    """The document with its number and its day, `year` being the one its blank date was drawn up with.

    Single digits are written with a zero in front: numbers below 10, days below 10, January and February.
    """

    def filled(text: str) -> str:
        if number is not None:
            text = text.replace(GAP, f" {number:02d}", 1)
        if issued_on is not None:
            text = text.replace(format_blank_date(year), format_date_long(issued_on))
        return text

    head = document.letterhead
    return dataclasses.replace(
        document,
        letterhead=dataclasses.replace(head, number_line=filled(head.number_line), date_line=filled(head.date_line)),
        appendices=tuple(
            dataclasses.replace(appendix, reference=filled(appendix.reference)) for appendix in document.appendices
        ),
    )


def full_number(document: OfficialDocument) -> str:
    """`05/BC-…` or `05-BC/…`, without the word that stands before it."""
    return document.letterhead.number_line.removeprefix(document.rules.number_label).strip()
