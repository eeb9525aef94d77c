"""Tables of data: which column holds what, by the words that head it (domain reference §4.4, §10)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from plans.reading.folding import fold


@dataclass(frozen=True)
class Row:
    """A row of a table, a cell for each column."""

    cells: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        """The row as the section's text shows it."""
        return " | ".join(self.cells).rstrip(" |")


class Column(Enum):
    """What a column holds."""

    ORDINAL = auto()
    NAME = auto()
    UNIT = auto()
    BASELINE = auto()
    VALUE = auto()
    LEAD = auto()
    COORDINATING = auto()
    DUE = auto()
    PRODUCT = auto()
    OTHER = auto()


# The first that fits a heading without marks counts.
_HEADINGS = (
    (Column.ORDINAL, r"(?:tt|stt|so tt|so thu tu)$"),
    (Column.OTHER, r"ghi chu|so sanh|tang|giam|ty le so|dat ty le|muc do"),
    (Column.COORDINATING, r".*\bphoi hop"),
    (
        Column.LEAD,
        r".*\b(?:chu tri|phu trach|nguoi thuc hien|don vi thuc hien|bo phan thuc hien|phan cong|trach nhiem)",
    ),
    (Column.UNIT, r"(?:don vi|don vi tinh|dv tinh|dvt|don vi do)(?: *\(.*)?$"),
    (Column.DUE, r".*\b(?:thoi gian|thoi han|thoi diem|tien do|han (?:nop|gui|hoan)|hoan thanh)|han$"),
    (Column.PRODUCT, r".*\b(?:san pham|ket qua (?:dau ra|can dat|du kien))|ket qua$"),
    (Column.BASELINE, r".*\b(?:thuc hien|ket qua|hien (?:co|trang|nay)|uoc|da dat|dau nam)\b"),
    (
        Column.VALUE,
        r".*\b(?:ke hoach|phan dau|toi thieu|toi da|duoc giao|giao|den nam|dang ky|kh)\b|chi tieu \(?[%a-z]* ?nam",
    ),
    (Column.VALUE, r"(?:muc tieu |chi tieu )?(?:giai doan |nam(?: hoc)? )?20\d\d(?: ?- ?(?:20)?\d\d)?\b"),
    (Column.NAME, r".*\b(?:chi tieu|noi dung|tieu chi|nhiem vu|cong viec|hoat dong|danh muc|muc tieu|linh vuc|ten)\b"),
    (Column.VALUE, r"(?:so luong|ty le|ti le)(?: *\(.*)?$"),
)
_PATTERNS = [(column, re.compile(pattern)) for column, pattern in _HEADINGS]
_YEAR = re.compile(r"(?:nam(?: hoc)? )?20\d\d")
_ORDINAL = re.compile(r"(?:\d{1,3}(?:\.\d{1,2}){0,3}|[IVXL]{1,6}|[A-Za-zĐđ])[.)]?")
_MOST_HEADING_ROWS = 3
_LONGEST_HEADING = 90


@dataclass
class Table:
    """All rows, and those below the heading; `columns` and `headings` are empty when none names what they hold."""

    rows: list[Row]
    columns: list[Column]
    headings: list[str]
    body: list[Row]

    @property
    def assigns(self) -> bool:
        """Whether it is a table of assignments: tasks with who does them, or by when and with what result."""
        known = set(self.columns)
        by_when = {Column.DUE, Column.PRODUCT} <= known
        return Column.NAME in known and (Column.LEAD in known or Column.COORDINATING in known or by_when)

    @property
    def sets_values(self) -> bool:
        """Whether a column holds what is aimed at."""
        return Column.VALUE in self.columns and Column.NAME in self.columns and not self.assigns

    def cells(self, row: Row, column: Column) -> list[tuple[str, str]]:
        """Heading and text of the filled cells of `row` in the columns of that kind."""
        found = zip(self.columns, self.headings, row.cells, strict=False)
        return [(heading, cell) for kind, heading, cell in found if kind is column and cell]

    def cell(self, row: Row, column: Column) -> str | None:
        """The text of the first filled cell of that kind, or None."""
        return next((cell for _, cell in self.cells(row, column)), None)


def names_columns(cells: Sequence[str]) -> bool:
    """Whether the cells head a table: at least two of them say what their column holds."""
    return len({_kind(fold(cell)) for cell in cells if cell and len(cell) <= _LONGEST_HEADING} - {Column.OTHER}) >= 2


def tables_of(rows: Sequence[Row]) -> list[Table]:
    """Part consecutive rows into tables, each beginning with its heading."""
    starts = [0, *(at for at in range(1, len(rows)) if _heads(rows[at])), len(rows)]
    return [_table(rows[start:stop]) for start, stop in pairwise(starts) if start < stop]


def _heads(row: Row) -> bool:
    """Whether the row looks like the heading of a table: it numbers its rows and knows two more columns."""
    kinds = [_kind(fold(cell)) for cell in row.cells if cell]
    return Column.ORDINAL in kinds and len(set(kinds) - {Column.OTHER}) >= 3


def _table(rows: Sequence[Row]) -> Table:
    count = 1
    while count < min(len(rows), _MOST_HEADING_ROWS) and _goes_on(rows[count], rows[0]):
        count += 1
    headings = _headings(rows[:count])
    columns = _columns(headings)
    known = set(columns) - {Column.OTHER}
    if len(known) < 2 or any(len(heading) > _LONGEST_HEADING for heading in headings):
        return Table(list(rows), [], [], list(rows))
    body = list(rows[count:])
    if body and _counts_columns(body[0]):
        del body[0]
    return Table(list(rows), columns, headings, body)


def _goes_on(row: Row, first: Row) -> bool:
    """Whether a row still belongs to the heading: it divides columns that the first row names together."""
    filled = [at for at, cell in enumerate(row.cells) if cell]
    return len(first.cells) > 2 and bool(filled) and filled[0] > 0


def _headings(rows: Sequence[Row]) -> list[str]:
    """The words above each column; what heads several columns holds for each of them."""
    width = max(len(row.cells) for row in rows)
    first, below = _padded(rows[0], width), [_padded(row, width) for row in rows[1:]]
    found = []
    above = ""
    for at in range(width):
        above = first[at] or above
        parts = [first[at] or (above if any(row[at] for row in below) else ""), *(row[at] for row in below)]
        found.append(" ".join(part for part in parts if part))
    return found


def _padded(row: Row, width: int) -> list[str]:
    return [*row.cells, *[""] * (width - len(row.cells))]


def _columns(headings: Sequence[str]) -> list[Column]:
    """The kind of each column; of several names the first counts, and a second one may hold the values."""
    kinds = [_kind(fold(heading)) for heading in headings]
    assigns = Column.LEAD in kinds or Column.DUE in kinds
    named = False
    for at, kind in enumerate(kinds):
        if kind is Column.NAME and named:
            aims = re.search(r"chi tieu|muc tieu|nhiem vu", fold(headings[at])) is not None
            kinds[at] = Column.VALUE if aims and not assigns else Column.OTHER
        elif kind is Column.BASELINE and assigns:
            kinds[at] = Column.PRODUCT
        named = named or kind is Column.NAME
    if any(kind is Column.VALUE and not _YEAR.match(fold(headings[at])) for at, kind in enumerate(kinds)):
        # Beside "Chỉ tiêu 2024", the column "Năm 2023" tells how things stood.
        kinds = [
            Column.BASELINE if kind is Column.VALUE and _YEAR.match(fold(headings[at])) else kind
            for at, kind in enumerate(kinds)
        ]
    if not named and (assigns or Column.VALUE in kinds):
        first = next((at for at, kind in enumerate(kinds) if kind is Column.OTHER and headings[at]), None)
        if first is not None:
            kinds[first] = Column.NAME
    return kinds


def _kind(folded: str) -> Column:
    folded = re.sub(r"[\s.]+", " ", folded).strip(" :*")
    return next((column for column, pattern in _PATTERNS if pattern.match(folded)), Column.OTHER)


def _counts_columns(row: Row) -> bool:
    """Whether the row only numbers the columns: "(1) (2) (3)", "A B 1 2"."""
    cells = [cell.strip("() ") for cell in row.cells]
    return len(cells) > 2 and all(re.fullmatch(r"\d{1,2}|[A-Z]", cell) for cell in cells) and cells[0] in ("1", "A")
