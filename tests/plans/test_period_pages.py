"""The periods of a plan: written, copied from another year, from a preset, and changed while the plan is in force."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plans.deadlines import last_on_time_day
from plans.enums import DeadlineRule, PlanStatus
from plans.models import Plan
from plans.services.period_proposals import from_plan, from_preset, presets
from schools.enums import Role
from tests.factories import CalendarDayFactory, PlanFactory, ReportingPeriodFactory, SubmissionFactory, member

pytestmark = pytest.mark.django_db
Login = Callable[[Any], Client]


@pytest.fixture
def plan() -> Plan:
    """A draft of 2018 with its first period: data to 28 February, before 10 March."""
    plan = PlanFactory(status=PlanStatus.DRAFT)
    ReportingPeriodFactory(plan=plan)
    return plan


@pytest.fixture
def officer(plan: Plan, login_as: Login) -> Client:
    return login_as(member(plan.receiver, Role.OFFICER))


def page_of(plan: Plan) -> str:
    return reverse("plan_periods_edit", args=[plan.pk])


def typed(client: Client, plan: Plan, query: str = "", **changes: str) -> dict[str, str]:
    """What a browser sends of the page as it is; `changes` name the boxes by card: `0_label="Quý I"`."""
    context = client.get(page_of(plan) + query).context
    data = {"read_as": context["read_as"]}
    data |= {f"periods-{name}": str(value) for name, value in context["cards"].management_form.initial.items()}
    for form in context["cards"]:
        for box in form:
            value = box.field.prepare_value(box.value())
            if value not in (None, False):
                data[box.html_name] = "on" if value is True else str(value)
    return data | {f"periods-{name.replace('_', '-', 1)}": value for name, value in changes.items()}


def post(client: Client, plan: Plan, query: str = "", **changes: str) -> Any:
    return client.post(page_of(plan), typed(client, plan, query, **changes))


SECOND = {
    "1_label": "6 tháng",
    "1_data_from": "1/1/2018",
    "1_data_to": "31/5/2018",
    "1_opens_on": "11/3/2018",
    "1_deadline_on": "10/6/2018",
    "1_deadline_rule": "not_later_than",
}


# -- writing ----------------------------------------------------------------------------------------------------------
def test_a_period_is_added_and_what_is_left_out_is_filled_in(plan: Plan, officer: Client) -> None:
    assert post(officer, plan, **SECOND).status_code == 302

    period = plan.periods.get(position=2)
    assert (period.label, period.deadline_text, period.school_year) == ("6 tháng", "chậm nhất ngày 10/6/2018", 2017)
    assert period.last_day == dt.date(2018, 6, 10)


def test_periods_stand_in_the_order_of_their_deadlines(plan: Plan, officer: Client) -> None:
    post(officer, plan, **SECOND)
    post(officer, plan, **{"0_deadline_on": "10/9/2018", "0_deadline_text": "", "0_label": "9 tháng"})

    found = list(plan.periods.order_by("position").values_list("position", "label"))
    assert found == [(1, "6 tháng"), (2, "9 tháng")]


def test_all_mistakes_come_at_once_and_nothing_typed_is_lost(plan: Plan, officer: Client) -> None:
    response = post(
        officer,
        plan,
        **SECOND | {"0_opens_on": "10/3/2018", "0_label": "", "1_data_to": "31/12/2017", "1_closes_on": "1/2/2018"},
    )

    first, second = response.context["cards"].forms
    assert response.status_code == 422
    assert set(first.errors) == {"label"}
    assert set(second.errors) == {"data_to", "closes_on"}
    assert 'value="1/2/2018"' in response.content.decode()
    assert plan.periods.count() == 1


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"0_opens_on": "10/3/2018"}, "opens_on"),
        ({"0_deadline_text": "trước ngày 12/3/2018"}, "deadline_text"),
        ({"0_deadline_on": "31/2/2018"}, "deadline_on"),
        ({"0_data_from": ""}, "data_from"),
    ],
)
def test_days_that_make_no_sense_are_refused(plan: Plan, officer: Client, changes: dict[str, str], wrong: str) -> None:
    assert list(post(officer, plan, **changes).context["cards"].forms[0].errors) == [wrong]


def test_odd_days_are_pointed_out_and_saved(plan: Plan, officer: Client) -> None:
    CalendarDayFactory(day=dt.date(2018, 3, 9), name="Nghỉ bù")
    changes = {"0_data_to": "15/3/2018", "0_forward_on": "5/3/2018"}

    assert post(officer, plan, **changes).status_code == 302

    content = officer.get(page_of(plan)).content.decode()
    assert "Hạn gửi trước ngày chốt số liệu 15/03/2018" in content
    assert (
        "Ngày cuối rơi vào ngày nghỉ. Cổng không tự dời hạn; ngày làm việc trước là 08/03/2018, sau là 12/03/2018."
        in content
    )
    assert "Hạn gửi báo cáo tổng hợp không sau hạn của các đơn vị." in content


def test_a_period_is_taken_out(plan: Plan, officer: Client) -> None:
    post(officer, plan, **{"0_DELETE": "on"})

    assert plan.periods.count() == 0


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_silently(plan: Plan, officer: Client) -> None:
    data = typed(officer, plan, **{"0_label": "Quý I"})
    plan.periods.update(label="Ba tháng")

    response = officer.post(page_of(plan), data)

    assert response.status_code == 409
    assert "Kỳ Ba tháng: tên kỳ “Ba tháng” → “Quý I”." in response.content.decode()
    assert plan.periods.get().label == "Ba tháng"


# -- proposals --------------------------------------------------------------------------------------------------------
def test_presets_are_the_closing_dates_of_the_decree() -> None:
    found = {preset.code: from_preset(preset, 2026) for preset in presets()}

    def days(code: str) -> list[tuple[str, str, str]]:
        return [(row["label"], f"{row['data_from']:%d/%m/%Y}", f"{row['data_to']:%d/%m/%Y}") for row in found[code]]

    assert days("quy") == [
        ("quý I", "15/12/2025", "14/03/2026"),
        ("quý II", "15/03/2026", "14/06/2026"),
        ("quý III", "15/06/2026", "14/09/2026"),
        ("quý IV", "15/09/2026", "14/12/2026"),
    ]
    assert days("sau-thang") == [
        ("6 tháng đầu năm", "15/12/2025", "14/06/2026"),
        ("6 tháng cuối năm", "15/06/2026", "14/12/2026"),
    ]
    assert days("chin-thang") == [("9 tháng", "15/12/2025", "14/09/2026")]
    assert days("nam") == [("năm", "15/12/2025", "14/12/2026")]


def test_every_preset_makes_periods_that_can_be_saved_and_says_its_days_are_suggested() -> None:
    for preset in presets():
        for values in from_preset(preset, 2024):
            last_day = last_on_time_day(values["deadline_on"], values["deadline_rule"])
            assert values["data_from"] < values["data_to"] < last_day
            assert values["opens_on"] <= last_day
            assert values["is_illustrative"]


def test_periods_of_another_plan_move_by_whole_years() -> None:
    source = PlanFactory(year=2018)
    ReportingPeriodFactory(plan=source)

    [row] = from_plan(source, 2020)

    assert (row["data_to"], row["deadline_on"]) == (dt.date(2020, 2, 29), dt.date(2020, 3, 10))
    assert (row["deadline_text"], row["school_year"]) == ("trước ngày 10/3/2020", 2019)


def test_the_last_of_february_is_safe_in_both_directions() -> None:
    source = PlanFactory(year=2020)
    ReportingPeriodFactory(plan=source, data_to=dt.date(2020, 2, 29))

    assert from_plan(source, 2021)[0]["data_to"] == dt.date(2021, 2, 28)
    assert from_plan(source, 2024)[0]["data_to"] == dt.date(2024, 2, 29)


def test_a_proposal_is_shown_first_and_saved_by_the_person(plan: Plan, officer: Client) -> None:
    response = officer.get(f"{page_of(plan)}?from=preset:quy&replaces=1")

    assert "Xem trước 4 kỳ, chưa lưu" in response.content.decode()
    assert plan.periods.get().label == "3 tháng"
    post(officer, plan, "?from=preset:quy&replaces=1")
    found = list(plan.periods.order_by("position").values_list("label", flat=True))
    assert found == ["quý I", "quý II", "quý III", "quý IV"]


def test_copied_periods_come_behind_those_that_are_there(plan: Plan, officer: Client) -> None:
    source = PlanFactory(year=2017, issuer=plan.issuer)
    ReportingPeriodFactory(plan=source, position=2)

    post(officer, plan, f"?from=plan:{source.pk}")

    found = list(plan.periods.order_by("position").values_list("label", "deadline_on"))
    assert found == [("3 tháng", dt.date(2018, 3, 10)), ("6 tháng", dt.date(2018, 6, 10))]


def test_a_plan_the_person_cannot_see_is_not_copied(plan: Plan, officer: Client) -> None:
    hidden = ReportingPeriodFactory().plan

    response = officer.get(f"{page_of(plan)}?from=plan:{hidden.pk}")

    assert response.context["proposed"] == 0
    assert hidden.pk not in [source.pk for source in response.context["sources"]]


# -- in force ---------------------------------------------------------------------------------------------------------
def test_a_period_with_reports_is_not_taken_out(plan: Plan, login_as: Login) -> None:
    SubmissionFactory(period=plan.periods.get())
    Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.IN_FORCE)
    head = login_as(member(plan.receiver, Role.HEAD))

    response = post(head, plan, **{"0_DELETE": "on"})

    assert response.status_code == 409
    assert "Kỳ 3 tháng đã có 1 báo cáo nên không bỏ được." in response.content.decode()
    assert plan.periods.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_depend_on_the_number_of_periods(
    plan: Plan, officer: Client, count: int, django_assert_num_queries: Any
) -> None:
    for position in range(2, count + 1):
        ReportingPeriodFactory(plan=plan, position=position)
        ReportingPeriodFactory(plan=PlanFactory(issuer=plan.issuer, year=2010 + position))

    with django_assert_num_queries(9):
        response = officer.get(page_of(plan))

    assert len(response.context["cards"].forms) == count + 1
    assert DeadlineRule.BEFORE in response.content.decode()
