"""Checks of the attached files."""

from collections.abc import Iterator

from reports.checks.issue import Issue, Severity
from reports.queries.sheet import Sheet


def evidence_where_needed(sheet: Sheet) -> Iterator[Issue]:
    """A section of which the plan demands evidence has at least one file."""
    for row in sheet.sections:
        if row.needs_evidence and not row.evidence:
            yield Issue(
                Severity.ERROR,
                row.code,
                f"evidence-{row.id}",
                f"Mục {row.label}. {row.title}",
                "Mục này phải kèm ít nhất một tệp minh chứng.",
                is_missing=True,
            )
