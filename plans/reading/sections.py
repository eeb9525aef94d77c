"""The tree of numbered parts, built from blocks."""

import re
from collections.abc import Iterable, Sequence

from plans.reading.blocks import Block
from plans.reading.folding import UPPER, fold
from plans.reading.found import DOUBTFUL, LIKELY, SURE, Bullet, Section
from plans.reading.outline import GAP

_LONGEST_TITLE = 200
_LONGEST_SENTENCE_TITLE = 160
_RUN_IN = re.compile(r"(?P<title>[^.;:]{3,130}):\s+(?P<text>\S.*)", re.DOTALL)
_FIRST_SENTENCE = re.compile(rf"(?P<title>[^.;:]{{3,160}})\.\s+(?P<text>[{UPPER}].*)", re.DOTALL)
_ABBREVIATED = re.compile(r"\b(?:[A-ZĐ]|TP|TT|TX|Tp|Tx|ThS|TS|PGS|GS|Đ/c)$")
_CLOSING = re.compile(r"tren day la|yeu cau |de nghi |nhan duoc |can cu |trong qua trinh |qua trinh ")


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
        self.texts: dict[int, list[str]] = {}  # paragraphs by the section's identity, joined once at the end

    def add(self, block: Block) -> None:
        self.after_items = False
        if block.level:
            self._add_section(block)
        elif block.marker:
            self._add_item(block.marker, Bullet(block.text, block.line))
        else:
            self.after_items = bool(self.items)
            self.items = []
            self._paragraphs(self.open[-1]).append(block.text)

    def take_closing(self) -> str | None:
        """Remove the closing words from the last section: text after its items, or a phrase that always closes."""
        paragraphs = self._paragraphs(self.open[-1])
        if self.open[-1] is self.root or not paragraphs:
            return None
        if self.after_items or _CLOSING.match(fold(paragraphs[-1][:40])):
            return paragraphs.pop()
        return None

    def write_texts(self) -> None:
        """Give every section its paragraphs, one a line."""
        for section in [self.root, *walk(self.root.children)]:
            section.text = "\n".join(self._paragraphs(section)) or None

    def _paragraphs(self, section: Section) -> list[str]:
        return self.texts.setdefault(id(section), [])

    def _add_section(self, block: Block) -> None:
        label = block.placement.label.shown if block.placement else None
        title, text = split_title(block.text) if label else (block.text, None)
        confidence = SURE if block.placement and block.placement.fit < GAP else LIKELY
        section = Section(label, block.line, title, confidence=confidence)
        if text:
            self._paragraphs(section).append(text)
        del self.open[block.level :]
        self.open[-1].children.append(section)
        self.open.append(section)
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
