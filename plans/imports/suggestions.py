"""What can be concluded from what was read. Each is shown as a suggestion with its reason, never as the document's own
words."""

import re

from plans.enums import DocumentStyle, DocumentType, TaskKind
from plans.reading.folding import fold

LONGEST_TITLE = 160
LONGEST_TASK_TITLE = 120
_PARTY_SYMBOL = re.compile(r"[^\W\d_]{2,4}/")
_YEAR = re.compile(r"\bnăm (?:học )?(20\d\d)\b")
_ABOUT = re.compile(r"\b(?:về(?: việc)?|v/v)\s+(.+)$", re.DOTALL)
_LEAD_IN = re.compile(r"^(?:Căn cứ|Thực hiện|Triển khai|Theo)\s+", re.IGNORECASE)
_CARRY_OUT = re.compile(r"^Triển khai\s+", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;:](?=\s|$)")
_KINDS = (
    (TaskKind.ORGANISATION, r"to chuc thuc hien|che do (?:thong tin )?bao cao"),
    (TaskKind.SOLUTION, r"giai phap"),
    (TaskKind.OBJECTIVE, r"muc tieu|muc dich|yeu cau|chi tieu"),
)
_TYPES = {label.lower(): value for value, label in DocumentType.choices if value}


def document_type(name: str | None) -> DocumentType:
    """The type whose full name is written in the document; laws and rarer types are "other"."""
    return DocumentType(_TYPES.get((name or "").lower(), ""))


def style_of_symbol(symbol: str) -> DocumentStyle:
    """`KH/TU` is written by the Party, `KH-UBND` by the state (domain reference §1.4)."""
    return DocumentStyle.PARTY if _PARTY_SYMBOL.match(symbol) else DocumentStyle.STATE


def year_in(text: str) -> str:
    """The one year a subject names; "" when there are several."""
    years = set(_YEAR.findall(text))
    return years.pop() if len(years) == 1 else ""


def subject_of_citation(quote: str) -> str:
    """What a cited document is about: the words after "về", or the quote itself."""
    about = _ABOUT.search(quote)
    subject = about[1] if about else _LEAD_IN.sub("", quote)
    return subject[:1].upper() + subject[1:] if subject else ""


def report_subject(subject: str) -> str:
    """A plan's subject as the reports on it go on: "Triển khai thực hiện …" becomes "thực hiện …"."""
    rest = _CARRY_OUT.sub("", subject)
    return rest[:1].lower() + rest[1:]


def shortened(text: str, most: int) -> str:
    """The beginning of a text that fits, cut between words."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    return flat[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"


def task_title(text: str) -> str:
    """A short title for a task that has none: its first sentence, or as much of it as fits."""
    flat = " ".join(text.split())
    end = _SENTENCE.search(flat)
    first = flat[: end.start()] if end and end.start() >= 20 else flat.rstrip(" .;:")
    return shortened(first, LONGEST_TASK_TITLE)


def task_kind(title: str) -> TaskKind:
    """What the parts under a heading are: objectives, solutions, who organises what, or tasks."""
    folded = fold(title)
    return next((kind for kind, words in _KINDS if re.search(words, folded)), TaskKind.TASK)
