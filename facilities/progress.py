"""What a line of progress makes of a work, and what cannot be so. Pure rules on days, percent and states."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Protocol

from facilities.enums import WorkState
from vietnamese.dates import format_date

FULL = 100


class Standing(Protocol):
    """What the rules read of a work."""

    percent: int
    state: str
    actual_start: dt.date | None
    actual_end: dt.date | None


@dataclass(frozen=True, slots=True)
class Progress:
    """A work after the line: percent, state and the real days."""

    seen_on: dt.date
    percent: int
    state: str
    actual_start: dt.date | None
    actual_end: dt.date | None

    def as_fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("percent", "state", "actual_start", "actual_end")}


def settled(work: Standing, *, seen_on: dt.date, percent: int, state: str) -> Progress:
    """Finishing means 100 % on that day, whatever was typed; a work that runs, stopped or ended has begun; one said
    not to have begun, or not to be finished any more, loses the day."""
    if state == WorkState.FINISHED:
        start = work.actual_start or seen_on
        end = work.actual_end if work.state == WorkState.FINISHED else seen_on
        return Progress(seen_on, FULL, state, start, end)
    if state == WorkState.PLANNED:
        return Progress(seen_on, percent, state, None, None)
    return Progress(seen_on, percent, state, work.actual_start or seen_on, None)


def progress_problems(work: Standing, told: Progress, *, note: str, last_seen_on: dt.date | None) -> dict[str, str]:
    """What is wrong with a line, by field; empty when nothing is."""
    found = {}
    if last_seen_on is not None and told.seen_on < last_seen_on:
        found["seen_on"] = f"Lần ghi gần nhất là ngày {format_date(last_seen_on)}; ngày ghi không được trước ngày ấy."
    elif told.actual_start is not None and told.actual_end is not None and told.actual_end < told.actual_start:
        found["seen_on"] = f"Công trình khởi công ngày {format_date(told.actual_start)}, không thể xong trước ngày ấy."
    if told.state == WorkState.PLANNED and told.percent:
        found["percent"] = "Công trình chưa khởi công thì khối lượng là 0."
    if told.state == WorkState.RUNNING and told.percent == FULL:
        found["state"] = "Khối lượng đã đủ 100%. Nếu công trình đã xong, chọn “Đã hoàn thành”; nếu chưa, ghi dưới 100."
    if told.percent < work.percent and not note.strip():
        found["note"] = f"Khối lượng giảm từ {work.percent}% xuống {told.percent}%. Ghi rõ lý do."
    return found
