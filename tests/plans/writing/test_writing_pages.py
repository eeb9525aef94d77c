"""The pages on which a plan is begun, its head written, checked, issued, copied and ended."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plans.enums import PlanStatus
from plans.models import Plan
from schools.enums import Role
from tests.factories import OfficeFactory, PeoplesCommitteeFactory, PlanFactory, TaskFactory, member
from tests.plans.writing.ready import ready_plan

pytestmark = pytest.mark.django_db

Login = Callable[[Any], Client]


@pytest.fixture
def plan() -> Plan:
    office = OfficeFactory(parent=PeoplesCommitteeFactory())
    return ready_plan(issuer=office, forwarded_to=office.parent, title="Tên đang có")


def typed(page: Any, **changes: str) -> dict[str, str]:
    """The form of a page as a browser would send it, with some boxes changed."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields if not form.fields[name].disabled}
    shown = {name: "" if value is None else form.fields[name].prepare_value(value) for name, value in values.items()}
    return {**shown, "read_as": page.context["read_as"], **changes}


def test_an_officer_begins_a_plan(login_as: Login) -> None:
    office = OfficeFactory(parent=PeoplesCommitteeFactory())
    client = login_as(member(office, Role.OFFICER))
    form = client.get(reverse("plan_new")).context["form"]
    start = {name: form[name].value() or "" for name in form.fields}

    page = client.post(
        reverse("plan_new"), {**start, "title": "Việc mới", "subject": "Làm việc mới", "number": "97-KH/TU"}
    )

    plan = Plan.objects.get()
    assert page["Location"] == reverse("plan_edit", args=[plan.pk])
    assert (plan.status, plan.issuer, plan.receiver, plan.forwarded_to) == (
        PlanStatus.DRAFT,
        office,
        office,
        office.parent,
    )
    assert (plan.number, plan.symbol) == ("97", "KH/TU")
    assert "Đã hiểu là số 97, ký hiệu KH/TU." in client.get(page["Location"]).content.decode()


def test_mistakes_keep_what_was_typed(login_as: Login, plan: Plan) -> None:
    client = login_as(member(plan.issuer, Role.OFFICER))
    url = reverse("plan_edit", args=[plan.pk])

    page = client.post(url, typed(client.get(url), title="Tên chưa lưu", issued_on="31/02/2030", year="1999"))

    text = page.content.decode()
    assert page.status_code == 422
    assert "Tên chưa lưu" in text
    assert set(page.context["form"].errors) == {"issued_on", "year"}
    assert Plan.objects.get(pk=plan.pk).title == "Tên đang có"


def test_the_second_of_two_browsers_sees_what_differs_and_decides(login_as: Login, plan: Plan) -> None:
    client = login_as(member(plan.issuer, Role.OFFICER))
    url = reverse("plan_edit", args=[plan.pk])
    mine = typed(client.get(url), title="Tên của tôi")
    client.post(url, typed(client.get(url), title="Tên của người khác"))

    page = client.post(url, mine)

    assert page.status_code == 409
    assert [(d.label, d.typed, d.stored) for d in page.context["clash"].differences] == [
        ("Tên gọi ngắn", "Tên của tôi", "Tên của người khác")
    ]
    assert Plan.objects.get(pk=plan.pk).title == "Tên của người khác"

    client.post(url, {**mine, "read_as": page.context["read_as"]})

    assert Plan.objects.get(pk=plan.pk).title == "Tên của tôi"


def test_the_check_says_who_can_issue_and_leads_to_the_steps(login_as: Login, plan: Plan) -> None:
    plan.outline.all().delete()
    head = member(plan.issuer, Role.HEAD, full_name="Người Đứng Đầu")
    client = login_as(member(plan.issuer, Role.OFFICER))

    page = client.get(reverse("plan_issue", args=[plan.pk])).content.decode()

    assert head.full_name in page
    assert reverse("plan_outline_edit", args=[plan.pk]) in page
    assert "Ban hành kế hoạch</button>" not in page
    assert client.post(reverse("plan_issue_confirm", args=[plan.pk])).status_code == 403


def test_the_head_issues_and_is_told_when_something_is_missing(login_as: Login, plan: Plan) -> None:
    client = login_as(member(plan.issuer, Role.HEAD))
    url = reverse("plan_issue_confirm", args=[plan.pk])
    TaskFactory(plan=plan)
    sections = list(plan.outline.all())
    plan.outline.all().delete()

    refused = client.post(url)

    assert refused["Location"] == reverse("plan_issue", args=[plan.pk])
    assert Plan.objects.get(pk=plan.pk).status == PlanStatus.DRAFT

    plan.outline.bulk_create(sections)
    client.post(url)

    assert Plan.objects.get(pk=plan.pk).status == PlanStatus.IN_FORCE


@pytest.mark.parametrize("rows", [1, 3])
def test_the_check_costs_the_same_for_every_size(
    login_as: Login, plan: Plan, rows: int, django_assert_num_queries: Any
) -> None:
    client = login_as(member(plan.issuer, Role.HEAD))
    for _ in range(rows):
        TaskFactory(plan=plan)
    url = reverse("plan_issue", args=[plan.pk])
    client.get(url)

    with django_assert_num_queries(12):
        client.get(url)


def test_the_year_of_a_copy_is_asked_for(login_as: Login, plan: Plan) -> None:
    client = login_as(member(plan.issuer, Role.OFFICER))
    url = reverse("plan_copy", args=[plan.pk])

    wrong = client.post(url, {"year": str(plan.year)})
    right = client.post(url, {"year": str(plan.year + 1)})

    copy = Plan.objects.exclude(pk=plan.pk).get()
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["year"])
    assert right["Location"] == reverse("plan_edit", args=[copy.pk])


@pytest.mark.parametrize("confirm", [{}, {"confirm": "1"}])
def test_a_draft_goes_only_by_the_button_that_says_so(login_as: Login, plan: Plan, confirm: dict[str, str]) -> None:
    client = login_as(member(plan.issuer, Role.OFFICER))

    client.post(reverse("plan_delete", args=[plan.pk]), confirm)

    assert Plan.objects.filter(pk=plan.pk).exists() is not bool(confirm)


@pytest.mark.parametrize("confirm", [{}, {"confirm": "1"}])
def test_a_plan_ends_only_by_the_button_that_says_so(login_as: Login, confirm: dict[str, str]) -> None:
    plan = PlanFactory()
    client = login_as(member(plan.issuer, Role.HEAD))

    client.post(reverse("plan_close", args=[plan.pk]), confirm)

    assert Plan.objects.get(pk=plan.pk).status == (PlanStatus.CLOSED if confirm else PlanStatus.IN_FORCE)


def test_a_closed_plan_is_not_written(login_as: Login, plan: Plan) -> None:
    client = login_as(member(plan.issuer, Role.HEAD))
    Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.CLOSED)

    names = ("plan_edit", "plan_relations", "plan_recipients", "plan_outline_edit", "plan_audience", "plan_issue")
    answers = {client.get(reverse(name, args=[plan.pk])).status_code for name in names}

    assert answers == {403}
