"""What moving a period's deadline would change, and when it may not be moved (docs/adr/0003)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from plans.deadline_words import default_words
from plans.deadlines import last_on_time_day, local_day, owed_days, why_too_far
from plans.enums import PlanStatus
from plans.models import ReportingPeriod
from reports.models import Submission
from vietnamese.dates import format_date

__all__ = ["MovePreview", "default_words", "preview_move", "why_not_moved"]


@dataclass(frozen=True)
class MovePreview:
    """What a move would change. `told` are the reports still owed whose own last day changes; `own_day` those that
    have a later day by extension or return and keep it; `becomes_on_time` were sent late and will count as on time.
    The other way round does not happen (`why_not_moved`)."""

    old_day: dt.date
    new_day: dt.date
    told: Sequence[Submission]
    own_day: Sequence[Submission]
    becomes_on_time: Sequence[Submission]
    expected: int
    forwards_before: bool


def why_not_moved(period: ReportingPeriod, deadline_on: dt.date, rule: str, text: str, *, today: dt.date) -> str:
    """Why the period cannot get this deadline, in Vietnamese; "" when it can. Needs the plan loaded.

    Once a period is open its schools have been promised a day and can rely on it (docs/adr/0003), so the day may only
    become later; nobody becomes late, or later, by a move.
    """
    new_day = last_on_time_day(deadline_on, rule)
    if period.plan.status != PlanStatus.IN_FORCE:
        return "Kế hoạch không còn thực hiện nên không đổi hạn."
    if (deadline_on, rule, text) == (period.deadline_on, period.deadline_rule, period.deadline_text):
        return "Hạn và lời văn giống như hiện nay, không có gì thay đổi."
    if new_day < today:
        return f"Ngày cuối còn đúng hạn sẽ là {format_date(new_day)}, đã qua."
    if new_day < period.opens_on:
        return f"Ngày cuối còn đúng hạn sẽ là {format_date(new_day)}, trước ngày mở kỳ {format_date(period.opens_on)}."
    if period.closes_on and new_day > period.closes_on:
        return f"Kỳ báo cáo đóng sau ngày {format_date(period.closes_on)}; hạn mới không thể muộn hơn ngày đó."
    if new_day < period.last_day and today >= period.opens_on:
        return (
            f"Kỳ đã mở và các đơn vị đã được báo hạn đến hết ngày {format_date(period.last_day)}; "
            "hạn chỉ có thể lùi về sau."
        )
    return why_too_far(deadline_on, today)


def preview_move(period: ReportingPeriod, deadline_on: dt.date, rule: str) -> MovePreview:
    """Who is concerned by a move, without making it: one query."""
    new_day = last_on_time_day(deadline_on, rule)
    rows = list(
        Submission.objects.reports()
        .filter(period=period)
        .select_related("organisation")
        .with_extension()
        .order_by("organisation__sort_key", "pk")
    )
    told: list[Submission] = []
    own_day: list[Submission] = []
    on_time: list[Submission] = []
    for row in rows:
        row.period = period
        first, effective = _days(row, period.last_day)
        new_first, new_effective = _days(row, new_day)
        if not row.is_sent:
            (told if new_effective != effective else own_day).append(row)
        if row.first_submitted_at and first < local_day(row.first_submitted_at) <= new_first:
            on_time.append(row)
    return MovePreview(
        old_day=period.last_day,
        new_day=new_day,
        told=told,
        own_day=own_day if new_day != period.last_day else [],
        becomes_on_time=on_time,
        expected=len(rows),
        forwards_before=period.forward_on is not None and period.forward_on <= new_day,
    )


def _days(row: Submission, last_day: dt.date) -> tuple[dt.date, dt.date]:
    extended: dt.date | None = row.extended_until  # type: ignore[attr-defined]  # an annotation
    return owed_days(last_day, extended_until=extended, returned_due_on=row.returned_due_on)
