"""The head of the document, and what the portal needs to know besides."""

from typing import Any

from plans.imports import suggestions
from plans.imports.directory import Directory
from plans.imports.parts import Level
from plans.imports.rows import Row
from plans.reading.found import Found, Proposal
from schools.models import Organisation
from vietnamese.dates import format_date

_FROM_SUBJECT = "Gợi ý từ trích yếu."


def header_row(proposal: Proposal, directory: Directory, organisation: Organisation) -> Row:
    """One row with all fields of the head; bodies and the year are suggested with the reason."""
    row = Row("header")
    kind = proposal.document_type
    _put(row, "document_type", kind, suggestions.document_type(kind.value).value if kind else "")
    _put(row, "number", proposal.number)
    _put(row, "symbol", proposal.symbol)
    _put(row, "style", proposal.style)
    _put(row, "place", proposal.place)
    _put(row, "issued_on", proposal.issued_on, format_date(proposal.issued_on.value) if proposal.issued_on else "")
    _put(row, "issuer_name", proposal.issuer)
    _put(row, "superior", proposal.superior)
    _put(row, "subject", proposal.subject)
    row.put("term", "")
    _suggest_day(row, proposal)
    _suggest_names(row, proposal)
    _suggest_bodies(row, proposal, directory, organisation)
    return row


def _put(row: Row, name: str, found: Found[Any] | None, text: str | None = None) -> None:
    if found is None:
        row.put(name, "")
        return
    value = str(getattr(found.value, "value", found.value)) if text is None else text
    row.put(name, value, level=Level.of(found.confidence), line=found.line)


def _suggest_day(row: Row, proposal: Proposal) -> None:
    """A document without a date was issued after the newest one it cites (domain reference §4.3)."""
    cited = [(found.issued_on, found.line) for found in [*proposal.bases, *proposal.implements] if found.issued_on]
    if proposal.issued_on or not cited:
        row.put("issued_after", "")
        return
    day, line = max(cited)
    row.suggest("issued_after", format_date(day), "Ngày của văn bản mới nhất được dẫn.", line=line)


def _suggest_names(row: Row, proposal: Proposal) -> None:
    subject = proposal.subject.value if proposal.subject else ""
    line = proposal.subject.line if proposal.subject else None
    row.suggest("title", suggestions.shortened(subject, suggestions.LONGEST_TITLE), _FROM_SUBJECT, line=line)
    row.suggest("report_subject", suggestions.report_subject(subject), _FROM_SUBJECT, line=line)
    if proposal.issued_on:
        year = str(proposal.issued_on.value.year)
        row.suggest("year", year, "Năm của ngày ban hành.", line=proposal.issued_on.line)
    else:
        row.suggest("year", suggestions.year_in(subject), "Năm nêu trong trích yếu.", line=line)


def _suggest_bodies(row: Row, proposal: Proposal, directory: Directory, organisation: Organisation) -> None:
    named = directory.only(proposal.issuer.value if proposal.issuer else None)
    if named and proposal.issuer:
        row.suggest("issuer", named.name, "Trùng đúng tên cơ quan ở đầu văn bản.", line=proposal.issuer.line)
    else:
        row.suggest("issuer", organisation.name, "Đơn vị của bạn; văn bản không ghi hoặc ghi khác tên trong cổng.")
    row.suggest("receiver", organisation.name, "Đơn vị của bạn.")
    above = directory.only(proposal.superior.value if proposal.superior else None)
    if above and proposal.superior:
        row.suggest("forwarded_to", above.name, "Cơ quan chủ quản ở đầu văn bản.", line=proposal.superior.line)
        return
    parent = directory.get(organisation.parent_id)
    row.suggest("forwarded_to", parent.name if parent else "", "Cơ quan cấp trên của đơn vị bạn.")
