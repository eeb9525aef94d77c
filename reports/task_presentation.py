"""How a task's state is said: word, sign and colour together, and its progress as a number people read."""

import datetime as dt
from fractions import Fraction

from plans.enums import TaskStatus
from plans.measures import Achieved
from plans.models import Task
from reports.presentation import Badge
from reports.queries.task_reports import Reported
from reports.queries.told import Told, told_of
from reports.queries.tracked_tasks import TrackedTask, days_late
from vietnamese.dates import format_date
from vietnamese.numbers import format_number

BADGES = {
    TaskStatus.NOT_STARTED: ("none", "○"),
    TaskStatus.IN_PROGRESS: ("info", "◆"),
    TaskStatus.DONE: ("good", "●"),
    TaskStatus.HINDERED: ("warn", "▲"),
}
SOON = dt.timedelta(days=7)


def told_badge(task: Task) -> Badge:
    """The state of a task by what was told of it; a group of units that nobody speaks for tells it in reports."""
    source, told = task.same_as or task, told_of(task)
    is_silent = told.status == TaskStatus.NOT_STARTED and told.progress is None
    if source.is_reported and source.lead_id is None and is_silent:
        return Badge("none", "○", "Theo báo cáo từng kỳ")
    return status_badge(told.status)


def status_badge(status: str) -> Badge:
    """What the lead unit says about a task."""
    css, sign = BADGES[TaskStatus(status)]
    return Badge(css, sign, TaskStatus(status).label)


def reported_badge(reported: Reported) -> Badge:
    """The state of a task that only reports speak of: how many units are done."""
    done = dict(reported.counts).get(TaskStatus.DONE, 0)
    css, sign = ("good", "●") if done == reported.due else ("info", "◆")
    return Badge(css, sign, f"{done}/{reported.due} đơn vị xong")


def tracked_badge(tracked: TrackedTask) -> Badge | None:
    """The state of a task in the plan's tree; a parent has none of its own."""
    if tracked.achieved is not None:
        return None
    if tracked.reported is not None and tracked.is_from_reports:
        return reported_badge(tracked.reported)
    return told_badge(tracked.task)


def time_badge(task: Task, today: dt.date) -> Badge | None:
    """How late a task is, or how soon it is due; None when neither asks for anything."""
    late = days_late(task, today)
    if late:
        return Badge("bad", "■", f"Quá hạn {late} ngày")
    done = told_of(task).status == TaskStatus.DONE
    if done or task.due_on is None or not today <= task.due_on <= today + SOON:
        return None
    left = (task.due_on - today).days
    return Badge("warn", "▲", f"Còn {left} ngày" if left else "Đến hạn hôm nay")


def source_words(told: Told) -> str:
    """`theo báo cáo 6 tháng, duyệt ngày 12/6/2018`; "" when nobody has told anything."""
    day = f" ngày {format_date(told.on)}" if told.on else ""
    if told.report:
        return f"theo báo cáo {told.report}, duyệt{day}"
    return f"đơn vị tự cập nhật{day}" if day or told.progress is not None else ""


def percent_text(percent: Fraction | None) -> str:
    """`62%`; "" for none. Whole percents are exact enough for what people estimate, and 99,6 % is not yet 100 %."""
    if percent is None:
        return ""
    shown = round(percent)
    if shown == 100 and percent < 100:
        shown = 99
    return f"{format_number(shown)}%"


def achieved_words(achieved: Achieved, reported: int = 0) -> str:
    """`62%, trên 10/14 nhiệm vụ có tiến độ`; how many of them come from reports is said."""
    if achieved.percent is None:
        return f"chưa có nhiệm vụ nào ghi tiến độ (0/{achieved.total})"
    words = f"{percent_text(achieved.percent)}, trên {achieved.counted}/{achieved.total} nhiệm vụ có tiến độ"
    return f"{words}, gồm {reported} nhiệm vụ tính từ báo cáo đã duyệt" if reported else words
