"""A plan of many tasks is read in pages that stay light; parts and parents keep the reader oriented."""

import re
from typing import Any

import pytest
from django.urls import reverse

from config.navigation import area_name
from plans.models import Plan, Task
from reports.task_pages import PAGE_SIZE
from schools.enums import Role
from tests.factories import OfficeFactory, PlanFactory, member
from tests.reports.task_stories import Login, ago, codes, task_of

pytestmark = pytest.mark.django_db
LIMIT = 60 * 1024


@pytest.fixture
def plan() -> Plan:
    area_name()
    return PlanFactory(issuer=OfficeFactory(short_name="Cơ quan A"))


@pytest.fixture
def officer(plan: Plan) -> Any:
    return member(plan.receiver, Role.OFFICER)


def many(plan: Plan, parts: int, each: int) -> None:
    """Parts with a group that has all their tasks below it; long titles, every task late."""
    for number in range(1, parts + 1):
        part = task_of(plan, f"{number}", title=f"Phần {number}", lead=None, position=number * 1000)
        group = task_of(plan, f"{number}.a", title=f"Nhóm {number}", lead=None, parent=part, position=number * 1000 + 1)
        Task.objects.bulk_create(
            Task(
                plan=plan,
                parent=group,
                code=f"{number}.a.{place}",
                title=f"Xây dựng, trình phê duyệt và tổ chức thực hiện đề án số {place} của phần {number} "
                + "năm học " * 8,
                position=number * 1000 + 1 + place,
                lead=plan.issuer,
                due_on=ago(3),
                progress=40,
                status="in_progress",
            )
            for place in range(1, each + 1)
        )


@pytest.mark.parametrize("page", [1, 3, 6])
def test_three_hundred_tasks_stay_light_on_every_page(
    login_as: Login, plan: Plan, officer: Any, page: int, django_assert_num_queries: Any
) -> None:
    many(plan, 3, 100)
    client, address = login_as(officer), f"{reverse('plan_tasks', args=[plan.pk])}?page={page}"
    client.get(address)

    with django_assert_num_queries(9):  # two less than where reports speak
        response = client.get(address)

    assert len(response.content) <= LIMIT
    assert response.context["page"].number == page
    assert response.context["count"] == 300


def test_a_page_in_the_middle_repeats_the_parents_and_offers_the_parts(
    login_as: Login, plan: Plan, officer: Any
) -> None:
    many(plan, 2, PAGE_SIZE)

    page = login_as(officer).get(reverse("plan_tasks", args=[plan.pk]), {"page": "2"})

    shown = codes(page, with_context=True)
    assert shown[:3] == ["1", "1.a", f"1.a.{PAGE_SIZE - 1}"]
    text = page.content.decode()
    assert re.findall(r'<a href="\?page=(\d)"( class="fw-bold")?>(\d)\. Phần', text) == [
        ("1", ' class="fw-bold"', "1"),
        ("2", ' class="fw-bold"', "2"),
    ]
    assert text.count('hx-boost="true"') == 2


def test_the_file_and_a_filter_take_all_pages(login_as: Login, plan: Plan, officer: Any) -> None:
    many(plan, 2, PAGE_SIZE)
    client = login_as(officer)

    found = client.get(reverse("plan_tasks", args=[plan.pk]), {"q": "đề án số 49 của phần 2"})
    everything = client.get(reverse("plan_tasks_export", args=[plan.pk]), {"page": "2"})

    assert codes(found) == ["2.a.49"]
    assert len(everything.content) > 0
    assert found.context["tree"].parts == []


def test_a_plan_that_fits_has_one_page_and_no_links_to_others(login_as: Login, plan: Plan, officer: Any) -> None:
    many(plan, 1, 5)

    text = login_as(officer).get(reverse("plan_tasks", args=[plan.pk])).content.decode()

    assert "hx-boost" not in text
    assert "Các trang" not in text
