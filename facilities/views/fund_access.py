"""Which funds a page may show or change: what cannot be seen does not exist, what may not be done is forbidden."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from facilities.enums import Capability
from facilities.models import Allocation, Contribution
from facilities.permissions import acts_for, can
from plans.enums import PlanStatus
from plans.models import Plan
from plans.permissions import can_view_plan
from schools.models import School
from schools.queries import actor_of


def _plans() -> QuerySet[Plan]:
    return Plan.objects.exclude(status=PlanStatus.DRAFT).select_related("receiver", "fund_keeper")


def get_fund_plan(user: Any, pk: int, capability: Capability = Capability.VIEW_FUNDS) -> Plan:
    """A plan of whose funds the person may do this.

    Raises:
        Http404: the plan is a draft, or the person can see neither it nor its funds. PermissionDenied: visible, but not
        theirs to do.
    """
    plan = get_object_or_404(
        Plan.objects.exclude(status=PlanStatus.DRAFT).select_related("receiver", "fund_keeper"), pk=pk
    )
    if can(user, capability, plan):
        return plan
    if can(user, Capability.VIEW_FUNDS, plan) or can_view_plan(user, plan):
        raise PermissionDenied
    raise Http404


def get_fund_school(user: Any, plan_pk: int, school_pk: int) -> tuple[Plan, School]:
    """One school's money within a plan, for those who read the plan's funds and for the school's own people.

    Raises:
        Http404, PermissionDenied: as `get_fund_plan`; a school that does not exist is not found.
    """
    plan = get_object_or_404(
        Plan.objects.exclude(status=PlanStatus.DRAFT).select_related("receiver", "fund_keeper"), pk=plan_pk
    )
    school = School.objects.select_related("organisation").filter(pk=school_pk).first()
    own = school is not None and acts_for(actor_of(user), school) and can_view_plan(user, plan)
    if not own:
        get_fund_plan(user, plan_pk)
    if school is None:
        raise Http404
    return plan, school


def get_editable_allocation(user: Any, pk: int) -> Allocation:
    """An allocation whose plan's funds the person keeps.

    Raises:
        Http404, PermissionDenied: as `get_fund_plan`.
    """
    rows = Allocation.objects.select_related("plan", "school__organisation", "source")
    allocation = get_object_or_404(rows, pk=pk)
    get_fund_plan(user, allocation.plan_id, Capability.EDIT_FUNDS)
    return allocation


def may_contribute(user: Any, plan: Plan, school: School) -> bool:
    """The school's own people note what it was given; who keeps the funds may correct it. A closed plan stays."""
    if plan.status == PlanStatus.CLOSED:
        return False
    return can(user, Capability.TELL_CONTRIBUTION, school) or can(user, Capability.EDIT_FUNDS, plan)


def get_editable_contribution(user: Any, pk: int) -> Contribution:
    """A contribution the person may correct.

    Raises:
        Http404, PermissionDenied: as `get_fund_school`.
    """
    row = get_object_or_404(Contribution.objects.select_related("plan", "school__organisation"), pk=pk)
    get_fund_school(user, row.plan_id, row.school_id)
    if not may_contribute(user, row.plan, row.school):
        raise PermissionDenied
    return row
