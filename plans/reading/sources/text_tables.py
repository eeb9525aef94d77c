"""Tables inside plain text, as copying from a word processor (tabs) or a page (bars) leaves them."""

import re
from collections.abc import Sequence

from plans.reading.lines import RawLine
from plans.reading.tables import names_columns

_RULE = re.compile(r"[\s|:+-]+")
_FEWEST_CELLS = 3


def with_tables(lines: Sequence[str]) -> list[RawLine]:
    """Return all lines, those of tables as rows; a table begins with a line that names its columns."""
    found: list[RawLine] = []
    inside = ""  # the sign between the cells of the open table
    for line in lines:
        if inside and inside in line and _RULE.fullmatch(line):
            found.append(RawLine(""))
            continue
        sign = next((sign for sign in "\t|" if len(_cells(line, sign)) >= _FEWEST_CELLS), "")
        if sign and sign != inside and not names_columns(_cells(line, sign)):
            sign = ""
        inside = sign
        cells = tuple(_cells(line, sign)) if sign else ()
        text = " | ".join(cells).rstrip(" |") if cells else line
        found.append(RawLine(text, whole=bool(cells), row=bool(cells), cells=cells))
    return found


def _cells(line: str, sign: str) -> list[str]:
    """The cells of a line; bars may also stand around the whole of it."""
    if sign == "|":
        line = line.strip().removeprefix("|").removesuffix("|")
    parts = [part.strip() for part in line.split(sign)]
    return parts if sum(bool(part) for part in parts) > 1 else []
