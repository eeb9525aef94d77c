"""Numbers that are no targets: dates, years, document numbers, classes, articles, ages, phone numbers."""

import re

from plans.reading.citations import PARTY_NUMBER, STATE_NUMBER
from plans.reading.dates_in_text import DATE
from plans.reading.folding import any_of
from plans.reading.stretches import Spans
from plans.reading.words import words

_NOUNS = any_of(words("unit_nouns"))
_COUNTED = re.compile(rf" +(?:{_NOUNS})\b")
_OTHER = re.compile(
    r"(?<!\d)(?:19|20)\d\d ?- ?(?:19|20)?\d\d(?!\d)"  # school years and periods
    r"|\b(?:nam(?: hoc)?|giai doan|tam nhin|nhiem ky)(?: +den)?(?: +nam)? +\d{4}(?:[ ,]+\d{4})*"
    r"|(?<![\d.,])(?:19|20)\d\d(?![\d.,%]|\w)(?! +[a-z]+)"
    r"|\b\d{1,2}/\d{4}\b|(?<!moi )(?<!hang )\bthang +\d{1,2}(?:/\d{4})?(?:,? *(?:va *)?\d{1,2}(?= |,|$))*"
    # fractions such as 24/24 and dates without a year, but for "3/4 trường"
    rf"|(?<!\d)\d{{1,3}}/\d{{1,3}}(?![\d%])(?!/)(?! +(?:{_NOUNS})\b)"
    r"|\b\d{1,2} ?(?:gio|h)(?: ?\d{2})?\b(?! ?/)"
    r"|(?<!\d)0\d{2,3}[. ]?\d{3}[. ]?\d{3,4}(?!\d)"
    r"|\b\d{1,2} buoi ?/ ?(?:ngay|tuan)\b|\b\d\.0\b"
    rf"|(?<!dinh )\b(?:{any_of(words('naming'))})"
    rf"(?: so| thu)? +\d+(?:[.,/-]\d+)*(?:(?:, | va |; )\d+(?= |,|;|\.|$)(?! ?%)(?! +(?:{_NOUNS})\b))*"
    r"(?![\d%]| ?%)|(?<!dinh )\bmuc +\d+(?![\d%,.]| ?%)"
)


def hidden_spans(text: str, folded: str) -> Spans:
    """Places of numbers that name or date something instead of counting it."""
    spans = [match.span() for pattern in (STATE_NUMBER, PARTY_NUMBER) for match in pattern.finditer(text)]
    spans += [match.span() for match in DATE.finditer(folded) if _is_date(folded, match)]
    return Spans([*spans, *(match.span() for match in _OTHER.finditer(folded))])


def _is_date(folded: str, match: re.Match[str]) -> bool:
    """ "4-5", "1.5" and "3/4 trường" are none; a date has a year, a slash, or the word "ngày"."""
    if match["y"] or match["yn"] or match["dw"] or match[0].startswith("ngay"):
        return True
    return match["s"] == "/" and not _COUNTED.match(folded, match.end())
