"""A document as its page shows it: parts under their headings, small tables whole, large ones told by their size."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from reports import charts
from reports.charts import Chart
from reports.documents.content import Block, Heading, Item, OfficialDocument, Paragraph, Table
from reports.documents.sections import CLOSING, NO_CAPTION, OPENING
from reports.queries.summary_sections import WorkedSection

# A page stays a page: what a part says beyond this is read in the section itself or in the file.
MOST_TEXT = 4000
# Bytes of words and tables on one page. Words come first; a table that no longer fits is told by its caption.
PAGE_BYTES = 33_000
CELL_BYTES, LINE_BYTES = 9, 8


@dataclass
class Part:
    """What stands under one heading. `section` is its state while it can be edited; `more` counts what is left out."""

    title: str
    level: int
    key: str
    blocks: list[dict[str, Any]]
    section: WorkedSection | None = None
    more: int = 0


@dataclass
class Room:
    """How many bytes the page still takes."""

    left: int = PAGE_BYTES

    def spend(self, blocks: Iterable[Block]) -> None:
        """Words are shown whatever they take."""
        texts = (block.text for block in blocks if isinstance(block, Paragraph | Item))
        self.left -= sum(len(text.encode()) + LINE_BYTES for text in texts)

    def takes(self, table: Table) -> bool:
        size = sum(len(cell.encode()) + CELL_BYTES for row in table.rows for cell in row.cells)
        if size > self.left:
            return False
        self.left -= size
        return True


@dataclass
class Sheet:
    """A whole document for the page: its parts, and the appendices by title and number of rows."""

    document: OfficialDocument
    parts: list[Part]
    appendices: list[dict[str, Any]] = field(default_factory=list)


def sheet_of(document: OfficialDocument, sections: dict[str, WorkedSection]) -> Sheet:
    """The document with its sections' state; charts and long tables by their captions."""
    room = Room()
    cut = [(head, *_cut(blocks)) for head, blocks in _under_headings(document)]
    for _, shown, _ in cut:
        room.spend(shown)
    parts = []
    for head, shown, more in cut:
        parts.append(
            Part(
                title=f"{head.label} {head.text}" if head.text else "",
                level=head.level,
                key=head.key,
                blocks=[block_view(block, room) for block in shown],
                section=sections.get(head.key),
                more=more,
            )
        )
    return Sheet(document, parts, [_appendix(one) for one in document.appendices])


def section_view(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """The blocks of one section for its preview, with its charts drawn."""
    room = Room()
    return [block_view(block, room, draw=True) for block in blocks]


def block_view(block: Block, room: Room, *, draw: bool = False) -> dict[str, Any]:
    """A block as the template reads it."""
    view: dict[str, Any] = {"type": type(block).__name__, "content": block}
    if isinstance(block, Chart):
        view |= {"caption": block.caption or NO_CAPTION, "svg": charts.bars(block) if draw else ""}
    if isinstance(block, Table):
        view |= {"caption": block.caption or NO_CAPTION, "rows": None, "count": _count(block)}
        if room.takes(block):
            aligns = [column.align for column in block.columns]
            view["rows"] = [(row.kind, list(zip(row.cells, aligns, strict=False))) for row in block.rows]
    return view


def _under_headings(document: OfficialDocument) -> Iterator[tuple[Heading, list[Block]]]:
    """Opening, every heading with what stands below it, and the last sentence."""
    head, blocks = Heading(1, "", "", OPENING), list[Block](document.opening)
    for block in document.body:
        if isinstance(block, Heading):
            yield head, blocks
            head, blocks = block, []
        else:
            blocks.append(block)
    yield head, blocks
    if document.closing:
        yield Heading(1, "", "", CLOSING), [Paragraph(document.closing)]


def _cut(blocks: Sequence[Block]) -> tuple[list[Block], int]:
    """As many blocks as the page takes of one part, at least one, and how many lines are left out."""
    shown: list[Block] = []
    length = 0
    for block in blocks:
        if isinstance(block, Paragraph | Item):
            length += len(block.text)
            if length > MOST_TEXT and shown:
                continue
            if len(block.text) > MOST_TEXT:
                block = Paragraph(block.text[:MOST_TEXT] + "…")
        shown.append(block)
    return shown, len(blocks) - len(shown)


def _appendix(appendix: Any) -> dict[str, Any]:
    tables: Iterable[Table] = (block for block in appendix.blocks if isinstance(block, Table))
    return {"label": appendix.label, "title": appendix.title, "count": sum(_count(table) for table in tables)}


def _count(table: Table) -> int:
    return sum(row.kind == "plain" for row in table.rows)
