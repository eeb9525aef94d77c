"""Lines of a document, cleaned but still in their place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from plans.reading.folding import fold
from vietnamese.letters import nfc

_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, *range(0x202A, 0x202F)])
_INVISIBLE |= {code: None for code in range(0x20) if code not in (0x09, 0x0A)} | {0x7F: None}
_INVISIBLE |= {0xFF10 + digit: str(digit) for digit in range(10)}
_GAP = re.compile(r"\t+ *|[ \u00a0]{3,}\t*|[ \u00a0]*\|[ \u00a0]*")
_BLANKS = re.compile(r"\s+")
_LEFT_BLANK = re.compile(r"(?:^|\s)(?:số ?:?|ngày|tháng|năm)$", re.IGNORECASE)
_CENTRED_FROM = 10  # leading spaces of a centred line in plain text


@dataclass(frozen=True)
class RawLine:
    """A line as a source gives it; `whole` when it is a whole paragraph, `row` when it is a row of a data table.

    `cells` of a row stand under the columns of its table: a cell over several columns is followed by empty ones.
    """

    text: str
    whole: bool = False
    centred: bool = False
    row: bool = False
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A cleaned line. `columns` are its parts where the source left a wide gap (headers set in two columns)."""

    number: int
    text: str
    columns: tuple[str, ...]
    after_blank: bool
    whole: bool
    centred: bool
    row: bool
    cells: tuple[str, ...] = ()

    @cached_property
    def folded(self) -> str:
        return fold(self.text)


def clean_lines(raw: Iterable[RawLine]) -> list[Line]:
    """Number the lines from 1, compose their letters, and leave out the empty ones."""
    lines: list[Line] = []
    after_blank = True
    for number, line in enumerate(raw, start=1):
        text = nfc(line.text).translate(_INVISIBLE)
        tidy = _tidy(text)
        if not tidy:
            after_blank = True
            continue
        columns = tuple(_columns(text))
        leading = len(text) - len(text.lstrip(" \u00a0"))
        centred = line.centred or (not line.whole and leading >= _CENTRED_FROM)
        cells = tuple(_tidy(cell) for cell in line.cells)
        lines.append(Line(number, tidy, columns, after_blank, line.whole, centred, line.row, cells))
        after_blank = False
    return lines


def _tidy(text: str) -> str:
    return _BLANKS.sub(" ", nfc(text).translate(_INVISIBLE)).strip()


def _columns(text: str) -> list[str]:
    """Parts between wide gaps; a gap left for the clerk to fill in ("Số:      /KH-UBND") parts nothing."""
    columns: list[str] = []
    for part in _GAP.split(text):
        tidy = _BLANKS.sub(" ", part).strip()
        if tidy and columns and _LEFT_BLANK.search(columns[-1]):
            columns[-1] = f"{columns[-1]} {tidy}"
        elif tidy:
            columns.append(tidy)
    return columns
