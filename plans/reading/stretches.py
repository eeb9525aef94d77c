"""Stretches of text: sentences of bounded length, and spans that answer quickly whether they overlap a place."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

# No sentence of an office is as long; the bound keeps every search inside a sentence cheap, whatever is uploaded.
LONGEST_SENTENCE = 2000
_END = re.compile(r"[;\n]|\.(?= |$)")


class Spans:
    """Merged, sorted spans (start, end) of a text."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def overlap(self, start: int, end: int) -> bool:
        """Whether any span shares a character with the place."""
        at = bisect_right(self._starts, end - 1) - 1
        return at >= 0 and self._ends[at] > start


def sentences(text: str) -> Iterator[str]:
    """The sentences and items of `text`, parted at semicolons and full stops, none longer than the bound."""
    start = 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        for at in range(start, end, LONGEST_SENTENCE):
            if sentence := text[at : min(at + LONGEST_SENTENCE, end)].strip():
                yield sentence
        start = end
