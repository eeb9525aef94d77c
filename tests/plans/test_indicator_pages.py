"""The grid of a plan: choosing from the catalogue, order, tasks, and defining a new indicator."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plans.enums import PlanStatus
from plans.indicator_search import catalogue
from plans.models import Indicator, Plan, PlanIndicator
from schools.enums import Role
from tests.factories import (
    IndicatorFactory,
    IndicatorValueFactory,
    OfficeFactory,
    PlanFactory,
    PlanIndicatorFactory,
    SubmissionFactory,
    TargetFactory,
    TaskFactory,
    member,
)

pytestmark = pytest.mark.django_db
Login = Callable[[Any], Client]


@pytest.fixture
def plan() -> Plan:
    """A draft whose grid asks for Z01 and Z02."""
    plan = PlanFactory(status=PlanStatus.DRAFT)
    for position, code in enumerate(("Z01", "Z02"), 1):
        PlanIndicatorFactory(plan=plan, indicator=IndicatorFactory(code=code), position=position)
    return plan


@pytest.fixture
def officer(plan: Plan, login_as: Login) -> Client:
    return login_as(member(plan.receiver, Role.OFFICER))


def page_of(plan: Plan) -> str:
    return reverse("plan_indicators_edit", args=[plan.pk])


def row(plan: Plan, code: str) -> PlanIndicator:
    return plan.plan_indicators.get(indicator__code=code)


def save(client: Client, plan: Plan, **places: str) -> Any:
    """Post the list with other places; a row named in `removed` goes, all are required."""
    removed = places.pop("removed", "")
    data = {"action": "save", "read_as": client.get(page_of(plan)).context["read_as"]}
    for item in plan.plan_indicators.select_related("indicator"):
        code = item.indicator.code
        data |= {f"position-{item.pk}": places.get(code, str(item.position)), f"required-{item.pk}": "on"}
        if code == removed:
            data[f"remove-{item.pk}"] = "on"
    return client.post(page_of(plan), data)


def order(plan: Plan) -> list[str]:
    return list(plan.plan_indicators.order_by("position").values_list("indicator__code", flat=True))


def test_the_catalogue_is_searched_without_diacritics(plan: Plan, officer: Client) -> None:
    IndicatorFactory(code="Y01", name="Tỷ lệ học sinh biết bơi")
    IndicatorFactory(code="Y02", name="Số phòng học")

    def found(query: str) -> list[str]:
        return [indicator.code for indicator in officer.get(page_of(plan) + query).context["adding"].found]

    assert found("?q=biet boi") == ["Y01"]
    assert found("?q=y0") == ["Y01", "Y02"]
    assert found("?q=z01") == [], "what the plan asks already is not offered again"


def test_ticked_indicators_come_to_the_end_with_their_task(plan: Plan, officer: Client) -> None:
    indicator, task = IndicatorFactory(code="Y01"), TaskFactory(plan=plan)

    officer.post(page_of(plan), {"action": "add", "indicator": [indicator.pk], "task": task.pk})

    assert order(plan) == ["Z01", "Z02", "Y01"]
    assert row(plan, "Y01").task == task


def test_nothing_ticked_is_said(plan: Plan, officer: Client) -> None:
    IndicatorFactory()
    response = officer.post(page_of(plan), {"action": "add"})

    assert response.status_code == 422
    assert "Chọn ít nhất một chỉ tiêu." in response.content.decode()


def test_numbers_order_the_rows(plan: Plan, officer: Client) -> None:
    save(officer, plan, Z01="9")

    assert order(plan) == ["Z02", "Z01"]
    assert [item.position for item in plan.plan_indicators.order_by("position")] == [1, 2]


def test_a_place_that_is_no_number_means_the_end(plan: Plan, officer: Client) -> None:
    save(officer, plan, Z01="cuối")

    assert order(plan) == ["Z02", "Z01"]


def test_an_indicator_is_made_optional(plan: Plan, officer: Client) -> None:
    data = {"action": "save", "read_as": officer.get(page_of(plan)).context["read_as"]}
    officer.post(page_of(plan), data | {f"position-{row(plan, 'Z01').pk}": "1"})

    assert [item.is_required for item in plan.plan_indicators.order_by("position")] == [False, True]


def test_an_indicator_goes_unless_something_depends_on_it(plan: Plan, officer: Client) -> None:
    IndicatorValueFactory(submission=SubmissionFactory(period__plan=plan), plan_indicator=row(plan, "Z01"))
    TargetFactory(plan=plan, indicator=IndicatorFactory(code="Z03"))

    used, wanted = save(officer, plan, removed="Z01"), save(officer, plan, removed="Z03")
    save(officer, plan, removed="Z02")

    assert "Z01 Chỉ tiêu Z01 đã có 1 báo cáo ghi số liệu nên không bỏ được." in used.content.decode()
    assert "Z03 Chỉ tiêu Z03 đang có mục tiêu trong kế hoạch" in wanted.content.decode()
    assert set(order(plan)) == {"Z01", "Z03"}


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(plan: Plan, officer: Client) -> None:
    data = {"action": "save", "read_as": officer.get(page_of(plan)).context["read_as"]}
    PlanIndicatorFactory(plan=plan)

    response = officer.post(page_of(plan), data | {f"position-{row(plan, 'Z01').pk}": "9"})

    assert response.status_code == 409
    assert 'value="9"' in response.content.decode()
    assert order(plan)[0] == "Z01"


def test_a_row_is_tied_to_a_task_of_the_plan(plan: Plan, officer: Client) -> None:
    task, foreign = TaskFactory(plan=plan), TaskFactory()
    data = {"action": "link", "row": row(plan, "Z01").pk}

    assert officer.post(page_of(plan), data | {"task": foreign.pk}).status_code == 404
    officer.post(page_of(plan), data | {"task": task.pk})

    assert row(plan, "Z01").task == task


# -- a new indicator --------------------------------------------------------------------------------------------------
RATIO = {
    "code": "n01",
    "name": "Tỷ lệ học sinh biết bơi",
    "short_name": "Biết bơi",
    "unit": "%",
    "levels": "TH THCS",
    "value_kind": "ratio",
    "numerator_label": "Học sinh biết bơi",
    "denominator_label": "Học sinh",
    "direction": "higher",
    "time_rule": "latest",
    "unit_rule": "",
    "entered_by": "school",
    "decimals": "1",
    "lower_bound": "0",
    "upper_bound": "100,5",
    "judged_at_school": "on",
}


def define(client: Client, plan: Plan, **changes: str) -> Any:
    return client.post(reverse("plan_indicator_new", args=[plan.pk]), RATIO | changes)


def test_a_new_indicator_comes_into_the_catalogue_and_the_grid(plan: Plan, officer: Client) -> None:
    assert define(officer, plan).status_code == 302

    indicator = Indicator.objects.get(code="N01")
    assert (indicator.unit_rule, str(indicator.upper_bound)) == ("ratio", "100.5000")
    assert order(plan) == ["Z01", "Z02", "N01"]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"numerator_label": "", "denominator_label": ""}, {"numerator_label", "denominator_label"}),
        ({"unit_rule": "sum"}, {"unit_rule"}),
        ({"value_kind": "count"}, {"unit_rule"}),
        ({"value_kind": "count", "unit_rule": "ratio"}, {"unit_rule"}),
        ({"lower_bound": "5", "upper_bound": "4"}, {"upper_bound"}),
        ({"levels": ""}, {"levels"}),
        ({"code": "Z01"}, {"code"}),
        ({"name": "", "unit": "", "direction": ""}, {"name", "unit", "direction"}),
    ],
)
def test_mistakes_are_named_at_their_field(
    plan: Plan, officer: Client, changes: dict[str, str], wrong: set[str]
) -> None:
    response = define(officer, plan, **changes)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == wrong
    assert not Indicator.objects.filter(short_name="Biết bơi").exists()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_depend_on_the_number_of_indicators(
    plan: Plan, officer: Client, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        PlanIndicatorFactory(plan=plan, task=TaskFactory(plan=plan))
        IndicatorFactory()

    with django_assert_num_queries(11):
        response = officer.get(page_of(plan))

    assert len(response.context["rows"]) == count + 2


def test_what_only_an_ended_body_asked_for_is_not_offered() -> None:
    ended = OfficeFactory(valid_to=dt.date(2025, 6, 30))
    old = PlanFactory(year=2018, issuer=ended)
    gone, shared, unused = (IndicatorFactory(code=code) for code in ("B91", "B92", "B93"))
    for indicator in (gone, shared):
        PlanIndicatorFactory(plan=old, indicator=indicator)
    new = PlanFactory(year=2026)
    PlanIndicatorFactory(plan=PlanFactory(year=2025), indicator=shared)

    assert list(catalogue(new).order_by("code")) == [shared, unused]
    assert list(catalogue(old).order_by("code")) == [gone, shared, unused]
