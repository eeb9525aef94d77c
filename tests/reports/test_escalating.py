"""Lists of the late ones: one message for a period, a stage and a person; officers, then the head, then the leaders."""

import datetime as dt

import pytest
from django.core import mail

from plans.models import ReportingPeriod
from reports.enums import Audience, NotificationStatus
from reports.models import Notification, ReminderStage, Submission
from reports.queries.completeness import overdue_units, unit_statuses
from reports.queries.escalation import escalated, with_leader_stage
from reports.services.delivering import deliver_pending
from reports.services.planning import reminder_plan_of
from reports.services.reminding import send_due_reminders
from tests.factories import (
    ExtensionFactory,
    ReportingPeriodFactory,
    ReviewAssignmentFactory,
    SchoolFactory,
    SubmissionFactory,
    member,
)
from tests.reports.clockwork import at, ledger, owed, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def late() -> Submission:
    """A report of period 2 (until 09/06/2018) that nobody starts; its office has an officer and a head, and the
    committee above it a leader."""
    submission = owed()
    plan = submission.period.plan
    member(plan.receiver, "officer", full_name="Chuyên viên")
    member(plan.receiver, "head", full_name="Người đứng đầu")
    member(plan.forwarded_to, "leader", full_name="Lãnh đạo")
    return submission


def told() -> list[tuple[str, str]]:
    """Day and stage of each list with the person who got it."""
    rows = Notification.objects.filter(kind="escalation").exclude(status=NotificationStatus.CANCELLED)
    names = rows.order_by("created_at", "pk").values_list("recipient__full_name", flat=True)
    return list(zip(ledger("escalation"), names, strict=True))


@pytest.mark.usefixtures("late")
def test_the_late_ones_go_up_from_the_officers_to_the_head_to_the_leaders() -> None:
    walk("28/05/2018", "30/06/2018")
    assert told() == [
        ("08/06/2018 T-1-officers", "Chuyên viên"),
        ("12/06/2018 T+2w-officers", "Chuyên viên"),
        ("15/06/2018 T+5w-head", "Người đứng đầu"),
        ("19/06/2018 T+7w-leaders", "Lãnh đạo"),
    ]
    assert [sent.to for sent in mail.outbox if sent.subject.startswith(("1 đơn vị", "Còn 1"))] == [
        [row.recipient.email] for row in Notification.objects.filter(kind="escalation", status="sent").order_by("pk")
    ]
    assert Notification.objects.get(stage__startswith="T+7w").status == NotificationStatus.PORTAL_ONLY


def test_many_schools_are_one_message_with_a_link_to_the_board(late: Submission) -> None:
    draft = SubmissionFactory(period=late.period, draft=True)
    SubmissionFactory(period=late.period, submitted=True)
    send_due_reminders(now=at("12/06/2018 08:00"))
    message = Notification.objects.get(kind="escalation", stage__startswith="T+2w")
    assert (message.submission, message.period) == (None, late.period)
    assert message.subject == "2 đơn vị quá hạn nộp báo cáo 6 tháng"
    assert message.link_path == f"/periods/{late.period.pk}/board/?status=overdue"
    assert f"\n1. {late.organisation.short_name}: chưa soạn, đã điền 0%, chậm 3 ngày\n" in message.body
    assert f"\n2. {draft.organisation.short_name}: nháp, đã điền 40%, chậm 3 ngày\n" in message.body
    assert "công văn đôn đốc" in message.body
    assert "\n3. " not in message.body


def test_asked_again_the_same_day_or_the_next_nobody_is_told_twice(late: Submission) -> None:
    for moment in ("12/06/2018 08:00", "12/06/2018 08:10", "13/06/2018 08:00"):
        send_due_reminders(now=at(moment))
    assert ledger("escalation") == ["12/06/2018 T+2w-officers"]


def test_after_an_outage_the_latest_list_comes_and_the_one_before_is_noted_as_needless(late: Submission) -> None:
    send_due_reminders(now=at("12/06/2018 20:00"))
    rows = Notification.objects.filter(kind="escalation").order_by("-status")
    assert [(row.stage.split(" ")[0], row.status) for row in rows] == [
        ("T+2w-officers", NotificationStatus.PENDING),
        ("T-1-officers", NotificationStatus.CANCELLED),
    ]


def test_lists_are_written_in_the_allowed_hours_so_that_they_are_fresh(late: Submission) -> None:
    send_due_reminders(now=at("12/06/2018 06:50"))
    assert ledger("escalation") == []
    SubmissionFactory(period=late.period)
    send_due_reminders(now=at("12/06/2018 07:00"))
    assert "\n2. " in Notification.objects.get(stage__startswith="T+2w").body


def test_a_report_with_a_day_of_its_own_comes_onto_a_list_on_its_own_day(late: Submission) -> None:
    extended = SubmissionFactory(period=late.period)
    ExtensionFactory(submission=extended, until=dt.date(2018, 6, 14), granted_at=at("05/06/2018 09:00"))
    walk("10/06/2018", "18/06/2018", hours=[8])
    lists = Notification.objects.filter(stage__startswith="T+2w-officers").order_by("created_at")
    assert [row.stage.split(" ")[2] for row in lists] == ["2018-06-09", "2018-06-14"]
    assert [extended.organisation.short_name in row.body for row in lists] == [False, True]
    assert late.organisation.short_name in lists[1].body, "who is still late stands on the later list too"


def test_an_officer_gets_the_part_that_is_theirs_and_what_is_nobodys(late: Submission) -> None:
    office = late.period.plan.receiver
    primary = SubmissionFactory(period=late.period, organisation=SchoolFactory(levels="TH").organisation)
    nursery = SubmissionFactory(period=late.period, organisation=SchoolFactory(levels="MN").organisation)
    of_primary = ReviewAssignmentFactory(receiver=office, level="TH").user
    of_nursery = ReviewAssignmentFactory(receiver=office, level="MN").user
    late.organisation.school.levels = "THCS"
    late.organisation.school.save()
    send_due_reminders(now=at("12/06/2018 08:00"))
    bodies = {
        row.recipient: row.body
        for row in Notification.objects.filter(stage__startswith="T+2w").select_related("recipient")
    }
    parts = {
        user.pk: [report.organisation.short_name in body for report in (late, primary, nursery)]
        for user, body in bodies.items()
    }
    assert parts[of_primary.pk] == [True, True, False]
    assert parts[of_nursery.pk] == [True, False, True]


def test_the_head_gets_the_officers_list_where_there_is_no_officer() -> None:
    submission = owed()
    member(submission.period.plan.receiver, "head", full_name="Người đứng đầu")
    send_due_reminders(now=at("12/06/2018 08:00"))
    assert told() == [("12/06/2018 T+2w-officers", "Người đứng đầu")]


@pytest.mark.parametrize("status", ["submitted", "accepted"])
def test_who_has_sent_is_on_no_list(status: str) -> None:
    submission = SubmissionFactory(period=ReportingPeriodFactory(position=2), **{status: True})
    member(submission.period.plan.receiver, "officer")
    walk("07/06/2018", "20/06/2018", hours=[8])
    assert ledger("escalation") == []


def test_a_list_whose_schools_have_all_sent_meanwhile_is_not_mailed(late: Submission) -> None:
    send_due_reminders(now=at("12/06/2018 08:00"))
    sent = at("12/06/2018 08:01")
    Submission.objects.filter(pk=late.pk).update(
        status="submitted", revision=1, submitted_at=sent, first_submitted_at=sent
    )
    deliver_pending(now=at("12/06/2018 08:02"))
    assert Notification.objects.get(stage__startswith="T+2w").status == NotificationStatus.CANCELLED
    assert [message for message in mail.outbox if "quá hạn" in message.subject] == []


# -- what has reached the leaders ---------------------------------------------------------------------------------
def reached(period: ReportingPeriod, today: dt.date) -> set[int]:
    """The ids of the reports whose schools the leaders see by name on the day."""
    annotated = with_leader_stage(ReportingPeriod.objects.filter(pk=period.pk).select_related("plan")).get()
    late = overdue_units(unit_statuses(period), today=today)
    return escalated(annotated, {unit.submission_id: unit.last_day for unit in late}, today)


def test_escalated_are_the_owed_ones_whose_day_for_the_leaders_has_come(late: Submission) -> None:
    extended = SubmissionFactory(period=late.period)
    ExtensionFactory(submission=extended, until=dt.date(2018, 6, 14))
    SubmissionFactory(period=late.period, submitted=True)
    assert reached(late.period, dt.date(2018, 6, 18)) == set()
    assert reached(late.period, dt.date(2018, 6, 19)) == {late.pk}
    assert reached(late.period, dt.date(2018, 6, 25)) == {late.pk, extended.pk}


def test_without_a_stage_for_the_leaders_nothing_is_escalated(late: Submission) -> None:
    far = dt.date(2018, 8, 1)
    assert reached(late.period, far) == {late.pk}, "the default stages hold while nobody has looked at them"
    reminder_plan = reminder_plan_of(late.period.plan)
    assert reached(late.period, far) == {late.pk}
    reminder_plan.is_active = False
    reminder_plan.save()
    assert reached(late.period, far) == set()
    reminder_plan.is_active = True
    reminder_plan.save()
    ReminderStage.objects.filter(audience=Audience.LEADERS).update(is_active=False)
    assert reached(late.period, far) == set()
