"""A person's messages, and the mails an embedded portal writes to files."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.urls import reverse

from reports.enums import NotificationKind, NotificationStatus
from reports.models import Notification
from reports.services.delivering import deliver_pending
from tests.factories import (
    NotificationFactory,
    OfficeFactory,
    ReportingPeriodFactory,
    SubmissionFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2018, 6, 6, 3, 0, tzinfo=dt.UTC)
QUERIES = 6  # session, user, seats, unread messages, count and rows of the page
Login = Callable[[Any], Client]


def subjects(response: Any) -> list[str]:
    return [row.subject for row in response.context["page"]]


@pytest.fixture
def person() -> Any:
    return UserFactory()


def test_unread_messages_come_first_then_the_newest(login_as: Login, person: Any) -> None:
    rows = [("cũ, chưa đọc", 5, None), ("mới, đã đọc", 1, NOW), ("mới, chưa đọc", 2, None), ("cũ, đã đọc", 9, NOW)]
    for subject, age, read_at in rows:
        NotificationFactory(
            recipient=person, subject=subject, read_at=read_at, created_at=NOW - dt.timedelta(hours=age)
        )
    NotificationFactory(recipient=person, subject="đã hủy", status=NotificationStatus.CANCELLED)
    NotificationFactory(subject="của người khác")
    response = login_as(person).get(reverse("notification_list"))
    assert subjects(response) == ["mới, chưa đọc", "cũ, chưa đọc", "mới, đã đọc", "cũ, đã đọc"]


def test_without_messages_the_page_says_what_will_come(login_as: Login, person: Any) -> None:
    assert "Chưa có thông báo nào." in login_as(person).get(reverse("notification_list")).content.decode()


def test_pages_hold_twenty_and_a_wrong_number_shows_the_last(login_as: Login, person: Any) -> None:
    report = SubmissionFactory()
    for number in range(21):
        NotificationFactory(
            submission=report, recipient=person, stage=str(number), created_at=NOW + dt.timedelta(hours=number)
        )
    client = login_as(person)
    assert len(subjects(client.get(reverse("notification_list")))) == 20
    last = client.get(reverse("notification_list"), {"page": "99"})
    assert [row.stage for row in last.context["page"]] == ["0"]
    assert "Trang 2/2" in last.content.decode()


def test_what_a_message_says_is_shown_as_text(login_as: Login, person: Any) -> None:
    NotificationFactory(recipient=person, body="Lý do: <script>alert(1)</script>")
    content = login_as(person).get(reverse("notification_list")).content.decode()
    assert "Lý do: &lt;script&gt;alert(1)&lt;/script&gt;" in content


def test_reading_one_marks_it_and_opens_the_report_when_asked(login_as: Login, person: Any) -> None:
    first, second = (NotificationFactory(recipient=person) for _ in range(2))
    client = login_as(person)
    response = client.post(reverse("notification_read", args=[first.pk]))
    assert response.url == reverse("notification_list")
    response = client.post(reverse("notification_read", args=[second.pk]), {"open": "1"})
    assert response.url == reverse("submission_detail", args=[second.submission_id])
    assert Notification.objects.unread_by(person.pk).count() == 0


@pytest.mark.parametrize(
    ("link_path", "opened"),
    [
        ("/periods/7/board/?status=overdue", "/periods/7/board/?status=overdue"),
        ("https://example.test/", "/"),
        ("//example.test/", "/"),
        ("", "/"),
    ],
)
def test_a_message_without_a_report_opens_its_page_and_never_another_site(
    login_as: Login, person: Any, link_path: str, opened: str
) -> None:
    row = NotificationFactory(
        recipient=person, submission=None, kind=NotificationKind.ESCALATION, stage="x", link_path=link_path
    )
    response = login_as(person).post(reverse("notification_read", args=[row.pk]), {"open": "1"})
    assert response.url == opened


def test_messages_about_a_period_and_about_the_day_are_listed(login_as: Login, person: Any) -> None:
    period = ReportingPeriodFactory(label="6 tháng")
    NotificationFactory(
        recipient=person, submission=None, period=period, kind=NotificationKind.ESCALATION, stage="x", link_path="/x/"
    )
    NotificationFactory(recipient=person, submission=None, kind=NotificationKind.DIGEST, stage="2018-06-06")
    content = login_as(person).get(reverse("notification_list")).content.decode()
    assert "· Báo cáo 6 tháng</div>" in content
    assert "Mở trang liên quan" in content
    assert "Bản tin ngày · " in content


def test_messages_of_others_are_not_there_and_reading_needs_a_post(login_as: Login, person: Any) -> None:
    others = NotificationFactory()
    own = NotificationFactory(recipient=person)
    client = login_as(person)
    assert client.post(reverse("notification_read", args=[others.pk])).status_code == 404
    assert client.get(reverse("notification_read", args=[own.pk])).status_code == 405
    assert Notification.objects.filter(read_at=None).count() == 2


def test_all_can_be_marked_read_at_once(login_as: Login, person: Any) -> None:
    others = NotificationFactory()
    for _ in range(3):
        NotificationFactory(recipient=person)
    response = login_as(person).post(reverse("notification_read_all"), follow=True)
    assert "Đã đánh dấu 3 thông báo là đã đọc." in response.content.decode()
    assert list(Notification.objects.filter(read_at=None)) == [others]


def test_queries_do_not_grow_with_the_messages(
    login_as: Login, person: Any, django_assert_num_queries: Callable[..., Any]
) -> None:
    client = login_as(person)
    client.get(reverse("notification_list"))  # the session is touched once
    for number in (1, 2):
        for _ in range(number):
            NotificationFactory(recipient=person)
        with django_assert_num_queries(QUERIES):
            client.get(reverse("notification_list"))


# -- the mails written to files -----------------------------------------------------------------------------------


@pytest.fixture
def mail_files(settings: LazySettings) -> Path:
    """The embedded default: mails are written into a folder."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(settings.MAIL_DIR)
    settings.MAIL_DIR.mkdir(parents=True)
    return settings.MAIL_DIR


@pytest.fixture
def administrator() -> Any:
    return member(OfficeFactory(), "administrator")


def test_administrators_read_every_mail_newest_first(mail_files: Path, login_as: Login, administrator: Any) -> None:
    NotificationFactory(kind=NotificationKind.RETURNED, subject="Đề nghị bổ sung", body="Kính gửi đơn vị.\nDòng hai.")
    mail.send_mail("Mật khẩu mới", "Mở liên kết này.", None, ["ai-do@example.test"])
    deliver_pending()
    newest = mail_files / "99991231-235959-1.log"
    newest.write_bytes(b"Subject: sau cung\nDate: Wed, 06 Jun 2018 03:00:00 -0000\n\nNoi dung\n")
    response = login_as(administrator).get(reverse("mail_list"))
    assert subjects(response)[0] == "sau cung"
    assert "10:00, 06/06/2018" in response.content.decode()
    assert sorted(subjects(response)[1:]) == ["Mật khẩu mới", "Đề nghị bổ sung"]
    assert "Kính gửi đơn vị.\nDòng hai." in response.content.decode()


def test_a_batch_of_mails_in_one_file_is_taken_apart(mail_files: Path, login_as: Login, administrator: Any) -> None:
    for number in (1, 2):
        NotificationFactory(
            kind=NotificationKind.RETURNED, subject=f"Thư {number}", created_at=NOW + dt.timedelta(hours=number)
        )
    deliver_pending()
    assert len(list(mail_files.glob("*.log"))) == 1
    assert subjects(login_as(administrator).get(reverse("mail_list"))) == ["Thư 2", "Thư 1"]


@pytest.mark.parametrize("role", ["officer", "head"])
def test_the_office_reads_only_notifications_about_its_reports(mail_files: Path, login_as: Login, role: str) -> None:
    own = NotificationFactory(kind=NotificationKind.RETURNED, subject="Của mình")
    NotificationFactory(kind=NotificationKind.RETURNED, subject="Của cơ quan khác")
    deliver_pending()
    mail.send_mail("Mật khẩu mới", "Mở liên kết này.", None, ["ai-do@example.test"])
    forged = mail.EmailMessage(
        "Giả", "x", to=["y@example.test"], headers={"Message-ID": f"<notification-{own.pk}.1@x>"}
    )
    forged.send()
    office = member(own.submission.period.plan.receiver, role)
    assert subjects(login_as(office).get(reverse("mail_list"))) == ["Của mình"]


def test_the_office_reads_lists_about_its_periods_and_its_own_digest(mail_files: Path, login_as: Login) -> None:
    period, other = ReportingPeriodFactory(), ReportingPeriodFactory()
    office = member(period.plan.receiver, "officer")
    row = {"submission": None, "kind": NotificationKind.UNDELIVERED}
    NotificationFactory(recipient=UserFactory(), period=period, subject="Danh sách của mình", stage="a", **row)
    NotificationFactory(recipient=UserFactory(), period=other, subject="Danh sách nơi khác", stage="b", **row)
    NotificationFactory(recipient=office, subject="Bản tin của tôi", stage="c", **row)
    NotificationFactory(recipient=UserFactory(), subject="Bản tin của người khác", stage="d", **row)
    assert deliver_pending().sent == 4
    assert set(subjects(login_as(office).get(reverse("mail_list")))) == {"Danh sách của mình", "Bản tin của tôi"}


@pytest.mark.parametrize("role", ["principal", "clerk", "leader", "observer"])
def test_nobody_else_reads_mails(mail_files: Path, login_as: Login, role: str) -> None:
    assert login_as(member(OfficeFactory(), role)).get(reverse("mail_list")).status_code == 403


def test_with_a_mail_server_there_is_no_such_page(login_as: Login, administrator: Any) -> None:
    assert login_as(administrator).get(reverse("mail_list")).status_code == 404
    assert reverse("mail_list") not in login_as(administrator).get(reverse("notification_list")).content.decode()


def test_damaged_files_are_shown_and_never_raise(mail_files: Path, login_as: Login, administrator: Any) -> None:
    (mail_files / "1.log").write_bytes(b"\xff\xfe\x00")
    (mail_files / "2.log").write_bytes(
        b"Subject: =?utf-8?q?=ff?=\nTo: <<>>,;\nDate: hom qua\n"
        b"Content-Type: text/plain; charset=khong-co\nContent-Transfer-Encoding: base64\n\n****\n"
    )
    (mail_files / "3.log").write_bytes(b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\n--x--\n")
    (mail_files / "4.log").write_bytes(b"")
    (mail_files / "5.log").symlink_to("/etc/hostname")
    response = login_as(administrator).get(reverse("mail_list"))
    assert response.context["page"].paginator.count == 3
    assert "(Không đọc được nội dung thư.)" in response.content.decode()


def test_without_mails_the_page_says_what_will_come(
    settings: LazySettings, mail_files: Path, login_as: Login, administrator: Any
) -> None:
    settings.MAIL_DIR = mail_files / "not-there-yet"
    assert "Chưa có thư nào." in login_as(administrator).get(reverse("mail_list")).content.decode()
