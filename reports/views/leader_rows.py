"""The lines of the leader's page: targets against last year, what waits for a decision, works that are late."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import Truncator

from plans.enums import Direction, TaskStatus
from reports.enums import Light
from reports.leader_words import wait_text
from reports.presentation import Badge, addresses
from reports.queries.figures import TargetFigure
from reports.queries.matters import Matters, Request, Work
from reports.queries.task_parts import TaskPart
from reports.views.target_rows import TargetRow, target_rows

LONGEST = 120  # characters of a request on the page; the whole text opens below it
NAMED_UNITS = 3
FIRST_WORKS = 3
ON_PAPER = 14  # targets; the most pressing ones when a plan has more
PRESSING = {Light.RED: 0, Light.AMBER: 1, Light.GREY: 2, Light.GREEN: 3}


@dataclass(frozen=True, slots=True)
class LeaderRow:
    """A target with what the page adds to it. `better` says what the comparison means: "tốt hơn", "kém hơn", "" where
    neither is true; `provisional` is the figure with what waits for review, where it is another; `note` says whose
    figures wait or are old."""

    row: TargetRow
    better: str
    provisional: str
    note: str
    on_paper: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Something to decide or to know of: what it is in a word, its text, whose it is and since when.

    `rest` is the whole text when `text` is cut; `units` are names with their address, `more_units` those not named.
    """

    kind: str
    badge: Badge
    text: str
    rest: str
    url: str
    units: tuple[tuple[str, str], ...]
    more_units: int
    wait: str


def leader_rows(figures: Iterable[TargetFigure]) -> list[LeaderRow]:
    """The plan's own targets in its order; norms are left to the results page."""
    rows = [row for row in target_rows(figures) if not row.figure.is_norm]
    pressing = sorted(rows, key=lambda row: PRESSING[Light(row.figure.light)])
    on_paper = {row.figure.code for row in pressing[:ON_PAPER]}
    return [_leader_row(row, row.figure.code in on_paper) for row in rows]


def _leader_row(row: TargetRow, on_paper: bool) -> LeaderRow:
    figure = row.figure
    provisional = figure.other_text if figure.waiting and figure.other_text != figure.actual_text else ""
    waiting = f"{figure.waiting} chờ duyệt" if figure.waiting else ""
    stale = f"{figure.stale} số cũ" if figure.stale else ""
    return LeaderRow(row, better_text(figure), provisional, ", ".join(filter(None, (waiting, stale))), on_paper)


def better_text(figure: TargetFigure) -> str:
    """What the change against last year is worth. A figure to hold or to keep in a range has no better side."""
    change, direction = figure.change, figure.indicator.direction
    if not change or direction not in (Direction.HIGHER, Direction.LOWER):
        return ""
    return "tốt hơn" if (change > 0) == (direction == Direction.HIGHER) else "kém hơn"


def decision_lines(matters: Matters, unit_url: Callable[[int], str], *, opens: bool = False) -> list[Line]:
    """What waits for a decision: the latest works on which nobody moves, then the requests, then the other works, so
    that neither kind hides the other. What was answered waits for the word of the units and needs no decision. `opens`
    is whether the person may open the requests."""
    works = late_lines(matters.stuck)
    address = addresses("request_detail") if opens else lambda _: ""
    requests = [_request_line(row, unit_url, address(row.pk)) for row in matters.requests]
    return [*works[:FIRST_WORKS], *requests, *works[FIRST_WORKS:]]


def late_lines(works: Sequence[Work]) -> list[Line]:
    """Works that are late or held up, each leading to its own page."""
    address = addresses("task_detail")
    return [_work_line(work, address(work.pk)) for work in works]


def _work_line(work: Work, url: str) -> Line:
    parts = [f"quá hạn {work.days_late} ngày" if work.days_late else ""]
    if work.status == TaskStatus.HINDERED:
        held = f"{work.hindered_units} đơn vị gặp khó khăn" if work.hindered_units else "gặp khó khăn"
        parts.append(held)
    elif work.days_late:
        parts.append("chưa cập nhật từ khi đến hạn" if work.is_silent else work.status.label.lower())
    else:
        parts.append(work.status.label.lower())
    if work.percent is not None:
        parts.append(f"đạt {work.percent}%")
    badge = Badge("bad", "■", "Việc chậm") if work.days_late else Badge("warn", "▲", "Vướng mắc")
    return Line(
        "work", badge, work.title, "", url, ((work.lead, ""),) if work.lead else (), 0, ", ".join(filter(None, parts))
    )


def _request_line(request: Request, unit_url: Callable[[int], str], url: str) -> Line:
    text = Truncator(request.text).chars(LONGEST, truncate="…")
    kept = f"đang ở {request.owner}" if request.owner else ""
    return Line(
        kind="request",
        badge=Badge("info", "✎", "Kiến nghị"),
        text=text,
        rest="" if text == request.text else request.text,
        url=url,
        units=tuple((name, unit_url(pk)) for pk, name in request.units[:NAMED_UNITS]),
        more_units=max(len(request.units) - NAMED_UNITS, 0),
        wait=", ".join(filter(None, (wait_text(request.days, request.since), kept))),
    )


def part_badge(part: TaskPart) -> Badge:
    """How a group of tasks stands, by what reports say about them."""
    if not part.told:
        return Badge("none", "○", "Chưa có kết quả")
    if part.hindered:
        return Badge("warn", "▲", f"Vướng {part.hindered}/{part.tasks} việc")
    if part.done == part.tasks:
        return Badge("good", "●", "Hoàn thành")
    return Badge("info", "◆", "Đang thực hiện")
