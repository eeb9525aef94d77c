"""Schools that were merged or split since the base year keep their pupils in the forecast."""

import datetime as dt

import pytest
from django.utils import timezone

from facilities.queries.forecast_schools import counted_schools
from schools.enums import ChangeKind, ChangeSide, Grade
from schools.models import Organisation, School
from tests.factories import (
    CommuneFactory,
    GradeFactsFactory,
    OrganisationChangeFactory,
    OrganisationChangePartyFactory,
    SchoolFactory,
    SchoolYearFactsFactory,
)
from vietnamese.dates import school_year_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
BASE = school_year_of(TODAY) - 1
MERGED_ON = dt.date(BASE + 1, 1, 15)
EVE = MERGED_ON - dt.timedelta(days=1)


@pytest.fixture
def commune() -> Organisation:
    return CommuneFactory()


def told(school: School) -> School:
    GradeFactsFactory(facts=SchoolYearFactsFactory(school=school, school_year=BASE), grade=Grade.ONE, pupils=100)
    return school


def ended(commune: Organisation) -> School:
    school = told(SchoolFactory(levels="TH", commune=commune))
    Organisation.objects.filter(pk=school.organisation_id).update(valid_to=EVE)
    school.affiliations.update(valid_to=EVE)
    return school


def change(before: list[School], after: list[School]) -> None:
    row = OrganisationChangeFactory(kind=ChangeKind.MERGED, effective_on=MERGED_ON)
    for schools, side in ((before, ChangeSide.BEFORE), (after, ChangeSide.AFTER)):
        for school in schools:
            OrganisationChangePartyFactory(change=row, organisation=school.organisation, side=side)


def founded(commune: Organisation) -> School:
    school = SchoolFactory(levels="TH", commune=commune)
    Organisation.objects.filter(pk=school.organisation_id).update(valid_from=MERGED_ON)
    school.affiliations.update(valid_from=MERGED_ON)
    return school


def counted(commune: Organisation | None = None) -> set[School]:
    return set(counted_schools(commune, BASE, TODAY))


def test_a_school_taken_in_by_another_still_counts_in_the_commune_of_that_one(commune: Organisation) -> None:
    host, guest, elsewhere = told(SchoolFactory(commune=commune)), ended(CommuneFactory()), CommuneFactory()
    change([host, guest], [host])

    assert counted() == counted(commune) == {host, guest}
    assert counted(elsewhere) == set()


def test_a_school_founded_from_two_owes_no_figures_of_the_year_before_it(commune: Organisation) -> None:
    one, two = ended(commune), ended(commune)
    change([one, two], [founded(commune)])

    assert counted() == counted(commune) == {one, two}


def test_figures_of_the_founded_school_take_the_place_of_its_parts(commune: Organisation) -> None:
    one, two, both = ended(commune), ended(commune), told(founded(commune))
    change([one, two], [both])

    assert counted() == counted(commune) == {both}


def test_a_new_school_that_came_from_no_other_counts(commune: Organisation) -> None:
    school = founded(commune)

    assert counted() == counted(commune) == {school}


@pytest.mark.parametrize("is_recorded", [True, False])
def test_what_was_closed_or_went_to_another_area_does_not_count(commune: Organisation, is_recorded: bool) -> None:
    gone = ended(commune)
    abroad = told(SchoolFactory(commune=commune))
    abroad.affiliations.update(valid_to=EVE)
    if is_recorded:
        change([gone], [abroad])

    assert counted() == counted(commune) == set()


def test_a_change_before_the_base_year_changes_nothing(commune: Organisation) -> None:
    host, old = told(SchoolFactory(commune=commune)), ended(commune)
    change([host, old], [host])

    assert set(counted_schools(commune, BASE + 2, TODAY)) == {host}
