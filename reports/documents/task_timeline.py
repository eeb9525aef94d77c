"""The tasks of a plan along the months, as numbers for a picture.

An SVG template of our own draws them: pygal, which draws the other charts, has no bars between two dates. Faking them
with an invisible series leaves no way to mark today, to fill a bar by progress or to hatch what is late, and its labels
are cut at the width of a word.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from plans.enums import TaskStatus
from reports.queries.tracked_tasks import TrackedTask
from reports.task_presentation import percent_text
from vietnamese.dates import format_date

WIDTH, LABELS, WORDS = 1000, 300, 150
LEFT, RIGHT = LABELS + 8, WIDTH - WORDS - 8
HEAD, ROW, BAR = 40, 26, 12
LABEL_LENGTH = 46
NARROWEST_MONTH = 30  # units in which the name of a month can be read
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Month:
    """A line of the scale; only some carry a name when there are many."""

    x: int
    name: str


@dataclass(frozen=True)
class TaskBar:
    """One task: from `x` over `width`, `done` of it filled; a task with one date is a mark. What is late is hatched
    from its due date to today. `words` say the same as the picture."""

    tracked: TrackedTask
    y: int
    label: str
    x: int
    width: int
    done: int
    is_mark: bool
    is_done: bool
    late_x: int
    late_width: int
    words: str

    @property
    def middle(self) -> int:
        return self.y + ROW // 2

    @property
    def top(self) -> int:
        return self.middle - BAR // 2


@dataclass(frozen=True)
class Timeline:
    """The picture: bars, months, and where today is (None when it lies outside)."""

    bars: list[TaskBar]
    months: list[Month]
    today_x: int | None
    height: int
    first: dt.date
    last: dt.date


def task_timeline(tasks: Sequence[TrackedTask], today: dt.date) -> Timeline | None:
    """Lay out the tasks that have a date, in the plan's order; None when none has."""
    dated = [row for row in tasks if row.task.due_on or row.task.starts_on]
    if not dated:
        return None
    days = [day for row in dated for day in (row.task.starts_on, row.task.due_on) if day]
    late = [today] if any(row.days_late for row in dated) else []
    first = min(days).replace(day=1)
    last = _month_after(max(days + late)) - DAY
    scale = _Scale(first, last)
    bars = [_bar(row, HEAD + ROW * number, scale, today) for number, row in enumerate(dated)]
    today_x = scale.x(today) if first <= today <= last else None
    return Timeline(bars, _months(scale), today_x, HEAD + ROW * len(bars) + 8, first, last)


@dataclass(frozen=True)
class _Scale:
    first: dt.date
    last: dt.date

    def x(self, day: dt.date) -> int:
        """Where a day begins."""
        share = (day - self.first).days / ((self.last - self.first).days + 1)
        return round(LEFT + (RIGHT - LEFT) * share)


def _month_after(day: dt.date) -> dt.date:
    return (day.replace(day=28) + 4 * DAY).replace(day=1)


def _months(scale: _Scale) -> list[Month]:
    starts = [scale.first]
    while (following := _month_after(starts[-1])) <= scale.last:
        starts.append(following)
    every = next(n for n in (1, 2, 3, 6, 12) if (RIGHT - LEFT) * n / len(starts) >= NARROWEST_MONTH or n == 12)
    return [Month(scale.x(day), _month_name(day, number, every)) for number, day in enumerate(starts)]


def _month_name(day: dt.date, number: int, every: int) -> str:
    if number % every:
        return ""
    return f"{day.month}/{day.year}" if number == 0 or day.month <= every else str(day.month)


def _bar(row: TrackedTask, y: int, scale: _Scale, today: dt.date) -> TaskBar:
    task = row.task
    start, end = task.starts_on, task.due_on
    is_mark = start is None or end is None
    left = scale.x(start or end or scale.first)
    right = scale.x(end + DAY) if end and not is_mark else left
    if is_mark and end:
        left = right = scale.x(end + DAY)
    late_x = scale.x(end + DAY) if end else right
    return TaskBar(
        tracked=row,
        y=y,
        label=_shortened(f"{task.code} {task.title}"),
        x=left,
        width=max(right - left, 2) if not is_mark else 0,
        done=round((right - left) * (row.percent or 0) / 100),
        is_mark=is_mark,
        is_done=_is_done(row),
        late_x=late_x,
        late_width=max(scale.x(today + DAY) - late_x, 2) if row.days_late else 0,
        words=_words(row),
    )


def _is_done(row: TrackedTask) -> bool:
    return row.status == TaskStatus.DONE or row.percent == 100


def _words(row: TrackedTask) -> str:
    if row.days_late:
        late = f"quá hạn {row.days_late} ngày"
        return f"{percent_text(row.percent)}, {late}" if row.percent is not None else late
    if _is_done(row):
        return "hoàn thành"
    return percent_text(row.percent) or "chưa ghi tiến độ"


def _shortened(text: str) -> str:
    return text if len(text) <= LABEL_LENGTH else text[: LABEL_LENGTH - 1].rstrip() + "…"


def spoken(timeline: Timeline, today: dt.date) -> str:
    """What the picture shows, in one sentence for those who do not see it."""
    late = sum(bool(bar.late_width) for bar in timeline.bars)
    done = sum(bar.is_done for bar in timeline.bars)
    return (
        f"{len(timeline.bars)} nhiệm vụ có ghi thời gian, từ {format_date(timeline.first)} đến "
        f"{format_date(timeline.last)}; đến {format_date(today)}: {done} hoàn thành, {late} quá hạn. "
        "Bảng bên dưới ghi cùng nội dung."
    )
