"""Text of the old fonts (TCVN3, VNI) and of a wrong character set, put into Unicode and announced.

The fonts lie in the text itself (domain reference §7.3, §10), so that only what is read shows them: a line is decoded
when the whole document is of that kind and the line holds no letter that only Unicode has.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from plans.reading.folding import fold
from plans.reading.layout import CAPACITY, MOTTO, RECIPIENTS
from plans.reading.lines import RawLine
from plans.reading.words import document_types, starting
from vietnamese.legacy_encodings import MOJIBAKE, TCVN3, VNI, damaged_encoding, decode_legacy

_DECODABLE = (TCVN3, VNI, MOJIBAKE)
_HEAD_LINES = 40
_GAP = re.compile(r"(\t+|\s{3,})")
_MIXED = re.compile(r"\b[^\W\d_]+[A-Z][^\W\d_]*\b")
_LAST_OF_LATIN_1 = "\xff"
_LONGEST_POSITION = 45
_LONGEST_HEADING = 120
_ROMAN_HEADING = re.compile(r"[ivx]{1,5} ?[.\-/–] ?[^\W\d_]{2}")


def decode(raw: Sequence[RawLine]) -> tuple[list[RawLine], str | None]:
    """Return the lines, in Unicode where that is possible, and what `damaged_encoding` says of them."""
    name = damaged_encoding("\n".join(line.text for line in raw))
    if name is None or not is_decodable(name):
        return list(raw), name
    lines = [_decoded(line, name) for line in raw]
    return (_with_capitals(lines) if name == TCVN3 else lines), name


def is_decodable(name: str) -> bool:
    """Whether text of that character set can be put into Unicode; lost characters cannot come back."""
    return name in _DECODABLE


def _decoded(line: RawLine, name: str) -> RawLine:
    if name != MOJIBAKE and any(letter.isalpha() and letter > _LAST_OF_LATIN_1 for letter in line.text):
        return line
    cells = tuple(_read(cell, name) for cell in line.cells)
    return replace(line, text=_read(line.text, name), cells=cells)


def _read(text: str, name: str) -> str:
    """The text in Unicode; TCVN3 has no capitals with a tone, so that "TỈNH ỦY" is typed "TỉNH ủY"."""
    decoded = decode_legacy(text, name)
    if name != TCVN3:
        return decoded
    return "".join(_as_typed(piece) for piece in _GAP.split(decoded))


def _as_typed(piece: str) -> str:
    words = [word for word in re.findall(r"[^\W\d_]{2,}", piece) if not word.isascii() or word.isupper()]
    capital = sum(any(letter.isascii() and letter.isupper() for letter in word[1:]) for word in words)
    if words and capital * 2 > len(words):
        return piece.upper()
    return _MIXED.sub(lambda match: match[0].upper(), piece)


def _with_capitals(lines: list[RawLine]) -> list[RawLine]:
    """Give back the capitals of head and signature, which the capital fonts of TCVN3 type as small letters."""
    title = next((at for at, line in enumerate(lines[:_HEAD_LINES]) if _is_title(line.text)), None)
    if title is None:
        return lines
    end = max((at for at, line in enumerate(lines) if RECIPIENTS.match(fold(line.text.strip()))), default=len(lines))
    return [
        *(_by_pieces(line, _is_head) for line in lines[: title + 1]),
        *(replace(line, text=line.text.upper()) if _is_heading(line.text) else line for line in lines[title + 1 : end]),
        *(_by_pieces(line, _is_signature) for line in lines[end:]),
    ]


def _is_title(text: str) -> bool:
    stripped = text.strip(" :*\t")
    return stripped.lower() == stripped and fold(stripped) in document_types()


def _is_heading(text: str) -> bool:
    """Whether a line is a heading with a roman number, typed wholly in a capital font."""
    text = text.strip()
    return len(text) <= _LONGEST_HEADING and text.lower() == text and _ROMAN_HEADING.match(text) is not None


def _by_pieces(line: RawLine, judge: Callable[[str], bool]) -> RawLine:
    pieces = _GAP.split(line.text)
    return replace(line, text="".join(piece.upper() if judge(piece.strip()) else piece for piece in pieces))


def _is_head(piece: str) -> bool:
    """Names of bodies, the national title and the type; not the motto, a number or a date."""
    folded = fold(piece)
    return not any(letter.isdigit() for letter in piece) and not MOTTO.search(folded) and not folded.startswith("so")


def _is_signature(piece: str) -> bool:
    if len(piece) > _LONGEST_POSITION or piece.startswith(("-", "+")) or piece.endswith((";", ",")):
        return False
    return CAPACITY.match(piece.upper()) is not None or starting("positions").match(fold(piece)) is not None
