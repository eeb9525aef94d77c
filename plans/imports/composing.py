"""From the parser's proposal to rows a person can correct."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from plans.imports import period_words, suggestions
from plans.imports.directory import Directory
from plans.imports.header_row import header_row
from plans.imports.parts import Level, Part
from plans.imports.rows import Row, source_lines
from plans.imports.task_rows import task_rows
from plans.reading.found import Citation, DeadlineFound, Proposal, RecipientFound, TargetFound
from plans.reading.lines import RawLine
from schools.models import Organisation
from vietnamese.dates import format_date
from vietnamese.numbers import number_for_input

LONGEST_WORDING = 200
_ENDS = (";", ".", ":", "/.")


def composed(
    proposal: Proposal, raw: Sequence[RawLine], *, directory: Directory, organisation: Organisation
) -> dict[str, Any]:
    """The proposal as JSON: the rows of every part, the source's lines and the parser's warnings.

    `organisation` is the one the document is imported for; it is suggested as the receiver of the reports.
    """
    lines = source_lines(raw)
    parts = {
        Part.HEADER: [header_row(proposal, directory, organisation)],
        Part.RELATIONS: _relations(proposal, lines),
        Part.TASKS: task_rows(proposal.sections),
        Part.TARGETS: [_target(at, found) for at, found in enumerate(proposal.targets)],
        Part.PERIODS: [_period(at, found) for at, found in enumerate(proposal.deadlines)],
        Part.RECIPIENTS: _recipients(proposal, directory),
    }
    return {
        "lines": lines,
        "warnings": proposal.warnings,
        "rows": {str(part): [row.stored() for row in rows] for part, rows in parts.items()},
    }


def _relations(proposal: Proposal, lines: Sequence[str]) -> list[Row]:
    rows = [_citation(at, "legal_basis", found) for at, found in enumerate(proposal.bases)]
    rows += [_citation(len(rows) + at, "implements", found) for at, found in enumerate(proposal.implements)]
    first = min((row.line for row in rows if row.line), default=None)
    opening = Row("opening", first, Level.CHECK)
    opening.put("text", _preamble(proposal, lines, first))
    return [opening, *rows]


def _preamble(proposal: Proposal, lines: Sequence[str], first: int | None) -> str | None:
    """The opening word for word: from the first citation to the first section, broken lines joined."""
    begins = min((section.line for section in proposal.sections), default=None)
    if first is None or begins is None or begins <= first:
        return proposal.opening
    paragraphs: list[str] = []
    for line in lines[first - 1 : begins - 1]:
        if line and paragraphs and paragraphs[-1] and not paragraphs[-1].endswith(_ENDS):
            paragraphs[-1] += f" {line}"
        else:
            paragraphs.append(line)
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)


def _citation(at: int, kind: str, found: Citation) -> Row:
    row = Row(f"relations-{at}", found.line, Level.of(found.confidence), found.quote)
    row.put("include", "1")
    row.put("kind", kind)
    row.put("type", suggestions.document_type(found.type).value)
    row.put("number", found.number)
    row.put("symbol", found.symbol)
    row.put("issued_on", _date(found.issued_on))
    row.put("issuer", found.issuer)
    subject = suggestions.subject_of_citation(found.quote)
    if found.type and not row.fields["type"]:
        subject = f"{found.type}: {subject}"
    row.put("subject", subject, level=Level.CHECK)
    return row


def _target(at: int, found: TargetFound) -> Row:
    row = Row(f"targets-{at}", found.line, Level.of(found.confidence), found.quote)
    row.extra["section"] = found.section or ""
    row.put("include", "1")
    row.put("operator", found.operator.value if found.operator else "")
    row.put("value", number_for_input(found.value))
    row.put("value_to", number_for_input(found.value_to))
    row.put("unit", found.unit)
    row.put("wording", suggestions.shortened(found.quote, LONGEST_WORDING))
    for name in ("indicator", "other", "new_name"):
        row.put(name, "")
    return row


def _period(at: int, found: DeadlineFound) -> Row:
    row = Row(f"periods-{at}", found.line, Level.of(found.confidence), found.quote)
    if period_words.is_about_reports(found.quote):
        row.put("include", "1")
    else:
        row.put("include", "")
        row.notes["include"] = "Câu này không nói đến báo cáo nên chưa chọn."
    row.put("label", period_words.period_label(found.quote), level=Level.CHECK)
    row.put("deadline_on", _date(found.date))
    row.put("rule", found.rule.value if found.rule else "")
    row.put("wording", suggestions.shortened(period_words.deadline_words(found.quote), 120))
    for name in ("preset", "data_from", "data_to", "opens_on"):
        row.put(name, "")
    return row


def _recipients(proposal: Proposal, directory: Directory) -> list[Row]:
    rows = [_recipient(at, found, directory) for at, found in enumerate(proposal.recipients)]
    found = proposal.signer
    signer = Row("signer", found.line if found else None, Level.of(found.confidence) if found else Level.MISSING)
    signer.put("capacity", found.capacity if found else "")
    signer.put("title", found.title if found else "")
    signer.put("name", found.name if found else "")
    closing = Row("closing", None, Level.CHECK)
    closing.put("text", proposal.closing)
    return [closing, *rows, signer]


def _recipient(at: int, found: RecipientFound, directory: Directory) -> Row:
    row = Row(f"recipients-{at}", found.line, Level.of(found.confidence), found.name)
    row.put("include", "1")
    row.put("name", found.name)
    row.put("role", found.role.value if found.role else "")
    match = directory.only(found.name)
    row.suggest("organisation", match.name if match else "", "Trùng đúng tên một đơn vị của cổng.")
    return row


def _date(day: dt.date | None) -> str:
    return format_date(day)
