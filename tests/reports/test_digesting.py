"""The digest: one mail a working day from 07:30, with where things stand and what has waited for it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from reports.enums import Channel, NotificationKind, NotificationStatus
from reports.models import Notification, Submission
from reports.services import digesting
from reports.services.delivering import deliver_pending
from reports.services.digesting import send_digests
from reports.services.notifying import notify
from tests.factories import (
    CalendarDayFactory,
    ContactPreferenceFactory,
    ExtensionRequestFactory,
    NotificationFactory,
    ReportingPeriodFactory,
    ReviewAssignmentFactory,
    SchoolFactory,
    SubmissionFactory,
    UserFactory,
    member,
)
from tests.reports.clockwork import at

pytestmark = pytest.mark.django_db
WEDNESDAY = at("06/06/2018 07:30")
S = NotificationStatus
QUERIES = 22


@pytest.fixture
def waiting() -> Submission:
    """A report of period 2 that waits for review; the last day is 09/06/2018."""
    return SubmissionFactory(period=ReportingPeriodFactory(position=2), submitted=True, days_late=-4)


@pytest.fixture
def officer(waiting: Submission) -> Any:
    return member(waiting.period.plan.receiver, "officer", full_name="Nguyễn Thị Chuyên Viên")


def digests() -> list[Notification]:
    return list(Notification.objects.filter(kind="digest", status=S.PENDING).order_by("created_at", "pk"))


def tell(report: Submission, kind: NotificationKind = NotificationKind.SUBMITTED) -> Notification:
    return notify(submission=report, kind=kind, stage="revision-1", to="officers").get()


def test_it_says_where_things_stand(waiting: Submission, officer: Any) -> None:
    period = waiting.period
    late = SubmissionFactory(period=ReportingPeriodFactory(plan=period.plan, position=1), draft=True)
    member(late.organisation, "principal")
    ExtensionRequestFactory(submission=SubmissionFactory(period=period, draft=True))
    member(waiting.organisation, "principal")
    assert send_digests(now=WEDNESDAY) == 1
    (digest,) = digests()
    assert (digest.recipient, digest.submission, digest.period) == (officer, None, None)
    assert digest.subject == "Bản tin ngày 06/06/2018: 1 báo cáo chờ duyệt, 1 báo cáo quá hạn"
    assert digest.body == (
        "Kính gửi: Nguyễn Thị Chuyên Viên\n\n"
        f"{period.plan.title} ({period.plan.short_citation})\n"
        "- Chờ duyệt: 1 (mới nộp: 1)\n"
        "- Quá hạn: 1\n"
        "- Đề nghị gia hạn chờ trả lời: 1\n\n"
        "Mở Cổng: http://localhost:8000/\n\n"
        "Trân trọng.\nCổng theo dõi kế hoạch giáo dục\n"
    )


def test_it_tells_what_is_mine_apart(waiting: Submission, officer: Any) -> None:
    primary = SchoolFactory(levels="TH").organisation
    SubmissionFactory(period=waiting.period, organisation=primary, submitted=True)
    ReviewAssignmentFactory(receiver=waiting.period.plan.receiver, level="TH")
    waiting.organisation.school.levels = "MN"
    waiting.organisation.school.save()
    send_digests(now=WEDNESDAY)
    bodies = {row.recipient: row.body for row in digests()}
    assert "- Chờ duyệt: 2, phần phụ trách: 1" in bodies[officer]
    assert sorted(body.count("phần phụ trách: 2") for body in bodies.values()) == [0, 1]


def test_organisations_no_mail_reaches_are_counted_before_the_deadline(waiting: Submission, officer: Any) -> None:
    member(waiting.organisation, "principal", email="")
    send_digests(now=WEDNESDAY)
    assert "- Đơn vị chưa có địa chỉ nhận thư trước hạn 09/06/2018: 1\n" in digests()[0].body


def test_what_waited_for_it_is_told_once_and_marked(waiting: Submission, officer: Any) -> None:
    told = tell(waiting)
    assert told.status == S.FOR_DIGEST
    send_digests(now=WEDNESDAY + dt.timedelta(days=7000))  # the message is written at the real present
    told.refresh_from_db()
    assert (told.status, told.address) == (S.IN_DIGEST, officer.email)
    assert f"Thông báo mới:\n- {told.subject}\n" in digests()[0].body


def test_mails_that_could_not_be_sent_are_counted(waiting: Submission, officer: Any) -> None:
    NotificationFactory(
        submission=waiting,
        recipient=officer,
        kind=NotificationKind.UNDELIVERED,
        stage="n1",
        status=S.FOR_DIGEST,
        created_at=WEDNESDAY,
    )
    send_digests(now=WEDNESDAY)
    assert "Thư không gửi được: 1\n" in digests()[0].body


def test_once_a_day_and_again_the_next(waiting: Submission, officer: Any) -> None:
    for moment in ("06/06/2018 07:30", "06/06/2018 07:40", "06/06/2018 15:00", "07/06/2018 07:30"):
        send_digests(now=at(moment))
    assert [row.stage for row in digests()] == ["2018-06-06", "2018-06-07"]
    assert "mới nộp" not in digests()[1].body, "what was new yesterday is not new today"


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        ("06/06/2018 07:29", 0),
        ("06/06/2018 07:30", 1),
        ("06/06/2018 20:59", 1),
        ("06/06/2018 21:00", 0),
        ("09/06/2018 08:00", 0),  # Saturday
        ("10/06/2018 08:00", 0),  # Sunday
        ("30/04/2018 08:00", 0),  # public holiday
    ],
)
@pytest.mark.usefixtures("officer")
def test_only_on_working_days_from_half_past_seven(moment: str, count: int) -> None:
    assert send_digests(now=at(moment)) == count


@pytest.mark.usefixtures("officer")
def test_the_office_decides_which_days_are_working_days() -> None:
    CalendarDayFactory(day=dt.date(2018, 6, 6), is_off=True)
    CalendarDayFactory(day=dt.date(2018, 6, 9), is_off=False)
    assert [send_digests(now=at(f"{day:02}/06/2018 08:00")) for day in (6, 9)] == [0, 1]


@pytest.mark.usefixtures("officer")
def test_an_outage_of_three_days_is_caught_up_with_one() -> None:
    send_digests(now=at("04/06/2018 07:30"))
    send_digests(now=at("08/06/2018 13:00"))
    send_digests(now=at("08/06/2018 13:10"))
    assert [row.stage for row in digests()] == ["2018-06-04", "2018-06-08"]


def test_with_nothing_to_say_no_mail_is_written_and_the_first_event_waits_for_the_morning() -> None:
    idle = ReportingPeriodFactory(position=2)
    officer = member(idle.plan.receiver, "officer")
    assert send_digests(now=WEDNESDAY) == 0
    SubmissionFactory(period=idle, submitted=True)
    assert send_digests(now=at("06/06/2018 10:00")) == 0
    assert deliver_pending(now=at("06/06/2018 10:00")).sent == 0
    assert send_digests(now=at("07/06/2018 07:30")) == 1
    assert [row.recipient for row in digests()] == [officer]


def test_who_does_not_want_it_gets_none_and_a_school_that_does_gets_what_waited(
    waiting: Submission, officer: Any
) -> None:
    ContactPreferenceFactory(user=officer, wants_digest=False)
    on_portal = member(waiting.period.plan.receiver, "head")
    ContactPreferenceFactory(user=on_portal, channel=Channel.PORTAL, wants_digest=True)
    principal = member(waiting.organisation, "principal")
    row = {"submission": waiting, "kind": NotificationKind.RECEIPT, "status": S.FOR_DIGEST, "created_at": WEDNESDAY}
    NotificationFactory(recipient=principal, subject="Biên nhận", stage="revision-1", **row)
    stuck = NotificationFactory(recipient=on_portal, stage="revision-2", **row)
    send_digests(now=WEDNESDAY)
    assert [row.recipient for row in digests()] == [principal]
    assert "Thông báo mới:\n- Biên nhận\n" in digests()[0].body
    assert "Chờ duyệt" not in digests()[0].body, "a school is not told what the office has to do"
    stuck.refresh_from_db()
    assert stuck.status == S.PORTAL_ONLY


def test_what_other_offices_receive_is_not_told(waiting: Submission) -> None:
    other = member(SubmissionFactory(submitted=True).period.plan.receiver, "officer")
    send_digests(now=WEDNESDAY)
    assert [waiting.period.plan.title in row.body for row in digests() if row.recipient == other] == [True]
    assert digests()[0].body.count("- Chờ duyệt: 1") == 1


def test_long_news_end_with_how_many_more(waiting: Submission, officer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digesting, "MOST_SUBJECTS", 2)
    for number in range(5):
        NotificationFactory(
            submission=waiting,
            recipient=officer,
            kind=NotificationKind.SUBMITTED,
            stage=f"revision-{number}",
            status=S.FOR_DIGEST,
            created_at=WEDNESDAY,
        )
    send_digests(now=WEDNESDAY)
    assert "và 3 thông báo khác trên Cổng." in digests()[0].body


def test_it_is_mailed_like_any_other_message(waiting: Submission, officer: Any) -> None:
    send_digests(now=WEDNESDAY)
    assert deliver_pending(now=WEDNESDAY).sent == 1
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [([officer.email], digests_sent()[0])]


def digests_sent() -> list[str]:
    return list(Notification.objects.filter(kind="digest", status=S.SENT).values_list("subject", flat=True))


def test_queries_do_not_grow_with_the_reports(
    waiting: Submission, officer: Any, django_assert_num_queries: Callable[..., Any]
) -> None:
    for day, reports in ((6, 0), (7, 2)):
        for _ in range(reports):
            SubmissionFactory(period=waiting.period, submitted=True)
            SubmissionFactory(period=waiting.period, draft=True)
        with django_assert_num_queries(QUERIES):
            send_digests(now=at(f"{day:02}/06/2018 08:00"))


def test_a_person_without_any_office_is_left_alone(waiting: Submission) -> None:
    UserFactory()
    member(waiting.organisation, "principal")
    assert send_digests(now=WEDNESDAY) == 0
    assert Notification.objects.count() == 0
