"""The parser's warnings with a way to the line they speak of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plans.imports.excerpt import source_pages

_LINE = re.compile(r"^Dòng (\d+)(?:[:,]| và)\s*")


@dataclass(frozen=True)
class Warned:
    """A warning; `page` is the page of the source on which its line stands, from 1."""

    text: str
    line: int | None = None
    page: int | None = None


def placed(warnings: Sequence[str], lines: Sequence[str]) -> list[Warned]:
    """Each warning with its line, where it names one that has words."""
    pages = {line.number: at for at, page in enumerate(source_pages(lines), start=1) for line in page}
    found = []
    for warning in warnings:
        match = _LINE.match(warning)
        line = int(match[1]) if match else None
        if match and line in pages:
            found.append(Warned(warning[match.end() :], line, pages[line]))
        else:
            found.append(Warned(warning))
    return found
