"""Sort keys in Vietnamese dictionary order (domain reference §7.2).

The keys consist of the digits 0–9 only. Every database and every sane collation orders those alike, so one stored
column sorts the same on SQLite and on PostgreSQL under C, en_US.UTF-8 or ICU.

A key is three strings in a row: letters (two digits each, closed by 00), tones (one digit each), case (one digit
each). Letters decide first, then tones, then case, as ICU does for ``vi``.
"""

import re
import unicodedata
from functools import lru_cache

from vietnamese.letters import TONES, nfc, one_tone_placement

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"

_END, _SPACE, _PUNCTUATION, _NUMBER, _FIRST_LETTER, _FOREIGN = "00", "01", "02", "10", 11, "90"
_FOREIGN_MARK = str(len(TONES) + 1)
_DIGITS = re.compile(r"[0-9]{1,99}")
_LENGTH = 0xE000  # private-use characters that carry the length of a number through the tables
_LETTER_CODES = {letter: f"{_FIRST_LETTER + place}" for place, letter in enumerate(ALPHABET)}


class _Table(dict[int, str]):
    """Translation table for one level of the key, filled as characters turn up."""

    def __init__(self, level: int) -> None:
        super().__init__()
        self._level = level
        for digit in "0123456789":
            self[ord(digit)] = digit if level == 0 else ""
        for length in range(100):
            self[_LENGTH + length] = f"{_NUMBER}{length:02d}" if level == 0 else ""

    def __missing__(self, code: int) -> str:
        weight = _weigh(chr(code))[self._level]
        if code < 0x2100:  # keeps the table small whatever people paste
            self[code] = weight
        return weight


def _weigh(character: str) -> tuple[str, str, str]:
    """Return the letter, tone and case weights of one composed character."""
    kind = unicodedata.category(character)
    if kind[0] == "M":  # a mark that found no letter to join
        return "", str(TONES.find(character) + 1) if character in TONES else _FOREIGN_MARK, ""
    if kind[0] in "ZC":
        return (_SPACE, "0", "0") if kind[0] == "Z" else ("", "", "")
    if kind[0] in "PS":
        return _PUNCTUATION, "0", "0"
    lower = character.lower()
    case = "0" if lower == character else "1"
    marks = unicodedata.normalize("NFD", lower)
    tone = next((mark for mark in marks if mark in TONES), "")
    letter = nfc("".join(mark for mark in marks if mark not in TONES))
    if letter in _LETTER_CODES:
        return _LETTER_CODES[letter], str(TONES.find(tone) + 1) if tone else "0", case
    if marks[0] in _LETTER_CODES:  # ö and the like stand with their base letter, after all tones
        return _LETTER_CODES[marks[0]], _FOREIGN_MARK, case
    return f"{_FOREIGN}{ord(marks[0]):07d}", "0", case


_LETTERS, _TONES, _CASES = _Table(0), _Table(1), _Table(2)


@lru_cache(maxsize=4096)
def sort_key(text: str) -> str:
    """Return a string of digits whose plain order is Vietnamese dictionary order of ``text``.

    Letters run a ă â b c d đ e ê … ; tones ngang, huyền, hỏi, ngã, sắc, nặng; small letters before capitals; numbers
    by value ("Lai Cách 2" before "Lai Cách 10"); spaces, then punctuation, then numbers, then letters.
    """
    letters, tones, cases = _levels(text)
    return letters + tones + cases


@lru_cache(maxsize=4096)
def person_sort_key(full_name: str) -> str:
    """Return the sort key of a person: tên first, then họ, then đệm (domain reference §7.1).

    Names that differ in a tone are different names, so Hoa comes with every Hoa before any Hòa; case decides last.
    """
    words = full_name.split()
    parts = [words[-1:], words[:1] if len(words) > 1 else [], words[1:-1]]
    levels = [_levels(" ".join(part)) for part in parts]
    return "".join(letters + tones for letters, tones, _ in levels) + "".join(cases for _, _, cases in levels)


def _levels(text: str) -> tuple[str, str, str]:
    tidy = one_tone_placement(" ".join(unicodedata.normalize("NFKC", text).split()))
    tidy = _DIGITS.sub(_with_length, tidy)
    return tidy.translate(_LETTERS) + _END, tidy.translate(_TONES), tidy.translate(_CASES)


def _with_length(match: re.Match[str]) -> str:
    digits = match[0].lstrip("0")
    return chr(_LENGTH + len(digits)) + digits
