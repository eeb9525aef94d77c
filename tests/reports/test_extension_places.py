"""An extension is effective at every place that names a last day, at once, and ends by itself."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from reports.documents.summary import build_summary
from reports.enums import NotificationStatus
from reports.messages import for_messages
from reports.models import Notification, Submission
from reports.queries.completeness import completeness
from reports.services.extending import grant_extension
from reports.services.lettering import late_submissions
from reports.services.reminding import send_due_reminders
from tests.factories import OutlineSectionFactory, SchoolFactory, SubmissionFactory, SummaryReportFactory, member

pytestmark = pytest.mark.django_db
VN = dt.timezone(dt.timedelta(hours=7))
OLD_LAST, UNTIL = dt.date(2018, 3, 9), dt.date(2018, 3, 16)
GRANTED = dt.datetime(2018, 3, 8, 10, 0, tzinfo=VN)
# moment → whether the report is overdue then, and the days that are left
MOMENTS = [
    (dt.datetime(2018, 3, 9, 23, 59, 59, tzinfo=VN), False, 7),
    (dt.datetime(2018, 3, 10, 0, 0, 0, tzinfo=VN), False, 6),
    (dt.datetime(2018, 3, 16, 23, 59, 59, tzinfo=VN), False, 0),
    (dt.datetime(2018, 3, 17, 0, 0, 0, tzinfo=VN), True, -1),
]


@pytest.fixture
def report() -> Submission:
    submission = SubmissionFactory(draft=True, organisation=SchoolFactory(name="MN Cẩm Vũ").organisation)
    OutlineSectionFactory(plan=submission.period.plan)
    with time_machine.travel(GRANTED, tick=False):
        officer = member(submission.period.plan.receiver, "officer")
        grant_extension(submission=submission, by=officer, until=UNTIL, reason="Mưa lũ")
    return submission


@pytest.fixture(params=MOMENTS, ids=lambda moment: f"{moment[0]:%d-%H%M%S}")
def moment(request: pytest.FixtureRequest) -> Iterator[tuple[bool, int]]:
    at, overdue, left = request.param
    with time_machine.travel(at, tick=False):
        yield overdue, left


def words(client: Client, name: str, pk: int | None = None) -> str:
    page = client.get(reverse(name, args=[pk] if pk else []))
    return " ".join(strip_tags(page.content.decode()).split())


def test_pages_of_the_school(report: Submission, moment: tuple[bool, int], login_as: Callable[[Any], Client]) -> None:
    overdue, left = moment
    client = login_as(member(report.organisation, "principal"))

    pages = {name: words(client, name, report.pk) for name in ("submission_edit", "submission_detail")}
    home = words(client, "home")

    state = "uá hạn" if overdue else f"còn {left} ngày"
    assert state in pages["submission_edit"]
    assert "được gia hạn đến hết ngày 16/03/2018" in pages["submission_edit"]
    assert "Hết ngày 16/03/2018" in pages["submission_detail"]
    assert ("(đã quá hạn)" in pages["submission_detail"]) == overdue
    assert "gia hạn đến hết ngày 16/03/2018" in home
    assert ("Quá hạn 1 ngày" in home) == overdue


def test_pages_of_the_office(report: Submission, moment: tuple[bool, int], login_as: Callable[[Any], Client]) -> None:
    overdue, _ = moment
    client = login_as(member(report.period.plan.receiver, "officer"))

    shown = "Quá hạn 1 ngày" if overdue else "Gia hạn đến 16/03/2018"
    for name, pk in (("period_board", report.period_id), ("submission_review", report.pk), ("submission_list", None)):
        assert shown in words(client, name, pk), name
    assert "16/03/2018" in words(client, "submission_list")


def test_counts_letter_and_documents(report: Submission, moment: tuple[bool, int]) -> None:
    overdue, _ = moment
    today = dt.date(2018, 3, 17) if overdue else dt.date(2018, 3, 10)

    late = [row.pk for row in late_submissions(report.period, today)]
    document = repr(build_summary(SummaryReportFactory(period=report.period)))

    assert completeness(report.period).overdue == int(overdue)
    assert late == ([report.pk] if overdue else [])
    assert ("Quá hạn chưa gửi (1 " in document) == overdue
    assert ("'Còn hạn'" in document) != overdue


def test_sent_within_the_extension_is_on_time_everywhere(report: Submission) -> None:
    sent = dt.datetime(2018, 3, 16, 23, 59, 59, tzinfo=VN)
    Submission.objects.filter(pk=report.pk).update(
        status="submitted", revision=1, first_submitted_at=sent, submitted_at=sent
    )

    counts = completeness(report.period)

    assert (counts.on_time, counts.late) == (1, 0)
    assert for_messages().get(pk=report.pk).days_late == 0


def test_reminders_follow_the_new_day_and_name_no_other(report: Submission) -> None:
    member(report.organisation, "principal")
    days = [dt.date(2018, 3, 8) + dt.timedelta(days=number) for number in range(12)]
    for day in days:
        with time_machine.travel(dt.datetime(day.year, day.month, day.day, 8, 0, tzinfo=VN)):
            send_due_reminders()

    reminders = Notification.objects.filter(kind__in=["reminder", "overdue"]).exclude(
        status=NotificationStatus.CANCELLED
    )
    found = list(reminders.order_by("created_at", "pk"))

    assert found
    assert {row.stage.split(" ")[1] for row in found} == {UNTIL.isoformat()}
    assert all("16/03/2018" in row.body for row in found)
    chased = [row.created_at.astimezone(VN).date() for row in found if row.kind == "overdue"]
    assert min(chased) == dt.date(2018, 3, 17)


def test_reminder_that_waits_with_the_old_day_is_not_sent() -> None:
    submission = SubmissionFactory(draft=True)
    member(submission.organisation, "principal")
    officer = member(submission.period.plan.receiver, "officer")
    with time_machine.travel(dt.datetime(2018, 3, 8, 22, 0, tzinfo=VN)):
        send_due_reminders()  # quiet hours: it waits
        [waiting] = Notification.objects.filter(kind="reminder").exclude(status="cancelled")
        grant_extension(submission=submission, by=officer, until=UNTIL, reason="Mưa lũ")

    waiting.refresh_from_db()
    assert waiting.status == NotificationStatus.CANCELLED
