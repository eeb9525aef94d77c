"""Questions about people and their seats that every app asks."""

from dataclasses import dataclass
from typing import Any

from schools.enums import OrganisationKind, Role
from schools.models import Membership


@dataclass(frozen=True)
class Seat:
    """One membership in force, reduced to what permission rules read."""

    organisation_id: int
    organisation_name: str
    kind: str
    role: str

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
            .values_list("organisation_id", "organisation__name", "organisation__kind", "role")
            .order_by("pk")
        )
        actor = user._actor = Actor(user_id=user.pk, seats=tuple(Seat(*row) for row in memberships))
    return actor
