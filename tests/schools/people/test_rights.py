"""Who gives and ends which seats: the rule of ADR 0030, and the queryset that says the same."""

import itertools

import pytest
from django.utils import timezone

from schools.enums import Role
from schools.models import Membership
from schools.people_rights import may_hand_secret, reach_of
from tests.factories import MembershipFactory, UserFactory, member
from tests.schools.people.area import Area, an_area

pytestmark = pytest.mark.django_db

SCHOOL_ROLES = {Role.PRINCIPAL, Role.CLERK, Role.OFFICER, Role.HEAD, Role.OBSERVER}


@pytest.fixture
def area() -> Area:
    return an_area()


def given(area: Area, who: str, place: str) -> set[str]:
    """The roles the person gives to somebody who is no deputy."""
    reach = reach_of(area.person(who))
    return {role for role in Role.values if reach.gives(getattr(area, place), role)}


EVERY = set(Role.values)
RULE = [
    ("administrator", "school", EVERY),
    ("administrator", "committee", EVERY),
    ("administrator", "party", EVERY),
    ("officer", "school", SCHOOL_ROLES),
    ("officer", "commune", SCHOOL_ROLES),
    ("officer", "office", set()),
    ("officer", "committee", set()),
    ("officer", "party", set()),
    ("officer", "other_office", set()),
    ("officer", "elsewhere", set()),
    ("head", "school", SCHOOL_ROLES),
    ("head", "office", {Role.OFFICER, Role.CLERK, Role.OBSERVER}),
    ("head", "committee", set()),
    ("head", "elsewhere", set()),
    ("principal", "school", {Role.CLERK}),
    ("principal", "elsewhere", set()),
    ("principal", "office", set()),
    ("clerk", "school", set()),
    ("office clerk", "school", set()),
    ("leader", "school", set()),
    ("party officer", "school", set()),
    ("party officer", "party", set()),
]


@pytest.mark.parametrize(("who", "place", "roles"), RULE)
def test_each_person_gives_the_roles_of_the_rule(area: Area, who: str, place: str, roles: set[str]) -> None:
    assert given(area, who, place) == {str(role) for role in roles}


def test_a_principal_gives_deputies_but_no_successor_and_a_deputy_gives_nothing(area: Area) -> None:
    principal = reach_of(area.person("principal"))
    deputy = MembershipFactory(organisation=area.school, role=Role.PRINCIPAL, is_deputy=True).user

    assert principal.gives(area.school, Role.PRINCIPAL, is_deputy=True)
    assert not principal.gives(area.school, Role.PRINCIPAL)
    assert reach_of(deputy).is_empty


def test_a_school_without_an_office_above_belongs_to_no_office_without_a_parent(area: Area) -> None:
    area.office.parent = None
    area.office.save()

    assert not reach_of(area.person("head")).sees(area.elsewhere)


@pytest.mark.parametrize("who", ["administrator", "head", "officer", "office clerk", "principal", "clerk", "leader"])
def test_the_queryset_says_what_the_predicate_says(area: Area, who: str) -> None:
    reach = reach_of(area.person(who))
    places = (area.committee, area.office, area.school, area.commune, area.party, area.other_office, area.elsewhere)
    for place, role, deputy in itertools.product(places, Role.values, (True, False)):
        MembershipFactory(organisation=place, role=role, is_deputy=deputy)
    seats = list(Membership.objects.select_related("organisation"))

    assert set(Membership.objects.filter(reach.managed())) == {seat for seat in seats if reach.manages(seat)}
    seen = {seat.organisation for seat in seats if reach.sees(seat.organisation)}
    assert set(reach.organisations()) & {seat.organisation for seat in seats} == seen


def test_everything_one_manages_one_also_sees(area: Area) -> None:
    for who in ("administrator", "head", "officer", "principal"):
        reach = reach_of(area.person(who))
        for seat in Membership.objects.filter(reach.managed()).select_related("organisation"):
            assert reach.sees(seat.organisation)


class TestSecrets:
    """Whoever may appoint a clerk must not open the account of somebody who may do more."""

    def test_a_person_who_was_never_in_and_sits_only_in_reach_may_be_given_one(self, area: Area) -> None:
        clerk = member(area.school, Role.CLERK)

        assert may_hand_secret(reach_of(area.person("principal")), clerk)

    def test_a_further_seat_out_of_reach_forbids_it(self, area: Area) -> None:
        head = member(area.office, Role.HEAD)
        MembershipFactory(user=head, organisation=area.school, role=Role.CLERK)

        assert not may_hand_secret(reach_of(area.person("principal")), head)
        assert not may_hand_secret(reach_of(area.person("officer")), head)
        assert may_hand_secret(reach_of(area.person("administrator")), head)

    def test_whoever_was_in_sets_their_own(self, area: Area) -> None:
        clerk = member(area.school, Role.CLERK, last_login=timezone.now())

        assert not may_hand_secret(reach_of(area.person("administrator")), clerk)

    def test_accounts_of_the_administration_are_never_opened_like_this(self, area: Area) -> None:
        assert not may_hand_secret(reach_of(area.person("administrator")), UserFactory(is_staff=True))
