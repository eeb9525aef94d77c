"""Arranging the editing of a summary's sections."""

from typing import Any

from reports.models import SummaryReport, SummarySection
from reports.queries.summary_sections import WorkedSection, worked_sections
from reports.services import summarising

KEY = "direction.reporting"
WORDS = "Lời của chuyên viên."


def worked(summary: SummaryReport, key: str = KEY) -> WorkedSection:
    """The section as a page opened now would show it."""
    return worked_sections(summary)[key]


def read_as(summary: SummaryReport, key: str = KEY) -> str:
    return summarising.section_digest(SummarySection.objects.filter(summary=summary, key=key).first())


def save(summary: SummaryReport, text: str = WORDS, *, by: Any = None, key: str = KEY) -> SummarySection | None:
    """Put the section into these words as somebody who has just opened it."""
    return summarising.save_section(
        summary=summary, key=key, text=text, draft=worked(summary, key).draft, read_as=read_as(summary, key), by=by
    )


def form(summary: SummaryReport, text: str, action: str = "save", key: str = KEY) -> dict[str, str]:
    """What the page of the section sends."""
    section = worked(summary, key)
    return {
        "action": action,
        "text": text,
        "draft": section.draft,
        "seen": section.draft,
        "read_as": read_as(summary, key),
    }


def stale(summary: SummaryReport, key: str = KEY) -> SummarySection:
    """Edit the section over a draft that the data no longer lead to."""
    save(summary, key=key)
    SummarySection.objects.filter(summary=summary, key=key).update(base="Có 7 trường gửi báo cáo.")
    return SummarySection.objects.get(summary=summary, key=key)
