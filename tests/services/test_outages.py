"""What is committed is never lost: workers are killed, the broker and the mail server go away and come back."""

import datetime as dt
import time
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.utils import timezone

from reports.enums import FileState, NotificationKind, NotificationStatus, SubmissionStatus
from reports.models import Notification, SummaryFile
from reports.services.delivering import CLAIM as MAIL_CLAIM
from reports.services.delivering import RETRY_AFTER, DeliveryRun, deliver_pending
from reports.services.rendering import CLAIM, request_file, resume_renderings, summary_of
from reports.services.submitting import submit
from tests.factories import NotificationFactory
from tests.services.conftest import Services
from tests.services.servers import Mails, wait_until
from tests.services.story import Story, begin, more_schools
from tests.services.test_chain import give_back
from tests.services.visitor import Visitor

MINUTE = dt.timedelta(minutes=1)
FAST_BEAT = "tests.services.fast_beat"


def visible_files() -> list[Path]:
    """Everything under the media folder, finished or not."""
    return sorted(path for path in Path(settings.MEDIA_ROOT).glob("**/*") if path.is_file())


def queued(services: Services) -> int:
    """How many messages wait in the two queues of the broker."""
    with redis.Redis.from_url(services.env["CELERY_BROKER_URL"]) as client:
        return client.llen("default") + client.llen("documents")


@pytest.fixture
def draft() -> Story:
    """A report that is filled in and can be sent."""
    story = begin()
    story.write()
    return story


@pytest.mark.usefixtures("static_files")
def test_a_worker_killed_while_it_renders_leaves_nothing_and_the_next_one_finishes(
    services: Services, draft: Story
) -> None:
    more_schools(draft.period, 60)  # a long table, so that there is time to strike
    visitor = Visitor(services.start_web(workers=1))
    visitor.log_in(draft.officer)
    first = services.start_worker()
    file = request_file(summary=summary_of(draft.period))

    def state() -> SummaryFile:
        file.refresh_from_db()
        return file

    # The page is being laid out: far from the beginning, and long before the file is written.
    wait_until(lambda: state().progress >= 30, seconds=60, what="the worker lays out the pages")
    services.kill_worker(first)

    assert state().state == FileState.RENDERING, "the worker was struck in the middle of its work"
    assert visible_files() == []
    answer = visitor.get(f"/summaries/{file.summary_id}/pdf/")
    assert (answer.status, answer.path) == (200, f"/periods/{draft.period.pk}/summary/")

    second = services.start_worker()
    assert resume_renderings() == 0, "the claim of the dead worker is still honoured"
    assert resume_renderings(now=timezone.now() + CLAIM) == 1  # as beat does when the claim has run out
    wait_until(lambda: state().state == FileState.READY, seconds=60, what=f"the next worker: {services.log(second)}")

    assert file.attempts == 2
    assert visible_files() == [Path(settings.MEDIA_ROOT) / file.file.name]
    pdf = visitor.get(f"/summaries/{file.summary_id}/pdf/").body
    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")
    assert len(pdf) == file.size


def test_a_file_whose_message_was_lost_is_made_after_a_scan_of_beat(services: Services, draft: Story) -> None:
    services.stop_redis()
    file = request_file(summary=summary_of(draft.period))
    SummaryFile.objects.filter(pk=file.pk).update(requested_at=timezone.now() - 2 * MINUTE)  # two minutes pass
    services.start_redis()
    services.start_worker(beat=True, app=FAST_BEAT)

    def is_ready() -> bool:
        file.refresh_from_db()
        return file.state == FileState.READY

    wait_until(is_ready, seconds=60, what="beat finds the file and the worker makes it")
    assert file.attempts == 1


@pytest.mark.usefixtures("static_files")
def test_without_redis_submitting_commits_and_the_mail_goes_out_once_redis_is_back(
    services: Services, mails: Mails, draft: Story
) -> None:
    visitor = Visitor(services.start_web(workers=1))
    services.start_worker(beat=True, app=FAST_BEAT)
    services.stop_redis()
    visitor.log_in(draft.principal)
    page = f"/submissions/{draft.submission.pk}"
    form = visitor.get(f"{page}/check/").form(f"{page}/submit/")

    began = time.monotonic()
    answer = visitor.send(form)
    seconds = time.monotonic() - began

    assert answer.status == 200
    assert "Đã nộp báo cáo. Số biên nhận" in answer.text
    assert seconds < 5
    assert draft.copy().status == SubmissionStatus.SUBMITTED
    assert visitor.get("/health/").status == 503
    assert list(mails) == []

    services.start_redis()
    mails.wait_for(2, seconds=60)
    wait_until(
        lambda: Notification.objects.filter(status=NotificationStatus.SENT).count() == 2, what="both marked as sent"
    )
    subject = f"Biên nhận {draft.copy().receipt_code}: báo cáo 3 tháng của MN Cẩm Vũ"
    assert mails.subjects(draft.principal.email) == [subject]
    assert mails.subjects(draft.clerk.email) == [subject]
    assert len(mails) == 2


@pytest.mark.usefixtures("static_files")
def test_a_web_server_that_knew_redis_before_the_outage_publishes_again_after_it(
    services: Services, draft: Story
) -> None:
    """No worker runs: what the web server publishes stays in the queue, where it can be counted."""
    principal, officer = (Visitor(address := services.start_web(workers=1)), Visitor(address))
    principal.log_in(draft.principal)
    officer.log_in(draft.officer)
    page = f"/submissions/{draft.submission.pk}"
    principal.send(principal.get(f"{page}/check/").form(f"{page}/submit/"))
    assert queued(services) == 1

    services.stop_redis()
    services.start_redis()
    assert queued(services) == 0, "what was in the broker is lost"
    give_back(officer, draft, comment="Thiếu.", due_on=timezone.localdate() + dt.timedelta(days=14))

    assert draft.copy().status == SubmissionStatus.RETURNED
    assert queued(services) == 1


def test_mails_wait_while_the_mail_server_is_down(services: Services, mails: Mails, draft: Story) -> None:
    services.start_worker(beat=True, app=FAST_BEAT)
    services.stop_smtp()
    submit(submission=draft.copy(), by=draft.principal)
    wait_until(lambda: Notification.objects.exclude(error="").exists(), seconds=30, what="the worker has tried")

    waiting = Notification.objects.filter(kind=NotificationKind.RECEIPT)
    assert {(row.status, row.attempts) for row in waiting} == {(NotificationStatus.PENDING, 0)}

    services.start_smtp()
    mails.wait_for(2, seconds=30)
    wait_until(lambda: waiting.filter(status=NotificationStatus.SENT, attempts=1, error="").count() == 2, what="marked")
    assert sorted(str(mail["To"]) for mail in mails) == sorted([draft.principal.email, draft.clerk.email])


def test_a_mail_turned_away_is_sent_again_later_and_later(mails: Mails) -> None:
    now = timezone.now()
    row = NotificationFactory(kind=NotificationKind.RETURNED, stage="revision-1", created_at=now)
    mails.refuse(3)

    for number, pause in enumerate(RETRY_AFTER, 1):
        assert deliver_pending(now=now) == DeliveryRun(retried=1)
        row.refresh_from_db()
        assert (row.status, row.attempts) == (NotificationStatus.PENDING, number)
        assert "451" in row.error
        assert deliver_pending(now=now + pause - MINUTE) == DeliveryRun(), "not before its time"
        now += pause

    assert list(mails) == []
    assert deliver_pending(now=now) == DeliveryRun(sent=1)
    assert deliver_pending(now=now + MAIL_CLAIM) == DeliveryRun()
    assert mails.subjects(row.recipient.email) == ["Nhắc hạn nộp báo cáo"]
