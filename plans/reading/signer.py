"""Who signed, on whose behalf (domain reference §1.2 "Signature block forms", §1.4)."""

from collections.abc import Sequence
from dataclasses import replace

from plans.reading.end_block import is_name, is_signature
from plans.reading.folding import fold, is_capitals
from plans.reading.found import DOUBTFUL, LIKELY, SURE, SignerFound
from plans.reading.layout import CAPACITY
from plans.reading.words import starting

_ACTING = ("Q", "QUYỀN")
_LONGEST = 200


def read_signer(pieces: Sequence[tuple[int, str]]) -> tuple[SignerFound | None, str | None]:
    """Read capacity, title and name from the pieces of the signature, top to bottom; and a warning, or None.

    Everything that stands for somebody else ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH") is the capacity, joined by " / ";
    the signer's own position is the title. "Q. TRƯỞNG PHÒNG" is the capacity "Q." and the title "TRƯỞNG PHÒNG". Of
    several signers side by side the last one counts, who signs for the office.
    """
    blocks = [block for block in map(_read, _by_signer(pieces)) if block]
    if not blocks:
        return None, None
    if len(blocks) == 1:
        return blocks[0], None
    others = "; ".join(block.name or block.title or "" for block in blocks[:-1])
    return replace(
        blocks[-1], confidence=DOUBTFUL
    ), f"Dòng {blocks[0].line}: văn bản có nhiều người ký; còn có: {others}."


def _by_signer(pieces: Sequence[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """The pieces of each signer: a position behind a name begins another; positions side by side belong to as many."""
    titles = [at for at, (_, piece) in enumerate(pieces) if not is_name(piece) and not CAPACITY.match(piece)]
    names = [at for at, (_, piece) in enumerate(pieces) if is_name(piece) and at not in titles]
    paired = len(titles) == len(names) == 2 and len({pieces[at][0] for at in titles}) == 1
    if paired and len({pieces[at][0] for at in names}) == 1 and len(pieces) == 4:
        return [[pieces[title], pieces[name]] for title, name in zip(titles, names, strict=True)]
    found: list[list[tuple[int, str]]] = [[]]
    for line, piece in pieces:
        if found[-1] and is_name(found[-1][-1][1]) and is_signature(piece) and not is_name(piece):
            found.append([])
        found[-1].append((line, piece))
    return found


def _read(pieces: Sequence[tuple[int, str]]) -> SignerFound | None:
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
        elif name is None and starting("heads").fullmatch(fold(piece)):
            titles.append(piece)
        elif name is None:
            name = piece
    if not (capacities or titles or name):
        return None
    complete = bool(titles and name)
    title = " / ".join(titles) or None
    return SignerFound(" / ".join(capacities) or None, title, name, pieces[0][0], SURE if complete else LIKELY)


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
