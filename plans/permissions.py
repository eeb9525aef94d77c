"""Who may see which plan, and which of its pages are worth a link. Twins of `PlanQuerySet.visible_to`, by test."""

from typing import Any

from django.db.models import Q

from plans.enums import PlanStatus
from plans.models import Plan, Task
from plans.models.task import TASK_KEEPERS, TASK_WRITERS
from schools.enums import Role
from schools.queries import actor_of


def can_view_plan(user: Any, plan: Plan) -> bool:
    """Whether the person may read the plan.

    Its issuer, the office that receives the reports and the body that receives the summary see every state of it;
    those who report on it, lead or coordinate one of its tasks, or got a copy see it from the day it is in force.
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
        or plan.tasks.filter(Q(lead__in=seats) | Q(coordinating__in=seats)).exists()
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


def may_update_task(user: Any, task: Task) -> bool:
    """Whether the person may tell status and progress of the task: those who write for its lead unit. For a task that
    no unit of the portal leads, the officers and the head of the plan's issuer and of the receiver of its reports.

    A task with tasks below it follows from them, and one that says the same as another follows that one. Twin:
    `TaskQuerySet.updatable_by`.
    """
    if task.plan.status != PlanStatus.IN_FORCE or task.same_as_id or acting_unit(user, task) is None:
        return False
    return not task.children.exists()


def acting_unit(user: Any, task: Task) -> int | None:
    """For which organisation the person would speak about the task as the one that leads or keeps it; None for none."""
    actor = actor_of(user)
    if task.lead_id:
        return task.lead_id if task.lead_id in actor.organisations(*TASK_WRITERS) else None
    keepers = actor.organisations(*TASK_KEEPERS)
    return next((pk for pk in (task.plan.receiver_id, task.plan.issuer_id) if pk in keepers), None)


def noting_unit(user: Any, task: Task) -> int | None:
    """For which coordinating unit of the task the person may add a note, which leaves status and progress to the lead
    unit; None for none. Only while the plan is in force."""
    if task.plan.status != PlanStatus.IN_FORCE:
        return None
    seats = actor_of(user).organisations(*TASK_WRITERS)
    if not seats:
        return None
    return task.coordinating.filter(pk__in=seats).order_by("pk").values_list("pk", flat=True).first()


def may_copy_plan(user: Any, plan: Plan) -> bool:
    """Whether the person may begin a plan in the shape of this one, whatever its state: an officer or the head of its
    issuer, or of the organisation that receives its reports."""
    return bool(actor_of(user).organisations(Role.OFFICER, Role.HEAD) & {plan.issuer_id, plan.receiver_id})
