"""Damage a person should know of: wrong character sets, NFD, slips of recognition (domain reference §7.2, §10)."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from plans.reading.folding import fold
from plans.reading.legacy import is_decodable
from plans.reading.lines import Line, RawLine
from plans.reading.words import words
from vietnamese.legacy_encodings import damaged_encoding
from vietnamese.letters import one_tone_placement
from vietnamese.syllables import is_syllable

MOST_NAMED = 60  # slips named one by one; more would bury everything else
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT_INSIDE = re.compile(r"(?<![\w-])[^\W\d_]*[a-zà-ỹđ][0-9][^\W\d_]*[a-zà-ỹđ](?!\w)")
_PLAIN_D = re.compile(r"\b(?:[A-Z]{0,3}GD[-&]?DT|TCCSD|HDND|QD-[A-Z]+)\b")
_GAP = re.compile(r"[ -]{1,2}")


def encoding_warnings(raw: Sequence[RawLine], name: str | None) -> list[str]:
    """Sentences about the character set: the wrong one called `name`, if any, and decomposed letters."""
    warnings = []
    if name:
        line = next(
            (number for number, line in enumerate(raw, start=1) if line.text and damaged_encoding(line.text)), 0
        )
        first = f" (từ dòng {line})" if line else ""
        if is_decodable(name):
            done = "Đã tự chuyển sang Unicode để đọc; phải đối chiếu kỹ với bản gốc, nhất là chữ hoa và tên riêng."
        else:
            done = "Chuyển sang Unicode (ví dụ bằng Unikey) rồi đọc lại."
        warnings.append(f"Văn bản sai bảng mã: {name}{first}. {done}")
    decomposed = [number for number, line in enumerate(raw, start=1) if not unicodedata.is_normalized("NFC", line.text)]
    if decomposed:
        warnings.append(
            f"Văn bản dùng Unicode tổ hợp ở {len(decomposed)} dòng (từ dòng {decomposed[0]}); đã chuyển sang dựng sẵn."
        )
    return warnings


def recognition_warnings(lines: Sequence[Line]) -> list[str]:
    """Sentences about words that look wrongly recognised, each with its line; nothing is corrected."""
    warnings: list[str] = []
    more = 0
    seen: set[tuple[str, str]] = set()
    for line in lines:
        for written, expected in _slips(line.text):
            if (written.lower(), expected) in seen:
                continue
            seen.add((written.lower(), expected))
            if len(warnings) < MOST_NAMED:
                hint = f", có thể là “{expected}”" if expected else ""
                warnings.append(f"Dòng {line.number}: “{written}” nghi do nhận dạng sai{hint}.")
            else:
                more += 1
    if more:
        warnings.append(f"Còn {more} chỗ khác nghi do nhận dạng sai.")
    return warnings


def _slips(text: str) -> list[tuple[str, str]]:
    """Pairs of what is written and what is expected ("" when unknown)."""
    found = [(match[0], "") for match in _DIGIT_INSIDE.finditer(text)]
    found += [(match[0], _with_d(match[0])) for match in _PLAIN_D.finditer(text)]
    previous: re.Match[str] | None = None
    for match in _WORD.finditer(text):
        if _is_misspelt(match[0]):
            found.append((match[0], ""))
        if previous and _GAP.fullmatch(text[previous.end() : match.start()]):
            pair = one_tone_placement(f"{previous[0]} {match[0]}".lower())
            expected = _expected(pair)
            is_name = match[0].istitle() and previous[0].istitle()
            if expected and expected != pair and not is_name:
                found.append((text[previous.start() : match.end()], expected))
        previous = match
    return found


def _with_d(symbol: str) -> str:
    return re.sub(r"D(?=T$|$|ND)|(?<=Q)D", "Đ", symbol)


@lru_cache(maxsize=8192)
def _is_misspelt(word: str) -> bool:
    """A word with marks that no Vietnamese syllable is spelt like; names and abbreviations in capitals pass."""
    return (
        not word.isascii()
        and word.isalpha()
        and word.islower()
        and len(word) > 1
        and not is_syllable(one_tone_placement(word))
    )


def _expected(pair: str) -> str | None:
    """The common pair of syllables that `pair` (lower case) differs from only by marks, or None."""
    known = words("recognition_pairs")
    return known.get(pair) or _pairs().get(fold(pair))


@cache
def _pairs() -> dict[str, str]:
    return {fold(pair): one_tone_placement(pair) for pair in words("expected_pairs")}
