"""What the wording of a deadline says about a reporting period."""

import calendar
import datetime as dt
import re

from plans.reading.folding import fold

_PERIOD = re.compile(
    r"báo cáo\s+(?:định kỳ\s+|kết quả\s+|sơ kết\s+|tổng kết\s+)*"
    r"((?:\d{1,2} tháng(?: đầu| cuối)?|quý (?:[IVX]+|[1-4])|tháng \d{1,2}|(?:cả )?năm|học kỳ (?:[IVX]+|[12]))"
    r"(?: năm)?)\b",
    re.IGNORECASE,
)
_BY_WHEN = re.compile(r"\b(?:trước|chậm nhất|muộn nhất|không muộn hơn|xong)\b.*$", re.IGNORECASE | re.DOTALL)


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
