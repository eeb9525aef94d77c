"""The outbox: every mail goes out once, whatever fails in between."""

import datetime as dt
import smtplib
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend as MemoryBackend

from reports.enums import NotificationKind, NotificationStatus
from reports.models import Notification
from reports.services import delivering
from reports.services.delivering import CLAIM, DeliveryRun, deliver_pending
from tests.factories import ContactPreferenceFactory, NotificationFactory, SubmissionFactory, UserFactory, member

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2018, 6, 6, 5, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


class ScriptedBackend(MemoryBackend):
    """A mail server that does what the test says at the next mails, then behaves."""

    on_open: Exception | None = None
    on_send: list[Exception | Callable[[], object]] = []

    def open(self) -> bool:
        if ScriptedBackend.on_open:
            raise ScriptedBackend.on_open
        return True

    def send_messages(self, messages: list[mail.EmailMessage]) -> int:
        if ScriptedBackend.on_send:
            step = ScriptedBackend.on_send.pop(0)
            if isinstance(step, Exception):
                raise step
            step()
        return super().send_messages(messages)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> type[ScriptedBackend]:
    """The scripted server in the place of the configured one. Django would import the class a second time by name."""
    monkeypatch.setattr(delivering, "get_connection", ScriptedBackend)
    ScriptedBackend.on_open, ScriptedBackend.on_send = None, []
    return ScriptedBackend


def waiting(**fields: object) -> Notification:
    return NotificationFactory(kind=NotificationKind.RETURNED, stage="revision-1", created_at=NOON - MINUTE, **fields)


def status(notification: Notification) -> str:
    notification.refresh_from_db()
    return notification.status


def test_a_mail_is_sent_marked_and_not_sent_again() -> None:
    notification = waiting(subject="Yêu cầu bổ sung", body="Kính gửi đơn vị.\n")
    assert deliver_pending(now=NOON) == DeliveryRun(sent=1)
    assert deliver_pending(now=NOON) == DeliveryRun()
    [sent] = mail.outbox
    assert (sent.subject, sent.body, sent.to) == (
        "Yêu cầu bổ sung",
        "Kính gửi đơn vị.\n",
        [notification.recipient.email],
    )
    assert status(notification) == NotificationStatus.SENT
    assert (notification.sent_at, notification.attempts, notification.claimed_until) == (NOON, 1, None)


@pytest.mark.parametrize("state", ["sent", "failed", "cancelled", "portal_only"])
def test_what_does_not_wait_is_not_sent(state: str) -> None:
    waiting(status=state, sent_at=NOON if state == "sent" else None)
    assert deliver_pending(now=NOON) == DeliveryRun()
    assert mail.outbox == []


def test_a_mail_waits_for_its_time() -> None:
    waiting(not_before=NOON + MINUTE)
    assert deliver_pending(now=NOON).sent == 0
    assert deliver_pending(now=NOON + MINUTE).sent == 1


def test_two_workers_send_one_mail(server: type[ScriptedBackend]) -> None:
    waiting()
    other_worker: list[DeliveryRun] = []
    server.on_send = [lambda: other_worker.append(deliver_pending(now=NOON))]
    assert deliver_pending(now=NOON).sent == 1
    assert other_worker == [DeliveryRun()]
    assert len(mail.outbox) == 1


def test_a_worker_that_read_the_list_before_the_other_sent_finds_nothing_to_claim(
    server: type[ScriptedBackend],
) -> None:
    first, second = waiting(), waiting()
    server.on_send = [lambda: deliver_pending(now=NOON)]  # while the first is in the air, another worker takes the rest
    assert deliver_pending(now=NOON).sent == 1
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted([first.recipient.email, second.recipient.email])


def test_a_killed_worker_leaves_a_claim_that_expires(server: type[ScriptedBackend]) -> None:
    notification = waiting()

    def killed() -> None:
        raise KeyboardInterrupt

    server.on_send = [killed]
    with pytest.raises(KeyboardInterrupt):
        deliver_pending(now=NOON)
    assert deliver_pending(now=NOON + CLAIM) == DeliveryRun()
    assert deliver_pending(now=NOON + CLAIM + MINUTE) == DeliveryRun(sent=1)
    assert status(notification) == NotificationStatus.SENT


def test_every_attempt_carries_the_same_message_id(server: type[ScriptedBackend]) -> None:
    notification = waiting()
    for _ in range(2):
        deliver_pending(now=NOON)
        Notification.objects.update(status=NotificationStatus.PENDING, sent_at=None)  # as if killed before marking
    first, second = (str(sent.message()["Message-ID"]) for sent in mail.outbox)
    assert first == second == f"<notification-{notification.pk}.{int(notification.created_at.timestamp())}@localhost>"


def test_failures_are_tried_again_after_5_minutes_30_minutes_and_2_hours(server: type[ScriptedBackend]) -> None:
    notification = waiting()
    server.on_send = [smtplib.SMTPServerDisconnected("mất kết nối")] * 4
    moment = NOON
    for minutes in (5, 30, 120):
        assert deliver_pending(now=moment) == DeliveryRun(retried=1)
        assert deliver_pending(now=moment + (minutes - 1) * MINUTE) == DeliveryRun()
        moment += minutes * MINUTE
    assert deliver_pending(now=moment) == DeliveryRun(failed=1)
    assert status(notification) == NotificationStatus.FAILED
    assert (notification.attempts, notification.error) == (4, "SMTPServerDisconnected: mất kết nối")


def test_a_failed_reminder_is_tried_again_within_the_allowed_hours(server: type[ScriptedBackend]) -> None:
    report = SubmissionFactory()
    reminder = NotificationFactory(submission=report, stage="T-1 2018-03-09 r0")
    server.on_send = [smtplib.SMTPServerDisconnected("mất kết nối")]
    deliver_pending(now=dt.datetime(2018, 3, 8, 13, 58, tzinfo=dt.UTC))  # 20:58 here
    reminder.refresh_from_db()
    assert reminder.not_before == dt.datetime(2018, 3, 9, 0, 0, tzinfo=dt.UTC)


def test_an_address_refused_for_good_is_not_tried_again(server: type[ScriptedBackend]) -> None:
    gone, full = waiting(), waiting()
    server.on_send = [
        smtplib.SMTPRecipientsRefused({gone.recipient.email: (550, b"no such user")}),
        smtplib.SMTPRecipientsRefused({full.recipient.email: (452, b"mailbox full")}),
    ]
    assert deliver_pending(now=NOON) == DeliveryRun(failed=1, retried=1)
    assert (status(gone), status(full)) == (NotificationStatus.FAILED, NotificationStatus.PENDING)


def test_one_broken_mail_does_not_hold_up_the_others() -> None:
    broken, fine = waiting(), waiting()
    broken.recipient.email = "a@example.test\nBcc: b@example.test"
    broken.recipient.save()
    assert deliver_pending(now=NOON) == DeliveryRun(sent=1, failed=1)
    assert [sent.to for sent in mail.outbox] == [[fine.recipient.email]]
    assert status(broken) == NotificationStatus.FAILED


def test_an_unreachable_mail_server_costs_no_attempt(server: type[ScriptedBackend]) -> None:
    notification = waiting()
    server.on_open = ConnectionRefusedError("111")
    assert deliver_pending(now=NOON) == DeliveryRun()
    assert status(notification) == NotificationStatus.PENDING
    assert (notification.attempts, notification.error) == (0, "ConnectionRefusedError: 111")
    server.on_open = None
    assert deliver_pending(now=NOON) == DeliveryRun(sent=1)
    assert status(notification) == NotificationStatus.SENT
    assert notification.error == ""


@pytest.mark.parametrize(
    ("report", "stage", "sent"),
    [
        ({}, "T-1 2018-03-09 r0", 1),
        ({"draft": True}, "T-1 2018-03-09 r0", 1),
        ({"submitted": True}, "T-1 2018-03-09 r0", 0),
        ({"accepted": True}, "T-1 2018-03-09 r0", 0),
        ({"returned": True}, "T-1 2018-03-14 r1", 1),
        ({"returned": True}, "T-1 2018-03-09 r0", 0),
    ],
)
def test_reminders_are_checked_once_more_before_they_leave(report: dict[str, bool], stage: str, sent: int) -> None:
    reminder = NotificationFactory(submission=SubmissionFactory(**report), stage=stage)
    assert deliver_pending(now=NOON) == DeliveryRun(sent=sent, cancelled=1 - sent)
    assert status(reminder) == (NotificationStatus.SENT if sent else NotificationStatus.CANCELLED)


def test_other_messages_are_sent_whatever_became_of_the_report() -> None:
    waiting(submission=SubmissionFactory(accepted=True))
    assert deliver_pending(now=NOON).sent == 1


def test_who_lost_the_account_gets_no_mail() -> None:
    notification = waiting()
    notification.recipient.is_active = False
    notification.recipient.save()
    assert deliver_pending(now=NOON) == DeliveryRun(cancelled=1)
    assert mail.outbox == []


def test_batches_share_a_connection_and_the_oldest_leave_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delivering, "BATCH", 2)
    connections: list[MemoryBackend] = []

    def connect() -> MemoryBackend:
        connections.append(MemoryBackend())
        return connections[-1]

    monkeypatch.setattr(delivering, "get_connection", connect)
    report = SubmissionFactory()
    rows = [waiting(submission=report) for _ in range(5)]
    for age, row in enumerate(rows):
        Notification.objects.filter(pk=row.pk).update(created_at=NOON - age * MINUTE)
    assert deliver_pending(now=NOON, limit=3).sent == 3
    assert [sent.to[0] for sent in mail.outbox] == [row.recipient.email for row in reversed(rows)][:3]
    assert len(connections) == 2


# -- the address, and telling the office --------------------------------------------------------------------------
def test_the_address_is_kept_as_it_was_when_the_mail_left() -> None:
    notification = waiting()
    address = notification.recipient.email
    deliver_pending(now=NOON)
    notification.recipient.email = "moi@example.test"
    notification.recipient.save()
    notification.refresh_from_db()
    assert notification.address == address


def refused(server: type[ScriptedBackend], notification: Notification) -> None:
    """Let the server refuse the address for good."""
    server.on_send = [smtplib.SMTPRecipientsRefused({notification.recipient.email: (550, b"no such user")})]
    assert deliver_pending(now=NOON).failed == 1


def test_after_the_final_failure_the_office_is_told_once(server: type[ScriptedBackend]) -> None:
    notification = waiting(subject="Yêu cầu bổ sung báo cáo")
    office = notification.submission.period.plan.receiver
    officer, no_digest = (member(office, "officer") for _ in range(2))
    ContactPreferenceFactory(user=no_digest, wants_digest=False)
    member(SubmissionFactory().period.plan.receiver, "officer")
    refused(server, notification)
    alerts = Notification.objects.filter(kind=NotificationKind.UNDELIVERED).order_by("pk")
    assert [(row.recipient, row.status, row.submission) for row in alerts] == [
        (officer, NotificationStatus.FOR_DIGEST, notification.submission),
        (no_digest, NotificationStatus.PORTAL_ONLY, notification.submission),
    ]
    text = f"Thư “Yêu cầu bổ sung báo cáo” gửi {notification.recipient.full_name} ({notification.recipient.email}) khô"
    assert text in alerts[0].body
    assert "550" in alerts[0].body
    assert alerts[0].link_path == "/reminders/?status=failed"

    Notification.objects.filter(pk=notification.pk).update(status=NotificationStatus.PENDING)  # sent again by hand
    refused(server, notification)
    assert alerts.count() == 2


def test_while_a_mail_is_still_tried_nobody_is_alarmed(server: type[ScriptedBackend]) -> None:
    member(waiting().submission.period.plan.receiver, "officer")
    server.on_send = [smtplib.SMTPServerDisconnected("mất kết nối")]
    assert deliver_pending(now=NOON).retried == 1
    assert Notification.objects.filter(kind=NotificationKind.UNDELIVERED).count() == 0


def test_a_list_that_could_not_be_sent_is_told_of_by_its_period(server: type[ScriptedBackend]) -> None:
    report = SubmissionFactory()
    officer = member(report.period.plan.receiver, "officer")
    notification = waiting(
        submission=None, period=report.period, recipient=officer, subject="3 đơn vị quá hạn", link_path="/x/"
    )
    refused(server, notification)
    alert = Notification.objects.get(kind=NotificationKind.UNDELIVERED)
    assert (alert.submission, alert.period, alert.recipient) == (None, report.period, officer)
    assert "Thư “3 đơn vị quá hạn”" in alert.body


@pytest.mark.parametrize("kind", [NotificationKind.UNDELIVERED, NotificationKind.DIGEST])
def test_mail_about_mail_tells_nobody_about_itself(server: type[ScriptedBackend], kind: str) -> None:
    report = SubmissionFactory()
    officer = member(report.period.plan.receiver, "officer")
    refused(server, NotificationFactory(submission=report, recipient=officer, kind=kind, stage="x", created_at=NOON))
    assert Notification.objects.count() == 1


def test_a_message_without_a_report_is_sent_like_any_other() -> None:
    person = UserFactory()
    NotificationFactory(submission=None, recipient=person, kind=NotificationKind.DIGEST, stage="2018-06-06")
    assert deliver_pending(now=NOON) == DeliveryRun(sent=1)
    assert [sent.to for sent in mail.outbox] == [[person.email]]


def test_reminders_whose_turn_comes_at_night_wait_for_the_morning_and_answers_leave() -> None:
    """The mail server was down in the evening and comes back at 22:00."""
    night = dt.datetime(2018, 3, 8, 15, 0, tzinfo=dt.UTC)
    reminder = NotificationFactory(stage="T-1 2018-03-09 r0")
    answer = waiting()
    assert deliver_pending(now=night) == DeliveryRun(sent=1, postponed=1)
    assert (status(reminder), status(answer)) == (NotificationStatus.PENDING, NotificationStatus.SENT)
    assert deliver_pending(now=night + 9 * 60 * MINUTE) == DeliveryRun(sent=1)
