"""The part of the source that stands beside a page: the lines its fields come from, with some around them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

AROUND = 2
_ROOM = 16_000  # bytes; beyond it only the lines themselves and their neighbours are shown
_WHOLE_PAGE = 30_000


@dataclass(frozen=True)
class SourceLine:
    """A line that has words. `skipped` says whether others with words were left out before it."""

    number: int
    text: str
    skipped: bool = False


def excerpt(lines: Sequence[str], anchors: Collection[int], *, whole: bool) -> list[SourceLine]:
    """Lines around the anchors; with `whole`, everything between the first and the last, if it is not too much."""
    if not anchors:
        return []
    first, last = max(min(anchors) - AROUND, 1), min(max(anchors) + AROUND, len(lines))
    wanted = set(range(first, last + 1))
    if not whole or sum(len(lines[number - 1].encode()) for number in wanted) > _ROOM:
        near = {anchor + step for anchor in anchors for step in range(-AROUND, AROUND + 1)}
        wanted = {number for number in near if 1 <= number <= len(lines)}
    return list(_shown(lines, sorted(wanted)))


def _shown(lines: Sequence[str], numbers: Sequence[int]) -> Iterator[SourceLine]:
    before = 0
    for number in numbers:
        skipped = any(lines[between - 1] for between in range(before + 1, number))
        if lines[number - 1]:
            yield SourceLine(number, lines[number - 1], skipped)
            before = number


def source_pages(lines: Sequence[str]) -> list[list[SourceLine]]:
    """The whole source in pages of bearable weight."""
    pages: list[list[SourceLine]] = [[]]
    weight = 0
    for number, text in enumerate(lines, start=1):
        if not text:
            continue
        cost = len(text.encode()) + 60
        if pages[-1] and weight + cost > _WHOLE_PAGE:
            pages.append([])
            weight = 0
        pages[-1].append(SourceLine(number, text))
        weight += cost
    return pages
