"""Units without a plan of their own are reminded by hand: a page that says what will happen, then the outbox."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from plans.enums import PlanStatus
from plans.models import Plan, ReportingPeriod, UnitPlan
from reports.enums import Channel, NotificationKind, NotificationStatus
from reports.models import Notification
from reports.services.delivering import deliver_pending
from reports.services.unit_reminding import preview_units, remind_units
from schools.enums import Role
from tests.factories import (
    ContactPreferenceFactory,
    PlanReporterFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    member,
)
from tests.reports.clockwork import at
from tests.reports.task_stories import Login

pytestmark = pytest.mark.django_db
NOON = at("05/03/2018 12:00")


@pytest.fixture
def plan() -> Plan:
    period: ReportingPeriod = ReportingPeriodFactory()
    return period.plan


def unit(plan: Plan, name: str, *, people: int = 1) -> Any:
    """A school that carries the plan out, with so many people who write for it."""
    school = SchoolFactory(name=name).organisation
    PlanReporterFactory(plan=plan, organisation=school)
    for number in range(people):
        person = member(school, (Role.PRINCIPAL, Role.CLERK)[number % 2], email=f"{school.pk}-{number}@truong.test")
        ContactPreferenceFactory(user=person, channel=Channel.MAIL, wants_digest=False)
    return school


def registered(plan: Plan, school: Any) -> None:
    UnitPlan.objects.create(
        plan=plan, organisation=school, number="1", symbol="KH", issued_on=dt.date(2018, 2, 1), subject="Thực hiện",
        registered_at=NOON, changed_at=NOON,
    )  # fmt: skip


@time_machine.travel(NOON, tick=False)
def test_only_units_without_a_plan_are_asked_once_a_day(plan: Plan) -> None:
    waiting, done, lonely = unit(plan, "MN A", people=2), unit(plan, "MN B"), unit(plan, "MN C", people=0)
    registered(plan, done)

    first, second = remind_units(plan=plan), remind_units(plan=plan)

    assert (first.reminded, dict(first.skipped)) == ([waiting], {"không có người nhận": [lonely]})
    assert (second.reminded, second.skipped["hôm nay đã nhắc"]) == ([], [waiting])
    rows = Notification.objects.filter(kind=NotificationKind.UNIT_PLAN)
    assert {row.recipient.memberships.get().organisation for row in rows} == {waiting}
    assert rows.count() == 2
    assert {row.period for row in rows} == {plan.periods.get()}
    with time_machine.travel(NOON + dt.timedelta(days=1), tick=False):
        assert preview_units(plan=plan).reminded == [waiting]


@time_machine.travel(at("05/03/2018 23:30"), tick=False)
def test_at_night_the_mail_waits_and_the_portal_shows_it_at_once(plan: Plan) -> None:
    school = unit(plan, "MN A")

    remind_units(plan=plan)
    deliver_pending()

    row = Notification.objects.get(kind=NotificationKind.UNIT_PLAN)
    assert (row.status, len(mail.outbox)) == (NotificationStatus.PENDING, 0)
    deliver_pending(now=at("06/03/2018 09:00"))
    row.refresh_from_db()
    assert row.status == NotificationStatus.SENT
    (letter,) = mail.outbox
    assert letter.to == [f"{school.pk}-0@truong.test"]
    assert letter.subject == f"Đề nghị MN A đăng ký kế hoạch thực hiện {plan.title}"
    assert f"{reverse('plan_own', args=[plan.pk])}?unit={school.pk}" in letter.body
    assert plan.full_citation in letter.body


@time_machine.travel(NOON, tick=False)
def test_the_page_says_who_is_reminded_and_that_it_is_final_then_sends(login_as: Login, plan: Plan) -> None:
    unit(plan, "MN A")
    unit(plan, "MN B", people=0)
    client = login_as(member(plan.receiver, Role.OFFICER))
    url = reverse("plan_units_remind", args=[plan.pk])

    listed = client.get(reverse("plan_units", args=[plan.pk])).content.decode()
    shown = client.get(url).content.decode()
    assert Notification.objects.count() == 0  # looking writes nothing
    sent = client.post(url, follow=True).content.decode()
    ledger = client.get(reverse("reminder_ledger"), {"kind": "unit_plan"}).content.decode()
    again = client.post(url, follow=True).content.decode()

    assert f'href="{url}"' in listed
    assert "<strong>1 đơn vị</strong>" in shown
    assert "Thư đã gửi không thu hồi được." in shown
    assert "<strong>Không có người nhận</strong> (1): MN B" in shown
    assert "Đã nhắc 1 đơn vị đăng ký kế hoạch." in sent
    assert "Đề nghị MN A đăng ký kế hoạch" in ledger
    assert "Không nhắc đơn vị nào" in again
    assert Notification.objects.filter(kind=NotificationKind.UNIT_PLAN).count() == 1


@time_machine.travel(NOON, tick=False)
def test_under_a_closed_plan_nobody_is_asked(plan: Plan) -> None:
    unit(plan, "MN A")
    Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.CLOSED)
    plan.refresh_from_db()

    assert remind_units(plan=plan).reminded == []
    assert Notification.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
@time_machine.travel(NOON, tick=False)
def test_reminding_costs_the_same_for_any_number_of_units(
    plan: Plan, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        unit(plan, f"MN {number}")
    remind_units(plan=plan)
    Notification.objects.all().delete()

    with django_assert_num_queries(12):
        remind_units(plan=plan)
