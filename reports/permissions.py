"""Who may do what with reports: small predicates, one question, one answer.

`can` decides about one object; the querysets' `visible_to` give the same answer for lists, and a test compares them.
Invisible objects are answered with 404, visible but forbidden actions with 403 (`reports.views.access`).
"""

from collections.abc import Callable
from typing import Any

from plans.enums import PlanStatus
from plans.models import Plan, ReportingPeriod
from reports import workflow
from reports.enums import Capability, SubmissionStatus
from reports.models import Notification, Recommendation, Submission, SummaryReport
from reports.models.recommendation import DESK_SEATS, OWNER_SEATS, REPORTER_SEATS
from reports.models.summary import DESK_ROLES
from schools.enums import Role
from schools.queries import Actor, actor_of

SCHOOL_ROLES = (Role.PRINCIPAL, Role.CLERK)
OFFICE_ROLES = (Role.OFFICER, Role.HEAD)
# Organisations that are no schools report too (the Party plan's offices): their officers write, their heads sign.
REPORTER_ROLES = (*SCHOOL_ROLES, *OFFICE_ROLES)
SIGNER_ROLES = (Role.PRINCIPAL, Role.HEAD)
READER_ROLES = (Role.LEADER, Role.OBSERVER)


def is_reporter(actor: Actor, submission: Submission, *roles: str) -> bool:
    """Whether the person acts for the organisation that owes the report."""
    return submission.organisation_id in actor.organisations(*(roles or REPORTER_ROLES))


def is_receiver(actor: Actor, plan: Plan, *roles: str) -> bool:
    """Whether the person's organisation receives and reviews the plan's reports."""
    return plan.receiver_id in actor.organisations(*(roles or OFFICE_ROLES))


def is_reader(actor: Actor, plan: Plan) -> bool:
    """Whether the plan, or its summary, is addressed to an organisation whose leaders the person belongs to."""
    seats = actor.organisations(*READER_ROLES)
    return plan.forwarded_to_id in seats or any(
        recipient.organisation_id in seats for recipient in plan.recipients.all() if recipient.organisation_id
    )


def is_writer(actor: Actor, submission: Submission, *roles: str) -> bool:
    """Whether the person writes for the organisation; figures no school has are also the receiver's to enter."""
    if is_reporter(actor, submission, *roles):
        return True
    return submission.is_figures and is_receiver(actor, submission.period.plan)


def _may_view_status(actor: Actor, submission: Submission) -> bool:
    return actor.is_administrator or is_reporter(actor, submission) or is_receiver(actor, submission.period.plan)


def _may_view_content(actor: Actor, submission: Submission) -> bool:
    """The receiver sees status and percentage of an unsent draft, not what it says."""
    if is_writer(actor, submission):
        return True
    was_sent = submission.status not in (SubmissionStatus.NOT_STARTED, SubmissionStatus.DRAFT)
    return was_sent and (actor.is_administrator or is_receiver(actor, submission.period.plan))


def _may_edit(actor: Actor, submission: Submission) -> bool:
    return is_writer(actor, submission) and submission.period.plan.status == PlanStatus.IN_FORCE


def _may_submit(actor: Actor, submission: Submission) -> bool:
    """A report is signed, so its head sends it; figures are sent by whoever enters them, and the head accepts them."""
    roles = () if submission.is_figures else SIGNER_ROLES
    return is_writer(actor, submission, *roles) and submission.period.plan.status == PlanStatus.IN_FORCE


def _may_review(actor: Actor, submission: Submission) -> bool:
    if submission.is_figures:
        return is_receiver(actor, submission.period.plan, Role.HEAD)
    return is_receiver(actor, submission.period.plan) and not is_reporter(actor, submission)


def _may_extend(actor: Actor, submission: Submission) -> bool:
    return not submission.is_figures and _may_review(actor, submission)


def _may_ask_extension(actor: Actor, submission: Submission) -> bool:
    return not submission.is_figures and _may_edit(actor, submission) and not submission.is_sent


def _may_reopen(actor: Actor, submission: Submission) -> bool:
    if submission.is_figures:
        return _may_review(actor, submission)
    return is_receiver(actor, submission.period.plan, Role.HEAD) and not is_reporter(actor, submission)


SUBMISSION_RULES: dict[Capability, Callable[[Actor, Submission], bool]] = {
    Capability.VIEW_STATUS: _may_view_status,
    Capability.VIEW_CONTENT: _may_view_content,
    Capability.EDIT: _may_edit,
    Capability.SUBMIT: _may_submit,
    Capability.WITHDRAW: _may_submit,
    Capability.REVIEW: _may_review,
    Capability.EXTEND: _may_extend,
    Capability.ASK_EXTENSION: _may_ask_extension,
    Capability.COMMENT: _may_review,
    Capability.ANSWER_COMMENT: _may_edit,
    Capability.REOPEN: _may_reopen,
}


def _may_view_board(actor: Actor, plan: Plan) -> bool:
    return actor.is_administrator or is_receiver(actor, plan)


def _may_view_results(actor: Actor, plan: Plan) -> bool:
    return actor.is_administrator or is_receiver(actor, plan) or is_reader(actor, plan)


def _may_view_summaries(actor: Actor, plan: Plan) -> bool:
    """The page of a period's summary: its desk sees the draft, readers what is published."""
    return _may_view_results(actor, plan) or is_receiver(actor, plan, *DESK_ROLES)


def _may_view_summary(actor: Actor, summary: SummaryReport) -> bool:
    plan = summary.period.plan
    if actor.is_administrator or is_receiver(actor, plan, *DESK_ROLES):
        return True
    return summary.is_published and is_reader(actor, plan)


def _may_edit_summary(actor: Actor, plan: Plan) -> bool:
    return is_receiver(actor, plan)


def _may_finalise_summary(actor: Actor, plan: Plan) -> bool:
    """Who finalises answers for what it says: the head."""
    return is_receiver(actor, plan, Role.HEAD)


def _may_issue_summary(actor: Actor, plan: Plan) -> bool:
    """Number, day and publication are the clerk's; where an office has none, an officer's or the head's."""
    return is_receiver(actor, plan, *DESK_ROLES)


def _may_chase(actor: Actor, plan: Plan) -> bool:
    return is_receiver(actor, plan) and plan.status == PlanStatus.IN_FORCE


def _may_move_deadline(actor: Actor, plan: Plan) -> bool:
    return is_receiver(actor, plan, Role.HEAD) and plan.status == PlanStatus.IN_FORCE


def _may_plan_reminders(actor: Actor, plan: Plan) -> bool:
    return is_receiver(actor, plan)


PLAN_RULES: dict[Capability, Callable[[Actor, Plan], bool]] = {
    Capability.VIEW_BOARD: _may_view_board,
    Capability.VIEW_RESULTS: _may_view_results,
    Capability.VIEW_SUMMARY: _may_view_summaries,
    Capability.EDIT_SUMMARY: _may_edit_summary,
    Capability.FINALISE_SUMMARY: _may_finalise_summary,
    Capability.ISSUE_SUMMARY: _may_issue_summary,
    Capability.CHASE: _may_chase,
    Capability.MOVE_DEADLINE: _may_move_deadline,
    Capability.PLAN_REMINDERS: _may_plan_reminders,
    Capability.GROUP_REQUESTS: _may_plan_reminders,
}


def _raised_it(actor: Actor, request: Recommendation) -> bool:
    return request.submission.organisation_id in actor.organisations(*REPORTER_SEATS)


def _owns(actor: Actor, request: Recommendation, *roles: str) -> bool:
    return request.owner_id in actor.organisations(*(roles or OWNER_SEATS))


def _may_view_request(actor: Actor, request: Recommendation) -> bool:
    """What a draft holds is the school's own business; other schools never see it."""
    if _raised_it(actor, request):
        return True
    if request.raised_at is None:
        return False
    plan = request.submission.period.plan
    return actor.is_administrator or is_receiver(actor, plan, *DESK_SEATS) or _owns(actor, request)


def _may_answer_request(actor: Actor, request: Recommendation) -> bool:
    """Whoever has to answer; the receiver may answer for them, and the answer says so."""
    if request.raised_at is None:
        return False
    return _owns(actor, request) or is_receiver(actor, request.submission.period.plan, *DESK_SEATS)


def _may_forward_request(actor: Actor, request: Recommendation) -> bool:
    if request.raised_at is None:
        return False
    return _owns(actor, request, *OFFICE_ROLES) or is_receiver(actor, request.submission.period.plan)


def _may_judge_answer(actor: Actor, request: Recommendation) -> bool:
    return request.raised_at is not None and _raised_it(actor, request)


REQUEST_RULES: dict[Capability, Callable[[Actor, Recommendation], bool]] = {
    Capability.VIEW_REQUEST: _may_view_request,
    Capability.ANSWER_REQUEST: _may_answer_request,
    Capability.FORWARD_REQUEST: _may_forward_request,
    Capability.JUDGE_ANSWER: _may_judge_answer,
}


def _about(notification: Notification) -> ReportingPeriod | Plan | None:
    """What decides who may see a message in the ledger: the period of its report, its own, or the plan of its task."""
    if notification.submission:
        return notification.submission.period
    return notification.task.plan if notification.task else notification.period


def can(
    user: Any,
    capability: Capability,
    obj: Submission | ReportingPeriod | Plan | SummaryReport | Notification | Recommendation,
) -> bool:
    """Whether the person may do this with this object. A notification belongs to the plan it is about.

    Raises:
        KeyError: the capability does not exist for this kind of object.
    """
    actor = actor_of(user)
    if isinstance(obj, Submission):
        return obj.period.plan.status != PlanStatus.DRAFT and SUBMISSION_RULES[capability](actor, obj)
    if isinstance(obj, Recommendation):
        return REQUEST_RULES[capability](actor, obj)
    if isinstance(obj, Notification):
        about = _about(obj)
        if about is None:  # a digest of everything that concerns one person
            return False
        obj = about
    if isinstance(obj, SummaryReport):
        if capability == Capability.VIEW_SUMMARY and obj.period.plan.status != PlanStatus.DRAFT:
            return _may_view_summary(actor, obj)
        obj = obj.period
    plan = obj.plan if isinstance(obj, ReportingPeriod) else obj
    return plan.status != PlanStatus.DRAFT and PLAN_RULES[capability](actor, plan)


def allowed_actions(user: Any, submission: Submission) -> frozenset[str]:
    """The actions of the workflow that exist for the report's state and that the person may take.

    Undoing depends on the minute and on who acted: `reports.services.undoing` answers that.
    """
    status = SubmissionStatus(submission.status)
    actions = {
        action.value
        for action in workflow.allowed_actions(status)
        if action not in workflow.UNDOES and can(user, workflow.TRANSITIONS[action].capability, submission)
    }
    if submission.is_figures:
        actions.discard(workflow.Action.FILE_NIL.value)
    if submission.opened_at is not None:
        actions.discard(workflow.Action.WITHDRAW.value)
    return frozenset(actions)
