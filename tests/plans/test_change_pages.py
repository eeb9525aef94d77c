"""The page of all changes of a plan."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plans.models import Plan, PlanRevision
from plans.services.revising import change_plan, freeze_revision
from schools.enums import Role
from tests.factories import IndicatorFactory, PlanFactory, PlanReporterFactory, TargetFactory, UserFactory, member

pytestmark = pytest.mark.django_db
Login = Callable[[Any], Client]


@pytest.fixture
def plan() -> Plan:
    plan = PlanFactory()
    TargetFactory(plan=plan, indicator=IndicatorFactory(code="Z01", short_name="Tỷ lệ thử"))
    return plan


@pytest.fixture
def principal(plan: Plan, login_as: Login) -> Client:
    return login_as(member(PlanReporterFactory(plan=plan).organisation, Role.PRINCIPAL))


def page_of(plan: Plan) -> str:
    return reverse("plan_changes", args=[plan.pk])


def change(plan: Plan, value: int) -> None:
    change_plan(
        plan=plan,
        by=UserFactory(full_name="Nguyễn Văn Toàn"),
        reason=f"Lý do {value}",
        apply=lambda: plan.targets.update(value=value),
    )


def test_a_school_reads_what_changed_when_by_whom_and_why(plan: Plan, principal: Client) -> None:
    freeze_revision(plan=plan, by=None)
    change(plan, 85)

    content = principal.get(page_of(plan)).content.decode()

    assert "Z01 Tỷ lệ thử: mục tiêu ≥ 80% → ≥ 85%." in content
    assert "Lý do: Lý do 85" in content
    assert str(plan.revisions.get(number=2).made_by) in content
    assert "Bản đầu: 1 mục tiêu, 0 kỳ báo cáo." in content
    assert "không khớp mã" not in content


def test_a_content_that_was_tampered_with_is_pointed_out(plan: Plan, principal: Client) -> None:
    revision = freeze_revision(plan=plan, by=None)
    PlanRevision.objects.filter(pk=revision.pk).update(content={**revision.content, "targets": []})

    assert "nội dung không khớp mã" in principal.get(page_of(plan)).content.decode()


def test_every_page_compares_its_last_row_with_the_one_before(plan: Plan, principal: Client) -> None:
    for value in range(81, 103):
        change(plan, value)

    last = principal.get(page_of(plan)).context["rows"][-1]

    assert last.lines == [
        f"Z01 Tỷ lệ thử: mục tiêu ≥ {80 + last.revision.number - 2}% → ≥ {80 + last.revision.number - 1}%."
    ]


def test_a_plan_without_revisions_says_so(plan: Plan, principal: Client) -> None:
    assert "chưa có bản nào được giữ" in principal.get(page_of(plan)).content.decode()


def test_the_page_of_the_plan_leads_here(plan: Plan, principal: Client) -> None:
    assert page_of(plan) in principal.get(reverse("plan_detail", args=[plan.pk])).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_depend_on_the_number_of_changes(
    plan: Plan, principal: Client, count: int, django_assert_num_queries: Any
) -> None:
    freeze_revision(plan=plan, by=None)
    for value in range(81, 81 + count):
        change(plan, value)

    with django_assert_num_queries(8):
        response = principal.get(page_of(plan))

    assert len(response.context["rows"]) == count + 1
