"""Questions about people and their seats that every app asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from schools.enums import OrganisationKind, Role
from schools.models import Membership, NationalStandard, Organisation, School, SchoolYearFacts


@dataclass(frozen=True)
class Seat:
    """One membership in force, reduced to what permission rules read."""

    organisation_id: int
    organisation_name: str
    kind: str
    role: str
    is_deputy: bool = False

    @property
    def role_name(self) -> str:
        return Role(self.role).label


@dataclass(frozen=True)
class Actor:
    """A person together with the seats they hold today."""

    user_id: int
    seats: tuple[Seat, ...]

    def organisations(self, *roles: str) -> frozenset[int]:
        """Ids of the organisations for which the person holds one of the roles."""
        return frozenset(seat.organisation_id for seat in self.seats if seat.role in roles)

    def has_role(self, *roles: str) -> bool:
        return any(seat.role in roles for seat in self.seats)

    @property
    def is_administrator(self) -> bool:
        return self.has_role(Role.ADMINISTRATOR)

    @property
    def school_seats(self) -> tuple[Seat, ...]:
        return tuple(seat for seat in self.seats if seat.kind == OrganisationKind.SCHOOL)


def actor_of(user: Any) -> Actor:
    """The seats a user holds today: one query, kept on the user object for the length of a request."""
    actor = getattr(user, "_actor", None)
    if actor is None:
        memberships = (
            Membership.objects.in_force()
            .filter(user_id=user.pk)
            .values_list("organisation_id", "organisation__name", "organisation__kind", "role", "is_deputy")
            .order_by("pk")
        )
        actor = user._actor = Actor(user_id=user.pk, seats=tuple(Seat(*row) for row in memberships))
    return actor


def schools_page(ids: Sequence[int]) -> list[School]:
    """The schools of one page in the order of `ids`, with their latest facts and recognitions and
    communes: four queries.

    Each school gets `latest_facts` (or None) and `latest_standard` (or None).
    """
    by_id = (
        School.objects.filter(pk__in=ids)
        .select_related("organisation")
        .with_communes()
        .prefetch_related(
            Prefetch("yearly_facts", SchoolYearFacts.objects.order_by("-school_year")),
            Prefetch("standards", NationalStandard.objects.order_by("-recognised_on")),
        )
        .in_bulk()
    )
    schools = [by_id[pk] for pk in ids]
    for school in schools:
        school.latest_facts = next(iter(school.yearly_facts.all()), None)  # type: ignore[attr-defined]
        school.latest_standard = next(iter(school.standards.all()), None)  # type: ignore[attr-defined]
    return schools


def people_of(organisation: Organisation) -> list[Membership]:
    """Who acts for an organisation today, in the order of the roles, then of the names."""
    rank = {role: place for place, role in enumerate(Role.values)}
    seats = organisation.memberships.in_force().filter(user__is_active=True).select_related("user")
    return sorted(seats.order_by("user__sort_key", "pk"), key=lambda seat: rank[seat.role])
