"""Lines put together into paragraphs: numbered ones, items behind a dash or a plus, and plain text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from plans.reading.folding import UPPER, is_capitals
from plans.reading.labels import labels_of
from plans.reading.lines import Line
from plans.reading.outline import GAP, STRANGE, Outline, Placement
from plans.reading.own_name import own_name
from plans.reading.wrapping import continues, is_finished, is_furniture, starts_lower, was_cut, wrap_width

_BULLET = re.compile(
    r"(?:[-–—−‐‑] ?)?(?P<plus>\+)\s*(?P<a>.*)"
    rf"|(?P<mark>[-–—−‐‑•·▪▫●◦○■□➢➤✓✔❖♦*\uf000-\uf0ff]|o(?= [{UPPER}]))\s*(?P<b>.*)",
    re.DOTALL,
)
_NEXT_BASIS = re.compile(r"(?:Căn cứ|Xét|Theo đề nghị|Thực hiện|Tiếp tục thực hiện)\b")  # begins a line of its own
_DASHES = "-–—−‐‑"
_LONGEST_HEADING = 120
_TAIL = 300
_TOP_KINDS = ("roman", "phan", "chuong", "upper")  # never stand below a heading without a label


@dataclass
class Block:
    """A paragraph: numbered (`placement`), an item (`marker`), a heading (only `level`), or plain text."""

    text: str
    line: int
    placement: Placement | None = None
    marker: str | None = None
    level: int = 0  # of numbered paragraphs and headings, 1 at the top
    row: bool = False
    cells: tuple[str, ...] = ()


@dataclass
class Assembly:
    """Blocks of a body and what was noticed while putting them together."""

    blocks: list[Block] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def assemble(lines: Sequence[Line]) -> Assembly:
    """Join broken lines and recognise labels; numbers that open a wrapped line by chance stay in their sentence."""
    return _Assembler(wrap_width(lines)).run([line for line in lines if not is_furniture(line)])


class _Assembler:
    def __init__(self, width: int | None) -> None:
        self.width = width
        self.outline = Outline()
        self.result = Assembly()
        self.parts: list[str] = []  # of the block that is being joined
        self.tail = ""  # the end of it, enough to judge whether it is finished
        self.headed = False  # the top level are headings without labels
        self.before: Line | None = None

    def run(self, lines: Sequence[Line]) -> Assembly:
        for line in lines:
            self._take(line)
            self.before = line
        self._close()
        return self.result

    def _take(self, line: Line) -> None:
        placement = None if line.row else self._placement(line)
        if placement:
            self._number(line, placement)
        elif not line.row and (match := _BULLET.fullmatch(line.text)):
            text = match["a"] if match["plus"] else match["b"]
            self._open(Block("", line.number, marker=_marker(match)), text)
        elif self._goes_on(line):
            if was_cut(line) and self.tail:
                self._warn(line, "đoạn bị ngắt giữa chừng, đã nối với đoạn trước")
            self._append(line.text)
        elif self._is_heading(line):
            self.headed, self.outline.open = True, []
            self._open(Block("", line.number, level=1), line.text)
        else:
            self._open(Block("", line.number, row=line.row, cells=line.cells), line.text)

    def _placement(self, line: Line) -> Placement | None:
        placement = self.outline.place(labels_of(line.text))
        if placement is None:
            return None
        text, label = self.tail, placement.label
        inside = bool(text) and not is_finished(text)
        if placement.fit >= GAP and (not label.sure or (inside and not line.after_blank)):
            return None
        if inside and not is_capitals(text) and starts_lower(label.rest) and placement.fit >= STRANGE:
            return None
        return placement

    def _number(self, line: Line, placement: Placement) -> None:
        shown = placement.label.shown
        if shown[:1] in "1I" and not line.text.lstrip("(0").startswith(shown):
            self._warn(line, f"số mục “{line.text[:2].strip()}” nghi do nhận dạng sai, đã đọc là “{shown}”")
        if placement.fit == STRANGE and not self.outline.open and len(placement.label.path) == 1:
            self._warn(line, f"đánh số bắt đầu từ “{placement.label.shown}”, có thể thiếu phần trước")
        elif placement.fit >= GAP:
            self._warn(line, f"mục “{placement.label.shown}” không nối tiếp số mục trước đó, cần kiểm tra")
        if placement.label.kind in _TOP_KINDS and placement.level == 1:
            self.headed = False
        self.outline.enter(placement)
        level = placement.level + self.headed
        self._open(Block("", line.number, placement=placement, level=level), placement.label.rest)

    def _warn(self, line: Line, what: str) -> None:
        self.result.warnings.append(f"Dòng {line.number}: {what}.")

    def _goes_on(self, line: Line) -> bool:
        if not self.result.blocks or self.before is None:
            return False
        block, text = self.result.blocks[-1], self.tail
        if not text:  # a label or dash alone on its line
            return block.placement is not None or block.marker is not None
        if text.endswith(",") and (_NEXT_BASIS.match(line.text) or _speaks_of_itself(line.text)):
            return False
        return not block.row and continues(text, self.before, line, self.width)

    def _is_heading(self, line: Line) -> bool:
        """A line in capitals heads a part of its own only where nothing is numbered."""
        unnumbered = self.headed or not self.outline.open
        return unnumbered and not line.row and len(line.text) <= _LONGEST_HEADING and is_capitals(line.text)

    def _open(self, block: Block, text: str) -> None:
        self._close()
        self.result.blocks.append(block)
        self.parts, self.tail = [], ""
        self._append(text)

    def _append(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.tail = f"{self.tail} {text}"[-_TAIL:].strip()

    def _close(self) -> None:
        if self.result.blocks:
            self.result.blocks[-1].text = " ".join(self.parts)


def _speaks_of_itself(text: str) -> bool:
    """Whether a line opens with who makes the plan; the bases above it end with a comma."""
    own = own_name(text[:200])
    return own is not None and own.start("name") == 0


def _marker(match: re.Match[str]) -> str:
    """All dashes are one marker, and so are all private signs of symbol fonts."""
    if match["plus"]:
        return "+"
    if match["mark"] in _DASHES:
        return "-"
    return "•" if match["mark"] >= "\ue000" else match["mark"]
