"""How long requests wait for an answer: pure functions on dates, the same numbers on every page."""

import datetime as dt
import statistics
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from reports.enums import RecommendationStatus
from vietnamese.numbers import format_number

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Wait:
    """One request: the days it was raised and first answered (None: never), its state, who has to answer, and the
    period of its report."""

    raised_on: dt.date
    answered_on: dt.date | None
    status: str
    owner: str = ""
    period: str = ""

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for an answer, the first one or another."""
        return self.status == RecommendationStatus.OPEN

    @property
    def days_to_answer(self) -> int | None:
        """Calendar days from the day it was raised to the day of the first answer."""
        return (self.answered_on - self.raised_on).days if self.answered_on else None


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """Times to answer of a number of requests, in calendar days.

    `due` are those that could have been answered within the limit: answered at all, or waiting for longer than it;
    `in_time` of them were. `waiting` are open without a current answer, `longest` the days the oldest has waited.
    """

    raised: int
    answered: int
    median: float | None
    mean: float | None
    due: int
    in_time: int
    waiting: int
    longest: int

    @property
    def share(self) -> Fraction | None:
        """The percentage answered in time; None while nothing was due."""
        return Fraction(100 * self.in_time, self.due) if self.due else None

    @property
    def median_text(self) -> str:
        return _days(self.median)

    @property
    def mean_text(self) -> str:
        return _days(self.mean)

    @property
    def share_text(self) -> str:
        """`3/4 (75%)`; a dash while nothing was due."""
        return f"{self.in_time}/{self.due} ({round(self.share)}%)" if self.share is not None else "–"


def answer_times(waits: Iterable[Wait], *, today: dt.date, limit: int) -> AnswerTimes:
    """Work out the times of some requests; `limit` is within how many days an answer is wanted."""
    rows = list(waits)
    days = [row.days_to_answer for row in rows if row.days_to_answer is not None]
    open_days = [(today - row.raised_on).days for row in rows if row.is_waiting]
    unanswered = [row for row in rows if row.is_waiting and row.answered_on is None]
    overdue = sum((today - row.raised_on).days > limit for row in unanswered)
    return AnswerTimes(
        raised=len(rows),
        answered=len(days),
        median=statistics.median(days) if days else None,
        mean=statistics.fmean(days) if days else None,
        due=len(days) + overdue,
        in_time=sum(count <= limit for count in days),
        waiting=len(open_days),
        longest=max(open_days, default=0),
    )


def times_by(
    waits: Iterable[Wait], key: Callable[[Wait], K], *, today: dt.date, limit: int
) -> list[tuple[K, AnswerTimes]]:
    """The times of each group, in the order in which the groups come first."""
    groups: dict[K, list[Wait]] = {}
    for wait in waits:
        groups.setdefault(key(wait), []).append(wait)
    return [(name, answer_times(rows, today=today, limit=limit)) for name, rows in groups.items()]


def _days(value: float | None) -> str:
    return "–" if value is None else f"{format_number(Decimal(str(round(value, 1))), trim=True)} ngày"
