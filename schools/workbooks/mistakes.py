"""What is wrong with an uploaded workbook, each mistake at its place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")

MOST_SHOWN = 60  # characters of a cell that a message repeats


@dataclass(frozen=True)
class Mistake:
    """One mistake of a workbook. `address` is `D12`, or empty when the whole sheet (or, without `sheet`, the whole
    file) is meant. `found` repeats the cell, `message` says in Vietnamese what is expected. A warning does not keep
    the rest from being taken."""

    sheet: str
    address: str
    heading: str
    found: str
    message: str
    is_warning: bool = False

    @property
    def place(self) -> str:
        """The place in words: “Trường”, ô D12."""
        if not self.sheet:
            return "Cả tệp"
        return f"Trang “{self.sheet}”, ô {self.address}" if self.address else f"Trang “{self.sheet}”"


def blocking(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """Those that must be mended before anything of the file is taken."""
    return [mistake for mistake in mistakes if not mistake.is_warning]


def in_order(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """Sheet by sheet as they came up, and in each the whole sheet first, then row by row, cell by cell."""
    rows = list(mistakes)
    sheets = list(dict.fromkeys(mistake.sheet for mistake in rows))

    def place(mistake: Mistake) -> tuple[int, int, int, str]:
        match = _ADDRESS.fullmatch(mistake.address)
        column, row = (match[1], int(match[2])) if match else ("", 0)
        return sheets.index(mistake.sheet), row, len(column), column

    return sorted(rows, key=place)


def shown(text: str) -> str:
    """`text` as a message repeats it: printable and short."""
    plain = "".join(character if character.isprintable() else " " for character in text)
    return plain if len(plain) <= MOST_SHOWN else f"{plain[: MOST_SHOWN - 1]}…"
