"""Construction works in the summary and on the leader's page: what is said agrees with the rows, counted once more."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from facilities.models import Work
from plans.models import ReportingPeriod
from reports.documents.building_works import building_part, building_table
from reports.documents.content import Item, Paragraph, Row
from reports.documents.facilities import NOT_KEPT, facilities_part
from reports.documents.rooms import rooms_part
from reports.documents.standard_tables import works_table
from reports.documents.summary_annexes import annexes_of
from reports.documents.summary_data import SummaryData, load_summary
from schools.enums import Role
from tests.factories import (
    ReportingPeriodFactory,
    SchoolFactory,
    SchoolYearFactsFactory,
    SubmissionFactory,
    WorkFactory,
    WorkUpdateFactory,
    member,
)
from tests.reports.kit import add_value
from tests.reports.test_summary_facts import rooms_lacking

pytestmark = pytest.mark.django_db


@pytest.fixture
def period() -> Iterator[ReportingPeriod]:
    found = ReportingPeriodFactory(position=2)
    with time_machine.travel(dt.datetime(2018, 7, 1, 9, tzinfo=dt.UTC), tick=False):
        yield found


@pytest.fixture
def data(period: ReportingPeriod) -> Callable[[], SummaryData]:
    """The period of a plan with a figure, so that the summary has facts."""
    school = SchoolFactory(name="MN A")
    report = SubmissionFactory(period=period, organisation=school.organisation, accepted=True)
    add_value(report, rooms_lacking(), value=1)
    return lambda: load_summary(period.pk)


def a_work(period: ReportingPeriod, name: str, **options: Any) -> Work:
    school = SchoolFactory(name=f"Trường của {name}")
    return WorkFactory(plan=period.plan, name=name, school=school, **options)


def test_a_plan_without_works_says_nothing_about_any(data: Callable[[], SummaryData]) -> None:
    found = data()

    assert building_part(found) == []
    assert building_table(found) is None
    assert facilities_part(found)[-1] == Paragraph(NOT_KEPT)


def test_works_are_counted_and_the_late_ones_named_with_the_reason(
    period: ReportingPeriod, data: Callable[[], SummaryData]
) -> None:
    day = period.data_to
    late = a_work(period, "Nhà A", rooms=4, value_million="1200.5", planned_end=day - dt.timedelta(days=12))
    WorkUpdateFactory(work=late, seen_on=day - dt.timedelta(days=40), percent=60)
    WorkUpdateFactory(work=late, seen_on=day + dt.timedelta(days=3), percent=100, state="finished")
    a_work(period, "Bếp ăn", kind="auxiliary")
    WorkFactory(name="Nhà của kế hoạch khác")

    found = data()

    assert [block.text for block in building_part(found) if isinstance(block, Item)] == [
        (
            "Kế hoạch có 2 công trình, giá trị 1.200,5 triệu đồng (1 công trình chưa ghi giá trị), gồm 4 phòng học: "
            "1 chưa khởi công và 1 đang thi công."
        ),
        "Chậm 1 công trình: Nhà A, Trường của Nhà A (quá hạn hoàn thành 12 ngày).",
    ]
    table = building_table(found)
    assert table is not None
    assert sum(column.width for column in table.columns) == 100
    rows = {row.cells[1]: row for row in table.rows}
    assert rows["Nhà A"].cells[2:6] == ("Trường của Nhà A", "4", "1.200,5", "60")
    assert rows["Nhà A"].cells[7] == "Đang thi công; chậm: quá hạn hoàn thành 12 ngày"
    assert rows["Bếp ăn"].cells[3:7] == ("–", "–", "0", "–")
    assert table.rows[-1] == Row(
        ("", "Cộng: 2 công trình", "", "4", "1.200,5", "", "", "0 hoàn thành, 1 chậm"), "total"
    )
    (annex,) = [annex for annex in annexes_of(found) if annex.key == "works"]
    assert annex.tables == (works_table(found), table)
    assert annex.is_wide


def test_rooms_lacking_by_the_registry_follow_the_one_rule(
    period: ReportingPeriod, data: Callable[[], SummaryData]
) -> None:
    school = SchoolFactory()
    SchoolYearFactsFactory(school=school, school_year=period.school_year, classes=10, rooms_permanent=7)
    plenty = SchoolFactory()
    SchoolYearFactsFactory(school=plenty, school_year=period.school_year, classes=2, rooms_permanent=9)

    texts = [block.text for block in rooms_part(data()) if isinstance(block, Item)]

    assert texts[-1].endswith("0 phòng học nhờ, mượn; so với số lớp còn thiếu 3 phòng ở 1 trường.")


def test_leaders_read_the_late_works_of_their_plan(period: ReportingPeriod, login_as: Callable[[Any], Client]) -> None:
    leader = login_as(member(period.plan.forwarded_to, Role.LEADER))
    url = reverse("period_buildings", args=[period.pk])
    assert leader.get(url).content.decode().strip() == ""
    for days in (3, 90, 20, 7, 5):
        a_work(period, f"Nhà số {days}", planned_end=dt.date(2018, 7, 1) - dt.timedelta(days=days))
    a_work(period, "Nhà đúng hẹn", planned_end=dt.date(2018, 12, 1))

    text = leader.get(url).content.decode()
    page = leader.get(reverse("home")).content.decode()

    assert "6 công trình, 0 hoàn thành, 5 chậm" in text
    places = [text.index(f"Nhà số {days}") for days in (90, 20, 7, 5, 3)]
    assert places == sorted(places)
    assert "và 3 công trình khác" in text
    assert "Nhà đúng hẹn" not in text
    assert f'hx-get="{url}"' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_late_works_take_the_same_queries(
    rows: int, period: ReportingPeriod, login_as: Callable[[Any], Client], django_assert_num_queries: Any
) -> None:
    leader = login_as(member(period.plan.forwarded_to, Role.LEADER))
    for number in range(rows):
        a_work(period, f"Nhà số {number}", planned_end=dt.date(2018, 6, 1))
    url = reverse("period_buildings", args=[period.pk])
    leader.get(url)

    with django_assert_num_queries(8):
        assert leader.get(url).status_code == 200
