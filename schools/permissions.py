"""Who may see what in the registry. The list and the facts of a school are open to everyone who is logged in."""

from typing import Any

from schools.enums import Role
from schools.models import School
from schools.queries import actor_of


def can_view_people(user: Any, school: School) -> bool:
    """Whether the person may see who acts for the school: its own people, the office above it, administrators."""
    actor = actor_of(user)
    organisation = school.organisation
    return (
        actor.is_administrator
        or organisation.pk in actor.organisations(*Role.values)
        or organisation.parent_id in actor.organisations(Role.OFFICER, Role.HEAD)
    )
