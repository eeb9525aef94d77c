"""Lines gathered from a word processor file, tables included."""

from collections.abc import Callable
from dataclasses import dataclass, field

from plans.reading.lines import RawLine
from plans.reading.sources.refusal import MOST_CHARACTERS, MOST_LINES, TOO_LONG, SourceRefused

_LAYOUT_COLUMNS = 2
_LAYOUT_ROWS = 4


@dataclass
class _Table:
    """Rows of cells, each cell a list of lines."""

    rows: list[list[list[RawLine]]] = field(default_factory=list)


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

    def _open_table(self) -> None:
        self._tables.append(_Table())

    def _open_row(self) -> None:
        if self._tables:
            self._tables[-1].rows.append([])

    def _open_cell(self) -> None:
        if self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].append([])

    def _target(self) -> list[RawLine]:
        for table in reversed(self._tables):
            if table.rows and table.rows[-1]:
                return table.rows[-1][-1]
        return self.lines


def _lines_of(table: _Table) -> list[RawLine]:
    columns = max((len(row) for row in table.rows), default=0)
    if columns <= _LAYOUT_COLUMNS and len(table.rows) <= _LAYOUT_ROWS:
        return [line for row in table.rows for cell in row for line in cell]
    lines = []
    for row in table.rows:
        cells = [" ".join(line.text.strip() for line in cell if line.text.strip()) for cell in row]
        if any(cells):
            lines.append(RawLine(" | ".join(cells), whole=True, row=True))
    return lines
