"""Lines gathered from a word processor file, tables included."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain

from plans.reading.folding import fold
from plans.reading.lines import RawLine
from plans.reading.sources.refusal import MOST_CHARACTERS, MOST_LINES, TOO_LONG, SourceRefused
from plans.reading.tables import names_columns

_LAYOUT_COLUMNS = 2
_LAYOUT_ROWS = 4
_MOST_SPANNED = 20
# What only heads and signature blocks hold.
_LAYOUT_WORDS = re.compile(
    r"(?:cong hoa xa hoi|doc lap *[-.]|dang cong san|noi nhan|so *:? *[\d.…_/ -]*[-/] *[a-zd]"
    r"|(?:tm|t/m|kt|k/t|tl|t/l|tuq)[. ])"
)


@dataclass
class _Cell:
    """The lines of a cell and how many columns it covers."""

    lines: list[RawLine] = field(default_factory=list)
    span: int = 1

    @property
    def text(self) -> str:
        return " ".join(line.text.strip() for line in self.lines if line.text.strip())


@dataclass
class _Table:
    rows: list[list[_Cell]] = field(default_factory=list)


class Gathering:
    """Collects paragraphs; tables that only lay out a page come out cell by cell, data tables row by row.

    Heads and signature blocks of state documents are tables of two columns (domain reference §1.3).
    """

    def __init__(self) -> None:
        self.lines: list[RawLine] = []
        self._tables: list[_Table] = []
        self._characters = self._count = 0

    def add(self, text: str, centred: bool) -> None:
        """Add a paragraph to the document or the open cell; line breaks inside it make lines."""
        for part in text.split("\n"):
            self._characters += len(part)
            self._count += 1
            if self._characters > MOST_CHARACTERS or self._count > MOST_LINES:
                raise SourceRefused(TOO_LONG)
            self._target().append(RawLine(part, whole=True, centred=centred))

    def table_event(self, name: str, event: str) -> None:
        """Follow the start or end of a table ("tbl"), row ("tr") or cell ("tc")."""
        opening: dict[str, Callable[[], None]] = {"tbl": self._open_table, "tr": self._open_row, "tc": self._open_cell}
        if event == "start":
            opening[name]()
        elif name == "tbl" and self._tables:
            table = self._tables.pop()
            self._target().extend(_lines_of(table))

    def span(self, columns: int) -> None:
        """Say that the open cell covers several columns."""
        if self._tables and self._tables[-1].rows and self._tables[-1].rows[-1]:
            self._tables[-1].rows[-1][-1].span = max(1, min(columns, _MOST_SPANNED))

    def _open_table(self) -> None:
        self._tables.append(_Table())

    def _open_row(self) -> None:
        if self._tables:
            self._tables[-1].rows.append([])

    def _open_cell(self) -> None:
        if self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].append(_Cell())

    def _target(self) -> list[RawLine]:
        for table in reversed(self._tables):
            if table.rows and table.rows[-1]:
                return table.rows[-1][-1].lines
        return self.lines


def _lines_of(table: _Table) -> list[RawLine]:
    if _is_layout(table):
        return [line for row in table.rows for cell in row for line in cell.lines]
    lines: list[RawLine] = []
    for row in table.rows:
        cells = tuple(chain.from_iterable([cell.text, *[""] * (cell.span - 1)] for cell in row))
        if any(cells):
            lines.append(RawLine(" | ".join(cells).rstrip(" |"), whole=True, row=True, cells=cells))
    return lines


def _is_layout(table: _Table) -> bool:
    """Whether the table only sets text side by side, as heads and signature blocks do."""
    columns = max((len(row) for row in table.rows), default=0)
    lines = [fold(line.text.strip(" -")) for row in table.rows for cell in row for line in cell.lines]
    if columns <= 1 or any(_LAYOUT_WORDS.match(line) for line in lines):
        return columns <= _LAYOUT_COLUMNS + 1
    heading = names_columns([cell.text for cell in table.rows[0]])
    return columns <= _LAYOUT_COLUMNS and len(table.rows) <= _LAYOUT_ROWS and not heading
