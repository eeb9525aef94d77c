"""The ledger: what was sent about the plans an organisation receives, found, counted, exported, sent again."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.enums import Capability, NotificationKind, NotificationStatus
from reports.models import Notification, Submission
from reports.permissions import can
from reports.sending import OUTCOME_OF, error_in_words
from schools.enums import Role
from tests.factories import NotificationFactory, PlanFactory, SchoolFactory, SubmissionFactory, UserFactory, member

pytestmark = pytest.mark.django_db
Login = Callable[[Any], Client]
N, K = NotificationStatus, NotificationKind
PAGE, EXPORT = "reminder_ledger", "reminder_ledger_export"
NOON = dt.datetime(2018, 3, 5, 5, 0, tzinfo=dt.UTC)  # 12:00 in the portal
QUERIES = 10  # session, user, seats, rows counted and read, outcomes, plans and periods to choose, links, unread


@pytest.fixture
def report() -> Submission:
    school = SchoolFactory(name="MN Cẩm Vũ")
    return SubmissionFactory(organisation=school.organisation)


@pytest.fixture
def officer(report: Submission) -> Any:
    return member(report.period.plan.receiver, Role.OFFICER)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def stages(response: Any) -> list[str]:
    return [row[0].stage for row in response.context["rows"]]


def write(report: Submission, stage: str, **fields: Any) -> Notification:
    return NotificationFactory(submission=report, stage=stage, **{"created_at": NOON, **fields})


def test_every_state_belongs_to_one_outcome() -> None:
    assert set(OUTCOME_OF) == set(N.values)


def test_a_line_says_what_went_to_whom_when_with_what_result(login_as: Login, report: Submission, officer: Any) -> None:
    write(
        report,
        "T-7 2018-03-09 r0",
        recipient=UserFactory(full_name="Trần Thị Hoa"),
        subject="Nhắc nộp báo cáo 3 tháng",
        body="Kính gửi <b>nhà trường</b>",
        status=N.SENT,
        sent_at=NOON,
        address="hoa@truong.test",
    )

    content = text(login_as(officer).get(reverse(PAGE)))

    for words in (
        "MN Cẩm Vũ", "Nhắc hạn nộp · Báo cáo 3 tháng", "Nhắc nộp báo cáo 3 tháng", "Trần Thị Hoa", "hoa@truong.test",
        "Đã gửi", "12:00, 05/03/2018", "Kính gửi &lt;b&gt;nhà trường&lt;/b&gt;",
    ):  # fmt: skip
        assert words in content


def test_only_plans_the_organisation_receives_are_there(login_as: Login, report: Submission, officer: Any) -> None:
    own = write(report, "own")
    about_period = write(None, "period", period=report.period, recipient=officer, kind=K.ESCALATION)
    digest = write(None, "digest", recipient=officer, kind=K.DIGEST)
    draft = write(SubmissionFactory(period__plan__receiver=report.period.plan.receiver), "draft")
    type(draft.submission.period.plan).objects.filter(pk=draft.submission.period.plan_id).update(status="draft")
    strange = NotificationFactory(stage="strange")
    rows = [own, about_period, digest, Notification.objects.get(pk=draft.pk), strange]

    response = login_as(officer).get(reverse(PAGE))

    assert set(stages(response)) == {"own", "period"}
    for person in (
        officer,
        member(report.organisation, Role.PRINCIPAL),
        member(strange.submission.period.plan.receiver, Role.HEAD),
    ):
        twin = {row for row in rows if can(person, Capability.PLAN_REMINDERS, row)}
        assert twin == set(Notification.objects.visible_to(person)), person
    assert set(Notification.objects.visible_to(officer)) == {own, about_period}


def test_a_list_about_a_period_leads_to_its_page(login_as: Login, report: Submission, officer: Any) -> None:
    write(None, "period", period=report.period, recipient=officer, kind=K.ESCALATION, link_path="/periods/1/board/")

    assert '<a href="/periods/1/board/">Cả kỳ</a>' in text(login_as(officer).get(reverse(PAGE)))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "cam vu"}, {"a", "b", "late"}),
        ({"q": "hoa"}, {"b", "other"}),
        ({"q": "hoa vu"}, {"b"}),
        ({"kind": "overdue"}, {"late"}),
        ({"status": "failed"}, {"b"}),
        ({"status": "sent"}, {"a"}),
        ({"first": "6/3/2018"}, {"late"}),
        ({"last": "05/03/2018"}, {"a", "b", "other"}),
        ({"first": "05/03/2018", "last": "05/03/2018", "kind": "reminder"}, {"a", "b", "other"}),
        ({"stage": "a"}, {"a"}),
    ],
)
def test_filters(login_as: Login, report: Submission, officer: Any, query: dict[str, str], found: set[str]) -> None:
    hoa, an = UserFactory(full_name="Trần Thị Hoa"), UserFactory(full_name="Lê An")
    write(report, "a", recipient=an, status=N.SENT, sent_at=NOON)
    write(report, "b", recipient=hoa, status=N.FAILED)
    write(report, "late", recipient=an, kind=K.OVERDUE, created_at=NOON + dt.timedelta(hours=12))  # 0:00 of 6 March
    elsewhere = SubmissionFactory(period=report.period, organisation=SchoolFactory(name="TH Tân An").organisation)
    write(elsewhere, "other", recipient=hoa)

    response = login_as(officer).get(reverse(PAGE), query)

    assert set(stages(response)) == found
    assert f"{len(found)} thông báo" in text(response)


def test_plan_and_period_narrow_the_list_and_offer_only_received_ones(
    login_as: Login, report: Submission, officer: Any
) -> None:
    second = SubmissionFactory(period__plan__receiver=report.period.plan.receiver, period__position=2)
    write(report, "first")
    write(second, "second")
    NotificationFactory()
    client = login_as(officer)

    by_plan = client.get(reverse(PAGE), {"plan": report.period.plan_id})
    by_period = client.get(reverse(PAGE), {"period": second.period_id})

    assert (stages(by_plan), stages(by_period)) == (["first"], ["second"])
    assert by_plan.context["filter"].form.fields["plan"].queryset.count() == 2


def test_a_stage_is_found_with_all_its_rounds_and_named(login_as: Login, report: Submission, officer: Any) -> None:
    for stage in ("T-1 2018-03-09 r0", "T-1 2018-03-16 r1", "T-1-officers p1 2018-03-09"):
        write(report, stage)

    response = login_as(officer).get(reverse(PAGE), {"stage": "T-1"})

    assert set(stages(response)) == {"T-1 2018-03-09 r0", "T-1 2018-03-16 r1"}
    assert "Mốc: trước hạn 1 ngày" in text(response)


def test_a_wrong_day_is_told_at_its_field_and_kept(login_as: Login, report: Submission, officer: Any) -> None:
    write(report, "a")

    response = login_as(officer).get(reverse(PAGE), {"first": "31/2/2018"})

    assert "Không có ngày 31: tháng 2 năm 2018 có 28 ngày." in text(response)
    assert 'value="31/2/2018"' in text(response)
    assert stages(response) == ["a"]


def test_counters_ignore_the_outcome_chosen_and_keep_the_other_filters(
    login_as: Login, report: Submission, officer: Any
) -> None:
    for number, status in enumerate(N):
        write(report, str(number), status=status, sent_at=NOON)
    write(report, "7", kind=K.OVERDUE)

    response = login_as(officer).get(reverse(PAGE), {"status": "failed", "kind": "reminder"})

    counts = {outcome.words: outcome.count for outcome in response.context["outcomes"]}
    assert counts == {
        "Đã gửi": 2, "Chờ gửi": 2, "Không gửi được": 1, "Không gửi nữa": 1, "Chỉ báo trong cổng": 1,
    }  # fmt: skip
    assert "?status=sent&amp;kind=reminder" in text(response) or "kind=reminder&amp;status=sent" in text(response)


def test_empty_states(login_as: Login, report: Submission, officer: Any) -> None:
    client = login_as(officer)
    assert "Chưa gửi thông báo nào." in text(client.get(reverse(PAGE)))
    write(report, "a")
    assert "Không có thông báo nào khớp bộ lọc." in text(client.get(reverse(PAGE), {"q": "không đâu"}))


def test_the_file_holds_the_filtered_lines_as_typed_cells(login_as: Login, report: Submission, officer: Any) -> None:
    person = UserFactory(full_name="=Trần Hoa")
    write(report, "a", recipient=person, status=N.FAILED, error="SMTPServerDisconnected: bye", subject="Nhắc")
    write(report, "b", kind=K.OVERDUE)

    response = login_as(officer).get(reverse(EXPORT), {"kind": "reminder"})

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(number for number, row in enumerate(rows) if row[0] == "Lúc")
    (line,) = rows[head + 1 :]
    assert line[:2] == [timezone.make_naive(NOON), "MN Cẩm Vũ"]
    assert line[4:] == [
        "Nhắc hạn nộp", "Nhắc", "=Trần Hoa", person.email, "Không gửi được", None, "Không kết nối được máy chủ thư.",
    ]  # fmt: skip


# -- sending again ------------------------------------------------------------------------------------------------


def test_a_failed_mail_is_put_back_and_its_list_shown_again(
    login_as: Login, report: Submission, officer: Any, published: Any, django_capture_on_commit_callbacks: Any
) -> None:
    row = write(report, "a", status=N.FAILED, attempts=4, not_before=timezone.now(), error="SMTPDataError: (554, b'')")
    back = f"{reverse(PAGE)}?status=failed"

    with django_capture_on_commit_callbacks(execute=True):
        response = login_as(officer).post(reverse("notification_retry", args=[row.pk]), {"next": back})

    row.refresh_from_db()
    assert (row.status, row.attempts, row.not_before, row.error) == (N.PENDING, 0, None, "")
    assert response.url == back
    assert [name for name, _ in published] == ["reports.deliver_notifications"]


@pytest.mark.parametrize("status", [N.SENT, N.PENDING, N.CANCELLED, N.PORTAL_ONLY])
def test_what_has_not_failed_is_not_sent_again(login_as: Login, report: Submission, officer: Any, status: str) -> None:
    row = write(report, "a", status=status, sent_at=NOON, attempts=1)

    response = login_as(officer).post(reverse("notification_retry", args=[row.pk]), follow=True)

    row.refresh_from_db()
    assert (row.status, row.attempts) == (status, 1)
    assert "Thư này không còn ở tình trạng lỗi" in text(response)
    assert "Gửi lại</button>" not in text(response)


def test_all_failed_mails_of_the_filtered_list_are_sent_again_at_once(
    login_as: Login, report: Submission, officer: Any
) -> None:
    for stage in ("a", "b"):
        write(report, stage, status=N.FAILED, attempts=4)
    write(report, "late", status=N.FAILED, kind=K.OVERDUE)
    write(report, "sent", status=N.SENT, sent_at=NOON)
    foreign = NotificationFactory(status=N.FAILED)
    client = login_as(officer)
    query = "?kind=reminder&status=failed&q=cam+vu"
    assert "Gửi lại cả 2 thư lỗi" in text(client.get(reverse(PAGE) + query))

    response = client.post(reverse("notification_retry_all") + query, follow=True)

    assert "Sẽ gửi lại 2 thư trong ít phút." in text(response)
    assert set(Notification.objects.filter(status=N.PENDING).values_list("stage", flat=True)) == {"a", "b"}
    assert {"late", foreign.stage} == set(Notification.objects.filter(status=N.FAILED).values_list("stage", flat=True))
    assert "Không có thư lỗi nào để gửi lại." in text(
        client.post(reverse("notification_retry_all") + query, follow=True)
    )


def test_the_way_back_never_leaves_the_portal(login_as: Login, report: Submission, officer: Any) -> None:
    row = write(report, "a", status=N.FAILED)

    response = login_as(officer).post(reverse("notification_retry", args=[row.pk]), {"next": "https://evil.test/"})

    assert response.url == reverse(PAGE)


def test_who_sees_the_ledger_and_who_sends_again(login_as: Login, report: Submission) -> None:
    row = write(report, "a", status=N.FAILED)
    plan = report.period.plan
    people = {
        "head": member(plan.receiver, Role.HEAD),
        "other": member(PlanFactory().receiver, Role.OFFICER),
        "leader": member(plan.forwarded_to, Role.LEADER),
        "administrator": member(plan.receiver, Role.ADMINISTRATOR),
        "recipient": row.recipient,
    }

    def statuses(person: Any) -> tuple[int, int, int]:
        client = login_as(person)
        retried = client.post(reverse("notification_retry", args=[row.pk])).status_code
        return client.get(reverse(PAGE)).status_code, client.get(reverse(EXPORT)).status_code, retried

    assert {name: statuses(person) for name, person in people.items()} == {
        "head": (200, 200, 302),
        "other": (200, 200, 404),
        "leader": (403, 403, 404),
        "administrator": (403, 403, 404),
        "recipient": (403, 403, 404),
    }


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("", ""),
        (
            "SMTPRecipientsRefused: {'a@b.test': (550, b'5.1.1 User unknown')}",
            "Máy chủ thư từ chối địa chỉ này: địa chỉ sai hoặc không còn dùng.",
        ),
        ("SMTPRecipientsRefused: {'a@b.test': (552, b'5.2.2 Mailbox full')}", "Hộp thư người nhận đã đầy."),
        ("SMTPRecipientsRefused: {'a@b.test': (451, b'Try later')}", "Hộp thư người nhận tạm thời không nhận thư."),
        (
            "SMTPAuthenticationError: (535, b'5.7.8 bad')",
            "Máy chủ thư không chấp nhận tài khoản của cổng. Hãy báo người quản trị.",
        ),
        ("ConnectionRefusedError: [Errno 111] Connection refused", "Không kết nối được máy chủ thư."),
        ("TimeoutError: timed out", "Không kết nối được máy chủ thư."),
        ("BadHeaderError: newlines", "Máy chủ thư báo lỗi."),
        ("Người nhận chưa có địa chỉ thư.", "Người nhận chưa có địa chỉ thư."),
    ],
)  # fmt: skip
def test_reasons_are_told_in_words(error: str, words: str) -> None:
    assert error_in_words(error) == words


def test_queries_do_not_grow_with_the_lines(
    login_as: Login, report: Submission, officer: Any, django_assert_num_queries: Callable[..., Any]
) -> None:
    client = login_as(officer)
    client.get(reverse(PAGE))
    for number in (1, 2):
        for _ in range(number):
            other = SubmissionFactory(period=report.period)
            write(other, "T-7")
        with django_assert_num_queries(QUERIES):
            client.get(reverse(PAGE))


def test_a_full_page_of_long_messages_stays_light(login_as: Login, report: Submission, officer: Any) -> None:
    for number in range(40):
        write(report, f"T-{number}", subject="Nhắc nộp báo cáo 3 tháng, còn 3 ngày", body="Kính gửi nhà trường. " * 40)

    response = login_as(officer).get(reverse(PAGE))

    assert len(response.context["rows"]) == 25
    assert len(response.content) <= 60 * 1024
