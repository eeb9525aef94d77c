"""The words of documents: what bodies are called on a day, how documents are cited, how things are listed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from plans.models import Plan, ReportingPeriod
from plans.models.plan import DocumentHeader
from reports.documents.profiles import profile_for
from schools.models import Organisation
from vietnamese.dates import format_blank_date, format_date_long
from vietnamese.numbers import format_number

GAP = "\u00a0" * 10


@dataclass(frozen=True)
class Words:
    """How a body names itself on the day of a document; from its profile, or from its registry entry without one."""

    name: str
    short_name: str
    addressed_as: str
    header_name: str
    superior_header: str
    symbol: str
    place_name: str
    area_unit_label: str
    head_title: str
    signing_capacity: str
    signer_name: str
    filing_note: str


def words_of(organisation: Organisation, on: dt.date) -> Words:
    """The body's words on the day, the last known ones when none cover it. Free when `profiles` are prefetched."""
    profile = organisation.profile_on(on) or organisation.profile_on(None)
    if profile is None:
        return Words(
            name=organisation.name,
            short_name=organisation.short_name,
            addressed_as="",
            header_name=organisation.name.upper(),
            superior_header="",
            symbol="",
            place_name="",
            area_unit_label="",
            head_title="",
            signing_capacity="",
            signer_name="",
            filing_note="",
        )
    return Words(**{name: getattr(profile, name) for name in Words.__dataclass_fields__})


def citation(document: DocumentHeader, issuer: str) -> str:
    """A document as it is cited for the first time: type, number, date, issuer and subject (domain reference §1.2).

    A plan of the portal whose number or day is not known leaves the clerk a gap; of a document kept elsewhere what is
    not known is not said.
    """
    if not (document.document_type or document.full_number) and document.subject:
        # Some are known by what they are about alone.
        return f"{document.subject.rstrip('. ')}{f' của {issuer}' if issuer else ''}"
    kind = document.get_document_type_display() if document.document_type else "Văn bản"
    parts = [kind]
    if document.full_number:
        parts.append(f"số {document.full_number}")
    elif isinstance(document, Plan) and document.symbol:
        profile = profile_for(document.style, dt.date(document.year, 1, 1))
        parts.append(f"số{profile.numbered(GAP, document.symbol)}")
    if document.issued_on:
        parts.append(format_date_long(document.issued_on))
    elif isinstance(document, Plan):
        parts.append(format_blank_date(document.year))
    if issuer:
        parts.append(f"của {issuer}")
    if document.subject:
        subject = decapitalised(document.subject.rstrip(". "))
        parts.append(subject if subject.startswith(("về ", "V/v")) else f"về {subject}")
    return " ".join(parts)


def superior_of(organisation: Organisation, on: dt.date) -> str:
    """What the body above lets stand over the documents of its own units. Free when its `profiles` are prefetched."""
    parent = organisation.parent
    profile = (parent.profile_on(on) or parent.profile_on(None)) if parent else None
    return profile.subordinate_header if profile else ""


def decapitalised(text: str) -> str:
    """The text inside a sentence: a small first letter, unless the word is written in capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def joined(parts: Sequence[str], last: str = "và") -> str:
    """`a, b và c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def share_text(share: Fraction | None) -> str:
    """A share of a whole as a percentage, cut after two digits: 235 of 236 must not read as a full set."""
    if share is None:
        return ""
    hundredths = share.numerator * 10_000 // share.denominator
    return f"{format_number(Decimal(hundredths) / 100, decimals=2, trim=True)}%"


def period_text(period: ReportingPeriod) -> str:
    """`6 tháng năm 2018`; the last period is called by the year alone: `năm 2018`."""
    if str(period.year) in period.label:
        return period.label
    year = f"năm {period.year}"
    return year if period.label.casefold() == "năm" else f"{period.label} {year}"


def one_line(text: str) -> str:
    """Typed text as part of a sentence: no line breaks, no closing stop."""
    return " ".join(text.split()).rstrip(".;, ")
