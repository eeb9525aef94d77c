"""The timeline of a plan's tasks: where bars, marks, hatching and today stand, and what is said beside them."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from plans.enums import TaskStatus
from plans.models import Plan
from reports.documents.task_timeline import HEAD, LEFT, RIGHT, ROW, Timeline, spoken, task_timeline
from reports.queries.tracked_tasks import tracked_plan
from tests.factories import PlanFactory, member
from tests.reports.task_stories import task_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2018, 7, 1)
S = TaskStatus


def day(month: int, number: int) -> dt.date:
    return dt.date(2018, month, number)


def drawn(plan: Plan, today: dt.date = TODAY) -> Timeline:
    timeline = task_timeline(tracked_plan(plan, today=today, with_reports=False).tasks, today)
    assert timeline is not None
    return timeline


def test_a_bar_lies_between_its_days_and_is_filled_by_its_progress() -> None:
    plan = PlanFactory()
    task_of(plan, "A", starts_on=day(1, 1), due_on=day(12, 31), status=S.IN_PROGRESS, progress=50)
    timeline = drawn(plan)
    (bar,) = timeline.bars
    assert (bar.x, bar.x + bar.width, bar.y) == (LEFT, RIGHT, HEAD)
    assert bar.done == round((RIGHT - LEFT) / 2)
    assert (bar.late_width, bar.words) == (0, "50%")
    assert len(timeline.months) == 12
    assert timeline.today_x == pytest.approx((LEFT + RIGHT) / 2, abs=4)


def test_what_is_late_is_hatched_from_its_due_date_to_today() -> None:
    plan = PlanFactory()
    task_of(plan, "A", starts_on=day(5, 1), due_on=day(5, 31), progress=20, status=S.HINDERED)
    (bar,) = drawn(plan).bars
    assert bar.late_x == bar.x + bar.width
    assert bar.late_width > 0
    assert bar.late_x + bar.late_width >= (drawn(plan).today_x or 0)
    assert bar.words == "20%, quá hạn 31 ngày"


@pytest.mark.parametrize(
    ("status", "progress", "words"), [(S.DONE, 100, "hoàn thành"), (S.NOT_STARTED, None, "chưa ghi tiến độ")]
)
def test_one_date_is_a_mark_and_what_is_done_is_never_late(status: str, progress: int | None, words: str) -> None:
    plan = PlanFactory()
    due = day(6, 15) if status == S.DONE else day(8, 15)
    task_of(plan, "A", due_on=due, status=status, progress=progress)
    (bar,) = drawn(plan).bars
    assert (bar.is_mark, bar.width, bar.late_width, bar.words) == (True, 0, 0, words)


def test_rows_follow_the_plan_and_undated_tasks_are_left_out() -> None:
    plan = PlanFactory()
    for number, due in enumerate((day(9, 1), None, day(3, 1))):
        task_of(plan, f"T{number}", due_on=due, status=S.DONE)
    bars = drawn(plan).bars
    assert [(bar.tracked.task.code, bar.y) for bar in bars] == [("T0", HEAD), ("T2", HEAD + ROW)]


def test_a_plan_of_many_years_names_only_some_of_its_months() -> None:
    plan = PlanFactory()
    task_of(plan, "A", starts_on=dt.date(2016, 1, 1), due_on=dt.date(2020, 12, 31))
    timeline = drawn(plan)
    named = [month.name for month in timeline.months if month.name]
    assert len(timeline.months) == 60
    assert named[0] == "1/2016"
    assert len(named) <= 20
    assert "1/2018" in named


def test_without_a_date_there_is_no_picture() -> None:
    plan = PlanFactory()
    task_of(plan, "A")
    assert task_timeline(tracked_plan(plan, today=TODAY, with_reports=False).tasks, TODAY) is None


def test_the_picture_is_told_in_a_sentence() -> None:
    plan = PlanFactory()
    task_of(plan, "A", starts_on=day(2, 1), due_on=day(5, 31))
    task_of(plan, "B", due_on=day(4, 30), status=S.DONE)
    assert spoken(drawn(plan), TODAY).startswith(
        "2 nhiệm vụ có ghi thời gian, từ 01/02/2018 đến 31/07/2018; đến 01/07/2018: 1 hoàn thành, 1 quá hạn."
    )


@time_machine.travel(TODAY)
def test_the_page_draws_well_formed_svg_with_title_description_and_the_same_as_a_table(
    login_as: Callable[[Any], Client],
) -> None:
    plan = PlanFactory(title="Kế hoạch <thử> & nghiệm")
    task_of(plan, "A", starts_on=day(2, 1), due_on=day(5, 31), title="Việc “một” < hai")
    task_of(plan, "B")
    page = login_as(member(plan.receiver, "officer")).get(reverse("plan_timeline", args=[plan.pk])).content.decode()

    main = page[page.index("<main") :]
    picture = ElementTree.fromstring(main[main.index("<svg") : main.index("</svg>") + 6])  # noqa: S314 - our own page
    name = "{http://www.w3.org/2000/svg}"
    assert picture.attrib["role"] == "img"
    assert picture.find(f"{name}title").text == "Tiến trình nhiệm vụ của Kế hoạch <thử> & nghiệm"  # type: ignore[union-attr]
    assert "1 quá hạn" in (picture.find(f"{name}desc").text or "")  # type: ignore[union-attr]
    assert len(picture.findall(f".//{name}rect[@class='late']")) == 1
    assert len(picture.findall(f".//{name}line[@class='today']")) == 1
    table = page[page.index("<tbody>") :]
    assert "quá hạn 31 ngày" in table
    assert "1 nhiệm vụ không ghi thời gian" in page


def test_a_plan_without_dates_says_where_they_come_from(login_as: Callable[[Any], Client]) -> None:
    plan = PlanFactory()
    task_of(plan, "A")
    page = login_as(member(plan.receiver, "officer")).get(reverse("plan_timeline", args=[plan.pk])).content.decode()
    assert "Chưa nhiệm vụ nào ghi thời gian." in page
    assert "<svg class" not in page
