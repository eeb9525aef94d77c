"""The sections of a summary as the desk works on them: what the data say, what people wrote over it."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.documents.content import SummaryDocument
from reports.documents.current import drawn_up, summary_document
from reports.documents.section_texts import clean
from reports.documents.sections import Section, sections_of
from reports.models import SummaryReport, SummarySection


@dataclass(frozen=True)
class WorkedSection:
    """One section of a draft. `drawn_up` is what the data say now; `row` what somebody wrote over it, if anybody did.

    `is_gone` tells that the data no longer lead to this section: its words are kept, but not printed.
    """

    drawn_up: Section
    row: SummarySection | None = None
    is_gone: bool = False

    @property
    def key(self) -> str:
        return self.drawn_up.key

    @property
    def draft(self) -> str:
        return clean(self.drawn_up.text)

    @property
    def text(self) -> str:
        """The words that hold."""
        return self.draft if self.row is None else self.row.text

    @property
    def is_stale(self) -> bool:
        """Whether the data say something else than when the words were written over them."""
        return self.row is not None and not self.is_gone and self.row.base != self.draft


@dataclass(frozen=True)
class WorkedSummary:
    """A summary with its document and, as long as it is a draft, its sections by key in the order of the document."""

    document: SummaryDocument
    sections: dict[str, WorkedSection]

    @property
    def stale(self) -> Iterator[WorkedSection]:
        return (section for section in self.sections.values() if section.is_stale)

    @property
    def gone(self) -> Iterator[WorkedSection]:
        return (section for section in self.sections.values() if section.is_gone)


def worked_summary(summary: SummaryReport) -> WorkedSummary:
    """The document of a summary, built once, with the state of its sections. What is frozen has none to work on."""
    if not summary.is_draft:
        return WorkedSummary(summary_document(summary), {})
    drawn = drawn_up(summary)
    return WorkedSummary(summary_document(summary, drawn), _sections(summary, drawn))


def worked_sections(summary: SummaryReport) -> dict[str, WorkedSection]:
    """The sections of a draft by key."""
    return _sections(summary, drawn_up(summary))


def _sections(summary: SummaryReport, drawn: SummaryDocument) -> dict[str, WorkedSection]:
    rows = summary.sections.select_related("updated_by").order_by("key") if summary.pk else ()
    edited = {row.key: row for row in rows}
    found = {one.key: WorkedSection(one, edited.pop(one.key, None)) for one in sections_of(drawn)}
    return found | {key: WorkedSection(Section(key, "", 1, ()), row, is_gone=True) for key, row in edited.items()}
