"""Who may see which plan, and which of its pages are worth a link. Twins of `PlanQuerySet.visible_to`, by test."""

from typing import Any

from plans.enums import PlanStatus
from plans.models import Plan
from schools.enums import Role
from schools.queries import actor_of


def can_view_plan(user: Any, plan: Plan) -> bool:
    """Whether the person may read the plan.

    Its issuer, the office that receives the reports and the body that receives the summary see every state of it;
    those who carry it out or got a copy see it from the day it is in force.
    """
    actor = actor_of(user)
    seats = actor.organisations(*Role.values)
    if actor.is_administrator or seats & {plan.issuer_id, plan.receiver_id, plan.forwarded_to_id}:
        return True
    if plan.status == PlanStatus.DRAFT or not seats:
        return False
    return (
        plan.reporters.filter(organisation__in=seats).exists()
        or plan.recipients.filter(organisation__in=seats).exists()
    )


def may_write_plans(user: Any) -> bool:
    """Whether the person works for an organisation that can issue a plan or keep one for the body above it: officers
    and heads of any organisation that is no school."""
    return actor_of(user).has_role(Role.OFFICER, Role.HEAD)


def may_edit_plan(user: Any, plan: Plan) -> bool:
    """Whether the person may change the plan's text: an officer or the head of its issuer, or of the organisation that
    receives its reports and keeps it for the issuer. A closed plan stays as it is. Twin: `PlanQuerySet.editable_by`."""
    seats = actor_of(user).organisations(Role.OFFICER, Role.HEAD)
    return plan.status != PlanStatus.CLOSED and bool(seats & {plan.issuer_id, plan.receiver_id})


def may_issue_plan(user: Any, plan: Plan) -> bool:
    """Whether the person may put the plan in force, and later change its targets and periods or close it: the head of
    its issuer or of the organisation that receives its reports."""
    seats = actor_of(user).organisations(Role.HEAD)
    return plan.status != PlanStatus.CLOSED and bool(seats & {plan.issuer_id, plan.receiver_id})


def handles_reports(user: Any, plan: Plan) -> bool:
    """Whether the person is an officer or the head of the organisation that receives the plan's reports."""
    return plan.status != PlanStatus.DRAFT and plan.receiver_id in actor_of(user).organisations(Role.OFFICER, Role.HEAD)


def receives_reports(user: Any, plan: Plan) -> bool:
    """Whether the person's office receives the reports of the plan, or the person administers the portal."""
    return handles_reports(user, plan) or (plan.status != PlanStatus.DRAFT and actor_of(user).is_administrator)


def may_edit_calendar(user: Any) -> bool:
    """Whether the person keeps the calendar of working days: an administrator, or an officer or head of an
    organisation to which a plan's reports go."""
    actor = actor_of(user)
    return actor.is_administrator or Plan.objects.received_by(actor).exclude(status=PlanStatus.DRAFT).exists()


def reads_results(user: Any, plan: Plan) -> bool:
    """Whether the plan's results are made for the person: its receivers, and leaders of those it is addressed to.

    Reads `plan.recipients.all()`, so prefetching it makes this free.
    """
    if plan.status == PlanStatus.DRAFT:
        return False
    seats = actor_of(user).organisations(Role.LEADER, Role.OBSERVER)
    addressed = {plan.forwarded_to_id, *(recipient.organisation_id for recipient in plan.recipients.all())}
    return receives_reports(user, plan) or bool(seats & addressed)
