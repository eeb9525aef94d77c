"""Who signed, on whose behalf (domain reference §1.2 "Signature block forms", §1.4)."""

from collections.abc import Sequence

from plans.reading.end_block import is_name, is_signature
from plans.reading.folding import fold, is_capitals
from plans.reading.found import LIKELY, SURE, SignerFound
from plans.reading.layout import CAPACITY
from plans.reading.words import starting

_ACTING = ("Q", "QUYỀN")
_LONGEST = 200


def read_signer(pieces: Sequence[tuple[int, str]]) -> SignerFound | None:
    """Read capacity, title and name from the pieces of the signature, top to bottom.

    Everything that stands for somebody else ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH") is the capacity, joined by " / ";
    the signer's own position is the title. "Q. TRƯỞNG PHÒNG" is the capacity "Q." and the title "TRƯỞNG PHÒNG".
    """
    capacities: list[str] = []
    titles: list[str] = []
    name: str | None = None
    for _, piece in pieces:
        if match := CAPACITY.match(piece):
            if match["prefix"] in _ACTING:
                capacities.append(match["prefix"] + ".")
                titles.append(piece[match.end() :].strip())
            else:
                capacities.append(piece)
        elif is_name(piece) and not (is_signature(piece) and not titles):
            name = name or piece
        elif is_capitals(piece) and name is None:
            _continue(capacities, titles, piece)
        elif name is None:
            name = piece
    if not (capacities or titles or name):
        return None
    complete = bool(titles and name)
    return SignerFound(
        " / ".join(capacities) or None, titles[-1] if titles else None, name, pieces[0][0], SURE if complete else LIKELY
    )


def _continue(capacities: list[str], titles: list[str], piece: str) -> None:
    """A line in capitals without abbreviation is a position, or goes on with the body or position above it."""
    block = titles or capacities
    if block and len(block[-1]) > _LONGEST:
        return
    if starting("positions").match(fold(piece)):
        titles.append(piece)
    elif titles:
        titles[-1] = f"{titles[-1]} {piece}"
    elif capacities:
        capacities[-1] = f"{capacities[-1]} {piece}"
    else:
        titles.append(piece)
