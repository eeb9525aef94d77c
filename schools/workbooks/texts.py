"""Text that stays text in a cell, whatever it begins with, and comes back as it was."""

import re
from typing import Any

LONGEST_CELL = 32_767

_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
# Not allowed in XML 1.0, or changed by its parsers (carriage return); Excel writes them as _x000D_.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def safe_text(cell: Any, text: str) -> Any:
    """Put `text` into an openpyxl cell as text, whatever it begins with, and return the cell.

    Every export goes through here: a text that begins with ``= + - @``, a tab or a carriage return is typed as a
    string and marked with Excel's quote prefix, so that neither opening nor editing the cell makes it a formula.
    """
    if not text:
        cell.value = None
        return cell
    cell.value = _escaped(text)
    cell.data_type = "s"
    if text.startswith(_FORMULA_START):
        cell.quotePrefix = True
    return cell


def harmless(text: str) -> str:
    """A text for a cell of a CSV file, which has no types: an apostrophe goes before what a spreadsheet would take for
    a formula."""
    return f"'{text}" if text.startswith(_FORMULA_START) else text


def _escaped(text: str) -> str:
    literal = _ESCAPED.sub(r"_x005F_x\1_", text)
    return _NOT_IN_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", literal)


def fits_in_cell(text: str) -> bool:
    """Whether Excel keeps the whole text in one cell; it counts UTF-16 units, escaped."""
    return len(_escaped(text).encode("utf-16-le", "surrogatepass")) // 2 <= LONGEST_CELL


def plain_text(value: str) -> str:
    """The text of a cell as it was before `safe_text` or Excel escaped it."""
    return storable(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), value))


def storable(text: str) -> str:
    """`text` without what no database takes: NUL and halves of surrogate pairs."""
    return _NOT_STORABLE.sub("", text)
