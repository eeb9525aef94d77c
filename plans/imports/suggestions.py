"""What can be concluded from what was read. Each is shown as a suggestion with its reason, never as the document's own
words."""

import calendar
import datetime as dt
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
_PERIOD = re.compile(
    r"báo cáo\s+(?:định kỳ\s+|kết quả\s+|sơ kết\s+|tổng kết\s+)*"
    r"((?:\d{1,2} tháng(?: đầu| cuối)?|quý (?:[IVX]+|[1-4])|tháng \d{1,2}|(?:cả )?năm|học kỳ (?:[IVX]+|[12]))"
    r"(?: năm)?)\b",
    re.IGNORECASE,
)
_BY_WHEN = re.compile(r"\b(?:trước|chậm nhất|muộn nhất|không muộn hơn|xong)\b.*$", re.IGNORECASE | re.DOTALL)
_SENTENCE = re.compile(r"[.;:](?=\s|$)")
_KINDS = (
    (TaskKind.ORGANISATION, r"to chuc thuc hien|che do (?:thong tin )?bao cao"),
    (TaskKind.SOLUTION, r"giai phap"),
    (TaskKind.OBJECTIVE, r"muc tieu|muc dich|yeu cau|chi tieu"),
)
_TYPES = {label.lower(): value for value, label in DocumentType.choices if value}


def document_type(name: str | None) -> DocumentType:
    """The type whose full name is written in the document; laws and decrees are "other"."""
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


def period_label(quote: str) -> str:
    """ "Báo cáo 6 tháng trước ngày …" names the period "6 tháng"; "" when the words name none."""
    found = _PERIOD.search(quote)
    return found[1] if found else ""


def deadline_words(quote: str) -> str:
    """A deadline in the words of the document, without what is due: "trước ngày 10/3/2018"."""
    found = _BY_WHEN.search(quote)
    return found[0] if found else quote


def is_about_reports(quote: str) -> bool:
    """Whether a deadline is one for reports, not for a task."""
    return "bao cao" in fold(quote)


def from_new_year(deadline: dt.date) -> tuple[dt.date, dt.date]:
    """From 1 January to the end of the month before the deadline; a deadline in January closes the year before."""
    year, month = (deadline.year, deadline.month - 1) if deadline.month > 1 else (deadline.year - 1, 12)
    return dt.date(year, 1, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
