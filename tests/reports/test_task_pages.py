"""The tree of a plan's tasks: progress, filters, file, and what reports say about them."""

import io
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from config.navigation import area_name
from plans.models import Plan, Task
from schools.enums import Role
from tests.factories import (
    OfficeFactory,
    OrganisationFactory,
    PlanFactory,
    SubmissionFactory,
    TaskEntryFactory,
    member,
)
from tests.reports.task_stories import PLAN_QUERIES, Login, ago, codes, reported, story, task_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _area_is_known(db: None) -> None:
    """The name of the area in the top bar is asked for once in five minutes; not a query of these pages."""
    area_name()


@pytest.fixture
def plan() -> Plan:
    return PlanFactory(issuer=OfficeFactory(short_name="Cơ quan A"))


@pytest.fixture
def officer(plan: Plan) -> Any:
    return member(plan.receiver, Role.OFFICER)


# -- the plan's tree


def test_the_tree_says_progress_status_and_lateness_in_words(login_as: Login, plan: Plan, officer: Any) -> None:
    story(plan)

    page = login_as(officer).get(reverse("plan_tasks", args=[plan.pk]))

    text = page.content.decode()
    assert codes(page) == ["I", "I.1", "I.2", "I.3", "II"]
    # (40 + 2 × 100) / 3, the repeat counted once
    assert page.context["whole"] == "80%, trên 2/3 nhiệm vụ có tiến độ"
    assert "Quá hạn 5 ngày" in text
    assert "1 nhiệm vụ quá hạn" in text
    assert "2/3 việc" in text
    assert "(trùng mục I.2)" in text
    assert page.context["count"] == 4


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "doi moi"}, ["I.1"]),
        ({"q": "đổi mới xa"}, []),
        ({"status": "done"}, ["I.2", "II"]),
        ({"overdue": "on"}, ["I.1"]),
        ({"lead": "none"}, []),
        ({"q": "i.2"}, ["I.2"]),
        ({"status": "nonsense", "lead": "99"}, ["I", "I.1", "I.2", "I.3", "II"]),
    ],
)
def test_filters_narrow_the_tree_and_keep_the_parents_for_orientation(
    login_as: Login, plan: Plan, officer: Any, query: dict[str, str], found: list[str]
) -> None:
    story(plan)

    page = login_as(officer).get(reverse("plan_tasks", args=[plan.pk]), query)

    assert codes(page) == found
    if found == ["I.1"]:
        assert codes(page, with_context=True) == ["I", "I.1"]
    if not found:
        assert "Bỏ lọc" in page.content.decode()


def test_the_lead_filter_offers_the_units_of_the_plan(login_as: Login, plan: Plan, officer: Any) -> None:
    blank = story(plan)["blank"]

    page = login_as(officer).get(reverse("plan_tasks", args=[plan.pk]), {"lead": str(blank.lead_id)})

    assert codes(page) == ["I.3"]
    assert "Ban B</option>" in page.content.decode()


def test_an_empty_plan_says_what_will_come(login_as: Login, plan: Plan, officer: Any) -> None:
    assert "Kế hoạch chưa có nhiệm vụ." in login_as(officer).get(reverse("plan_tasks", args=[plan.pk])).content.decode()


def test_the_file_holds_what_the_page_shows(login_as: Login, plan: Plan, officer: Any) -> None:
    story(plan)

    response = login_as(officer).get(reverse("plan_tasks_export", args=[plan.pk]), {"overdue": "on"})

    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(response.content)).active.iter_rows()]
    texts = [row[0] for row in rows]
    assert "Tiến độ chung: 80%, trên 2/3 nhiệm vụ có tiến độ" in texts
    assert "Chỉ quá hạn" in texts
    line = rows[-1]
    assert line[:3] == ["I.1", "Đổi mới thi", "Cơ quan A"]
    assert line[4].date() == ago(5)
    assert line[6:] == ["Đang thực hiện", 40, 5, "đơn vị tự cập nhật"]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_tree_do_not_grow(
    login_as: Login, plan: Plan, officer: Any, count: int, django_assert_num_queries: Any
) -> None:
    submission = SubmissionFactory(period__plan=plan, accepted=True)
    for number in range(count):
        part = task_of(plan, f"P{number}", lead=None)
        task_of(plan, f"P{number}.1", parent=part, progress=10, due_on=ago(1)).coordinating.add(OrganisationFactory())
        asked = task_of(plan, f"P{number}.2", parent=part, lead=None, is_reported=True)
        task_of(plan, f"P{number}.3", parent=part, same_as=asked)
        TaskEntryFactory(submission=submission, task=asked)
    client = login_as(officer)
    client.get(reverse("plan_tasks", args=[plan.pk]))

    with django_assert_num_queries(PLAN_QUERIES):
        client.get(reverse("plan_tasks", args=[plan.pk]))


# -- what reports say


def test_a_task_of_many_units_shows_the_mean_of_accepted_reports_with_their_number(
    login_as: Login, plan: Plan, officer: Any
) -> None:
    task = reported(plan)

    page = login_as(officer).get(reverse("plan_tasks", args=[plan.pk]))
    detail = login_as(officer).get(reverse("task_detail", args=[task.pk])).content.decode()

    (line,) = page.context["lines"]
    assert line.percent == "70%"
    assert (line.tracked.reported.units, line.tracked.reported.due) == (2, 4)
    assert "báo cáo 2/4" in page.content.decode()
    assert "1/4 đơn vị xong" in page.content.decode()
    assert page.context["whole"] == "70%, trên 1/1 nhiệm vụ có tiến độ, gồm 1 nhiệm vụ tính từ báo cáo đã duyệt"
    assert "<strong>2/4 đơn vị</strong>" in detail
    assert "tiến độ trung bình <strong>70%</strong>" in detail
    assert Task.objects.get(pk=task.pk).progress is None  # stored nowhere


def test_a_school_sees_its_own_entry_and_nobody_elses_figures(login_as: Login, plan: Plan) -> None:
    task = reported(plan)
    own = task.entries.get(progress=40).submission.organisation
    principal = member(own, Role.PRINCIPAL)

    detail = login_as(principal).get(reverse("task_detail", args=[task.pk])).content.decode()
    tree = login_as(principal).get(reverse("plan_tasks", args=[plan.pk]))

    assert "Đang thực hiện" in detail
    assert "40%" in detail
    assert "2/4" not in detail
    assert "70%" not in detail
    assert "2/4" not in tree.content.decode()
    assert tree.context["whole"] == "chưa có nhiệm vụ nào ghi tiến độ (0/1)"
    assert "Theo báo cáo từng kỳ" in tree.content.decode()
