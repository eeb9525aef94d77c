"""What a calendar of deadlines shows on a day, and how a period's own days are said."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from plans.models import ReportingPeriod
from reports.messages import lower_first
from reports.presentation import Badge


class Kind(StrEnum):
    """What happens on the day."""

    OWED = "owed"
    DEADLINE = "deadline"
    OPENING = "opening"
    OWN_DAY = "own_day"
    FORWARDING = "forwarding"


@dataclass(frozen=True)
class Entry:
    """One day that matters. `key` stays the same when the day moves; `path` is the page that has the rest.

    `is_done` says that nobody has to act for it any more; `badge` is the state of what is owed.
    """

    key: str
    kind: Kind
    day: dt.date
    title: str
    detail: str
    path: str
    plan_id: int
    plan_title: str
    is_done: bool = False
    badge: Badge | None = None

    @property
    def is_deadline(self) -> bool:
        """Whether something has to be finished by the end of the day."""
        return self.kind is not Kind.OPENING


def period_entry(period: ReportingPeriod, kind: Kind, path: str, *, is_done: bool) -> Entry:
    """The entry of a period's own opening, deadline or forwarding date. Needs the plan loaded."""
    report = lower_first(period.report_name)
    last_moment = f"{upper_first(period.deadline_text)} ({period.last_moment_text})"
    day, title, detail = {
        Kind.OWED: (period.last_day, f"Hạn nộp {report}", last_moment),
        Kind.DEADLINE: (period.last_day, f"Hạn các đơn vị nộp {report}", last_moment),
        Kind.FORWARDING: (period.forward_on, f"Hạn gửi báo cáo tổng hợp {period.label}", ""),
        Kind.OPENING: (period.opens_on, f"Mở kỳ {report}", last_moment),
    }[kind]
    return Entry(
        key=f"period-{period.pk}-{kind}",
        kind=kind,
        day=day or period.last_day,
        title=title,
        detail=detail,
        path=path,
        plan_id=period.plan_id,
        plan_title=period.plan.title,
        is_done=is_done,
    )


def upper_first(text: str) -> str:
    """The text as it stands at the beginning of a line."""
    return text[:1].upper() + text[1:]
