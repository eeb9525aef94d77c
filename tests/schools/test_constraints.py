import datetime as dt

import pytest

from schools.enums import FactsRequestState, InvitationState
from tests.constraints import Case, assert_refused, constraints_of
from tests.factories import (
    FactsRequestFactory,
    GradeFactsFactory,
    InvitationFactory,
    MembershipFactory,
    NationalStandardFactory,
    OrganisationChangePartyFactory,
    OrganisationFactory,
    OrganisationProfileFactory,
    SchoolAffiliationFactory,
    SchoolFactory,
    SchoolYearFactsFactory,
)

DAY = dt.date(2018, 3, 1)
DAY_BEFORE = DAY - dt.timedelta(days=1)
RANGE = {"valid_from": DAY, "valid_to": DAY}

CASES = (
    Case("organisation_code_valid_from", OrganisationFactory, {"valid_from": DAY}),
    Case("organisation_code_without_day", OrganisationFactory),
    Case("organisation_valid_range", OrganisationFactory, RANGE, {"valid_to": DAY_BEFORE}),
    Case("profile_organisation_valid_from", OrganisationProfileFactory, {"valid_from": DAY}),
    Case("profile_organisation_without_day", OrganisationProfileFactory),
    Case("profile_valid_range", OrganisationProfileFactory, RANGE, {"valid_to": DAY_BEFORE}),
    Case("school_levels_known", SchoolFactory, {}, {"levels": "THPT"}),
    Case("school_land_positive", SchoolFactory, {"land_area_m2": 1}, {"land_area_m2": 0}),
    Case(
        "affiliation_one_open",
        SchoolAffiliationFactory,
        {"valid_to": None},
        lambda row: {"school": SchoolAffiliationFactory(valid_from=DAY, valid_to=None).school},
    ),
    Case("affiliation_school_valid_from", SchoolAffiliationFactory),
    Case("affiliation_school_without_day", SchoolAffiliationFactory, {"valid_from": None}),
    Case("affiliation_valid_range", SchoolAffiliationFactory, RANGE, {"valid_to": DAY_BEFORE}),
    Case("facts_school_year", SchoolYearFactsFactory),
    Case("facts_land_positive", SchoolYearFactsFactory, {"land_area_m2": 1}, {"land_area_m2": 0}),
    Case("facts_girls_within_pupils", SchoolYearFactsFactory, {"girls": 300}, {"girls": 301}),
    Case("grade_facts_once", GradeFactsFactory),
    Case("change_party_once", OrganisationChangePartyFactory),
    Case("facts_request_one_open", FactsRequestFactory),
    Case("facts_request_decided_has_moment", FactsRequestFactory, {}, {"state": FactsRequestState.CONFIRMED}),
    Case("invitation_one_open", InvitationFactory),
    Case("invitation_sent_has_moment", InvitationFactory, {}, {"state": InvitationState.SENT}),
    Case(
        "standard_recheck_after_recognition", NationalStandardFactory, {"recognised_on": DAY}, {"recheck_due_on": DAY}
    ),
    Case("standard_school_day", NationalStandardFactory),
    Case("membership_once", MembershipFactory, {"starts_on": DAY}),
    Case("membership_once_without_day", MembershipFactory),
    Case("membership_valid_range", MembershipFactory, {"starts_on": DAY, "ends_on": DAY}, {"ends_on": DAY_BEFORE}),
)


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.constraint)
def test_violation_is_refused(case: Case) -> None:
    assert_refused(case)


def test_every_constraint_has_a_case() -> None:
    assert {case.constraint for case in CASES} == set(constraints_of("schools"))
