"""Letters and tones: what search keys and sort keys both need to know about Vietnamese spelling."""

import re
import unicodedata

# Dictionary order of the tones after the level one: huyền, hỏi, ngã, sắc, nặng (domain reference §7.2).
TONES = "\u0300\u0309\u0303\u0301\u0323"

_NEW_STYLE = re.compile(r"(o)([àáảãạèéẻẽẹ])(?!\w)|(?<!q)(u)([ỳýỷỹỵ])(?!\w)", re.IGNORECASE)
_TONE_INSIDE_QU = re.compile(r"(?<=q)([ùúủũụ])(y)", re.IGNORECASE)


def nfc(text: str) -> str:
    """Return ``text`` in composed form, the one TCVN 6909 and this portal store (domain reference §7.2)."""
    return unicodedata.normalize("NFC", text)


def upper(text: str) -> str:
    """Return ``text`` in capitals, composed."""
    return nfc(nfc(text).upper())


def one_tone_placement(text: str) -> str:
    """Return ``text`` (composed) with hoà, uỷ rewritten as hòa, ủy, and the slip qúy as quý.

    The source documents use both placements side by side (domain reference §7.1).
    """
    if text.isascii():
        return text
    return _TONE_INSIDE_QU.sub(_tone_to_second, _NEW_STYLE.sub(_tone_to_first, text))


def _tone_to_first(match: re.Match[str]) -> str:
    first, second = match[1] or match[3], match[2] or match[4]
    parts = unicodedata.normalize("NFD", second)
    return nfc(first + parts[1]) + parts[0]


def _tone_to_second(match: re.Match[str]) -> str:
    parts = unicodedata.normalize("NFD", match[1])
    return parts[0] + nfc(match[2] + parts[1])
