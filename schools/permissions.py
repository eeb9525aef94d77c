"""Who may see what in the registry. The list and the facts of a school are open to everyone who is logged in."""

from typing import Any

from schools.enums import OrganisationKind, Role
from schools.models import FactsRequest, School
from schools.queries import actor_of

OFFICE_ROLES = (Role.OFFICER, Role.HEAD)
SCHOOL_ROLES = (Role.PRINCIPAL, Role.CLERK)


def can_view_people(user: Any, school: School) -> bool:
    """Whether the person may see who acts for the school: its own people, the office above it, administrators."""
    actor = actor_of(user)
    organisation = school.organisation
    return (
        actor.is_administrator
        or organisation.pk in actor.organisations(*Role.values)
        or organisation.parent_id in actor.organisations(*OFFICE_ROLES)
    )


def keeps_registry(user: Any) -> bool:
    """Whether the person enters what happens to schools and communes, and answers what schools ask to have mended: an
    officer or the head of the office for education."""
    seats = actor_of(user).seats
    return any(seat.kind == OrganisationKind.EDUCATION_OFFICE and seat.role in OFFICE_ROLES for seat in seats)


def may_import_registry(user: Any) -> bool:
    """Whether the person takes the whole registry out as a workbook and brings it in: its keepers, administrators."""
    return keeps_registry(user) or actor_of(user).is_administrator


def may_ask_facts(user: Any, school: School) -> bool:
    """Whether the person may ask for the school's facts to be mended: its principal and its clerk."""
    return school.organisation_id in actor_of(user).organisations(*SCHOOL_ROLES)


def may_view_request(user: Any, request: FactsRequest) -> bool:
    """Whether the person sees a school's request: the school's own people, the office, administrators."""
    return keeps_registry(user) or actor_of(user).is_administrator or may_ask_facts(user, request.school)


def sees_requests(user: Any) -> bool:
    """Whether the person has a list of requests: the office and administrators of all, a school's people of theirs."""
    actor = actor_of(user)
    return keeps_registry(user) or actor.is_administrator or bool(actor.organisations(*SCHOOL_ROLES))
