"""The grid of targets: drafts are saved at once, a plan in force after a preview and with a reason."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plans.enums import PlanStatus
from plans.models import Plan, Target
from schools.enums import Role
from tests.factories import (
    IndicatorFactory,
    MilestoneFactory,
    PlanFactory,
    PlanReporterFactory,
    ReportingPeriodFactory,
    TargetFactory,
    member,
)

pytestmark = pytest.mark.django_db
Login = Callable[[Any], Client]
TWO_TARGETS = 2


@pytest.fixture
def plan() -> Plan:
    """A draft with one target, at least 80 % (half of the way by the only period), and one reporting school."""
    plan = PlanFactory(status=PlanStatus.DRAFT)
    indicator = IndicatorFactory(code="Z01", short_name="Tỷ lệ thử")
    MilestoneFactory(target=TargetFactory(plan=plan, indicator=indicator, position=1, baseline=70))
    PlanReporterFactory(plan=plan)
    return plan


def in_force(plan: Plan) -> Plan:
    Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.IN_FORCE)
    return plan


def page_of(plan: Plan) -> str:
    return reverse("plan_targets_edit", args=[plan.pk])


def typed(client: Client, plan: Plan, **changes: str) -> dict[str, str]:
    """What a browser sends of the page as it is; `changes` name the boxes by row: `0_value="85"`."""
    grid = client.get(page_of(plan)).context["grid"]
    data = {"read_as": client.get(page_of(plan)).context["read_as"]}
    data |= {f"targets-{name}": str(value) for name, value in grid.management_form.initial.items()}
    for form in grid:
        for box in form:
            value = box.field.prepare_value(box.value())
            if value not in (None, False):
                data[box.html_name] = "on" if value is True else str(value)
    return data | {f"targets-{name.replace('_', '-', 1)}": value for name, value in changes.items()}


def post(client: Client, plan: Plan, extra: dict[str, str] | None = None, **changes: str) -> Any:
    return client.post(page_of(plan), typed(client, plan, **changes) | (extra or {}))


@pytest.fixture
def officer(plan: Plan, login_as: Login) -> Client:
    return login_as(member(plan.receiver, Role.OFFICER))


@pytest.fixture
def head(plan: Plan, login_as: Login) -> Client:
    return login_as(member(plan.receiver, Role.HEAD))


# -- a draft ----------------------------------------------------------------------------------------------------------
def test_a_draft_is_saved_at_once_with_both_decimal_signs(plan: Plan, officer: Client) -> None:
    period = plan.periods.get()

    response = post(officer, plan, **{"0_value": "85.5", "0_stretch_value": "90,25", f"0_period_{period.pk}": "62,5"})

    assert response.status_code == 302
    target = plan.targets.get()
    assert (target.value, target.stretch_value) == (Decimal("85.5"), Decimal("90.25"))
    assert target.milestones.get().expected_share == Decimal("0.625")
    assert plan.revisions.count() == 0


def test_the_share_is_shown_as_the_value_it_means(plan: Plan, officer: Client) -> None:
    content = officer.get(page_of(plan)).content.decode()

    assert "= 75%" in content  # half of the way from 70 to 80


def test_what_was_understood_is_said(plan: Plan, officer: Client) -> None:
    response = post(officer, plan, **{"0_value": "85.5", "0_stretch_value": "x"})

    assert response.status_code == 422
    assert "giá trị 85,5" in response.content.decode()


def test_all_mistakes_come_at_once_and_nothing_typed_is_lost(plan: Plan, officer: Client) -> None:
    response = post(
        officer,
        plan,
        **{
            "0_value": "x",
            "0_baseline_on": "31/02/2018",
            "1_indicator": "",
            "1_wording": "Từ 8 trường",
            "1_value": "8",
        },
    )

    form, new = response.context["grid"].forms
    assert response.status_code == 422
    assert set(form.errors) == {"value", "baseline_on"}
    assert set(new.errors) == {"indicator"}
    assert "Từ 8 trường" in response.content.decode()
    assert plan.targets.get().value == 80


@pytest.mark.parametrize(
    ("operator", "value", "stretch", "wrong"),
    [
        (">=", "", "", "value"),
        ("range", "4", "", "stretch_value"),
        ("range", "4", "3", "stretch_value"),
        (">=", "80", "70", "stretch_value"),
        ("<", "80", "90", "stretch_value"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(
    plan: Plan, officer: Client, operator: str, value: str, stretch: str, wrong: str
) -> None:
    response = post(officer, plan, **{"0_operator": operator, "0_value": value, "0_stretch_value": stretch})

    assert list(response.context["grid"].forms[0].errors) == [wrong]


@pytest.mark.parametrize("scope", ["", "MN|", "unit"])
def test_a_target_for_everybody_a_level_or_a_unit_is_added(plan: Plan, officer: Client, scope: str) -> None:
    unit = plan.reporters.get().organisation_id
    indicator = IndicatorFactory(count=True)
    for_whom = f"|{unit}" if scope == "unit" else scope

    post(officer, plan, **{"1_indicator": str(indicator.pk), "1_for_whom": for_whom, "1_value": "8"})

    target = plan.targets.get(indicator=indicator)
    assert (target.level, target.organisation_id) == (
        scope.strip("|") if scope != "unit" else "",
        unit if scope == "unit" else None,
    )
    assert (target.value, target.position) == (8, 2)


def test_the_same_target_twice_is_refused(plan: Plan, officer: Client) -> None:
    indicator = plan.targets.get().indicator

    response = post(officer, plan, **{"1_indicator": str(indicator.pk), "1_value": "8"})

    assert response.status_code == 422
    assert "Chỉ tiêu đã có mục tiêu" in response.content.decode()
    assert plan.targets.count() == 1


def test_a_target_is_taken_out(plan: Plan, officer: Client) -> None:
    post(officer, plan, **{"0_DELETE": "on"})

    assert plan.targets.count() == 0


def test_another_row_keeps_what_was_typed(plan: Plan, officer: Client) -> None:
    response = post(officer, plan, {"more": "1"}, **{"0_value": "81"})

    assert len(response.context["grid"].forms) == 1 + TWO_TARGETS
    assert 'value="81"' in response.content.decode()
    assert plan.targets.get().value == 80


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_silently(plan: Plan, officer: Client) -> None:
    data = typed(officer, plan, **{"0_value": "85"})
    Target.objects.filter(plan=plan).update(value=90)

    response = officer.post(page_of(plan), data)

    assert response.status_code == 409
    assert "Z01 Tỷ lệ thử: mục tiêu ≥ 90% → ≥ 85%." in response.content.decode()
    assert plan.targets.get().value == 90
    again = officer.post(page_of(plan), data | {"read_as": response.context["read_as"]})
    assert again.status_code == 302
    assert plan.targets.get().value == 85


# -- in force ---------------------------------------------------------------------------------------------------------
def test_a_plan_in_force_is_previewed_and_not_saved(plan: Plan, head: Client) -> None:
    response = post(head, in_force(plan), **{"0_value": "85"})

    content = response.content.decode()
    assert response.status_code == 200
    assert "Z01 Tỷ lệ thử: mục tiêu ≥ 80% → ≥ 85%." in content
    assert "Báo cáo đã nộp và kết quả các kỳ đã qua giữ nguyên" in content
    assert plan.targets.get().value == 80


def test_the_head_confirms_with_a_reason(plan: Plan, head: Client) -> None:
    preview = post(head, in_force(plan), **{"0_value": "85"}).context["pending"].preview

    response = post(head, plan, {"confirm": "1", "seen": preview.seen, "reason": "Nâng mục tiêu"}, **{"0_value": "85"})

    assert response.status_code == 302
    assert plan.targets.get().value == 85
    assert [(row.number, row.reason) for row in plan.revisions.order_by("number")] == [(1, ""), (2, "Nâng mục tiêu")]


def test_without_a_reason_nothing_is_saved(plan: Plan, head: Client) -> None:
    preview = post(head, in_force(plan), **{"0_value": "85"}).context["pending"].preview

    response = post(head, plan, {"confirm": "1", "seen": preview.seen, "reason": " "}, **{"0_value": "85"})

    assert "Ghi lý do thay đổi." in response.content.decode()
    assert plan.targets.get().value == 80


def test_what_is_confirmed_is_what_was_previewed(plan: Plan, head: Client) -> None:
    preview = post(head, in_force(plan), **{"0_value": "85"}).context["pending"].preview

    response = post(head, plan, {"confirm": "1", "seen": preview.seen, "reason": "Nâng"}, **{"0_value": "99"})

    assert "mục tiêu ≥ 80% → ≥ 99%" in response.content.decode()
    assert plan.targets.get().value == 80


def test_an_officer_previews_but_does_not_confirm(plan: Plan, officer: Client) -> None:
    response = post(officer, in_force(plan), **{"0_value": "85"})
    preview = response.context["pending"].preview

    assert "chỉ người đứng đầu" in response.content.decode()
    extra = {"confirm": "1", "seen": preview.seen, "reason": "Nâng"}
    assert post(officer, plan, extra, **{"0_value": "85"}).status_code == 403
    assert plan.targets.get().value == 80


# -- the page ---------------------------------------------------------------------------------------------------------
def test_search_and_scope_choose_the_rows(plan: Plan, officer: Client) -> None:
    TargetFactory(plan=plan, level="MN", indicator=IndicatorFactory(code="Z02", short_name="Sĩ số"))

    def codes(query: str) -> list[str]:
        page = officer.get(page_of(plan) + query).context["page"]
        return [target.indicator.code for target in page.object_list]

    assert codes("") == ["Z01", "Z02"]
    assert codes("?scope=level") == ["Z02"]
    assert codes("?scope=whole") == ["Z01"]
    assert codes("?q=si+so") == ["Z02"]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_depend_on_the_number_of_targets(
    plan: Plan, officer: Client, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count - 1):
        MilestoneFactory(target=TargetFactory(plan=plan), period=plan.periods.get(), expected_share=number)
    ReportingPeriodFactory(plan=plan, position=2)
    officer.get(page_of(plan))

    with django_assert_num_queries(12):
        response = officer.get(page_of(plan))

    assert len(response.context["page"].object_list) == count
