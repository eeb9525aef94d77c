"""The tree of numbered parts, built from blocks."""

import re
from collections.abc import Iterable, Sequence

from plans.reading.assignments import assignments
from plans.reading.blocks import Block
from plans.reading.folding import UPPER, fold, is_capitals
from plans.reading.found import DOUBTFUL, LIKELY, SURE, Bullet, Section
from plans.reading.outline import GAP
from plans.reading.tables import Row, tables_of

_LONGEST_TITLE = 200
_LONGEST_SENTENCE_TITLE = 160
_RUN_IN = re.compile(r"(?P<title>[^.;:]{3,130}):\s+(?P<text>\S.*)", re.DOTALL)
_FIRST_SENTENCE = re.compile(rf"(?P<title>[^.;:]{{3,160}})\.\s+(?P<text>[{UPPER}].*)", re.DOTALL)
_ABBREVIATED = re.compile(r"\b(?:[A-ZĐ]|TP|TT|TX|Tp|Tx|ThS|TS|PGS|GS|Đ/c)$")
_CLOSING = re.compile(
    r"(?:tren day la|yeu cau|de nghi|nhan duoc|can cu|trong qua trinh|qua trinh|tren co so|ke hoach nay|"
    r"ban thuong vu[^.;]{0,30} yeu cau)\b"
)


def split_title(content: str) -> tuple[str | None, str | None]:
    """Tell the title from the text of a numbered paragraph.

    A title is a phrase without a full stop, the words before a colon, or a first short sentence; a long paragraph has
    text and no title.
    """
    content = content.strip()
    if not content:
        return None, None
    ended = content[-1] in ".;"
    if not ended and len(content) <= _LONGEST_TITLE and not _RUN_IN.fullmatch(content):
        return content.rstrip(": ") or content, None
    for pattern in (_RUN_IN, _FIRST_SENTENCE):
        match = pattern.fullmatch(content)
        if match and not _ABBREVIATED.search(match["title"]):
            return match["title"].strip(), match["text"]
    body = re.sub(r"\s*(?:\./\.|[.;])$", "", content)
    if len(content) <= _LONGEST_SENTENCE_TITLE and not re.search(r"[.;] ", body):
        return body or content, None
    return None, content


def build(blocks: Sequence[Block]) -> tuple[list[Section], str | None, str | None]:
    """Return the top sections, the text before the first one, and the closing words after the last item."""
    builder = _Builder()
    for block in blocks:
        builder.add(block)
    closing = builder.take_closing()
    builder.write_texts()
    _give_codes(builder.root.children, "")
    root = builder.root
    opening = root.text
    if root.bullets:
        first = Section(None, root.bullets[0].line, bullets=root.bullets, confidence=DOUBTFUL)
        return [first, *root.children], opening, closing
    return root.children, opening, closing


def walk(sections: Iterable[Section]) -> Iterable[Section]:
    """All sections in the order of the document; deep trees need no recursion here."""
    stack = list(sections)[::-1]
    while stack:
        section = stack.pop()
        yield section
        stack += section.children[::-1]


class _Builder:
    def __init__(self) -> None:
        self.root = Section(None, 0)
        self.open: list[Section] = [self.root]
        self.items: list[tuple[str, Bullet]] = []
        self.after_items = False
        self.rows: list[Row] = []  # of the table that is being read
        self.texts: dict[int, list[str]] = {}  # paragraphs and rows by the section's identity, joined once at the end

    def add(self, block: Block) -> None:
        if block.row:
            self.rows.append(Row(block.cells or (block.text,), block.line))
            return
        self._close_table()
        self.after_items = False
        if block.level:
            self._add_section(block)
        elif block.marker:
            self._add_item(block.marker, Bullet(block.text, block.line))
        else:
            self.after_items = bool(self.items)
            self.items = []
            self._paragraph(block.line, block.text)

    def take_closing(self) -> str | None:
        """Remove the closing words from the last section: text after its items, or a phrase that always closes."""
        self._close_table()
        section = self.open[-1]
        if section is self.root or not section.paragraphs:
            return None
        text = section.paragraphs[-1][1]
        texts = self._texts(section)
        if texts[-1] != text or (self._is_alone(section, texts) and not fold(text).startswith("tren day")):
            return None
        if self.after_items or _CLOSING.match(fold(text[:40])):
            section.paragraphs.pop()
            return texts.pop()
        return None

    @staticmethod
    def _is_alone(section: Section, texts: Sequence[str]) -> bool:
        """Whether the last paragraph is all that stands under a heading."""
        return is_capitals(section.title or "") and not (section.bullets or section.children or len(texts) > 1)

    def write_texts(self) -> None:
        """Give every section its paragraphs and rows, one a line."""
        for section in [self.root, *walk(self.root.children)]:
            section.text = "\n".join(self._texts(section)) or None

    def _texts(self, section: Section) -> list[str]:
        return self.texts.setdefault(id(section), [])

    def _paragraph(self, line: int, text: str) -> None:
        self.open[-1].paragraphs.append((line, text))
        self._texts(self.open[-1]).append(text)

    def _close_table(self) -> None:
        section, rows = self.open[-1], self.rows
        if not rows:
            return
        self.rows, self.items, self.after_items = [], [], False
        for table in tables_of(rows):
            section.tables.append(table)
            if table.assigns:
                section.bullets += assignments(table)
            else:
                self._texts(section).extend(row.text for row in table.rows)

    def _add_section(self, block: Block) -> None:
        label = block.placement.label.shown if block.placement else None
        title, text = split_title(block.text) if label else (block.text, None)
        confidence = SURE if block.placement and block.placement.fit < GAP else LIKELY
        section = Section(label, block.line, title, confidence=confidence)
        del self.open[block.level :]
        self.open[-1].children.append(section)
        self.open.append(section)
        if text:
            self._paragraph(block.line, text)
        self.items = []

    def _add_item(self, marker: str, item: Bullet) -> None:
        markers = [open_marker for open_marker, _ in self.items]
        if marker in markers:
            del self.items[markers.index(marker) :]
        elif marker == "-" and "+" in markers:  # a dash ranks above a plus, whichever came first
            del self.items[markers.index("+") :]
        target = self.items[-1][1].items if self.items else self.open[-1].bullets
        target.append(item)
        self.items.append((marker, item))


def _give_codes(sections: list[Section], above: str) -> None:
    """Join labels from the top: II, 1, 1.3 and a become II.1.3.a."""
    stack = [(section, above) for section in sections[::-1]]
    while stack:
        section, prefix = stack.pop()
        section.code = _joined(prefix, section.label)
        stack += [(child, section.code) for child in section.children[::-1]]


def _joined(prefix: str, label: str | None) -> str:
    if not label or not prefix:
        return label or prefix
    first, dot, _ = label.rpartition(".")
    if dot and (prefix == first or prefix.endswith(f".{first}")):
        return prefix.removesuffix(first) + label
    return f"{prefix}.{label}"
