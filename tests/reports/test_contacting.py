"""What becomes of a message by the way a person has chosen, and who is told at all."""

import datetime as dt

import pytest

from reports.enums import Channel, NotificationKind, NotificationStatus
from reports.models import Notification, ReviewAssignment, Submission
from reports.queries.assignments import assigned_to, unassigned
from reports.queries.responsibility import responsible_users
from reports.services.contacting import ROUTINE, preference_of
from reports.services.notifying import cancel, notify, notify_all
from tests.factories import (
    CommuneFactory,
    ContactPreferenceFactory,
    NotificationFactory,
    ReviewAssignmentFactory,
    SchoolFactory,
    SubmissionFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db
K, S = NotificationKind, NotificationStatus
TODAY = dt.date(2018, 6, 6)


@pytest.fixture
def report() -> Submission:
    return SubmissionFactory(submitted=True)


def status_of(kind: NotificationKind, report: Submission, to: str) -> str:
    return notify(submission=report, kind=kind, stage="s", to=to, reason="x", due_on=TODAY).get().status  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("role", "chosen", "routine", "urgent"),
    [
        ("principal", None, S.PENDING, S.PENDING),
        ("principal", {"wants_digest": True}, S.FOR_DIGEST, S.PENDING),
        ("principal", {"channel": Channel.PORTAL}, S.PORTAL_ONLY, S.PORTAL_ONLY),
        ("principal", {"channel": Channel.PORTAL, "wants_digest": True}, S.PORTAL_ONLY, S.PORTAL_ONLY),
    ],
)
def test_a_school_chooses(
    report: Submission, role: str, chosen: dict[str, object] | None, routine: str, urgent: str
) -> None:
    person = member(report.organisation, role)
    if chosen is not None:
        ContactPreferenceFactory(user=person, **chosen)
    assert status_of(K.RECEIPT, report, "school") == routine
    for kind in (K.RETURNED, K.REOPENED, K.EXTENDED, K.EXTENSION_DECLINED, K.DEADLINE_MOVED):
        assert status_of(kind, report, "school") == urgent


@pytest.mark.parametrize("role", ["officer", "head"])
def test_an_office_gets_the_digest_unless_it_chooses_otherwise(report: Submission, role: str) -> None:
    person = member(report.period.plan.receiver, role)
    assert status_of(K.SUBMITTED, report, "officers") == S.FOR_DIGEST
    assert preference_of(person, today=TODAY).wants_digest
    ContactPreferenceFactory(user=person, wants_digest=False)
    assert status_of(K.EXTENSION_ASKED, report, "officers") == S.PENDING
    assert not preference_of(person, today=TODAY).wants_digest


# Words about a task go to its lead unit, which has no report to send.
ABOUT_TASKS = {K.TASK_DUE, K.TASK_OVERDUE}


def test_what_is_routine_is_only_what_asks_nobody_of_the_school_for_anything() -> None:
    assert ROUTINE == (
        {K.RECEIPT, K.ACCEPTED, K.SUBMITTED, K.EXTENSION_ASKED, K.NO_RECIPIENT, K.STANDARD_RECHECK} | ABOUT_TASKS
    )


def test_without_an_address_the_portal_is_all(report: Submission) -> None:
    member(report.organisation, "principal", email="")
    assert status_of(K.RETURNED, report, "school") == S.PORTAL_ONLY


def test_before_a_choice_the_preference_is_not_stored() -> None:
    preference = preference_of(UserFactory(), today=TODAY)
    assert (preference.pk, preference.channel, preference.wants_digest) == (None, Channel.MAIL, False)


# -- the officers in charge ---------------------------------------------------------------------------------------
def test_officers_in_charge_are_told_and_all_of_the_office_when_nobody_is(report: Submission) -> None:
    office = report.period.plan.receiver
    officer, head = (member(office, role) for role in ("officer", "head"))
    in_charge = ReviewAssignmentFactory(receiver=office, level="TH").user
    school = report.organisation.school

    def told(stage: str) -> set[object]:
        return {row.recipient for row in notify(submission=report, kind=K.SUBMITTED, stage=stage, to="officers")}

    school.levels = "TH THCS"
    school.save()
    assert told("a") == {in_charge}
    school.levels = "THCS"
    school.save()
    assert told("b") == {officer, head, in_charge}


def test_an_officer_who_has_left_is_not_in_charge_any_more(report: Submission) -> None:
    office = report.period.plan.receiver
    stayed = member(office, "officer")
    left = ReviewAssignmentFactory(receiver=office, level="TH").user
    report.organisation.school.levels = "TH"
    report.organisation.school.save()
    left.memberships.update(ends_on=dt.date(2018, 1, 1))
    rows = notify(submission=report, kind=K.SUBMITTED, stage="a", to="officers")
    assert [row.recipient for row in rows] == [stayed]


def test_the_rule_of_responsibility_is_the_one_of_the_lists() -> None:
    """`responsible_users` answers for one report what `assigned_to` answers for a person."""
    first, second = CommuneFactory(), CommuneFactory()
    period = SubmissionFactory().period
    office = period.plan.receiver
    for levels in ("MN", "TH", "THCS", "TH THCS", "MN TH THCS"):
        for commune in (first, second):
            SubmissionFactory(period=period, organisation=SchoolFactory(levels=levels, commune=commune).organisation)
    for level, commune in (("TH", None), ("", first), ("MN", second), ("THCS", first)):
        ReviewAssignmentFactory(receiver=office, level=level, commune=commune)
    rows = Submission.objects.select_related("period__plan")
    answers = responsible_users(rows)
    for assignment in ReviewAssignment.objects.select_related("user"):
        theirs = {pk for pk, users in answers.items() if assignment.user_id in users}
        assert theirs == set(assigned_to(rows, assignment.user, office).values_list("pk", flat=True))
    assert {pk for pk, users in answers.items() if not users} == set(
        unassigned(rows, office).values_list("pk", flat=True)
    )


def test_many_reports_are_told_of_with_as_many_queries_as_one(report: Submission, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    rows = [report, *(SubmissionFactory(period=report.period) for _ in range(2))]
    for row in rows:
        member(row.organisation, "principal")
    for count in (1, 3):
        with django_assert_num_queries(6):
            notify_all(
                submissions=rows[:count], kind=K.DEADLINE_MOVED, stage=f"moved {count}", to="school", due_on=TODAY
            )
    assert Notification.objects.filter(kind=K.DEADLINE_MOVED).count() == 4


# -- taking back --------------------------------------------------------------------------------------------------
def test_a_held_message_waits_and_can_be_taken_back_and_written_again(report: Submission) -> None:
    member(report.organisation, "principal")
    message = {"submission": report, "kind": K.RETURNED, "stage": "revision-1"}
    hold = dt.timedelta(minutes=1)
    held = notify(**message, to="school", hold=hold, reason="Thiếu", due_on=TODAY).get()  # type: ignore[arg-type]
    assert held.not_before == held.created_at + hold
    assert cancel(**message) == 1  # type: ignore[arg-type]
    held.refresh_from_db()
    assert (held.status, held.stage) == (S.CANCELLED, f"revision-1 #{held.pk}")
    again = notify(**message, to="school", reason="Thiếu hai bảng", due_on=TODAY).get()  # type: ignore[arg-type]
    assert (again.status, "Thiếu hai bảng" in again.body) == (S.PENDING, True)


@pytest.mark.parametrize("status", [S.PENDING, S.FOR_DIGEST, S.PORTAL_ONLY])
def test_what_nobody_has_got_by_mail_is_taken_back(report: Submission, status: str) -> None:
    NotificationFactory(submission=report, kind=K.SUBMITTED, stage="revision-1", status=status)
    assert cancel(submission=report, kind=K.SUBMITTED, stage="revision-1") == 1


@pytest.mark.parametrize("status", [S.SENT, S.IN_DIGEST, S.FAILED])
def test_what_was_sent_or_tried_stays_what_it_is(report: Submission, status: str) -> None:
    sent_at = dt.datetime(2018, 6, 6, tzinfo=dt.UTC) if status == S.SENT else None
    row = NotificationFactory(submission=report, kind=K.SUBMITTED, stage="revision-1", status=status, sent_at=sent_at)
    assert cancel(submission=report, kind=K.SUBMITTED, stage="revision-1") == 0
    row.refresh_from_db()
    assert (row.status, row.stage) == (status, "revision-1")


def test_a_mail_that_is_just_leaving_is_not_taken_back(report: Submission) -> None:
    claimed = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
    NotificationFactory(submission=report, kind=K.RETURNED, stage="revision-1", claimed_until=claimed)
    assert cancel(submission=report, kind=K.RETURNED, stage="revision-1") == 0
