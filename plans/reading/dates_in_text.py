"""Dates as documents write them inside sentences."""

import datetime as dt
import re
from dataclasses import dataclass

from vietnamese.dates import DateError, parse_date

# On folded text. Days and months apart, so that "10/3" without a year is seen too.
DATE = re.compile(
    r"(?<![\d/.,])(?:ngay +)?(?:(?:mung|mong) +)?(?:"
    r"(?P<d>\d{1,2}) {0,2}(?P<s>[/.-]) {0,2}(?P<m>\d{1,2})"
    r"(?: {0,2}(?P=s) {0,2}(?P<y>\d{4}|\d{2})| +nam +(?P<yn>\d{4}))?"
    r"|(?P<dw>\d{1,2}) +thang +(?P<mw>\d{1,2})(?: +nam +(?P<yw>\d{4}))?"
    r")(?![\d%]|[/.,-]\d)"
)


@dataclass(frozen=True)
class DateMention:
    """A date in a text: its place, its parts, and whether day and month stand behind the word "ngày"."""

    start: int
    end: int
    day: int
    month: int
    year: int | None
    named: bool

    def value(self, year: int | None = None) -> dt.date | None:
        """The date, in `year` when the text names none; None when there is no such day or no year."""
        known = self.year if self.year is not None else year
        if known is None:
            return None
        try:
            return parse_date(f"{self.day}/{self.month}/{known}")
        except DateError:
            return None


def dates_in(folded: str, start: int = 0, end: int | None = None) -> list[DateMention]:
    """All dates of a folded text between two places, "10/3" without a year included."""
    found = DATE.finditer(folded, start, len(folded) if end is None else end)
    return [mention(match) for match in found]


def mention(match: re.Match[str]) -> DateMention:
    """The parts of a match of `DATE`."""
    day, month = int(match["d"] or match["dw"]), int(match["m"] or match["mw"])
    written = match["y"] or match["yn"] or match["yw"]
    year = int(written) + (2000 if len(written) == 2 else 0) if written else None
    return DateMention(match.start(), match.end(), day, month, year, match[0].startswith("ngay"))
