"""Names of files that every system can keep: Vietnamese letters stay, what Windows refuses goes."""

import re
import unicodedata

# Control signs, and what has a meaning of its own in a path.
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
# Names that Windows keeps for devices, with any ending.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)
LONGEST = 120


def file_name(name: str) -> str:
    """The name with every letter composed (NFC), forbidden signs as a hyphen, of at most 120 letters with its ending.

    >>> file_name("01 - MN A/B: khu 2.pdf")
    '01 - MN A-B- khu 2.pdf'
    """
    plain = " ".join(_FORBIDDEN.sub("-", unicodedata.normalize("NFC", name)).split())
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 5 or " " in ending:
        stem, ending = plain, ""
    tail = f".{ending}" if ending else ""
    # A name may not end with a dot or a space: Windows drops them, and two names become one.
    stem = stem[: LONGEST - len(tail)].rstrip(". ") or "tệp"
    return f"{'_' if _DEVICE.match(stem + tail) else ''}{stem}{tail}"
