"""The page of the facilities: one figure for each part, whatever the size of the area."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from facilities.queries.home import home_figures
from schools.enums import Role
from tests.factories import (
    AllocationFactory,
    ExpenditureFactory,
    FindingFactory,
    InspectionFactory,
    NationalStandardFactory,
    OfficeFactory,
    PlanFactory,
    ProgrammeUnitFactory,
    SchoolFactory,
    SchoolYearFactsFactory,
    SelfAssessmentFactory,
    WorkFactory,
    member,
)
from vietnamese.dates import school_year_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY = TODAY - dt.timedelta(days=1)
YEAR = school_year_of(TODAY)


def furnish(office: Any) -> None:
    """A school at the standard with everything about it, in a plan of the office, and one of which nothing is known."""
    school = SchoolFactory()
    NationalStandardFactory(school=school, recognised_on=YESTERDAY, recheck_due_on=TODAY + dt.timedelta(days=900))
    SchoolFactory()
    SchoolYearFactsFactory(
        school=school, school_year=YEAR, classes=10, pupils=300, rooms_permanent=7, rooms_semi_permanent=0
    )
    SelfAssessmentFactory(school=school, school_year=YEAR, state="done", done_at=timezone.now())
    plan = PlanFactory(receiver=office)
    ProgrammeUnitFactory(programme__plan=plan, finished_on=YESTERDAY)
    ProgrammeUnitFactory(programme__plan=plan)
    WorkFactory(school=school, planned_end=YESTERDAY)
    visit = InspectionFactory(school=school, visited_on=TODAY, done=True)
    FindingFactory(inspection=visit, result="issue", mend_by=YESTERDAY)
    InspectionFactory(school=school, visited_on=TODAY)
    given = AllocationFactory(plan=plan, school=school, amount_million="0.3")
    ExpenditureFactory(allocation=given, amount_million="0.1")
    AllocationFactory(amount_million=77)  # of a plan the office does not read


@pytest.fixture
def office() -> Any:
    return OfficeFactory()


def test_figures(office: Any) -> None:
    head = member(office, Role.HEAD)
    furnish(office)

    found = home_figures(head, TODAY)

    schools = found.schools
    assert (found.year, found.at_standard, found.assessed, found.pupils) == (YEAR, 1, 1, 300)
    assert schools == found.rooms.schools > found.rooms.counted == 1
    assert (found.programme_units, found.programme_done) == (2, 1)
    assert (found.works, found.late) == (1, 1)
    assert (found.rooms.missing, found.rooms.lacking) == (3, 1)
    assert (found.inspections, found.findings_overdue) == (1, 1)
    assert (str(found.allocated), str(found.spent)) == ("0.300", "0.100")


@pytest.mark.parametrize("times", [1, 3])
def test_page_says_each_figure_and_asks_as_often_whatever_there_is(
    times: int, office: Any, login_as: Callable[[Any], Client], django_assert_num_queries: Callable[..., Any]
) -> None:
    client = login_as(member(office, Role.HEAD))
    for _ in range(times):
        furnish(office)
    client.get(reverse("facilities_home"))

    with django_assert_num_queries(12):
        text = client.get(reverse("facilities_home")).content.decode()

    assert f"{times} công trình chậm" in text
    assert f"{times} nội dung quá hạn khắc phục" in text
    for name in ("standard_list", "assessment_list", "programme_list", "work_list", "room_list", "inspection_list"):
        assert f'href="{reverse(name)}"' in text


def test_an_empty_area_has_dashes_and_no_invented_zero(office: Any, login_as: Callable[[Any], Client]) -> None:
    text = login_as(member(office, Role.OFFICER)).get(reverse("facilities_home")).content.decode()

    assert "chưa có số liệu năm học" in text
    assert "chưa ghi chương trình nào" in text
