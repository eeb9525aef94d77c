"""Quantities in a sentence: one number or a range, in digits or words, with its unit."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from plans.reading.folding import any_of
from plans.reading.stretches import Spans
from plans.reading.words import words
from vietnamese.letters import one_tone_placement
from vietnamese.numbers import NumberError, parse_number

_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,9}(?:[.,]\d{1,6})?"
_PERCENT = r"%|phan tram"
_UNITS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_DIGITS = {name: value for value, name in enumerate(_UNITS, start=1)} | {"tư": 4, "lăm": 5, "mốt": 1, "bẩy": 7}
_ONE_WORD = "|".join(_DIGITS)
_WORD_NUMBER = rf"(?:(?:{_ONE_WORD}) mươi(?: (?:{_ONE_WORD}))?|mười(?: (?:{_ONE_WORD}))?|(?:một|hai) trăm|{_ONE_WORD})"
_IN_WORDS = re.compile(rf"\b(?P<a>{_WORD_NUMBER})\b(?: (?:đến|tới|-) (?P<b>{_WORD_NUMBER})\b)?")


_PART_OF = re.compile(r" ?/ ?(?P<of>\d{1,4})(?= +[a-z])")


@dataclass(frozen=True)
class Quantity:
    """A number with its place. `is_time` marks ages and durations."""

    start: int
    end: int
    value: Decimal
    value_to: Decimal | None
    unit: str | None
    is_time: bool = False
    in_words: bool = False


@dataclass(frozen=True)
class Unreadable:
    """Digits that have two readings or none."""

    start: int
    end: int
    written: str


@cache
def _in_digits() -> re.Pattern[str]:
    """On folded text."""
    return re.compile(
        rf"(?<![\w.,/])(?P<a>{_NUMBER})(?P<pa> ?(?:{_PERCENT}))?"
        rf"(?: ?(?:-|den|toi) ?(?P<b>{_NUMBER})(?![\d/]|[.,]\d))?"
        rf"(?P<unit> ?(?:{_PERCENT}))?(?!\d|[.,]\d)"
    )


@cache
def _unit() -> re.Pattern[str]:
    """A unit behind a number, on folded text; the group that matched says what kind it is."""
    per = rf"(?: ?/ ?(?:{any_of(words('per_units'))})\b)"
    return re.compile(
        rf" ?(?:(?P<symbol>(?:{any_of(words('unit_symbols'))})\b{per}{{0,2}})"
        rf"|(?P<time>(?:{any_of(words('unit_times'))})\b)(?!{per})"
        rf"|(?P<noun>(?:{any_of([*words('unit_nouns'), *words('unit_times')])})\b{per}{{0,2}}))"
    )


def quantities_in(text: str, folded: str, hidden: Spans) -> list[Quantity | Unreadable]:
    """All quantities of `text` outside the `hidden` spans, in order of place."""
    found: list[Quantity | Unreadable] = []
    for match in _in_digits().finditer(folded):
        if not hidden.overlap(match.start("a"), match.end("a")):
            found += _of_digits(text, folded, match)
    lowered = text.lower()
    if len(lowered) == len(text):
        for match in _IN_WORDS.finditer(lowered):
            if not hidden.overlap(match.start(), match.end()):
                found += _of_words(text, folded, match)
    return sorted(found, key=lambda quantity: quantity.start)


def _of_digits(text: str, folded: str, match: re.Match[str]) -> list[Quantity | Unreadable]:
    if part := _PART_OF.match(folded, match.end()):
        return _of_part(text, folded, match, part)
    percent = match["pa"] or match["unit"]
    unit, end, is_time = ("%", match.end(), False) if percent else _unit_after(text, folded, match.end())
    try:
        value = parse_number(match["a"], integer=_is_grouped(match["a"], unit))
        value_to = parse_number(match["b"], integer=_is_grouped(match["b"], unit)) if match["b"] else None
    except NumberError:
        return [Unreadable(match.start(), end, text[match.start() : end])]
    if value_to is not None and value_to <= value:  # "2-1" is a score or a code, not a range
        return []
    return [Quantity(match.start(), end, value, value_to, unit, is_time)]


def _of_part(text: str, folded: str, match: re.Match[str], part: re.Match[str]) -> list[Quantity | Unreadable]:
    """ "3/4 trường" is three schools of the four there are; "20/11" and "24/24 giờ" count nothing."""
    unit, end, is_time = _unit_after(text, folded, part.end())
    whole, of = match["a"], int(part["of"])
    if unit is None or is_time or match["b"] or not whole.isdigit() or not int(whole) <= of:
        return []
    return [Quantity(match.start(), end, Decimal(whole), None, unit)]


def _is_grouped(written: str, unit: str | None) -> bool:
    """A dot before three digits separates thousands when things or money are counted, never in a percentage."""
    return unit is not None and unit != "%" and re.fullmatch(r"\d{1,3}(?:\.\d{3})+", written) is not None


def _of_words(text: str, folded: str, match: re.Match[str]) -> list[Quantity]:
    unit, end, is_time = _unit_after(text, folded, match.end())
    low = _word_value(match["a"])
    high = _word_value(match["b"]) if match["b"] else None
    if high is not None and high <= low:
        return []
    return [Quantity(match.start(), end, low, high, unit, is_time, in_words=True)]


def _word_value(written: str) -> Decimal:
    parts = written.split(" ")
    if "trăm" in parts:
        return Decimal(_DIGITS[parts[0]] * 100)
    tens = 10 * _DIGITS[parts[0]] if "mươi" in parts else 10 if parts[0] == "mười" else 0
    last = parts[-1]
    return Decimal(tens + _DIGITS.get(last, 0))


def _is_spelt(unit: str) -> bool:
    """Whether a unit of one syllable has its marks: "2018 đối với" counts no "đội"."""
    return not unit.isalpha() or one_tone_placement(unit.lower()) in _syllables()


@cache
def _syllables() -> set[str]:
    names = [*words("unit_nouns"), *words("unit_times"), *words("unit_symbols")]
    return {one_tone_placement(name) for name in names if " " not in name}


def _unit_after(text: str, folded: str, position: int) -> tuple[str | None, int, bool]:
    match = _unit().match(folded, position)
    if not match or not _is_spelt(text[position : match.end()].strip()):
        return None, position, False
    unit = re.sub(r" ?/ ?", "/", text[position : match.end()].strip())
    return unit, match.end(), match["time"] is not None
