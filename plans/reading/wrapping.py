"""Which lines only continue the one before: wrapped by width, cut by a page, or broken in the middle of a phrase."""

import re
import statistics
from collections.abc import Sequence
from itertools import pairwise

from plans.reading.folding import is_capitals
from plans.reading.lines import Line

_FINISHED = re.compile(r"[.;:!?…]['”’\")\]]?$")
_UNFINISHED_WORDS = re.compile(
    r"(?:,|\b(?:và|của|về|các|những|theo|với|cho|tại|trong|từ|đến|số|năm|ngày|tháng|hoặc|là|do|cùng|để|bằng|trên))$",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-–—_=*.~|:\s]{3,}|[*|]|[-–—]{2}")
_PAGE_NUMBER = re.compile(r"\d{1,3}|[-–] ?\d{1,3} ?[-–]|[Tt]rang (?:số )?\d{1,3}(?: ?/ ?\d{1,3})?|\d{1,3} ?/ ?\d{1,3}")
_NARROWEST, _WIDEST = 50, 160
_FULL_SHARE = 0.85
_EVIDENCE = 3


def is_finished(text: str) -> bool:
    """Whether `text` ends with a mark that ends a sentence or an item."""
    return _FINISHED.search(text[-4:]) is not None


def is_furniture(line: Line) -> bool:
    """Whether the line is a rule or a page number, nothing that was said."""
    return len(line.text) < 60 and (_RULE.fullmatch(line.text) or _PAGE_NUMBER.fullmatch(line.text)) is not None


def starts_lower(text: str) -> bool:
    """Whether `text` starts in the middle of a sentence."""
    return text[:1].islower() or text[:1] in ",;)"


def wrap_width(lines: Sequence[Line]) -> int | None:
    """The width at which the text was wrapped, in characters; None when each line is a whole paragraph."""
    evidence = [
        len(line.text)
        for line, following in pairwise(lines)
        if not following.after_blank
        and not line.whole
        and starts_lower(following.text)
        and not is_finished(line.text)
        and _NARROWEST <= len(line.text) <= _WIDEST
    ]
    return round(statistics.median(evidence)) if len(evidence) >= _EVIDENCE else None


def continues(previous: str, before: Line, line: Line, width: int | None) -> bool:
    """Whether `line`, which carries no label, goes on with the paragraph `previous` that ended in `before`."""
    if line.row or before.row:
        return False
    adjacent = not line.after_blank and not line.whole
    ended = previous.endswith(":") or (previous.endswith(";") and not starts_lower(line.text))
    if adjacent and width and len(before.text) >= _FULL_SHARE * width and not ended:
        return True
    if is_finished(previous):
        return False
    if starts_lower(line.text) or _UNFINISHED_WORDS.search(previous[-8:]):
        return True
    return adjacent and is_capitals(previous) and is_capitals(line.text)


def was_cut(line: Line) -> bool:
    """Whether a continuation was torn off by more than a line's end: an empty line or a paragraph mark."""
    return line.after_blank or line.whole
