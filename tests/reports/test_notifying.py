"""Messages that go with a change: to whom, in which words, and exactly when the change stands."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from reports.enums import NotificationKind, NotificationStatus
from reports.models import Notification, Submission
from reports.services.delivering import deliver_pending
from reports.services.notifying import cancel_reminders, notify
from tests.factories import (
    ExtensionFactory,
    NotificationFactory,
    OrganisationProfileFactory,
    SubmissionFactory,
    member,
)

pytestmark = pytest.mark.django_db
DUE_ON = dt.date(2018, 3, 15)


@pytest.fixture
def report() -> Submission:
    """A sent report of a school with principal and clerk; the receiver is called "Ban" in sentences."""
    submission = SubmissionFactory(submitted=True)
    member(submission.organisation, "principal")
    member(submission.organisation, "clerk")
    OrganisationProfileFactory(
        organisation=submission.period.plan.receiver, name="Ban Giáo dục Mẫu", addressed_as="Ban"
    )
    return submission


def test_everybody_who_writes_for_the_school_gets_the_message(report: Submission) -> None:
    member(report.period.plan.receiver, "officer")
    rows = notify(submission=report, kind=NotificationKind.ACCEPTED, stage="revision-1", to="school")
    assert {row.recipient for row in rows} == {seat.user for seat in report.organisation.memberships.all()}
    assert {row.status for row in rows} == {NotificationStatus.PENDING}


def test_the_receiver_can_be_told(report: Submission) -> None:
    officer, head = (member(report.period.plan.receiver, role) for role in ("officer", "head"))
    rows = notify(submission=report, kind=NotificationKind.RECEIPT, stage="revision-1", to="receiver")
    assert {row.recipient for row in rows} == {officer, head}


@pytest.mark.parametrize(
    ("kind", "context", "sentence"),
    [
        ("returned", {"reason": "Thiếu <số> trẻ & lớp", "due_on": DUE_ON}, "cần bổ sung:\n\nThiếu <số> trẻ & lớp\n\n"),
        ("returned", {"reason": "x", "due_on": DUE_ON}, "nộp lại chậm nhất ngày 15/03/2018 (hạn cuối 23:59 ngày 15/"),
        ("reopened", {"reason": "Sai mẫu số", "due_on": DUE_ON}, "được mở lại để chỉnh sửa:\n\nSai mẫu số\n\n"),
        ("extended", {"reason": "Mưa lũ", "due_on": DUE_ON}, "Ban gia hạn nộp báo cáo 3 tháng"),
        ("accepted", {}, "Ban đã duyệt báo cáo 3 tháng"),
        ("receipt", {}, "(đúng hạn)\nHạn nộp: trước ngày 10/3/2018 (hạn cuối 23:59 ngày 09/03/2018)"),
    ],
)
def test_wording(report: Submission, kind: str, context: dict[str, Any], sentence: str) -> None:
    body = notify(submission=report, kind=NotificationKind(kind), stage="s", to="school", **context)[0].body
    assert sentence in body
    assert body.startswith(f"Kính gửi: {report.organisation.name}\n\n")
    assert body.endswith("\n\nTrân trọng.\nBan Giáo dục Mẫu\n")
    assert "!" not in body


def test_the_receipt_names_its_code_and_how_late_the_report_was() -> None:
    report = SubmissionFactory(submitted=True, days_late=2)
    member(report.organisation, "principal")
    receipt = notify(submission=report, kind=NotificationKind.RECEIPT, stage="revision-1", to="school")[0]
    assert report.receipt_code in receipt.subject
    assert "Nộp lúc: 23:59, 11/03/2018 (trễ hạn 2 ngày)" in receipt.body


def test_written_twice_it_exists_once(report: Submission) -> None:
    for _ in range(2):
        notify(submission=report, kind=NotificationKind.ACCEPTED, stage="revision-1", to="school")
    assert Notification.objects.count() == 2  # principal and clerk


def test_a_change_that_is_rolled_back_leaves_no_message_and_publishes_nothing(
    report: Submission, published: list[Any], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        notify(submission=report, kind=NotificationKind.ACCEPTED, stage="revision-1", to="school")
        transaction.set_rollback(True)
    assert Notification.objects.count() == 0
    assert published == []


def test_after_the_commit_delivery_is_asked_for(
    report: Submission, published: list[Any], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        notify(submission=report, kind=NotificationKind.ACCEPTED, stage="revision-1", to="school")
        assert published == []
    assert published == [("reports.deliver_notifications", ())]


def test_when_nobody_at_the_school_would_get_it_the_receiver_is_told() -> None:
    report = SubmissionFactory(submitted=True)
    officer = member(report.period.plan.receiver, "officer")
    notify(submission=report, kind=NotificationKind.RETURNED, stage="r1", to="school", reason="x", due_on=DUE_ON)
    told = Notification.objects.get()
    assert (told.kind, told.recipient) == (NotificationKind.NO_RECIPIENT, officer)
    assert "thông báo “Yêu cầu bổ sung” về báo cáo 3 tháng" in told.body


def test_a_line_break_in_a_name_cannot_write_a_mail_header(report: Submission) -> None:
    report.organisation.short_name = "Trường\r\nBcc: moi-nguoi@example.test\r\n\r\nX"
    report.organisation.save()
    notify(submission=report, kind=NotificationKind.ACCEPTED, stage="revision-1", to="school")
    deliver_pending()
    assert len(mail.outbox) == 2
    assert [(sent.bcc, sent.subject.splitlines()) for sent in mail.outbox] == [
        ([], [sent.subject]) for sent in mail.outbox
    ]
    assert "Bcc" not in mail.outbox[0].message()


def test_an_extension_silences_the_reminders_of_the_old_date() -> None:
    report = SubmissionFactory()
    waiting = NotificationFactory(submission=report, stage="T-3 2018-03-09 r0")
    shown = NotificationFactory(
        submission=report, recipient=waiting.recipient, stage="T-7 2018-03-09 r0", status=NotificationStatus.PORTAL_ONLY
    )
    extension = ExtensionFactory(submission=report, until=DUE_ON)
    notify(
        submission=report, kind=NotificationKind.EXTENDED, stage="extension-1", to="school", due_on=DUE_ON, reason="x"
    )
    waiting.refresh_from_db()
    shown.refresh_from_db()
    assert waiting.status == NotificationStatus.CANCELLED
    assert shown.read_at is not None
    message = Notification.objects.get(kind=NotificationKind.EXTENDED)
    assert f"đến hết ngày {extension.until:%d/%m/%Y}" in message.body


def test_cancelling_touches_only_the_reminders_of_that_report(report: Submission) -> None:
    other = NotificationFactory()
    result = NotificationFactory(submission=report, kind=NotificationKind.RETURNED)
    cancel_reminders(submission=report)
    for row in (other, result):
        row.refresh_from_db()
        assert (row.status, row.read_at) == (NotificationStatus.PENDING, None)


def test_the_number_of_queries_does_not_depend_on_the_number_of_people(
    report: Submission, django_assert_num_queries: Callable[..., Any]
) -> None:
    for stage in ("first", "second"):
        with django_assert_num_queries(4):
            notify(submission=report, kind=NotificationKind.ACCEPTED, stage=stage, to="school")
        for _ in range(3):
            member(report.organisation, "clerk")


def test_what_waits_for_the_digest_asks_for_no_delivery(
    report: Submission, published: list[Any], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    member(report.period.plan.receiver, "officer")
    with django_capture_on_commit_callbacks(execute=True):
        rows = notify(submission=report, kind=NotificationKind.SUBMITTED, stage="revision-1", to="officers")
    assert [row.status for row in rows] == [NotificationStatus.FOR_DIGEST]
    assert published == []
