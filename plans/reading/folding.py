"""Comparing text whose marks may have been recognised wrongly, without losing the place in the original."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Capital letters for character classes; a range such as À-Ỹ would hold small letters too.
UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−―"), "-")


@lru_cache(maxsize=2048)
def _base(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character)[:1].lower()
    return decomposed if len(decomposed) == 1 else character


class _Folding(dict[int, str]):
    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = " " if character.isspace() else _base(character)
        if code < 0x2100:  # keeps the table small whatever people paste
            self[code] = folded
        return folded


_TABLE = _Folding({ord("đ"): "d", ord("Đ"): "d", ord("ð"): "d", ord("Ð"): "d", **_DASHES})


def fold(text: str) -> str:
    """Return `text` (composed) in lower case without marks, character for character.

    The result has the length of `text`, so that a match in it is a place in the original.
    """
    return text.translate(_TABLE)


def any_of(words: Iterable[str]) -> str:
    """A regular expression of folded `words`, the longest first, spaces matching any run of blanks."""
    folded = sorted({fold(word) for word in words}, key=len, reverse=True)
    return "|".join(re.escape(word).replace("\\ ", " +") for word in folded)


def is_capitals(text: str) -> bool:
    """Whether `text` has letters and (nearly) all of them are capitals; recognition may lower one in ten."""
    letters = [character for character in text if character.isalpha()]
    lower = sum(character.islower() for character in letters)
    return len(letters) >= 2 and lower * 10 <= len(letters)
