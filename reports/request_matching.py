"""Which stored line a typed line is, so that a request keeps its life while its report is edited: pure functions."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from vietnamese.text import search_key

ALIKE = 0.6  # of 1; a line of which less stays is another request
WORDS_COMPARED = 1000  # characters; requests are sentences, and comparing costs the product of both lengths


@dataclass(frozen=True, slots=True)
class Line:
    """A line of requests; `pk` names the stored one it was read from, 0 when the page did not know."""

    text: str
    addressee: str
    pk: int = 0


def likeness(one: str, other: str) -> float:
    """How much two texts say the same, from 0 to 1, without regard to diacritics and capitals."""
    first, second = search_key(one)[:WORDS_COMPARED], search_key(other)[:WORDS_COMPARED]
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


def match_lines(stored: Sequence[Line], typed: Sequence[Line]) -> list[int | None]:
    """For each typed line the place of the stored one it continues, None for a new request.

    A line that names its stored one is that one; then the same words are the same request, then the most alike; what
    is left shares no more than its place, and is a new request.
    """
    found: list[int | None] = [None] * len(typed)
    free = set(range(len(stored)))

    def take(place: int, index: int) -> None:
        found[place] = index
        free.discard(index)

    by_pk = {line.pk: index for index, line in enumerate(stored) if line.pk}
    for place, line in enumerate(typed):
        index = by_pk.get(line.pk)
        if index is not None and index in free:
            take(place, index)
    for place, line in enumerate(typed):
        same = (i for i in sorted(free) if stored[i].text == line.text)
        nearest = min(same, key=lambda i: (stored[i].addressee != line.addressee, abs(i - place)), default=None)
        if found[place] is None and nearest is not None:
            take(place, nearest)
    pairs = [
        (likeness(stored[index].text, typed[place].text), -abs(index - place), index, place)
        for place in range(len(typed))
        if found[place] is None
        for index in free
    ]
    for score, _, index, place in sorted(pairs, reverse=True):
        if score >= ALIKE and found[place] is None and index in free:
            take(place, index)
    return found
