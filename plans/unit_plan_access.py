"""Who registers a unit's own plan, and who reads it."""

from typing import Any

from django.db.models import Exists, OuterRef

from plans.enums import PlanStatus
from plans.models import Plan, PlanReporter, UnitPlan
from plans.models.plan import PlanQuerySet
from plans.permissions import receives_reports
from schools.enums import Role
from schools.models import Organisation
from schools.queries import actor_of

WRITERS = (Role.PRINCIPAL, Role.CLERK, Role.OFFICER, Role.HEAD)


def own_units(user: Any, plan: Plan) -> list[Organisation]:
    """The units that carry out the plan and for which the person writes, by name."""
    seats = actor_of(user).organisations(*WRITERS)
    if not seats or plan.status == PlanStatus.DRAFT:
        return []
    bodies = Organisation.objects.filter(pk__in=seats, reporting_duties__plan=plan)
    return list(bodies.select_related("school").order_by("sort_key", "pk"))


def with_own_duty(plans: PlanQuerySet, user: Any) -> PlanQuerySet:
    """Plans with `is_own`: whether the person writes for a unit that carries the plan out; no query more."""
    seats = actor_of(user).organisations(*WRITERS)
    duty = PlanReporter.objects.filter(plan=OuterRef("pk"), organisation__in=seats)
    return plans.annotate(is_own=Exists(duty))


def unregistered(user: Any) -> list[PlanReporter]:
    """The person's units with a plan in force under which they have not registered one of their own: one query."""
    done = UnitPlan.objects.filter(plan=OuterRef("plan"), organisation=OuterRef("organisation"))
    duties = PlanReporter.objects.filter(
        ~Exists(done), organisation__in=actor_of(user).organisations(*WRITERS), plan__status=PlanStatus.IN_FORCE
    )
    return list(duties.select_related("plan", "organisation").order_by("-plan__year", "pk"))


def may_register(plan: Plan) -> bool:
    """Whether units may still register or change their plans: while the plan above is in force."""
    return plan.status == PlanStatus.IN_FORCE


def follows_units(user: Any, plan: Plan) -> bool:
    """Whether the person sees who has registered: the office that receives the reports, the issuer's officers and
    head, and who administers the portal."""
    if plan.status == PlanStatus.DRAFT:
        return False
    return receives_reports(user, plan) or plan.issuer_id in actor_of(user).organisations(Role.OFFICER, Role.HEAD)


def may_read_unit_plan(user: Any, unit_plan: UnitPlan) -> bool:
    """Whether the person may open the file of a unit's plan: the unit's own people, and those who follow all units."""
    own = unit_plan.organisation_id in actor_of(user).organisations(*WRITERS)
    return own or follows_units(user, unit_plan.plan)
