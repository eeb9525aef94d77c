"""Who may do what with standards, works, inspections and funds: `can(user, capability, object)`.

A portal serves one area with one office for education, so its officers and head answer for all schools of the area; a
school's people answer for their own. Invisible objects are answered with 404, forbidden actions with 403.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from facilities.enums import Capability, InspectionState
from facilities.models import FundKeeper, Photo
from plans.enums import PlanStatus
from plans.models import Plan
from plans.permissions import can_view_plan
from schools.enums import OrganisationKind, Role
from schools.models import School
from schools.queries import Actor, actor_of

SCHOOL_ROLES = (Role.PRINCIPAL, Role.CLERK)
OFFICE_ROLES = (Role.OFFICER, Role.HEAD)
READER_ROLES = (Role.LEADER, Role.OBSERVER)


def works_for_education_office(actor: Actor) -> bool:
    """Whether the person is an officer or the head of the area's office for education."""
    return any(seat.kind == OrganisationKind.EDUCATION_OFFICE and seat.role in OFFICE_ROLES for seat in actor.seats)


def acts_for(actor: Actor, school: School) -> bool:
    """Whether the person writes for the school."""
    return school.organisation_id in actor.organisations(*SCHOOL_ROLES)


def keeps_funds(actor: Actor, plan: Plan) -> bool:
    """Whether the person is an officer or the head of the organisation that keeps the plan's funds: the one that was
    named, otherwise the office that receives the plan's reports."""
    seats = actor.organisations(*OFFICE_ROLES)
    if not seats:
        return False
    keeper: FundKeeper | None = getattr(plan, "fund_keeper", None)
    return (keeper.organisation_id if keeper else plan.receiver_id) in seats


def sees_all_schools(actor: Actor) -> bool:
    """Whether the person looks at every school of the area: the office, leaders and observers, administrators, and
    officers of the other offices of the area; a school's own people see their school."""
    return (
        works_for_education_office(actor)
        or actor.is_administrator
        or actor.has_role(*READER_ROLES)
        or any(seat.kind == OrganisationKind.OFFICE and seat.role in OFFICE_ROLES for seat in actor.seats)
    )


def _may_view_facilities(actor: Actor, user: Any, school: School | None) -> bool:
    """Without a school: the lists of the whole area."""
    return sees_all_schools(actor) or (school is not None and acts_for(actor, school))


def _may_edit_facilities(actor: Actor, user: Any, school: School | None) -> bool:
    return works_for_education_office(actor)


def _may_assess(actor: Actor, user: Any, school: School) -> bool:
    return acts_for(actor, school)


def _may_tell_work(actor: Actor, user: Any, school: School) -> bool:
    return acts_for(actor, school) or works_for_education_office(actor)


def _may_inspect(actor: Actor, user: Any, school: School | None) -> bool:
    return works_for_education_office(actor)


def _may_view_funds(actor: Actor, user: Any, plan: Plan) -> bool:
    """Those who read the plan and look at all schools; a school reads its own funds on its own page."""
    return keeps_funds(actor, plan) or (sees_all_schools(actor) and can_view_plan(user, plan))


def _may_edit_funds(actor: Actor, user: Any, plan: Plan) -> bool:
    """A closed plan keeps its figures."""
    return plan.status != PlanStatus.CLOSED and keeps_funds(actor, plan)


def _may_name_keeper(actor: Actor, user: Any, plan: Plan) -> bool:
    """The head of the office that receives the plan's reports says who keeps its funds."""
    return plan.status != PlanStatus.CLOSED and plan.receiver_id in actor.organisations(Role.HEAD)


def _may_tell_contribution(actor: Actor, user: Any, school: School) -> bool:
    return acts_for(actor, school)


RULES: dict[Capability, Callable[[Actor, Any, Any], bool]] = {
    Capability.VIEW_FACILITIES: _may_view_facilities,
    Capability.EDIT_FACILITIES: _may_edit_facilities,
    Capability.ASSESS: _may_assess,
    Capability.TELL_WORK: _may_tell_work,
    Capability.INSPECT: _may_inspect,
    Capability.VIEW_FUNDS: _may_view_funds,
    Capability.EDIT_FUNDS: _may_edit_funds,
    Capability.NAME_KEEPER: _may_name_keeper,
    Capability.TELL_CONTRIBUTION: _may_tell_contribution,
}


def can(user: Any, capability: Capability, obj: Model | None = None) -> bool:
    """Whether the person may do this with the school or (for funds) the plan; None stands for the whole area."""
    return RULES[capability](actor_of(user), user, obj)


def may_see_photo(user: Any, photo: Photo) -> bool:
    """Who may see the thing a photo belongs to; a visit that is still being written down is the office's alone. The
    photo has to come with its visit or its work and their school."""
    if photo.work_update is not None:
        return can(user, Capability.VIEW_FACILITIES, photo.work_update.work.school)
    visit = photo.inspection
    if visit is None or not can(user, Capability.VIEW_FACILITIES, visit.school):
        return False
    return visit.state == InspectionState.DONE or can(user, Capability.INSPECT, visit.school)
