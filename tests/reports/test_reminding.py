"""Walks through the calendar: who is reminded on which day, once, whatever happens to the scheduler."""

import datetime as dt
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from plans.enums import PlanStatus
from plans.models import Plan
from reports.enums import Action, NotificationStatus, SubmissionStatus
from reports.models import Notification, Submission
from reports.services.delivering import deliver_pending
from reports.services.notifying import cancel_reminders
from reports.services.planning import reminder_plan_of
from reports.services.reminding import send_due_reminders
from tests.factories import (
    ExtensionFactory,
    OrganisationProfileFactory,
    PlanFactory,
    ReportingPeriodFactory,
    SubmissionEventFactory,
    SubmissionFactory,
    member,
)
from tests.reports.clockwork import at, ledger, owed, walk

pytestmark = pytest.mark.django_db
REMINDER_QUERIES = 12
LIST_QUERIES = 16


def stages() -> list[str]:
    """The reminders to schools that were not cancelled, in the order they were written."""
    return ledger("reminder", "overdue")


@pytest.mark.parametrize(
    ("position", "first", "last", "expected"),
    [
        (1, "28/02/2018", "28/03/2018", ["02/03/2018 T-7", "06/03/2018 T-3", "08/03/2018 T-1", "10/03/2018 T+1"]),
        (2, "28/05/2018", "28/06/2018", ["01/06/2018 T-7", "06/06/2018 T-3", "08/06/2018 T-1", "10/06/2018 T+1"]),
        (3, "28/08/2018", "28/09/2018", ["31/08/2018 T-7", "06/09/2018 T-3", "07/09/2018 T-1", "10/09/2018 T+1"]),
        (4, "04/11/2018", "04/12/2018", ["07/11/2018 T-7", "09/11/2018 T-3", "13/11/2018 T-1", "15/11/2018 T+1"]),
    ],
)
def test_walk_through_the_four_deadlines_of_2018(position: int, first: str, last: str, expected: list[str]) -> None:
    owed(position)
    walk(first, last)
    assert stages() == expected


def test_a_worker_in_utc_finds_the_same_days() -> None:
    owed()
    with timezone.override(dt.UTC):
        walk("28/05/2018", "28/06/2018")
    assert stages() == ["01/06/2018 T-7", "06/06/2018 T-3", "08/06/2018 T-1", "10/06/2018 T+1"]


def test_after_an_outage_the_latest_stage_is_sent_once_and_the_missed_one_recorded() -> None:
    owed()
    walk("20/05/2018", "30/05/2018")
    walk("07/06/2018", "07/06/2018")  # nothing ran from 31/5 to 6/6, when T-7 and T-3 were due
    assert stages() == ["07/06/2018 T-3"]
    missed = Notification.objects.filter(status=NotificationStatus.CANCELLED)
    assert [row.stage for row in missed] == ["T-7 2018-06-09 r0"]


def test_two_schedulers_at_the_same_moment_write_one() -> None:
    owed()
    seen = []

    def second_scheduler(execute: Callable[..., object], sql: str, *args: object) -> object:
        if sql.startswith("INSERT") and "reports_notification" in sql and not seen:
            seen.append(sql)  # the first has read the ledger and is about to write
            send_due_reminders(now=at("06/06/2018 08:00"))
        return execute(sql, *args)

    with connection.execute_wrapper(second_scheduler):
        send_due_reminders(now=at("06/06/2018 08:00"))
    assert len(seen) == 1
    assert stages() == ["06/06/2018 T-3"]


def test_a_sent_report_is_left_alone_and_waiting_reminders_are_cancelled() -> None:
    submission = owed()
    SubmissionFactory(period=submission.period, submitted=True)
    send_due_reminders(now=at("06/06/2018 05:00"))
    reminder = Notification.objects.get(status=NotificationStatus.PENDING)
    cancel_reminders(submission=submission)
    Submission.objects.filter(pk=submission.pk).update(
        status=SubmissionStatus.SUBMITTED,
        revision=1,
        submitted_at=at("06/06/2018 06:00"),
        first_submitted_at=at("06/06/2018 06:00"),
    )
    walk("06/06/2018", "20/06/2018")
    reminder.refresh_from_db()
    assert reminder.status == NotificationStatus.CANCELLED
    assert stages() == []


def test_a_returned_report_is_chased_by_its_own_day() -> None:
    submission = owed(returned=True, returned_due_on=dt.date(2018, 6, 20))
    SubmissionEventFactory(
        submission=submission,
        action=Action.RETURN,
        to_status="returned",
        comment="Thiếu số",
        by=None,
        at=at("15/06/2018 00:01"),
    )
    walk("15/06/2018", "25/06/2018")
    # T-7 (13/6) lies before the return and T-3 (17/6) is a Sunday, so it comes on the day of the return itself.
    assert stages() == ["19/06/2018 T-1", "21/06/2018 T+1"]
    assert (
        "chậm nhất ngày 20/06/2018 (hạn cuối 23:59 ngày 20/06/2018)"
        in Notification.objects.filter(kind="overdue").latest("created_at").body
    )


def test_an_extension_starts_a_new_round() -> None:
    submission = owed()
    walk("01/06/2018", "04/06/2018")
    ExtensionFactory(submission=submission, until=dt.date(2018, 6, 21), granted_at=at("05/06/2018 09:00"))
    walk("05/06/2018", "30/06/2018")
    assert stages() == [
        "01/06/2018 T-7",
        "14/06/2018 T-7",
        "18/06/2018 T-3",
        "20/06/2018 T-1",
        "22/06/2018 T+1",
    ]


def test_mails_wait_for_the_morning_while_the_portal_shows_them_at_once() -> None:
    submission = owed()
    principal = submission.organisation.memberships.get().user
    send_due_reminders(now=at("01/06/2018 00:05"))
    assert Notification.objects.unread_by(principal.pk).count() == 1
    assert deliver_pending(now=at("01/06/2018 06:59")).sent == 0
    assert deliver_pending(now=at("01/06/2018 07:00")).sent == 1


def test_the_chase_found_on_a_sunday_is_mailed_on_monday() -> None:
    owed()
    send_due_reminders(now=at("10/06/2018 00:05"))
    assert Notification.objects.get(kind="overdue").not_before == at("11/06/2018 07:00")


def test_a_newer_stage_replaces_a_mail_that_still_waits() -> None:
    owed()
    send_due_reminders(now=at("06/06/2018 08:00"))
    send_due_reminders(now=at("08/06/2018 08:00"))
    older, newer = Notification.objects.exclude(stage__startswith="T-7").order_by("created_at")
    assert (older.status, newer.status) == (NotificationStatus.CANCELLED, NotificationStatus.PENDING)


def test_principal_and_clerk_in_force_get_it_and_nobody_else() -> None:
    submission = SubmissionFactory(period=ReportingPeriodFactory(position=2))
    principal = member(submission.organisation, "principal")
    clerk = member(submission.organisation, "clerk", email="")
    member(submission.organisation, "principal", is_active=False)
    member(submission.organisation, "observer")
    former = member(submission.organisation, "principal")
    former.memberships.update(ends_on=dt.date(2018, 6, 5))
    send_due_reminders(now=at("06/06/2018 08:00"))
    rows = Notification.objects.exclude(status=NotificationStatus.CANCELLED)
    assert {(row.recipient, row.status) for row in rows} == {(principal, "pending"), (clerk, "portal_only")}


def test_the_receiver_is_told_about_a_school_without_people() -> None:
    submission = SubmissionFactory(period=ReportingPeriodFactory(position=2))
    officer = member(submission.period.plan.receiver, "officer")
    for _ in range(2):
        send_due_reminders(now=at("06/06/2018 08:00"))
    told = Notification.objects.get()
    assert (told.kind, told.recipient) == ("no_recipient", officer)
    assert submission.organisation.name in told.body


def test_wording_uses_the_words_of_the_receiver_on_that_day() -> None:
    plan = PlanFactory(contact_name="Nguyễn Văn Mẫu", contact_phone="0220 000 000")
    for name, starts, ends in (("Ban Cũ", None, dt.date(2018, 5, 31)), ("Ban Mới", dt.date(2018, 6, 1), None)):
        OrganisationProfileFactory(organisation=plan.receiver, name=name, valid_from=starts, valid_to=ends)
    submission = SubmissionFactory(period=ReportingPeriodFactory(plan=plan, position=2), draft=True)
    member(submission.organisation, "principal")
    send_due_reminders(now=at("06/06/2018 08:00"))
    row = Notification.objects.get(status=NotificationStatus.PENDING)
    assert row.subject == f"Nhắc nộp báo cáo 6 tháng của {submission.organisation.short_name}"
    assert row.body == (
        f"Kính gửi: {submission.organisation.name}\n\n"
        f"Báo cáo 6 tháng thực hiện nhiệm vụ thử nghiệm năm 2018 ({plan.short_citation}) cần gửi trước ngày 10/6/2018 "
        "(hạn cuối 23:59 ngày 09/06/2018). Hiện đơn vị chưa nộp (tình trạng: Nháp). "
        "Đề nghị đơn vị hoàn thành và gửi trên Cổng.\n\n"
        f"Soạn và nộp báo cáo: http://localhost:8000/submissions/{submission.pk}/edit/\n"
        "Liên hệ: Nguyễn Văn Mẫu, 0220 000 000\n\n"
        "Trân trọng.\nBan Mới\n"
    )


@pytest.fixture
def real_now() -> Iterator[None]:
    with time_machine.travel(at("01/03/2020 09:00"), tick=False):
        yield


@pytest.mark.usefixtures("real_now")
def test_closed_and_draft_plans_are_not_chased_except_on_a_day_of_the_past() -> None:
    for status in (PlanStatus.CLOSED, PlanStatus.DRAFT):
        plan = PlanFactory(year=2020, status=status)
        submission = SubmissionFactory(period=ReportingPeriodFactory(plan=plan))
        member(submission.organisation, "principal")
    assert send_due_reminders(today=dt.date(2020, 3, 6)).written == 0
    owed(2)
    Plan.objects.filter(year=2018).update(status=PlanStatus.CLOSED)
    assert send_due_reminders(today=dt.date(2018, 6, 6)).written == 1


def test_queries_do_not_grow_with_the_number_of_schools(django_assert_num_queries: Callable[..., object]) -> None:
    """School reminders on one day, a list for officers on another; 1 school, then 3."""
    first = owed()
    office = first.period.plan.receiver
    member(office, "officer")
    reminder_plan_of(first.period.plan)
    for schools in (0, 2):
        for _ in range(schools):
            member(SubmissionFactory(period=first.period).organisation, "principal")
        with django_assert_num_queries(REMINDER_QUERIES):
            send_due_reminders(now=at("06/06/2018 08:00"))
        with django_assert_num_queries(LIST_QUERIES):
            send_due_reminders(now=at("12/06/2018 08:00"))
        Notification.objects.all().delete()


def test_command_says_what_it_did_and_why_others_were_left_out() -> None:
    submission = owed()
    SubmissionFactory(period=submission.period, accepted=True)
    member(submission.period.plan.receiver, "officer")
    out = StringIO()
    call_command("send_due_reminders", today="2018-06-08", dry_run=True, stdout=out)
    assert "nếu chạy thật sẽ tạo 2 thông báo" in out.getvalue()
    assert Notification.objects.count() == 0
    out = StringIO()
    call_command("send_due_reminders", today="08/06/2018", stdout=out)
    assert out.getvalue() == (
        "Nhắc hạn ngày 08/06/2018 (Thứ Sáu)\n\n"
        f"{submission.period} – trước ngày 10/6/2018 (hạn cuối 23:59 ngày 09/06/2018)\n"
        "  Mốc T-1, trước hạn 1 ngày: 1 đơn vị, 1 người nhận\n"
        "  Mốc T-1-officers, trước hạn 1 ngày, chuyên viên phụ trách: danh sách 1 đơn vị, 1 người nhận\n"
        "  Không nhắc 1 đơn vị: đã gửi báo cáo\n\n"
        "Đã tạo 2 thông báo.\n"
    )
    out = StringIO()
    call_command("send_due_reminders", today="2018-06-08", stdout=out)
    assert "Không nhắc 1 đơn vị: đã nhắc ở mốc này" in out.getvalue()
    assert "Đã tạo 0 thông báo." in out.getvalue()


def test_command_names_a_day_it_cannot_read() -> None:
    with pytest.raises(CommandError, match="tháng 13"):
        call_command("send_due_reminders", today="2018-13-01")
