"""Search and ordering of Vietnamese text; one import place for the text functions of the library.

Stored text is NFC. Search runs on a stored key without marks, then hits with the very same marks are put first,
because Cẩm Giang and Cẩm Giàng are two places (domain reference §7.2).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

from vietnamese.legacy_encodings import damaged_encoding
from vietnamese.letters import nfc, one_tone_placement, upper
from vietnamese.sorting import person_sort_key, sort_key

__all__ = [
    "damaged_encoding",
    "exact_key",
    "nfc",
    "person_sort_key",
    "rank_matches",
    "search_key",
    "sort_key",
    "upper",
]

T = TypeVar("T")

_APOSTROPHES = "'’‘ʼ`´"
# "GD & ĐT", "GD&ĐT" and "GDĐT" are one abbreviation, so the sign and the spaces around it disappear.
_AMPERSAND = re.compile(r"\s*&\s*")
# y and i spell the same sound as the only vowel (tỷ/tỉ, kỹ/kĩ, lý/lí) and after qu. The rule looks at the left side
# alone, so that half a word typed into a search box still finds the whole one ("quy" finds "quyết").
_Y_AS_I = re.compile(r"(?<=[bcdđghklmnpqrstvx])[yỳýỷỹỵ]|(?<=qu)[yỳýỷỹỵ]")
_I_FOR_Y = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")


class _Folding(dict[int, str | None]):
    """Translation table that decides on a character when it first meets it."""

    def __init__(self, *, keep_marks: bool) -> None:
        super().__init__()
        self._keep_marks = keep_marks

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        kind = unicodedata.category(character)
        folded: str | None = " "
        if character in _APOSTROPHES or kind == "Cf":
            folded = None
        elif kind[0] == "M":
            folded = character if self._keep_marks else None
        elif kind[0] in "LN" or character == "&":
            folded = character
        if code < 0x2100:  # keeps the table small whatever people paste
            self[code] = folded
        return folded


_WITHOUT_MARKS = _Folding(keep_marks=False)
_WITHOUT_MARKS.update({ord("đ"): "d", ord("ð"): "d"})  # NFD does not take đ apart; ð is its look-alike
_WITH_MARKS = _Folding(keep_marks=True)
_WITH_MARKS.update({ord("ð"): "đ"})


@lru_cache(maxsize=4096)
def search_key(text: str) -> str:
    """Return the form of ``text`` that search compares: lower case, no marks, one space between words.

    đ becomes d, punctuation becomes a space (apostrophes and ``&`` vanish), and y after a consonant or after qu
    becomes i, so that tỷ lệ and tỉ lệ meet. Fold both sides, then compare with ``in`` or ``__contains``.
    """
    plain = unicodedata.normalize("NFKD", text).lower().translate(_WITHOUT_MARKS)
    return _Y_AS_I.sub("i", _one_space(plain))


@lru_cache(maxsize=4096)
def exact_key(text: str) -> str:
    """Return ``text`` folded like :func:`search_key`, but with every mark kept.

    Spellings of one word are merged (hoà and hòa, uỷ and ủy, tỷ and tỉ); different words stay apart.
    """
    composed = nfc(unicodedata.normalize("NFKC", text).lower())
    spaced = _one_space(nfc(composed.translate(_WITH_MARKS)))
    return _Y_AS_I.sub(lambda match: match[0].translate(_I_FOR_Y), one_tone_placement(spaced))


def rank_matches(query: str, items: Iterable[T], key: Callable[[T], str] = str) -> list[T]:
    """Return ``items`` with the best hits of ``query`` first; equal hits keep their order, nothing is dropped.

    First come texts equal to the query with its marks, then texts that contain it with its marks, then those that
    contain it without marks, then the rest (found through another column). ``key`` gives the text of an item.
    """
    exact, plain = exact_key(query), search_key(query)

    def rank(item: T) -> int:
        text = key(item)
        marked = exact_key(text)
        if marked == exact:
            return 0
        if exact in marked:
            return 1
        return 2 if plain in search_key(text) else 3

    return sorted(items, key=rank)


def _one_space(text: str) -> str:
    return " ".join(_AMPERSAND.sub("", text).split())
