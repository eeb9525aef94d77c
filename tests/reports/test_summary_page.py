"""The summary's page: looking makes nothing, the button starts, the page follows, the file comes whole."""

import hashlib
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from reports.enums import Action, FileState, SubmissionStatus
from reports.models import SummaryFile, SummaryReport
from reports.services import rendering
from schools.enums import Role
from tests.factories import SubmissionEventFactory, UserFactory, member
from tests.reports.summaries import ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(summary: SummaryReport, login_as: Callable[[Any], Client]) -> Client:
    return login_as(member(summary.period.plan.receiver, Role.OFFICER))


def url(summary: SummaryReport) -> str:
    return f"/periods/{summary.period_id}/summary/"


def request_url(summary: SummaryReport) -> str:
    return f"/periods/{summary.period_id}/summary/file/"


def test_looking_makes_nothing(summary: SummaryReport, officer: Client) -> None:
    page = officer.get(url(summary)).content.decode()
    pdf = officer.get(f"/summaries/{summary.pk}/pdf/")

    assert "Tạo báo cáo tổng hợp (PDF)" in page
    assert (pdf.status_code, pdf.headers["Location"]) == (302, url(summary))
    assert SummaryFile.objects.count() == 0


def test_button_starts_and_page_follows_the_work(summary: SummaryReport, officer: Client, quick: list) -> None:
    asked = officer.post(request_url(summary))
    row = SummaryFile.objects.get()
    SummaryFile.objects.update(state=FileState.RENDERING, progress=43, step="Dàn trang 2")

    page = officer.get(url(summary)).content.decode()
    fragment = officer.get(f"/summaries/{summary.pk}/progress/", headers={"HX-Request": "true"}).content.decode()

    assert (asked.status_code, asked.headers["Location"]) == (302, url(summary))
    for html in (page, fragment):
        assert 'aria-valuenow="43"' in html
        assert "Dàn trang 2" in html
        assert f'hx-get="/summaries/{summary.pk}/progress/" hx-trigger="every 1.5s"' in html
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert "<html" not in fragment
    assert row.summary == summary


def test_progress_without_script_is_the_page(summary: SummaryReport, officer: Client) -> None:
    answer = officer.get(f"/summaries/{summary.pk}/progress/")

    assert (answer.status_code, answer.headers["Location"]) == (302, url(summary))


def test_polling_ends_with_the_finished_file(summary: SummaryReport, officer: Client, quick: list) -> None:
    ready(summary)

    fragment = officer.get(f"/summaries/{summary.pk}/progress/", headers={"HX-Request": "true"}).content.decode()

    assert "hx-trigger" not in fragment
    assert f'href="/summaries/{summary.pk}/pdf/"' in fragment
    assert "4 trang" in fragment


def test_download_has_name_hash_and_type(summary: SummaryReport, officer: Client, quick: list) -> None:
    row = ready(summary)

    answer = officer.get(f"/summaries/{summary.pk}/pdf/")
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    again = officer.get(f"/summaries/{summary.pk}/pdf/", headers={"If-None-Match": f'"{row.file_sha256}"'})

    assert hashlib.sha256(data).hexdigest() == row.file_sha256
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["ETag"] == f'"{row.file_sha256}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    name = quote("Báo cáo tổng hợp 3 tháng năm 2018.pdf")
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert again.status_code == 304


def test_failure_shows_reason_and_retry(summary: SummaryReport, officer: Client) -> None:
    rendering.request_file(summary=summary)
    SummaryFile.objects.update(state=FileState.FAILED, error=rendering.FAILED_LAYOUT)

    page = officer.get(url(summary)).content.decode()
    officer.post(request_url(summary))

    assert rendering.FAILED_LAYOUT in page
    assert "Tạo lại" in page
    assert SummaryFile.objects.get().state == FileState.QUEUED


def test_page_says_when_reports_changed_after_the_file(summary: SummaryReport, officer: Client, quick: list) -> None:
    ready(summary)
    notice = "Báo cáo của các đơn vị đã thay đổi sau khi tạo tệp này."
    before = officer.get(url(summary)).content.decode()
    submission = summary.period.submissions.get()
    SubmissionEventFactory(
        submission=submission,
        action=Action.REOPEN,
        from_status=SubmissionStatus.ACCEPTED,
        to_status=SubmissionStatus.RETURNED,
        comment="Sửa số liệu",
        at=timezone.now(),
    )

    after = officer.get(url(summary)).content.decode()

    assert notice not in before
    assert notice in after


def test_same_content_is_said_and_reused(summary: SummaryReport, officer: Client, quick: list) -> None:
    ready(summary)

    page = officer.post(request_url(summary), follow=True).content.decode()

    assert "Nội dung báo cáo không thay đổi; dùng lại tệp đã tạo lúc" in page
    assert len(quick) == 1


@pytest.mark.parametrize(
    "path", ["/periods/{period}/summary/", "/summaries/{summary}/pdf/", "/summaries/{summary}/progress/"]
)
def test_strangers_see_nothing(summary: SummaryReport, login_as: Callable[[Any], Client], path: str) -> None:
    address = path.format(period=summary.period_id, summary=summary.pk)

    assert login_as(UserFactory()).get(address).status_code == 404


def test_school_sees_the_plan_but_not_the_summary(summary: SummaryReport, login_as: Callable[[Any], Client]) -> None:
    school = summary.period.submissions.get().organisation

    client = login_as(member(school, Role.PRINCIPAL))

    assert client.get(url(summary)).status_code == 403
    assert client.post(url(summary)).status_code == 403
    assert client.post(request_url(summary)).status_code == 403
    assert client.get(f"/summaries/{summary.pk}/pdf/").status_code == 404


def test_page_needs_few_queries(
    summary: SummaryReport, officer: Client, quick: list, django_assert_max_num_queries: Any
) -> None:
    ready(summary)

    with django_assert_max_num_queries(12):
        officer.get(url(summary))
