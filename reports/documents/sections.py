"""The sections of a document as lines of text that people edit, and back into blocks.

A section reaches from a heading with a key to the next heading. In its text each line is a paragraph; `- ` and `+ `
begin items of two levels; `[Bảng 2. Kết quả]` stands for an exhibit (a table or a chart), which is always made from
data. An exhibit whose line was deleted comes last: figures are never lost by editing words. Exhibits are known by their
names without numbers, which move when the data bring another one; a line of one that is no more is not printed.
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from reports.charts import Chart
from reports.documents.content import Block, Heading, Item, OfficialDocument, Paragraph, Source, Table

Document = TypeVar("Document", bound=OfficialDocument)

OPENING = "opening"
CLOSING = "closing"
NO_CAPTION = "Bảng số liệu"
_NUMBER = re.compile(r"^\[(?:Bảng|Biểu đồ) \d+\. ?")


@dataclass(frozen=True)
class Section:
    """One section. `title` is its heading as it is printed, empty for the opening; `level` that of the heading."""

    key: str
    title: str
    level: int
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        return to_text(self.blocks)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Each once, in the order of the sentences."""
        found = [source for block in self.blocks if isinstance(block, Paragraph | Item) for source in block.sources]
        return tuple(dict.fromkeys(found))


def sections_of(document: OfficialDocument) -> tuple[Section, ...]:
    """Every section that can be edited, in the order of the document."""
    found = [Section(OPENING, "", 1, tuple(document.opening))]
    for head, blocks in _parts(document.body):
        if head is not None and head.key:
            found.append(Section(head.key, f"{head.label} {head.text}", head.level, tuple(blocks)))
    if document.closing:
        found.append(Section(CLOSING, "", 1, (Paragraph(document.closing),)))
    return tuple(found)


def with_texts(document: Document, texts: Mapping[str, str]) -> Document:
    """The document with the sections of these keys in other words. Keys that it does not have are left out."""
    if not texts:
        return document
    body: list[Block] = []
    for head, blocks in _parts(document.body):
        if head is not None:
            body.append(head)
        is_edited = head is not None and head.key in texts
        body += to_blocks(texts[head.key], blocks) if head is not None and is_edited else blocks
    changes: dict[str, Any] = {"body": tuple(body)}
    if OPENING in texts:
        lines = to_blocks(texts[OPENING], document.opening)
        changes["opening"] = tuple(one for one in lines if isinstance(one, Paragraph | Item))
    if CLOSING in texts and texts[CLOSING].strip():
        changes["closing"] = document.rules.ended(" ".join(texts[CLOSING].split()))
    return dataclasses.replace(document, **changes)


def to_text(blocks: Sequence[Block]) -> str:
    """The blocks as lines."""
    return "\n".join(_line(block) for block in blocks)


def to_blocks(text: str, drawn_up: Sequence[Block]) -> list[Block]:
    """The lines as blocks. `drawn_up` is what the data say in this section: its exhibits are used again, and a line
    that says the same as before keeps its sources."""
    exhibits = [block for block in drawn_up if isinstance(block, Table | Chart)]
    same = {_line(block): block for block in drawn_up if not isinstance(block, Table | Chart)}
    blocks: list[Block] = []
    for line in filter(None, (" ".join(raw.split()) for raw in text.splitlines())):
        exhibit = next((one for one in exhibits if exhibit_name(_line(one)) == exhibit_name(line)), None)
        if exhibit is not None:
            exhibits.remove(exhibit)
            blocks.append(exhibit)
        elif not is_exhibit_line(line):
            blocks.append(same.get(line) or _block(line))
    return [*blocks, *exhibits]


def exhibit_name(line: str) -> str:
    """What a line calls its table or chart, without the number."""
    return _NUMBER.sub("[", line)


def is_exhibit_line(line: str) -> bool:
    """Whether a line can only stand for a table or a chart, of this section or of none."""
    return line.endswith("]") and (bool(_NUMBER.match(line)) or line == f"[{NO_CAPTION}]")


def _parts(body: Sequence[Block]) -> list[tuple[Heading | None, list[Block]]]:
    parts: list[tuple[Heading | None, list[Block]]] = [(None, [])]
    for block in body:
        if isinstance(block, Heading):
            parts.append((block, []))
        else:
            parts[-1][1].append(block)
    return parts


def _line(block: Block) -> str:
    match block:
        case Item():
            return f"{block.sign} {' '.join(block.text.split())}"
        case Paragraph():
            return " ".join(block.text.split())
        case Table() | Chart():
            return f"[{block.caption or NO_CAPTION}]"
    raise TypeError(f"{type(block).__name__} has no line")


def _block(line: str) -> Block:
    for sign in ("-", "+"):
        if line.startswith(f"{sign} "):
            return Item(line[2:], sign)
    return Paragraph(line)
