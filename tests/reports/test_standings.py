"""The schools of the area on a day: recognised, lapsed, new, due, and in which place."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.queries.standards import SchoolStanding, standings_on, without_standard
from schools.models import School
from tests.factories import CommuneFactory, NationalStandardFactory, SchoolAffiliationFactory, SchoolFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2018, 5, 31)


def only(school: School) -> SchoolStanding:
    (found,) = (row for row in standings_on(DAY) if row.organisation == school.organisation_id)
    return found


MARKS = ("is_at_standard", "is_new", "was_due", "has_lapsed")


def marks(school: SchoolStanding) -> set[str]:
    """What is true of it."""
    return {name for name in MARKS if getattr(school, name)}


def recognised(school: School, *years: tuple[int, int, int]) -> SchoolStanding:
    for day in years:
        NationalStandardFactory(school=school, recognised_on=dt.date(*day))
    return only(school)


def test_recognition_holds_for_both_its_first_and_its_last_day() -> None:
    first, last = recognised(SchoolFactory(), (2018, 5, 31)), recognised(SchoolFactory(), (2013, 5, 31))

    assert marks(first) == {"is_at_standard", "is_new"}
    assert marks(last) == {"is_at_standard", "was_due"}
    assert first.due_later is None


def test_day_after_the_last_one_it_has_lapsed_until_it_is_renewed() -> None:
    lapsed = recognised(SchoolFactory(), (2013, 5, 30))
    renewed = recognised(SchoolFactory(), (2013, 2, 1), (2018, 2, 1))

    assert marks(lapsed) == {"has_lapsed", "was_due"}
    assert marks(renewed) == {"is_at_standard", "was_due"}


def test_what_comes_after_the_day_is_not_known() -> None:
    school = recognised(SchoolFactory(), (2018, 6, 1))

    assert school.recognitions == ()
    assert school.latest is None
    assert marks(school) == set()


def test_re_check_to_come_is_told_within_the_year_alone() -> None:
    soon, next_year = recognised(SchoolFactory(), (2013, 12, 31)), recognised(SchoolFactory(), (2014, 1, 1))

    assert soon.due_later == dt.date(2018, 12, 31)
    assert next_year.due_later is None


def test_schools_stand_in_the_place_of_the_day_and_others_are_left_out() -> None:
    moved = SchoolAffiliationFactory(commune__short_name="Xã Cũ", valid_from=None, valid_to=dt.date(2018, 5, 30))
    SchoolAffiliationFactory(
        school=moved.school, commune=CommuneFactory(short_name="Xã Mới"), valid_from=DAY, valid_to=None
    )
    closed = SchoolFactory(organisation__valid_to=dt.date(2018, 5, 30))
    left = SchoolAffiliationFactory(valid_from=None, valid_to=dt.date(2018, 5, 30))

    found = {row.organisation: row.commune for row in standings_on(DAY)}

    assert found[moved.school.organisation_id] == "Xã Mới"
    assert not {closed.organisation_id, left.school.organisation_id} & found.keys()


def test_places_without_a_valid_school_are_named_once() -> None:
    good, bad = CommuneFactory(short_name="Xã Được"), CommuneFactory(short_name="Xã Chưa")
    NationalStandardFactory(school=SchoolFactory(commune=good))
    SchoolFactory(commune=good)
    for _ in range(2):
        SchoolFactory(commune=bad)

    assert without_standard(standings_on(DAY)) == ["Xã Chưa"]


@pytest.mark.parametrize("schools", [1, 3])
def test_one_query_for_any_number(schools: int) -> None:
    for _ in range(schools):
        NationalStandardFactory(school=SchoolFactory())

    with CaptureQueriesContext(connection) as queries:
        assert len(standings_on(DAY)) == schools

    assert len(queries) == 1
