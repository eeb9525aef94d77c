"""How a deadline is worded: what is written when the office gives no words, and whether words and day agree."""

import datetime as dt
import re

from plans.enums import DeadlineRule
from vietnamese.dates import DateError, format_date_short, parse_date

DATE_IN_WORDS = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", re.ASCII)


def default_words(deadline_on: dt.date, rule: str) -> str:
    """The wording when the office gives none: `trước ngày 15/3/2018`."""
    return f"{DeadlineRule(rule).label.lower()} {format_date_short(deadline_on)}"


def names_another_day(words: str, day: dt.date) -> bool:
    """Whether the words name days but not this one: they would tell two different deadlines."""
    named = [_date(found) for found in DATE_IN_WORDS.findall(words)]
    return bool(named) and day not in named


def _date(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except DateError:
        return None
