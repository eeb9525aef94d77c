"""Labels that a word processor computes: the reader sees "1.2." where the file only says "next one of this list"."""

from collections.abc import Mapping

_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_MOST_ROMAN = 89
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_HIGHEST = 100_000  # a start value beyond it is no list


def numeral(value: int, style: str) -> str:
    """`value` in one of the styles decimal, upper-roman, lower-roman, upper-letter, lower-letter."""
    value = max(0, min(value, _HIGHEST))
    if style.endswith("roman") and 0 < value <= _MOST_ROMAN:
        written = ""
        for step, sign in _ROMAN:
            count, value = divmod(value, step)
            written += sign * count
        return written if style.startswith("upper") else written.lower()
    if style.endswith("letter") and 0 < value <= 26 * 26:
        letter = _LETTERS[(value - 1) % 26] * ((value - 1) // 26 + 1)
        return letter.upper() if style.startswith("upper") else letter
    return str(value)


class Counters:
    """The running numbers of one list, by level from 0."""

    def __init__(self, starts: Mapping[int, int]) -> None:
        self._starts = starts
        self._values: dict[int, int] = {}

    def next(self, level: int) -> dict[int, int]:
        """Count one more at `level`; deeper levels start anew. Returns the values of all levels down to it."""
        for deeper in [known for known in self._values if known > level]:
            del self._values[deeper]
        start = self._starts.get(level, 1)
        self._values[level] = min(self._values.get(level, start - 1) + 1, _HIGHEST)
        return {above: self._values.get(above, self._starts.get(above, 1)) for above in range(level + 1)}
