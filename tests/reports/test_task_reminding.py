"""Tasks are reminded like reports: on their days, once, within the hours, until they are done."""

import datetime as dt
import smtplib
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend as MemoryBackend
from django.core.management import call_command
from django.db import connection

from plans.enums import PlanStatus, TaskStatus
from plans.models import Plan, Task
from reports.enums import Channel, NotificationKind, NotificationStatus
from reports.models import Notification
from reports.services import delivering
from reports.services.delivering import deliver_pending
from reports.services.digesting import send_digests
from reports.services.planning import reminder_plan_of
from reports.services.task_reminding import remind_task_now, send_due_task_reminders
from reports.services.task_updating import tell_task
from tests.factories import (
    ContactPreferenceFactory,
    OrganisationFactory,
    OrganisationProfileFactory,
    PlanFactory,
    TaskFactory,
    member,
)
from tests.reports.clockwork import DAY, at, ledger

pytestmark = pytest.mark.django_db
KINDS = ("task_due", "task_overdue")
QUERIES = 12


def led(due: str = "2018-06-15", **fields: Any) -> Task:
    """A task led by a unit with one person, due on a Friday."""
    unit = OrganisationFactory(short_name="Đơn vị chủ trì")
    member(unit, "officer", email="donvi@example.test")
    ContactPreferenceFactory(user=unit.memberships.get().user, channel=Channel.MAIL, wants_digest=False)
    return TaskFactory(**{"lead": unit, "due_on": dt.date.fromisoformat(due), "is_reported": False, **fields})


def walk(first: str, last: str, hours: tuple[int, ...] = (0, 8), *, is_mail_up: bool = True) -> None:
    """Let the scheduler, and the delivery, run at five past the given hours of every day."""
    day, until = at(f"{first} 00:05"), at(f"{last} 23:59")
    while day < until:
        for hour in hours:
            send_due_task_reminders(now=day + dt.timedelta(hours=hour))
            if is_mail_up:
                deliver_pending(now=day + dt.timedelta(hours=hour))
        day += DAY


def test_walk_before_and_after_the_due_date_then_every_week() -> None:
    led()
    walk("28/05/2018", "15/07/2018")
    assert ledger(*KINDS) == [
        "06/06/2018 T-7w",
        "14/06/2018 T-1w",
        "16/06/2018 T+1",
        "22/06/2018 T+7",
        "29/06/2018 T+14",
        "06/07/2018 T+21",
        "13/07/2018 T+28",
    ]


def test_after_an_outage_the_latest_stage_is_sent_once() -> None:
    led()
    walk("24/06/2018", "28/06/2018")  # nothing ran while T+1 and T+7 came
    assert ledger(*KINDS) == ["24/06/2018 T+7"]


def test_two_schedulers_at_the_same_moment_write_one() -> None:
    led()
    seen = []

    def second_scheduler(execute: Callable[..., object], sql: str, *args: object) -> object:
        if sql.startswith("INSERT") and "reports_notification" in sql and not seen:
            seen.append(sql)
            send_due_task_reminders(now=at("16/06/2018 08:00"))
        return execute(sql, *args)

    with connection.execute_wrapper(second_scheduler):
        send_due_task_reminders(now=at("16/06/2018 08:00"))
    assert len(seen) == 1
    assert ledger(*KINDS) == ["16/06/2018 T+1"]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": TaskStatus.DONE},
        {"due_on": None},
        {"plan__status": PlanStatus.CLOSED},
        {"plan__status": PlanStatus.DRAFT},
        {"lead": None, "is_reported": True},  # asked for by the reports of the units
    ],
)
def test_what_asks_for_nothing_is_left_alone(fields: dict[str, Any]) -> None:
    task = led(**fields)
    member(task.plan.receiver, "officer")
    walk("01/06/2018", "30/06/2018")
    assert Notification.objects.count() == 0


def test_parents_and_repeated_tasks_are_asked_for_where_the_work_is() -> None:
    child = led()
    parent = TaskFactory(plan=child.plan, lead=child.lead, due_on=child.due_on, is_reported=False)
    Task.objects.filter(pk=child.pk).update(parent=parent)
    TaskFactory(plan=child.plan, lead=child.lead, due_on=child.due_on, same_as=child, is_reported=False)
    walk("16/06/2018", "16/06/2018")
    assert [row.task for row in Notification.objects.all()] == [child]


def test_a_task_nobody_of_the_portal_leads_is_asked_of_those_who_follow_the_plan() -> None:
    task = led(lead=None)
    officer = member(task.plan.receiver, "officer")
    walk("16/06/2018", "16/06/2018")
    assert [row.recipient for row in Notification.objects.all()] == [officer]


def test_a_new_due_date_starts_a_new_round() -> None:
    task = led()
    walk("14/06/2018", "16/06/2018")
    Task.objects.filter(pk=task.pk).update(due_on=dt.date(2018, 6, 29))
    walk("17/06/2018", "30/06/2018")
    assert ledger(*KINDS) == [
        "14/06/2018 T-1w",
        "16/06/2018 T+1",
        "20/06/2018 T-7w",
        "28/06/2018 T-1w",
        "30/06/2018 T+1",
    ]


def test_a_switched_off_plan_reminds_nobody() -> None:
    task = led()
    hours = reminder_plan_of(task.plan)
    hours.is_active = False
    hours.save()
    walk("01/06/2018", "30/06/2018")
    assert Notification.objects.count() == 0


# -- words


def test_the_mail_says_what_is_asked_in_the_words_of_the_plan() -> None:
    plan = PlanFactory(number="04", symbol="KH-TN", title="Nhiệm vụ năm 2018")
    OrganisationProfileFactory(organisation=plan.receiver, name="Cơ quan A")
    led(
        plan=plan,
        code="II.2.c",
        title="Tư vấn hồ sơ",
        text="Kiểm tra, tư vấn cho các trường rà soát hồ sơ.",
        expected_result="Hồ sơ hoàn chỉnh",
        progress=40,
        status=TaskStatus.IN_PROGRESS,
    )
    send_due_task_reminders(now=at("20/06/2018 08:00"))
    deliver_pending(now=at("20/06/2018 08:01"))
    (sent,) = mail.outbox
    task = Task.objects.get()
    assert sent.to == ["donvi@example.test"]
    assert sent.subject == "Đôn đốc nhiệm vụ II.2.c quá hạn 5 ngày: Tư vấn hồ sơ"
    assert "Kính gửi: Đơn vị chủ trì" in sent.body
    assert "Kế hoạch 04/KH-TN (Nhiệm vụ năm 2018)" in sent.body
    assert "Nội dung theo kế hoạch: Kiểm tra, tư vấn cho các trường rà soát hồ sơ." in sent.body
    assert "Kết quả, sản phẩm: Hồ sơ hoàn chỉnh" in sent.body
    assert "đang thực hiện, tiến độ 40%" in sent.body
    assert f"/tasks/{task.pk}/" in sent.body
    assert "Cơ quan A" in sent.body


def test_a_reminder_before_the_day_is_a_courtesy() -> None:
    led(code="II.1", title="Đổi mới")
    send_due_task_reminders(now=at("06/06/2018 08:00"))
    row = Notification.objects.get()
    assert (row.kind, row.subject) == (
        NotificationKind.TASK_DUE,
        "Nhắc nhiệm vụ II.1 cần hoàn thành ngày 15/06/2018: Đổi mới",
    )


# -- hours, wishes, ends


def test_a_mail_written_on_a_sunday_night_waits_for_monday_morning() -> None:
    led("2018-06-16")
    send_due_task_reminders(now=at("17/06/2018 23:00"))
    row = Notification.objects.get()
    assert row.not_before == at("18/06/2018 07:00")
    deliver_pending(now=at("18/06/2018 06:59"))
    assert mail.outbox == []
    deliver_pending(now=at("18/06/2018 07:00"))
    assert len(mail.outbox) == 1


def test_who_wants_a_digest_gets_the_tasks_in_it() -> None:
    task = led()
    person = task.lead.memberships.get().user
    person.contact_preference.wants_digest = True
    person.contact_preference.save()
    send_due_task_reminders(now=at("18/06/2018 05:00"))
    assert Notification.objects.get().status == NotificationStatus.FOR_DIGEST
    send_digests(now=at("18/06/2018 07:30"))
    digest = Notification.objects.get(kind=NotificationKind.DIGEST)
    assert f"- Đôn đốc nhiệm vụ {task.code} quá hạn 3 ngày" in digest.body


def test_who_reads_in_the_portal_gets_no_mail() -> None:
    task = led()
    person = task.lead.memberships.get().user
    person.contact_preference.channel = Channel.PORTAL
    person.contact_preference.save()
    send_due_task_reminders(now=at("18/06/2018 08:00"))
    assert Notification.objects.get().status == NotificationStatus.PORTAL_ONLY


def test_done_stops_mails_that_wait_and_reminders_that_were_shown() -> None:
    task = led()
    send_due_task_reminders(now=at("18/06/2018 05:00"))
    tell_task(
        task=task, by=member(task.lead, "head"), organisation=task.lead, status=TaskStatus.DONE, progress=None, text=""
    )
    assert Notification.objects.get().status == NotificationStatus.CANCELLED
    walk("19/06/2018", "30/06/2018")
    deliver_pending(now=at("30/06/2018 09:00"))
    assert mail.outbox == []


@pytest.mark.parametrize(
    "change",
    [
        {"status": TaskStatus.DONE},  # by the administration, past the service
        {"due_on": dt.date(2018, 7, 31)},
    ],
)
def test_a_waiting_mail_is_not_sent_when_it_is_no_longer_true(change: dict[str, Any]) -> None:
    led()
    send_due_task_reminders(now=at("16/06/2018 05:00"))
    Task.objects.update(**change)
    run = deliver_pending(now=at("16/06/2018 08:00"))
    assert (run.cancelled, run.sent, mail.outbox) == (1, 0, [])


def test_a_waiting_mail_of_a_plan_that_was_closed_is_not_sent() -> None:
    led()
    send_due_task_reminders(now=at("16/06/2018 05:00"))
    Plan.objects.update(status=PlanStatus.CLOSED)
    assert deliver_pending(now=at("16/06/2018 08:00")).cancelled == 1


def test_a_newer_reminder_replaces_one_that_still_waits() -> None:
    led()
    walk("16/06/2018", "22/06/2018", is_mail_up=False)
    rows = Notification.objects.order_by("pk").values_list("stage", "status")
    assert list(rows) == [
        ("T+1 2018-06-15", NotificationStatus.CANCELLED),
        ("T+7 2018-06-15", NotificationStatus.PENDING),
    ]


def test_a_lead_unit_without_people_is_told_to_those_who_follow_the_plan() -> None:
    task = led(lead=OrganisationFactory(short_name="Ban chỉ đạo", phone="0912 345 678"))
    officer = member(task.plan.receiver, "officer")
    walk("16/06/2018", "18/06/2018")
    alert = Notification.objects.get()
    assert (alert.kind, alert.recipient, alert.task) == (NotificationKind.NO_RECIPIENT, officer, task)
    assert alert.subject == f"Ban chỉ đạo chưa có người nhận nhắc nhiệm vụ {task.code}"
    assert "0912 345 678" in alert.body
    assert "“Nhiệm vụ quá hạn” không đến được đơn vị" in alert.body


class RefusingBackend(MemoryBackend):
    """A mail server that knows nobody."""

    def send_messages(self, messages: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"5.1.1 user unknown")})


def test_a_mail_that_fails_for_good_is_told_to_those_who_follow_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "get_connection", RefusingBackend)
    task = led()
    officer = member(task.plan.receiver, "officer")
    send_due_task_reminders(now=at("16/06/2018 08:00"))
    deliver_pending(now=at("16/06/2018 08:00"))
    told = Notification.objects.get(kind=NotificationKind.UNDELIVERED)
    assert (told.recipient, told.task) == (officer, task)
    assert "donvi@example.test" in told.body


# -- by hand


def test_by_hand_at_most_once_a_day_whoever_has_reminded() -> None:
    task = led()
    assert remind_task_now(task=task, now=at("18/06/2018 09:00")) == ""
    assert remind_task_now(task=task, now=at("18/06/2018 10:00")) == "hôm nay đã nhắc"
    send_due_task_reminders(now=at("18/06/2018 11:00"))
    assert ledger(*KINDS) == ["18/06/2018 H20180618"]
    assert remind_task_now(task=task, now=at("19/06/2018 09:00")) == ""


def test_by_hand_says_why_nobody_was_reminded() -> None:
    done = led(status=TaskStatus.DONE)
    alone = led(lead=OrganisationFactory())
    assert "đã hoàn thành" in remind_task_now(task=done, now=at("18/06/2018 09:00"))
    assert remind_task_now(task=alone, now=at("18/06/2018 09:00")) == "không có người nhận"


# -- the run


def test_the_command_tells_of_tasks_and_a_trial_writes_nothing() -> None:
    led()
    out = StringIO()
    call_command("send_due_reminders", today="2018-06-16", dry_run=True, stdout=out)
    assert "Mốc T+1, sau hạn 1 ngày: 1 nhiệm vụ" in out.getvalue()
    assert "nếu chạy thật sẽ tạo 1 thông báo" in out.getvalue()
    assert Notification.objects.count() == 0
    call_command("send_due_reminders", today="2018-06-16", stdout=out)
    assert ledger(*KINDS) != []


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_tasks(count: int, django_assert_num_queries: Any) -> None:
    plan = PlanFactory()
    reminder_plan_of(plan)
    for _ in range(count):
        led(plan=plan)
    with django_assert_num_queries(QUERIES):
        run = send_due_task_reminders(now=at("16/06/2018 08:00"))
    assert run.written == count
