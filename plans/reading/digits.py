"""Digits that recognition took for letters: "l5 tháng", "6l/KH", "l0m2", "2O18" (domain reference §10)."""

import re
from collections.abc import Sequence
from dataclasses import replace

from plans.reading.lines import Line

_LOOKALIKES = str.maketrans("lIOo", "1100")
_NUMBER = re.compile(r"(?<![\w.,])(?=[lIOo\d]*\d)(?=\d*[lIOo])[lIOo\d]{2,6}(?=(?:m2|m²|ha)?(?![^\W_])|/)")


def repair_digits(lines: Sequence[Line]) -> tuple[list[Line], list[tuple[int, str]]]:
    """Return the lines with such numbers in digits, and line and sentence for each of them.

    Only groups of digits and the letters l, I, O, o are touched that hold at least one digit and stand alone.
    """
    repaired: list[Line] = []
    warnings: list[tuple[int, str]] = []
    for line in lines:
        slips = [match[0] for match in _NUMBER.finditer(line.text)]
        if slips:
            warnings += [(line.number, _warning(line.number, slip)) for slip in slips]
            columns, cells = tuple(map(_repaired, line.columns)), tuple(map(_repaired, line.cells))
            line = replace(line, text=_repaired(line.text), columns=columns, cells=cells)
        repaired.append(line)
    return repaired, warnings


def _warning(line: int, slip: str) -> str:
    return f"Dòng {line}: “{slip}” nghi do nhận dạng sai, đã đọc là “{_read(slip)}”."


def _repaired(text: str) -> str:
    return _NUMBER.sub(lambda match: _read(match[0]), text)


def _read(slip: str) -> str:
    return slip.translate(_LOOKALIKES)
