"""The money of a plan: sums by school and by source, who may note it, and what is refused."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from config.navigation import area_name
from facilities.enums import ContributionKind, WorkState
from facilities.models import Allocation, Contribution, Expenditure, FundKeeper
from plans.enums import PlanStatus
from plans.models import Plan
from schools.models import School
from tests.days import days_ahead
from tests.factories import (
    AllocationFactory,
    ContributionFactory,
    ExpenditureFactory,
    FundKeeperFactory,
    FundSourceFactory,
    PlanFactory,
    PlanReporterFactory,
    SchoolFactory,
    WorkFactory,
    member,
)

pytestmark = pytest.mark.django_db
Login = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def _area_is_known(db: None) -> None:
    area_name()


@pytest.fixture
def plan() -> Plan:
    return PlanFactory(status=PlanStatus.IN_FORCE)


def school_of(plan: Plan, name: str = "MN Thử") -> School:
    school = SchoolFactory(name=name)
    PlanReporterFactory(plan=plan, organisation=school.organisation)
    return school


def page_of(client: Client, plan: Plan, **query: str) -> Any:
    return client.get(reverse("fund_overview"), {"plan": plan.pk, **query})


def test_overview_adds_up_by_school_and_source(plan: Plan, login_as: Login) -> None:
    one, two = school_of(plan, "MN Một"), school_of(plan, "MN Hai")
    province, area = FundSourceFactory(name="Nguồn tỉnh"), FundSourceFactory(name="Nguồn địa bàn")
    WorkFactory(school=one, plan=plan, value_million=Decimal("1000.5"))
    WorkFactory(school=one, plan=plan, value_million=None)
    WorkFactory(school=one, plan=plan, value_million=900, state=WorkState.STOPPED)
    WorkFactory(school=one, value_million=700)
    ExpenditureFactory(
        allocation=AllocationFactory(plan=plan, school=one, source=province, amount_million=Decimal("0.1")),
        amount_million=Decimal("0.3"),
    )
    AllocationFactory(plan=plan, school=one, source=area, amount_million=Decimal("0.2"))
    AllocationFactory(plan=plan, school=None, source=area, amount_million=50)
    AllocationFactory(school=one, source=area, amount_million=999)
    ContributionFactory(plan=plan, school=two, amount_million=20)
    ContributionFactory(plan=plan, school=two, kind=ContributionKind.LABOUR, amount_million=None, labour_days=3)

    found = page_of(login_as(member(plan.receiver, "officer")), plan).context["found"]

    lines = {line.school.pk: line.money for line in found.lines}
    assert (lines[one.pk].needed, lines[one.pk].unvalued) == (Decimal("1000.5"), 1)
    assert (lines[one.pk].allocated, lines[one.pk].spent) == (Decimal("0.3"), Decimal("0.3"))
    assert lines[one.pk].gap == Decimal("1000.2")
    assert (lines[two.pk].contributed, lines[two.pk].labour_days) == (20, 3)
    assert found.shared.allocated == 50
    sources = {source.name: (money.allocated, money.spent) for source, money in found.sources}
    assert sources["Nguồn tỉnh"] == (Decimal("0.1"), Decimal("0.3"))
    assert sources["Nguồn địa bàn"] == (Decimal("50.2"), 0)


@pytest.mark.parametrize("rows", [1, 3])
def test_overview_takes_as_many_queries_for_many_schools(
    plan: Plan, rows: int, login_as: Login, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        school = school_of(plan)
        WorkFactory(school=school, plan=plan, value_million=5)
        ExpenditureFactory(allocation=AllocationFactory(plan=plan, school=school))
        ContributionFactory(plan=plan, school=school)
    client = login_as(member(plan.receiver, "officer"))
    page_of(client, plan)

    with django_assert_num_queries(9):
        response = page_of(client, plan)

    assert len(response.context["found"].lines) == rows


def test_filters_narrow_the_table_and_its_sum(plan: Plan, login_as: Login) -> None:
    one, two = school_of(plan, "MN Cẩm Vũ"), school_of(plan, "MN Kim Giang")
    AllocationFactory(plan=plan, school=one, amount_million=7)
    AllocationFactory(plan=plan, school=two, amount_million=11)
    client = login_as(member(plan.receiver, "officer"))

    found = page_of(client, plan, q="cam vu").context["found"]
    nothing = page_of(client, plan, level="THCS")

    assert [line.school.pk for line in found.lines] == [one.pk]
    assert found.money.allocated == 7
    assert "Không có trường nào phù hợp" in nothing.content.decode()


def test_only_the_named_keeper_notes_allocations(plan: Plan, login_as: Login) -> None:
    school, source = school_of(plan), FundSourceFactory()
    keeper = FundKeeperFactory(plan=plan)
    typed = {
        "school": school.pk,
        "source": source.pk,
        "purpose": "Xây 6 phòng học",
        "amount_million": "1.250,5",
        "allocated_on": "20/02/2018",
        "decision": "12/QĐ-UBND",
    }
    url = reverse("allocation_new", args=[plan.pk])

    refused = login_as(member(plan.receiver, "head")).post(url, typed)
    answer = login_as(member(keeper.organisation, "officer")).post(url, typed)

    row = Allocation.objects.get()
    assert (refused.status_code, answer.status_code) == (403, 302)
    assert (row.amount_million, row.allocated_on) == (Decimal("1250.5"), dt.date(2018, 2, 20))
    assert answer["Location"] == reverse("fund_school", args=[plan.pk, school.pk])


def test_the_head_names_the_keeper_who_then_reads_the_overview(plan: Plan, login_as: Login) -> None:
    finance = FundKeeperFactory().organisation
    school_of(plan)

    login_as(member(plan.receiver, "head")).post(reverse("fund_keeper", args=[plan.pk]), {"organisation": finance.pk})
    response = page_of(login_as(member(finance, "officer")), plan)

    assert FundKeeper.objects.get(plan=plan).organisation == finance
    assert (response.context["plan"], response.context["may_edit"]) == (plan, True)


def test_every_mistake_of_an_allocation_is_told_at_once_and_nothing_is_lost(plan: Plan, login_as: Login) -> None:
    work = WorkFactory(plan=plan)
    typed = {
        "school": school_of(plan).pk,
        "work": work.pk,
        "purpose": "Xây nhà vệ sinh",
        "amount_million": "12.5,3",
        "allocated_on": days_ahead(3),
    }

    response = login_as(member(plan.receiver, "officer")).post(reverse("allocation_new", args=[plan.pk]), typed)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"work", "source", "amount_million", "allocated_on"}
    assert 'value="Xây nhà vệ sinh"' in response.content.decode()
    assert not Allocation.objects.exists()


def test_two_people_correct_the_same_allocation(plan: Plan, login_as: Login) -> None:
    row = AllocationFactory(plan=plan, school=school_of(plan), amount_million=100)
    typed = {
        "school": row.school_id,
        "source": row.source_id,
        "purpose": row.purpose,
        "allocated_on": "20/02/2018",
        "version": "0",
    }
    url = reverse("allocation_edit", args=[row.pk])
    first, second = (login_as(member(plan.receiver, role)) for role in ("officer", "head"))

    saved = first.post(url, typed | {"amount_million": "200"})
    stale = second.post(url, typed | {"amount_million": "300"})
    row.refresh_from_db()
    amount = row.amount_million
    again = second.post(url, typed | {"amount_million": "300", "version": stale.context["form"].data["version"]})
    row.refresh_from_db()

    assert (saved.status_code, stale.status_code, again.status_code) == (302, 409, 302)
    assert "200 triệu đồng" in stale.content.decode()
    assert 'value="300"' in stale.content.decode()
    assert (amount, row.amount_million) == (200, 300)


def test_money_is_not_spent_before_it_was_given_and_overspending_is_said(plan: Plan, login_as: Login) -> None:
    row = AllocationFactory(plan=plan, school=school_of(plan), amount_million=100)
    client, url = login_as(member(plan.receiver, "officer")), reverse("expenditure_new", args=[row.pk])

    early = client.post(url, {"amount_million": "5", "spent_on": "19/02/2018"})
    late = client.post(url, {"amount_million": "100,001", "spent_on": "20/02/2018"}, follow=True)

    assert early.status_code == 422
    assert "Ngày chi phải từ ngày giao kinh phí (20/02/2018)." in early.content.decode()
    assert "vượt số được giao" in late.content.decode()
    assert Expenditure.objects.get().amount_million == Decimal("100.001")


def test_an_allocation_goes_with_what_was_spent_only_when_confirmed(plan: Plan, login_as: Login) -> None:
    row = ExpenditureFactory(allocation=AllocationFactory(plan=plan, school=school_of(plan))).allocation
    client, url = login_as(member(plan.receiver, "officer")), reverse("allocation_delete", args=[row.pk])

    client.post(url)
    kept = Allocation.objects.count()
    client.post(url, {"confirm": "1"})

    assert (kept, Allocation.objects.count(), Expenditure.objects.count()) == (1, 0, 0)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"kind": "money", "labour_days": "3"}, {"amount_million", "labour_days"}),
        ({"kind": "labour"}, {"labour_days"}),
        ({"kind": "in_kind", "amount_million": "0"}, {"amount_million"}),
        ({"kind": "gold", "amount_million": "abc"}, {"kind", "amount_million"}),
    ],
)
def test_contribution_says_how_much(plan: Plan, typed: dict[str, str], wrong: set[str], login_as: Login) -> None:
    school = school_of(plan)
    url = reverse("contribution_new", args=[plan.pk, school.pk])

    response = login_as(member(school.organisation, "principal")).post(url, typed | {"received_on": "01/03/2018"})

    assert response.status_code == 422
    assert wrong <= set(response.context["form"].errors)
    assert not Contribution.objects.exists()


def test_a_school_notes_its_contributions_and_sees_no_other_school(plan: Plan, login_as: Login) -> None:
    own, other = school_of(plan), school_of(plan)
    client = login_as(member(own.organisation, "clerk"))
    typed = {"kind": "labour", "labour_days": "12,5", "received_on": "01/03/2018", "giver": "Hội phụ huynh"}

    client.post(reverse("contribution_new", args=[plan.pk, own.pk]), typed)
    page = client.get(reverse("fund_school", args=[plan.pk, own.pk])).content.decode()
    foreign = client.get(reverse("fund_school", args=[plan.pk, other.pk]))

    assert Contribution.objects.get().labour_days == Decimal("12.5")
    assert "Hội phụ huynh" in page
    assert ">12,5</td>" in page
    assert foreign.status_code == 403


def test_a_closed_plan_keeps_its_figures(plan: Plan, login_as: Login) -> None:
    school = school_of(plan)
    row = AllocationFactory(plan=plan, school=school)
    Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.CLOSED)
    officer = login_as(member(plan.receiver, "officer"))
    principal = login_as(member(school.organisation, "principal"))

    assert officer.get(reverse("allocation_edit", args=[row.pk])).status_code == 403
    assert principal.get(reverse("contribution_new", args=[plan.pk, school.pk])).status_code == 403
    assert officer.get(reverse("fund_school", args=[plan.pk, school.pk])).status_code == 200


def test_export_holds_the_rows_of_the_page_and_their_sum(plan: Plan, login_as: Login, tmp_path: Any) -> None:
    school = school_of(plan, "MN Cẩm Vũ")
    ExpenditureFactory(
        allocation=AllocationFactory(plan=plan, school=school, amount_million=Decimal("10.5")), amount_million=4
    )
    AllocationFactory(plan=plan, school=None, amount_million=2)

    response = login_as(member(plan.receiver, "officer")).get(reverse("fund_export", args=[plan.pk]))

    path = tmp_path / "kinh-phi.xlsx"
    path.write_bytes(response.getvalue())
    rows = {row[0]: row[2:5] for row in load_workbook(path).active.iter_rows(values_only=True) if row[0]}
    assert rows["MN Cẩm Vũ"] == (10.5, 4, 6.5)
    assert rows["Cộng"] == (12.5, 4, 8.5)


def test_a_source_that_has_ended_is_no_longer_offered_but_keeps_what_it_gave(plan: Plan, login_as: Login) -> None:
    ended = FundSourceFactory(name="Nguồn đã thôi", valid_to=dt.date(2020, 1, 1))
    FundSourceFactory(name="Nguồn đang dùng")
    row = AllocationFactory(plan=plan, school=school_of(plan), source=ended)
    client = login_as(member(plan.receiver, "officer"))

    new = client.get(reverse("allocation_new", args=[plan.pk])).content.decode()
    old = client.get(reverse("allocation_edit", args=[row.pk])).content.decode()

    assert [("Nguồn đã thôi" in page, "Nguồn đang dùng" in page) for page in (new, old)] == [
        (False, True),
        (True, True),
    ]
    assert "Nguồn đã thôi" in page_of(client, plan).content.decode()
