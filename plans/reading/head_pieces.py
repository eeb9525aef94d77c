"""Pieces of the head of a document, put together again where pasting from a page tore them over two lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plans.reading.folding import fold, is_capitals
from plans.reading.words import starting

_TITLES = ("cong hoa xa hoi chu nghia viet nam", "doc lap - tu do - hanh phuc", "dang cong san viet nam")
_LABEL = re.compile(r"so *:?")
_NUMBER = re.compile(r"[\d .…_]*[-/] ?[A-ZĐ]")
_DATE_BEGUN = re.compile(r".*,? *ngay(?: +\d{0,2}(?: +thang(?: +\d{0,2}(?: +nam)?)?)?)?")
_DATE_REST = re.compile(r"\d{1,2} +thang\b|thang +\d|nam +\d{4}|\d{1,2} +nam\b|\d{4}$|ngay\b")
_DATED = re.compile(r"[^\d,]{1,30}, *ngay\b")
_PLACE_WORDS = 3


@dataclass(frozen=True)
class Piece:
    """A part of a head line."""

    line: int
    text: str


def mended(pieces: Sequence[Piece]) -> list[Piece]:
    """Join a piece to the one before where only both together make a title, a number, a date or a name."""
    found: list[Piece] = []
    for piece in pieces:
        if found and _belong(found[-1].text, piece.text):
            found[-1] = Piece(found[-1].line, f"{found[-1].text} {piece.text}")
        else:
            found.append(piece)
    return found


def _belong(first: str, second: str) -> bool:
    one, two = fold(first).strip(" *"), fold(second).strip(" *")
    if any(title.startswith(one) and one != title and two in title for title in _TITLES if len(one) > 3):
        return f"{one} {two}" in " ".join(_TITLES)
    if _LABEL.fullmatch(one):
        return _NUMBER.match(second) is not None
    if _DATE_BEGUN.fullmatch(one) and _DATE_REST.match(two):
        return True
    words = first.split()
    if _DATED.match(two) and len(words) <= _PLACE_WORDS and not is_capitals(first):
        return first.istitle() and not starting("bodies").match(one)
    return len(words) == 1 and is_capitals(second) and first.isupper() and _begins_body(one, f"{one} {two}")


def _begins_body(one: str, both: str) -> bool:
    """Whether a single word is no body, and the first word of one with what follows."""
    return starting("bodies").match(one) is None and starting("bodies").match(both) is not None
