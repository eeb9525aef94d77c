"""The way to the paper of a report: asked for, waited for, opened, renewed; nobody else's."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import LazySettings
from django.test import Client

from reports.enums import FileState
from reports.models import PaperFile, SectionEntry, Submission
from reports.services import rendering
from reports.tasks import render_paper
from schools.enums import Role
from tests.factories import OutlineSectionFactory, PaperFileFactory, SubmissionFactory, UserFactory, member
from tests.reports.papers import a_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Submission:
    return a_report()


def url(report: Submission) -> str:
    return f"/submissions/{report.pk}/paper/pdf/"


def made(report: Submission) -> PaperFile:
    row = rendering.request_paper(submission=report)
    assert rendering.render_paper(file_id=row.pk)
    row.refresh_from_db()
    return row


@pytest.fixture
def officer(report: Submission, login_as: Callable[[Any], Client]) -> Client:
    return login_as(member(report.period.plan.receiver, Role.OFFICER))


def test_looking_makes_nothing_and_the_button_asks(
    report: Submission, officer: Client, published: list, django_capture_on_commit_callbacks: Any
) -> None:
    before = officer.get(url(report)).content.decode()
    assert PaperFile.objects.count() == 0
    with django_capture_on_commit_callbacks(execute=True):
        asked = officer.post(url(report))

    row = PaperFile.objects.get()
    page = officer.get(url(report)).content.decode()

    assert "Tạo bản in</button>" in before
    assert (asked.status_code, asked.headers["Location"]) == (302, url(report))
    assert published == [("reports.render_paper", (row.pk,))]
    assert 'hx-trigger="every 1s"' in page
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page


def test_polling_shows_progress_and_ends_with_the_file(report: Submission, officer: Client, quick: list) -> None:
    row = rendering.request_paper(submission=report)
    PaperFile.objects.update(progress=43, step="Dàn trang 2")
    waiting = officer.get(url(report), headers={"HX-Request": "true"}).content.decode()
    assert rendering.render_paper(file_id=row.pk)

    done = officer.get(url(report), headers={"HX-Request": "true"})

    assert 'aria-valuenow="43"' in waiting
    assert "<html" not in waiting
    assert done.headers["HX-Redirect"] == url(report)


def test_task_makes_a_file_that_opens_in_the_browser(report: Submission, officer: Client) -> None:
    row = rendering.request_paper(submission=report)
    render_paper(row.pk)
    row.refresh_from_db()

    answer = officer.get(url(report))
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    again = officer.get(url(report), headers={"If-None-Match": f'"{row.file_sha256}"'})

    assert data.startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"
    name = quote(f"Báo cáo 6 tháng năm 2018 - {report.organisation.short_name}.pdf")
    assert answer.headers["Content-Disposition"] == f"inline; filename*=utf-8''{name}"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert again.status_code == 304


def test_changed_words_need_a_new_paper_and_the_old_one_goes(
    report: Submission, officer: Client, quick: list, settings: LazySettings
) -> None:
    old = made(report)
    SectionEntry.objects.filter(submission=report, section__code="III").update(text="Lời mới.")

    stale = officer.get(url(report)).content.decode()
    new = made(report)

    assert "Tạo bản in</button>" in stale
    assert list(PaperFile.objects.all()) == [new]
    assert new.pk != old.pk
    files = [path.name for path in (Path(settings.MEDIA_ROOT) / "papers").rglob("*.pdf")]
    assert files == [Path(new.file.name).name]


def test_failure_shows_reason_and_retry(report: Submission, officer: Client) -> None:
    rendering.request_paper(submission=report)
    PaperFile.objects.update(state=FileState.FAILED, error=rendering.FAILED_LAYOUT)

    page = officer.get(url(report)).content.decode()
    officer.post(url(report))

    assert rendering.FAILED_LAYOUT in page
    assert "Tạo lại</button>" in page
    assert PaperFile.objects.get().state == FileState.QUEUED


def test_paper_of_a_dead_worker_is_taken_up_again(report: Submission, published: list) -> None:
    now = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    row = PaperFileFactory(
        submission=report, state=FileState.RENDERING, attempts=1, claimed_until=now - dt.timedelta(minutes=1)
    )

    assert rendering.resume_renderings(now=now) == 1
    row.refresh_from_db()
    assert row.state == FileState.QUEUED


def test_draft_is_printed_for_its_school_alone(login_as: Callable[[Any], Client]) -> None:
    report = a_report(draft=True)
    receiver, school = report.period.plan.receiver, report.organisation

    def status(user: Any, form: str) -> int:
        return login_as(user).get(f"/submissions/{report.pk}/paper/{form}/").status_code

    clerk, officer, stranger = member(school, Role.CLERK), member(receiver, Role.OFFICER), UserFactory()
    assert [status(clerk, form) for form in ("pdf", "docx")] == [200, 200]
    assert [status(officer, form) for form in ("pdf", "docx")] == [403, 403]
    assert [status(stranger, form) for form in ("pdf", "docx")] == [404, 404]
    assert login_as(officer).post(url(report)).status_code == 403
    assert PaperFile.objects.count() == 0


def test_pages_of_a_report_lead_to_its_paper(login_as: Callable[[Any], Client]) -> None:
    report = SubmissionFactory(draft=True, period__plan__year=2099)
    OutlineSectionFactory(plan=report.period.plan)
    client = login_as(member(report.organisation, Role.PRINCIPAL))

    for page in ("", "edit/", "check/"):
        html = client.get(f"/submissions/{report.pk}/{page}").content.decode()
        assert f'action="/submissions/{report.pk}/paper/pdf/"' in html, page
        assert (f'href="/submissions/{report.pk}/paper/docx/"' in html) == (page != "edit/"), page
