"""Where a plan stands, in one or two sentences made of its figures: what a leader reads first.

Sentences begin small, because they follow one another after semicolons; `standing` makes the paragraph of them.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plans.models import ReportingPeriod
from reports.enums import Light
from reports.queries.completeness import Completeness
from reports.queries.figures import TargetFigure
from reports.queries.task_parts import TaskPart
from vietnamese.dates import format_date
from vietnamese.numbers import format_number

MET, ON_TRACK, SLOW, UNMET, UNKNOWN = "đạt", "đúng tiến độ", "chậm so tiến độ", "chưa đạt", "chưa đủ số liệu"
LONGEST_IN_DAYS = 365


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence about the plan, and the part of the page it sums up. `is_calm`: nothing in it asks for anybody."""

    topic: str
    text: str
    anchor: str
    is_calm: bool


def outcome(figure: TargetFigure) -> str:
    """In one of five words where a target stands."""
    if figure.met is None:
        return UNKNOWN
    if figure.met:
        return MET
    if figure.verdict != Light(figure.light).label:
        return UNMET
    return ON_TRACK if figure.light == Light.GREEN else SLOW


def targets_said(figures: Sequence[TargetFigure]) -> Said:
    """`3/7 chỉ tiêu đạt, 2 chậm so tiến độ`; norms are no targets and are not given."""
    words = [outcome(figure) for figure in figures]
    found = {word: words.count(word) for word in (MET, ON_TRACK, SLOW, UNMET, UNKNOWN) if word in words}
    total = len(words)
    calm = not found.keys() & {SLOW, UNMET}
    if not total:
        text = "kế hoạch chưa đặt mức cho chỉ tiêu nào"
    elif len(found) == 1:
        (word,) = found
        text = f"chỉ tiêu duy nhất {word}" if total == 1 else f"cả {total} chỉ tiêu đều {word}"
    else:
        met = found.pop(MET, 0)
        first = f"{met}/{total} chỉ tiêu đạt" if met else f"chưa chỉ tiêu nào đạt (0/{total})"
        text = ", ".join([first, *(f"{number} {word}" for word, number in found.items())])
    return Said("Chỉ tiêu", text, "targets", calm)


def tasks_said(parts: Iterable[TaskPart]) -> Said:
    """`14/21 nhiệm vụ có kết quả: 5 hoàn thành, 2 gặp khó khăn`, of a plan that has tasks instead of targets."""
    parts = list(parts)
    total, told = sum(part.tasks for part in parts), sum(part.told for part in parts)
    done, hindered = sum(part.done for part in parts), sum(part.hindered for part in parts)
    if not total:
        text = "kế hoạch chưa giao nhiệm vụ phải báo cáo"
    elif not told:
        text = f"chưa nhiệm vụ nào trong {total} nhiệm vụ có kết quả đã duyệt"
    else:
        kinds = [f"{done} hoàn thành" if done else "", f"{hindered} gặp khó khăn" if hindered else ""]
        detail = ", ".join(filter(None, kinds))
        text = f"{told}/{total} nhiệm vụ có kết quả{f': {detail}' if detail else ''}"
    return Said("Nhiệm vụ", text, "targets", not hindered)


def reports_said(counts: Completeness, period: ReportingPeriod, today: dt.date, *, unit: str, is_over: bool) -> Said:
    """`57/59 trường đã nộp, 50 đúng hạn, 2 quá hạn`; while the period runs, how many days there still are."""
    sent, due = counts.submitted, counts.expected
    left = (period.last_day - today).days
    if not due:
        return Said("Báo cáo", f"kỳ này không {unit} nào phải báo cáo", "reporting", True)
    if sent == due > 1:
        parts = [f"cả {due} {unit} đã nộp"]
    else:
        parts = [f"{sent}/{due} {unit} đã nộp"] if sent else [f"chưa {unit} nào nộp (0/{due})"]
    if left >= 0 and not is_over:
        if sent < due:
            parts.append(f"còn {left} ngày đến hạn" if left else "hôm nay là ngày cuối còn đúng hạn")
    elif sent:
        parts.append(_on_time(counts.on_time, sent, unit))
    if is_over and counts.missing:
        parts.append(f"{counts.missing} không nộp")
    elif counts.overdue:
        parts.append(f"{counts.overdue} quá hạn")
    return Said("Báo cáo", ", ".join(parts), "reporting", not (counts.overdue or (is_over and counts.missing)))


def _on_time(on_time: int, sent: int, unit: str) -> str:
    if not on_time:
        return f"không {unit} nào đúng hạn"
    if on_time < sent:
        return f"{on_time} đúng hạn"
    return "đều đúng hạn" if sent > 1 else "đúng hạn"


def matters_said(requests: int, works: int) -> Said:
    """`10 việc chờ quyết định: 8 kiến nghị, 2 việc chậm`."""
    if requests and works:
        text = f"{requests + works} việc chờ quyết định: {requests} kiến nghị, {works} việc chậm"
    elif requests:
        text = f"{requests} kiến nghị chờ quyết định"
    elif works:
        text = f"{works} việc chậm chờ quyết định"
    else:
        text = "không có việc chờ quyết định"
    return Said("Quyết định", text, "matters", not (requests or works))


def wait_text(days: int, since: dt.date) -> str:
    """How long a request has waited: in days up to a year, beyond that the day it came."""
    if days <= 0:
        return "gửi hôm nay"
    if days <= LONGEST_IN_DAYS:
        return f"chờ {format_number(days)} ngày"
    return f"chờ từ {format_date(since)}"
