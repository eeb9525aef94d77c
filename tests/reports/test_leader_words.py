"""Where a plan stands in a sentence: right at nothing, at one, at some and at all."""

import datetime as dt
from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest

from plans.enums import TaskStatus
from reports.enums import Light
from reports.leader_words import matters_said, reports_said, targets_said, tasks_said, wait_text
from reports.queries.completeness import Completeness
from reports.queries.task_parts import TaskPart

LAST_DAY = dt.date(2018, 3, 9)
PERIOD: Any = SimpleNamespace(last_day=LAST_DAY)
AFTER, BEFORE = dt.date(2018, 3, 13), dt.date(2018, 3, 1)


def figure(met: bool | None, light: Light = Light.GREY, verdict: str = "") -> Any:
    return SimpleNamespace(met=met, light=light, verdict=verdict or light.label)


MET = figure(True, Light.GREEN, "Đạt")
STRETCH = figure(True, Light.GREEN, "Đạt mức phấn đấu")
ON_TRACK = figure(False, Light.GREEN)
SLOW = figure(False, Light.AMBER)
VERY_SLOW = figure(False, Light.RED)
UNMET = figure(False, Light.RED, "Chưa đạt")
UNMET_AT_THE_END = figure(False, Light.GREEN, "Chưa đạt")
UNKNOWN = figure(None)


@pytest.mark.parametrize(
    ("figures", "text", "is_calm"),
    [
        ([], "kế hoạch chưa đặt mức cho chỉ tiêu nào", True),
        ([MET], "chỉ tiêu duy nhất đạt", True),
        ([SLOW], "chỉ tiêu duy nhất chậm so tiến độ", False),
        ([MET, STRETCH], "cả 2 chỉ tiêu đều đạt", True),
        ([UNKNOWN] * 3, "cả 3 chỉ tiêu đều chưa đủ số liệu", True),
        ([SLOW, VERY_SLOW], "cả 2 chỉ tiêu đều chậm so tiến độ", False),
        ([MET, ON_TRACK], "1/2 chỉ tiêu đạt, 1 đúng tiến độ", True),
        ([ON_TRACK, UNKNOWN], "chưa chỉ tiêu nào đạt (0/2), 1 đúng tiến độ, 1 chưa đủ số liệu", True),
        (
            [UNKNOWN, UNMET, VERY_SLOW, MET, SLOW, UNMET_AT_THE_END, STRETCH],
            "2/7 chỉ tiêu đạt, 2 chậm so tiến độ, 2 chưa đạt, 1 chưa đủ số liệu",
            False,
        ),
    ],
)
def test_targets_in_a_sentence(figures: list[Any], text: str, is_calm: bool) -> None:
    said = targets_said(figures)

    assert (said.text, said.is_calm) == (text, is_calm)


def part(tasks: int, told: int = 0, done: int = 0, hindered: int = 0) -> TaskPart:
    return TaskPart(1, "I", "Nhóm", tasks, told, done, hindered, Counter({TaskStatus.DONE: done}))


@pytest.mark.parametrize(
    ("parts", "text", "is_calm"),
    [
        ([], "kế hoạch chưa giao nhiệm vụ phải báo cáo", True),
        ([part(1)], "chưa nhiệm vụ nào trong 1 nhiệm vụ có kết quả đã duyệt", True),
        ([part(1, 1)], "1/1 nhiệm vụ có kết quả", True),
        ([part(2, 2, 1), part(3)], "2/5 nhiệm vụ có kết quả: 1 hoàn thành", True),
        ([part(2, 2, 1), part(3, 3, 1, 2)], "5/5 nhiệm vụ có kết quả: 2 hoàn thành, 2 gặp khó khăn", False),
    ],
)
def test_tasks_in_a_sentence(parts: list[TaskPart], text: str, is_calm: bool) -> None:
    said = tasks_said(parts)

    assert (said.text, said.is_calm) == (text, is_calm)


def counts(expected: int, submitted: int = 0, on_time: int = 0, overdue: int = 0) -> Completeness:
    return Completeness(
        expected=expected,
        submitted=submitted,
        on_time=on_time,
        late=submitted - on_time,
        accepted=submitted,
        awaiting=0,
        returned=0,
        draft=0,
        not_started=expected - submitted,
        overdue=overdue,
    )


@pytest.mark.parametrize(
    ("given", "today", "text", "is_calm"),
    [
        (counts(0), AFTER, "kỳ này không trường nào phải báo cáo", True),
        (counts(59), BEFORE, "chưa trường nào nộp (0/59), còn 8 ngày đến hạn", True),
        (counts(59, 1, 1), LAST_DAY, "1/59 trường đã nộp, hôm nay là ngày cuối còn đúng hạn", True),
        (counts(59, 59, 59), BEFORE, "cả 59 trường đã nộp", True),
        (counts(1, 1, 1), AFTER, "1/1 trường đã nộp, đúng hạn", True),
        (counts(1, 0, 0, 1), AFTER, "chưa trường nào nộp (0/1), 1 quá hạn", False),
        (counts(59, 59, 59), AFTER, "cả 59 trường đã nộp, đều đúng hạn", True),
        (counts(59, 58, 0, 1), AFTER, "58/59 trường đã nộp, không trường nào đúng hạn, 1 quá hạn", False),
        (counts(59, 57, 50, 2), AFTER, "57/59 trường đã nộp, 50 đúng hạn, 2 quá hạn", False),
        (counts(59, 57, 50), AFTER, "57/59 trường đã nộp, 50 đúng hạn", True),
    ],
)
def test_reports_in_a_sentence(given: Completeness, today: dt.date, text: str, is_calm: bool) -> None:
    said = reports_said(given, PERIOD, today, unit="trường", is_over=False)

    assert (said.text, said.is_calm) == (text, is_calm)


def test_what_a_closed_plan_never_got_is_not_overdue() -> None:
    said = reports_said(counts(12, 11, 9, 1), PERIOD, AFTER, unit="đơn vị", is_over=True)

    assert said.text == "11/12 đơn vị đã nộp, 9 đúng hạn, 1 không nộp"


@pytest.mark.parametrize(
    ("requests", "works", "text"),
    [
        (0, 0, "không có việc chờ quyết định"),
        (1, 0, "1 kiến nghị chờ quyết định"),
        (0, 1, "1 việc chậm chờ quyết định"),
        (1, 1, "2 việc chờ quyết định: 1 kiến nghị, 1 việc chậm"),
        (8, 2, "10 việc chờ quyết định: 8 kiến nghị, 2 việc chậm"),
    ],
)
def test_matters_in_a_sentence(requests: int, works: int, text: str) -> None:
    said = matters_said(requests, works)

    assert (said.text, said.is_calm) == (text, not requests + works)


@pytest.mark.parametrize(
    ("days", "text"),
    [(0, "gửi hôm nay"), (1, "chờ 1 ngày"), (365, "chờ 365 ngày"), (366, "chờ từ 09/03/2018")],
)
def test_a_long_wait_is_told_by_its_first_day(days: int, text: str) -> None:
    assert wait_text(days, LAST_DAY) == text
