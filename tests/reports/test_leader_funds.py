"""The money of the plan on the leader's page: what was given, spent and is missing on the period's last day of data."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from plans.models import ReportingPeriod
from schools.enums import Role
from tests.factories import (
    AllocationFactory,
    ContributionFactory,
    ExpenditureFactory,
    ReportingPeriodFactory,
    SubmissionFactory,
    WorkFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _after_the_first_deadline() -> Any:
    with time_machine.travel(dt.datetime(2018, 3, 13, 9, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def period() -> ReportingPeriod:
    return ReportingPeriodFactory()


@pytest.fixture
def leader(period: ReportingPeriod, login_as: Any) -> Client:
    return login_as(member(period.plan.forwarded_to, Role.LEADER))


def test_the_funds_stand_as_on_the_last_day_of_data(leader: Client, period: ReportingPeriod) -> None:
    plan, school = period.plan, SubmissionFactory(period=period).organisation.school
    WorkFactory(plan=plan, school=school, value_million=1000)
    WorkFactory(plan=plan, school=school)
    row = AllocationFactory(plan=plan, school=school, amount_million=400, allocated_on=period.data_from)
    AllocationFactory(plan=plan, school=school, allocated_on=period.data_to + dt.timedelta(days=1))
    ExpenditureFactory(allocation=row, amount_million="100.5", spent_on=period.data_to)
    ContributionFactory(plan=plan, school=school, amount_million=20, received_on=period.data_from)
    url = reverse("period_money", args=[period.pk])

    home = leader.get("/").content.decode()
    said = " ".join(strip_tags(leader.get(url).content.decode()).split())

    assert f'hx-get="{url}"' in home
    assert "giao 400, chi 100,5 (25,1%), cộng đồng góp 20 triệu đồng" in said
    assert "Công trình cần 1.000, còn thiếu 580 triệu đồng · 1 công trình chưa ghi giá trị" in said


def test_money_of_another_plan_is_not_told(leader: Client, period: ReportingPeriod) -> None:
    SubmissionFactory(period=period)
    AllocationFactory()

    assert reverse("period_money", args=[period.pk]) not in leader.get("/").content.decode()
    assert leader.get(reverse("period_money", args=[period.pk])).content.strip() == b""
