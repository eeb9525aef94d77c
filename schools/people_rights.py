"""Who gives and ends which seats (ADR 0030): small predicates over what a person may reach, and their queryset twin.

Administrators manage every seat. The officers and the head of an education office manage the seats of the schools,
communes, unions and other bodies of their area; its head also those of the office's own officers and clerks. A
principal manages the clerks and deputies of the own school. Nobody but an administrator gives leadership or
administration, and nobody below manages the seat of the own head.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from schools.enums import OrganisationKind as Kind
from schools.enums import Role
from schools.models import Membership, Organisation
from schools.queries import actor_of

AREA_KINDS = frozenset({Kind.SCHOOL, Kind.COMMUNE, Kind.UNION, Kind.OTHER})
GIVEN_IN_THE_AREA = frozenset({Role.PRINCIPAL, Role.CLERK, Role.OFFICER, Role.HEAD, Role.OBSERVER})
GIVEN_BY_A_HEAD = frozenset({Role.OFFICER, Role.CLERK, Role.OBSERVER})


@dataclass(frozen=True)
class Reach:
    """Which organisations' people somebody looks after today, as sets of ids."""

    is_administrator: bool = False
    offices: frozenset[int] = frozenset()  # education offices in which the person is officer or head
    headed: frozenset[int] = frozenset()
    above: frozenset[int] = frozenset()  # what the bodies of the area may stand under: the office, or what it is under
    schools: frozenset[int] = frozenset()  # of which the person is the principal, not a deputy

    @property
    def is_empty(self) -> bool:
        return not (self.is_administrator or self.offices or self.schools)

    def sees(self, organisation: Organisation) -> bool:
        """Whether the person may know who acts for the organisation, and since when they have not logged in."""
        if self.is_administrator or organisation.pk in self.offices | self.schools:
            return True
        return organisation.kind in AREA_KINDS and organisation.parent_id in self.above

    def gives(self, organisation: Organisation, role: str, *, is_deputy: bool = False) -> bool:
        """Whether the person may give, change and end this seat of the organisation."""
        if self.is_administrator:
            return True
        if organisation.pk in self.schools and (role == Role.CLERK or (role == Role.PRINCIPAL and is_deputy)):
            return True
        if organisation.pk in self.headed and role in GIVEN_BY_A_HEAD:
            return True
        in_area = organisation.kind in AREA_KINDS and organisation.parent_id in self.above
        return in_area and role in GIVEN_IN_THE_AREA

    def manages(self, seat: Membership) -> bool:
        return self.gives(seat.organisation, seat.role, is_deputy=seat.is_deputy)

    def organisations(self) -> Any:
        """The organisations that `sees` says yes to."""
        found = Organisation.objects.all()
        if self.is_administrator:
            return found
        area = Q(kind__in=AREA_KINDS, parent_id__in=self.above)
        return found.filter(Q(pk__in=self.offices | self.schools) | area)

    def managed(self) -> Q:
        """The seats that `manages` says yes to."""
        if self.is_administrator:
            return Q()
        deputies = Q(role=Role.PRINCIPAL, is_deputy=True)
        return (
            (Q(organisation_id__in=self.schools) & (Q(role=Role.CLERK) | deputies))
            | Q(organisation_id__in=self.headed, role__in=GIVEN_BY_A_HEAD)
            | Q(
                organisation__kind__in=AREA_KINDS,
                organisation__parent_id__in=self.above,
                role__in=GIVEN_IN_THE_AREA,
            )
        )


def reach_of(user: Any) -> Reach:
    """What a person reaches by the seats held today; one query more for officers, kept for the length of a request."""
    kept = getattr(user, "_reach", None)
    if kept is None:
        seats = actor_of(user).seats
        offices = frozenset(
            seat.organisation_id
            for seat in seats
            if seat.kind == Kind.EDUCATION_OFFICE and seat.role in (Role.OFFICER, Role.HEAD)
        )
        parents = Organisation.objects.filter(pk__in=offices, parent__isnull=False) if offices else None
        kept = user._reach = Reach(
            is_administrator=actor_of(user).is_administrator,
            offices=offices,
            headed=frozenset(s.organisation_id for s in seats if s.organisation_id in offices and s.role == Role.HEAD),
            above=offices | frozenset(parents.values_list("parent_id", flat=True) if parents is not None else ()),
            schools=frozenset(
                s.organisation_id
                for s in seats
                if s.kind == Kind.SCHOOL and s.role == Role.PRINCIPAL and not s.is_deputy
            ),
        )
    return kept


def require_manager(user: Any) -> Reach:
    """What the person reaches.

    Raises:
        PermissionDenied: the person looks after nobody.
    """
    reach = reach_of(user)
    if reach.is_empty:
        raise PermissionDenied
    return reach


def may_hand_secret(reach: Reach, user: Any) -> bool:
    """Whether the person may be given a password or a new address of that account by somebody of this reach.

    Only before the first login, and only by who manages every seat the account still has: otherwise whoever appoints
    a clerk with the address of a head would open the head's account.
    """
    if user.last_login is not None or user.is_staff or user.is_superuser:
        return False
    seats = Membership.objects.ongoing().filter(user=user).select_related("organisation")
    return all(reach.manages(seat) for seat in seats)
