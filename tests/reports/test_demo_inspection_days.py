"""The demonstration's visits on other days and in smaller areas than those of test_demo_inspections."""

import datetime as dt
from typing import Any

import pytest
from PIL import Image

from facilities.models import Finding, Inspection, InspectionTopic, Photo
from plans.calendars import working_calendar
from reports.demo.clock import moment
from reports.demo.inspections import write_inspections
from reports.demo.people import Cast
from schools.enums import OrganisationKind
from schools.models import School
from tests.factories import OrganisationFactory, PlanFactory, SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


def written(today: dt.date, *, schools: int = 6, **plan: Any) -> int:
    """The visits alone, in an area of so many schools."""
    cast = Cast(officer=UserFactory(full_name="Đỗ Minh Khải"))
    for school in SchoolFactory.create_batch(schools):
        cast.principals[school.organisation_id] = UserFactory()
    return write_inspections(PlanFactory(**plan), cast, list(School.objects.all()), moment(today))


@pytest.mark.parametrize(
    "today",
    [dt.date(2026, 5, 13), dt.date(2026, 3, 1), dt.date(2027, 1, 2), dt.date(2018, 11, 23)],
    ids=["twelve-days-after-labour-day", "after-tet", "new-year", "long-ago"],
)
def test_on_any_day_visits_lie_on_working_days_before_it(today: dt.date) -> None:
    assert written(today) == 4

    days = list(Inspection.objects.values_list("visited_on", flat=True))
    calendar = working_calendar(min(days), today)
    assert [day for day in days if not calendar.is_working(day) or day >= today] == []
    assert not Finding.objects.filter(mended_on__gt=today).exists()


def test_photos_are_drawn_whole() -> None:
    written(TODAY)

    photos = Photo.objects.all()
    assert len(photos) == 5
    for photo in photos:
        with photo.file.open("rb") as stored, Image.open(stored) as kept:
            kept.load()
            assert kept.size == (photo.width, photo.height) == (1200, 900)


@pytest.mark.parametrize(("schools", "visits"), [(0, 0), (1, 1), (2, 2)])
def test_a_small_area_has_fewer_visits(schools: int, visits: int) -> None:
    assert written(TODAY, schools=schools) == Inspection.objects.count() == visits


def test_a_board_that_inspects_no_schools_has_the_checklist_alone() -> None:
    board = OrganisationFactory(kind=OrganisationKind.PARTY_BODY)

    assert written(TODAY, issuer=board) == Inspection.objects.count() == 0
    assert InspectionTopic.objects.exists()
