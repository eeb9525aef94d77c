"""What the page of one section shows: the words, their preview, where data have changed, what stood there before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plans.models import ReportingPeriod
from reports.differences import text_segments
from reports.documents.content import Item, Paragraph
from reports.documents.section_texts import clean, exhibit_lines, removed_exhibits, unknown_exhibits
from reports.documents.sections import CLOSING, OPENING, to_blocks
from reports.models import SummaryReport, SummarySection
from reports.queries.section_history import MOST_SHOWN, changes_of
from reports.queries.summary_sections import WorkedSection
from reports.services.summarising import section_digest
from reports.views.source_links import source_url
from reports.views.summary_sheet import section_view

TITLES = {OPENING: "Mở đầu", CLOSING: "Câu kết"}
GONE = "Mục không còn trong báo cáo"
ROWS, MOST_ROWS, LETTERS_A_ROW = 8, 26, 70


@dataclass(frozen=True)
class Told:
    """What the page tells: the words in the box, and why they are not saved. `stored` are the words that somebody else
    has saved meanwhile, `stored_row` their row if they have one."""

    text: str
    note: str = ""
    problem: str = ""
    refusal: str = ""
    clash: str = ""
    stored: str = ""
    stored_row: SummarySection | None = None
    is_typed: bool = False


def title_of(section: WorkedSection) -> str:
    """The heading as it is printed; the parts without one by a name of their own."""
    return GONE if section.is_gone else section.drawn_up.title or TITLES.get(section.key, section.key)


def section_context(
    summary: SummaryReport, sections: Mapping[str, WorkedSection], key: str, told: Told, posted: Mapping[str, str]
) -> dict[str, Any]:
    """What `reports/summary/section.html` reads. `posted` is the form that is answered, empty when there is none."""
    section = sections[key]
    draft, base = _drafts(section, told, posted)
    before, after = _neighbours(sections, key)
    return {
        "summary": summary,
        "period": summary.period,
        "section": section,
        "title": title_of(section),
        "told": told,
        "lines": _rows(told.text),
        "read_as": _read_as(section, told, posted),
        "draft": draft,
        "clash": text_segments(told.stored, clean(told.text)) if told.clash else (),
        "drift": text_segments(base, section.draft) if not section.is_gone else (),
        "exhibits": exhibit_lines(section.drawn_up.blocks),
        "sources": _sources(summary.period, section),
        "history": changes_of(summary, key)[:MOST_SHOWN],
        "previous": before,
        "following": after,
        **preview_context(section, told.text),
    }


def preview_context(section: WorkedSection, text: str) -> dict[str, Any]:
    """What `reports/summary/_preview.html` reads: the section as it will be laid out, and what its lines do not say."""
    blocks, words = section.drawn_up.blocks, clean(text)
    shown = to_blocks(words, blocks)
    if section.key == CLOSING:
        shown = [Paragraph(" ".join(words.split()))]
    return {
        "preview": section_view(shown),
        "heading": section.drawn_up.title,
        "removed": removed_exhibits(words, blocks),
        "unknown": unknown_exhibits(words, blocks),
    }


def _drafts(section: WorkedSection, told: Told, posted: Mapping[str, str]) -> tuple[str, str]:
    """What the form carries as the draft its words were written over, and what the data are compared with.

    Words not saved yet go on resting on the draft their writer had before them.
    """
    if section.row is not None:
        return section.draft, section.row.base
    draft = clean(posted.get("draft", "")) if told.is_typed else ""
    return draft or section.draft, draft or section.draft


def _read_as(section: WorkedSection, told: Told, posted: Mapping[str, str]) -> str:
    """Whoever has been shown the stored words has read them; a form with another trouble keeps the state it was read
    in."""
    if told.is_typed and not (told.clash or told.note):
        return posted.get("read_as", "")
    return section_digest(section.row)


def _neighbours(sections: Mapping[str, WorkedSection], key: str) -> tuple[WorkedSection | None, WorkedSection | None]:
    keys = list(sections)
    place = keys.index(key)
    before = sections[keys[place - 1]] if place else None
    return before, sections[keys[place + 1]] if place + 1 < len(keys) else None


def _sources(period: ReportingPeriod, section: WorkedSection) -> list[dict[str, Any]]:
    """Each drafted sentence with the pages that show what it rests on."""
    return [
        {"text": block.text, "links": [(source.label, source_url(period, source)) for source in block.sources]}
        for block in section.drawn_up.blocks
        if isinstance(block, Paragraph | Item) and block.sources
    ]


def _rows(text: str) -> int:
    """How tall the box is: the lines as they will wrap, within what a screen shows."""
    lines = sum(1 + len(line) // LETTERS_A_ROW for line in text.splitlines())
    return min(max(lines + 2, ROWS), MOST_ROWS)
