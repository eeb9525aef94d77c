"""When a work is late: one rule for lists, the leader's page and summaries. Pure arithmetic on days and percent.

The plan asks that works be pushed on and looked at each month (Plan 04 II.2.e, III.5c; domain reference B49), it does
not say what late is; the rule and its margin are the portal's own (ADR 0027). "Late" is derived and never stored.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from facilities.enums import WorkState

# Points of percent that a work may be behind the share of its time that has passed.
MARGIN = 10


class Cause(StrEnum):
    """Why a work is late."""

    OVERDUE = "overdue"
    NOT_BEGUN = "not_begun"
    BEHIND = "behind"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause, with how much: days for OVERDUE and NOT_BEGUN, the percent that was to be expected for BEHIND."""

    cause: Cause
    amount: int = 0

    @property
    def text(self) -> str:
        """In a few words, to stand behind "chậm:"."""
        return {
            Cause.OVERDUE: f"quá hạn hoàn thành {self.amount} ngày",
            Cause.NOT_BEGUN: f"quá ngày khởi công {self.amount} ngày",
            Cause.BEHIND: f"đến nay phải đạt khoảng {self.amount}%",
            Cause.STOPPED: "đang tạm dừng",
        }[self.cause]


def expected_percent(planned_start: dt.date, planned_end: dt.date, today: dt.date) -> int:
    """The share of the planned time that has passed, 0 to 100, rounded down; a plan of one day is over on that day."""
    whole = (planned_end - planned_start).days
    if today >= planned_end:
        return 100
    return max(0, 100 * (today - planned_start).days // whole) if whole > 0 else 0


def late_reasons(
    *, state: str, percent: int, planned_start: dt.date | None, planned_end: dt.date | None, today: dt.date
) -> tuple[Reason, ...]:
    """Why the work is late on the day, the weightiest cause first; empty when it is not, or is finished.

    A day that nobody planned makes nothing late. A work that is overdue or has not begun is not called behind as well.
    """
    if state == WorkState.FINISHED:
        return ()
    found = []
    if planned_end is not None and planned_end < today:
        found.append(Reason(Cause.OVERDUE, (today - planned_end).days))
    if state == WorkState.STOPPED:
        found.append(Reason(Cause.STOPPED))
    if state == WorkState.PLANNED and planned_start is not None and planned_start < today:
        found.append(Reason(Cause.NOT_BEGUN, (today - planned_start).days))
    if not found and planned_start is not None and planned_end is not None:
        expected = expected_percent(planned_start, planned_end, today)
        if percent < expected - MARGIN:
            found.append(Reason(Cause.BEHIND, expected))
    return tuple(found)
