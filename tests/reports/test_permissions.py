"""Role × status × capability, for the own and for another organisation, and the queryset twin."""

import pytest

from plans.enums import PlanStatus
from reports.enums import Capability, Purpose, SubmissionStatus
from reports.models import Submission, SummaryReport
from reports.permissions import can
from reports.queries.review import reviewable
from schools.enums import Role
from tests.factories import (
    CommuneFactory,
    PlanRecipientFactory,
    SubmissionFactory,
    SummaryReportFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db

S, C = SubmissionStatus, Capability
UNSENT = {S.NOT_STARTED, S.DRAFT}
EVERY = set(S)
STATES = {
    S.NOT_STARTED: {},
    S.DRAFT: {"draft": True},
    S.SUBMITTED: {"submitted": True},
    S.RETURNED: {"returned": True},
    S.ACCEPTED: {"accepted": True},
}
# seat → capability → the states in which it holds
MATRIX = {
    ("school", Role.PRINCIPAL): {
        C.VIEW_STATUS: EVERY, C.VIEW_CONTENT: EVERY, C.EDIT: EVERY, C.SUBMIT: EVERY, C.WITHDRAW: EVERY,
    },
    ("school", Role.CLERK): {C.VIEW_STATUS: EVERY, C.VIEW_CONTENT: EVERY, C.EDIT: EVERY},
    ("receiver", Role.OFFICER): {
        C.VIEW_STATUS: EVERY, C.VIEW_CONTENT: EVERY - UNSENT, C.REVIEW: EVERY, C.EXTEND: EVERY,
    },
    ("receiver", Role.HEAD): {
        C.VIEW_STATUS: EVERY, C.VIEW_CONTENT: EVERY - UNSENT, C.REVIEW: EVERY, C.EXTEND: EVERY, C.REOPEN: EVERY,
    },
    ("forwarded_to", Role.LEADER): {},
    ("forwarded_to", Role.OBSERVER): {},
    ("forwarded_to", Role.ADMINISTRATOR): {C.VIEW_STATUS: EVERY, C.VIEW_CONTENT: EVERY - UNSENT},
    ("other_school", Role.PRINCIPAL): {},
    ("other_school", Role.CLERK): {},
    ("other_office", Role.OFFICER): {},
    ("other_office", Role.HEAD): {},
}  # fmt: skip
# The same for figures no school has: entered by the unit or the receiver, accepted by the receiver's head alone.
WRITES = {C.VIEW_STATUS: EVERY, C.VIEW_CONTENT: EVERY, C.EDIT: EVERY, C.SUBMIT: EVERY, C.WITHDRAW: EVERY}
FIGURES_MATRIX = {
    ("school", Role.OFFICER): WRITES,
    ("school", Role.HEAD): WRITES,
    ("receiver", Role.OFFICER): WRITES,
    ("receiver", Role.HEAD): WRITES | {C.REVIEW: EVERY, C.REOPEN: EVERY},
    ("forwarded_to", Role.LEADER): {},
    ("forwarded_to", Role.OBSERVER): {},
    ("forwarded_to", Role.ADMINISTRATOR): {C.VIEW_STATUS: EVERY, C.VIEW_CONTENT: EVERY - UNSENT},
    ("other_school", Role.PRINCIPAL): {},
    ("other_office", Role.HEAD): {},
}
REPORT_CAPABILITIES = [
    C.VIEW_STATUS, C.VIEW_CONTENT, C.EDIT, C.SUBMIT, C.WITHDRAW, C.REVIEW, C.EXTEND, C.REOPEN,
]  # fmt: skip


def user_in(seat: str, role: str, submission: Submission):
    other = SubmissionFactory()
    places = {
        "school": submission.organisation,
        "receiver": submission.period.plan.receiver,
        "forwarded_to": submission.period.plan.forwarded_to,
        "other_school": other.organisation,
        "other_office": other.period.plan.receiver,
    }
    return member(places[seat], role)


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize(("seat", "role"), MATRIX)
def test_matrix(seat: str, role: str, status: SubmissionStatus) -> None:
    submission = SubmissionFactory(**STATES[status])
    user = user_in(seat, role, submission)

    allowed = {capability for capability in REPORT_CAPABILITIES if can(user, capability, submission)}

    assert allowed == {capability for capability, states in MATRIX[seat, role].items() if status in states}
    visible = Submission.objects.visible_to(user).filter(pk=submission.pk).exists()
    assert visible == (C.VIEW_STATUS in allowed)


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize(("seat", "role"), FIGURES_MATRIX)
def test_matrix_of_figures_no_school_has(seat: str, role: str, status: SubmissionStatus) -> None:
    commune = CommuneFactory()
    submission = SubmissionFactory(organisation=commune, purpose=Purpose.FIGURES, **STATES[status])
    user = user_in(seat, role, submission)

    allowed = {capability for capability in REPORT_CAPABILITIES if can(user, capability, submission)}

    assert allowed == {capability for capability, states in FIGURES_MATRIX[seat, role].items() if status in states}
    twins = (Submission.objects.visible_to(user), Submission.objects.written_by(user), reviewable(user))
    assert [twin.filter(pk=submission.pk).exists() for twin in twins] == [
        capability in allowed for capability in (C.VIEW_STATUS, C.EDIT, C.REVIEW)
    ]


@pytest.mark.parametrize(("seat", "role"), MATRIX)
def test_report_of_a_draft_plan_is_visible_to_nobody_but_the_administrator_list(seat: str, role: str) -> None:
    submission = SubmissionFactory(submitted=True, period__plan__status=PlanStatus.DRAFT)
    user = user_in(seat, role, submission)

    assert not any(can(user, capability, submission) for capability in REPORT_CAPABILITIES)


def test_closed_plan_can_be_read_but_not_written() -> None:
    submission = SubmissionFactory(draft=True, period__plan__status=PlanStatus.CLOSED)
    principal = member(submission.organisation, Role.PRINCIPAL)

    allowed = {capability for capability in REPORT_CAPABILITIES if can(principal, capability, submission)}

    assert allowed == {C.VIEW_STATUS, C.VIEW_CONTENT}


SUMMARY_CAPABILITIES = (C.VIEW_SUMMARY, C.EDIT_SUMMARY, C.FINALISE_SUMMARY, C.ISSUE_SUMMARY)
PLAN_MATRIX = {
    ("receiver", Role.OFFICER): {C.VIEW_BOARD, C.VIEW_RESULTS, C.VIEW_SUMMARY, C.EDIT_SUMMARY, C.ISSUE_SUMMARY},
    ("receiver", Role.HEAD): {C.VIEW_BOARD, C.VIEW_RESULTS, *SUMMARY_CAPABILITIES},
    ("receiver", Role.CLERK): {C.VIEW_SUMMARY, C.ISSUE_SUMMARY},
    ("forwarded_to", Role.LEADER): {C.VIEW_RESULTS, C.VIEW_SUMMARY},
    ("forwarded_to", Role.ADMINISTRATOR): {C.VIEW_BOARD, C.VIEW_RESULTS, C.VIEW_SUMMARY},
    ("school", Role.PRINCIPAL): set(),
    ("school", Role.CLERK): set(),
    ("other_school", Role.PRINCIPAL): set(),
    ("other_office", Role.HEAD): set(),
}


@pytest.mark.parametrize(("seat", "role"), PLAN_MATRIX)
def test_plan_wide_capabilities_and_the_twin_of_summaries(seat: str, role: str) -> None:
    submission = SubmissionFactory()
    draft = SummaryReportFactory(period=submission.period)
    published = SummaryReportFactory(period=submission.period, revision=2, published=True)
    user = user_in(seat, role, submission)

    asked = (C.VIEW_BOARD, C.VIEW_RESULTS, *SUMMARY_CAPABILITIES)
    allowed = {c for c in asked if can(user, c, submission.period)}

    assert allowed == PLAN_MATRIX[seat, role]
    visible = set(SummaryReport.objects.visible_to(user))
    assert visible == {one for one in (draft, published) if can(user, C.VIEW_SUMMARY, one)}
    assert (published in visible) == (C.VIEW_SUMMARY in allowed)
    assert (draft in visible) == (C.VIEW_SUMMARY in allowed and role != Role.LEADER)


def test_observer_of_a_recipient_reads_the_summary() -> None:
    summary = SummaryReportFactory(published=True)
    draft = SummaryReportFactory(period=summary.period, revision=2)
    recipient = PlanRecipientFactory(plan=summary.period.plan)
    observer = member(recipient.organisation, Role.OBSERVER)

    assert can(observer, C.VIEW_SUMMARY, summary)
    assert not can(observer, C.VIEW_SUMMARY, draft)
    assert list(SummaryReport.objects.visible_to(observer)) == [summary]


def test_person_without_a_seat_sees_nothing() -> None:
    submission = SubmissionFactory(accepted=True)
    nobody = UserFactory()

    assert not can(nobody, C.VIEW_STATUS, submission)
    assert list(Submission.objects.visible_to(nobody)) == []
