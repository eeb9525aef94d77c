"""What facilities show on a school's page (see `schools.cards`)."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from facilities.enums import Capability
from facilities.permissions import can
from facilities.queries.assessments import latest_of_schools
from facilities.queries.expected import open_expectations
from facilities.queries.funds import plans_with_funds
from facilities.queries.inspections import last_visit
from facilities.queries.programmes import units_of_school
from facilities.queries.school_works import works_of
from plans.enums import PlanStatus
from schools.cards import register
from schools.models import School

SHOWN_WORKS = 6


def inspections(request: HttpRequest, school: School) -> dict[str, Any] | None:
    """The latest visit and what is still to be mended: one query. For the office, the school and who looks at all."""
    if not can(request.user, Capability.VIEW_FACILITIES, school):
        return None
    visit = last_visit(request.user, school, timezone.localdate())
    return {"visit": visit, "may_inspect": can(request.user, Capability.INSPECT, school)}


def works(request: HttpRequest, school: School) -> dict[str, Any] | None:
    """The works of the school, late ones first: one query."""
    if not can(request.user, Capability.VIEW_FACILITIES, school):
        return None
    lines = works_of(school, timezone.localdate())
    late = sum(line.is_late for line in lines)
    may_add = can(request.user, Capability.EDIT_FACILITIES)
    return {"lines": lines[:SHOWN_WORKS], "count": len(lines), "late": late, "may_add": may_add}


def standard(request: HttpRequest, school: School) -> dict[str, Any] | None:
    """The recognition the school is waiting for: one query."""
    if not can(request.user, Capability.VIEW_FACILITIES, school):
        return None
    return {"planned": open_expectations().filter(school=school).order_by("expected_on", "pk").first()}


def assessments(request: HttpRequest, school: School) -> dict[str, Any] | None:
    """The latest self-assessment, and what the programmes of plans in force want of the school: two queries, one more
    where there are milestones."""
    if not can(request.user, Capability.VIEW_FACILITIES, school):
        return None
    return {
        "latest": latest_of_schools([school.pk]).first(),
        "units": units_of_school(school, timezone.localdate()),
        "may_assess": can(request.user, Capability.ASSESS, school),
        "sees_programmes": can(request.user, Capability.VIEW_FACILITIES),
    }


def funds(request: HttpRequest, school: School) -> dict[str, Any] | None:
    """The plans in force whose money for the school can be read: one query."""
    if not can(request.user, Capability.VIEW_FACILITIES, school):
        return None
    plans = plans_with_funds(request.user).filter(status=PlanStatus.IN_FORCE)
    found = list(plans.filter(reporters__organisation=school.organisation_id))
    return {"plans": found} if found else None


register(30, "facilities/standard/card.html", standard)
register(34, "facilities/assessments/card.html", assessments)
register(38, "facilities/works/school_card.html", works)
register(44, "facilities/inspections/school_card.html", inspections)
register(46, "facilities/funds/school_card.html", funds)
