"""The pages of lists, bundles, yearbooks and minutes: what they offer, to whom, and what pressing a button does."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans.models import ReportingPeriod
from reports.enums import CollectionKind, FileFormat, FileState
from reports.models import CollectedFile
from reports.services import collecting
from schools.enums import Role
from tests.factories import CollectedFileFactory, SubmissionFactory, SummaryReportFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def period() -> ReportingPeriod:
    return SubmissionFactory(accepted=True, period__plan__year=2018, period__label="6 tháng").period


@pytest.fixture
def officer(period: ReportingPeriod, login_as: Callable[[Any], Client]) -> Client:
    return login_as(member(period.plan.receiver, Role.OFFICER))


def url(period: ReportingPeriod) -> str:
    return f"/periods/{period.pk}/papers/"


def ready(period: ReportingPeriod, data: bytes = b"%PDF-1.7 tap", **options: Any) -> CollectedFile:
    file = ContentFile(data, name=f"tap.{options.get('format', 'pdf')}")
    state = {"state": FileState.READY, "file_sha256": "a" * 64, "size": len(data), "ready_at": timezone.now()}
    return CollectedFileFactory(period=period, file=file, pages=7, **state, **options)


def test_looking_makes_nothing_and_a_button_asks(
    period: ReportingPeriod, officer: Client, published: list, django_capture_on_commit_callbacks: Any
) -> None:
    before = officer.get(url(period)).content.decode()
    assert CollectedFile.objects.count() == 0
    with django_capture_on_commit_callbacks(execute=True):
        answer = officer.post(url(period), {"ask": "reports:accepted:pdf"})

    row = CollectedFile.objects.get()
    page = officer.get(url(period)).content.decode()

    assert before.count('name="ask"') == 6
    assert "1 báo cáo đã duyệt, một tệp PDF" in before
    assert "hx-trigger" not in before
    assert (answer.status_code, answer.headers["Location"]) == (302, url(period))
    assert (row.kind, row.scope, row.format, row.state) == ("reports", "accepted", "pdf", "queued")
    assert published == [("reports.render_collection", (row.pk,))]
    assert f'action="/collections/{row.pk}/cancel/"' in page
    assert 'hx-trigger="every 2s"' in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page


def test_progress_is_shown_to_who_waits_with_and_without_scripts(period: ReportingPeriod, officer: Client) -> None:
    CollectedFileFactory(
        period=period, state=FileState.RENDERING, progress=43, step="Báo cáo 23/59: MN Cẩm Vũ", format=FileFormat.ZIP
    )

    page = officer.get(url(period)).content.decode()
    polled = officer.get(url(period), headers={"HX-Request": "true"}).content.decode()

    for html in (page, polled):
        assert 'aria-valuenow="43"' in html
        assert "Báo cáo 23/59: MN Cẩm Vũ" in html
    assert "<html" not in polled


def test_stopping_says_what_stays_and_can_be_taken_back(period: ReportingPeriod, officer: Client) -> None:
    row = CollectedFileFactory(period=period, state=FileState.RENDERING, progress=43)

    answer = officer.post(f"/collections/{row.pk}/cancel/", follow=True)
    again = officer.post(f"/collections/{row.pk}/cancel/", follow=True)
    row.refresh_from_db()

    assert row.state == FileState.CANCELLED
    assert "Đã dừng. Bản in đã xong được giữ lại cho lần tạo sau." in answer.content.decode()
    assert "Đã dừng khi được 43%" in answer.content.decode()
    assert ">Tạo lại</button>" in answer.content.decode()
    assert "Tệp đã xong hoặc đã dừng từ trước." in again.content.decode()


def test_failure_shows_its_reason_and_a_retry(period: ReportingPeriod, officer: Client) -> None:
    CollectedFileFactory(period=period, state=FileState.FAILED, error="MN An: hỏng.")

    page = officer.get(url(period)).content.decode()

    assert "<strong>Không tạo được tệp.</strong> MN An: hỏng." in page
    assert 'value="reports:accepted:pdf" aria-label="Tạo lại 1 báo cáo đã duyệt, một tệp PDF"' in page


@pytest.mark.parametrize(("form", "disposition"), [("pdf", "inline"), ("zip", "attachment")])
def test_finished_file_is_named_for_people(
    period: ReportingPeriod, officer: Client, form: str, disposition: str
) -> None:
    row = ready(period, format=form)

    answer = officer.get(f"/collections/{row.pk}/")
    page = officer.get(url(period)).content.decode()

    assert b"".join(answer.streaming_content) == b"%PDF-1.7 tap"  # type: ignore[attr-defined]
    name = quote(f"Tập báo cáo của các đơn vị 6 tháng năm {period.year}.{form}")
    assert answer.headers["Content-Disposition"] == f"{disposition}; filename*=utf-8''{name}"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert f'href="/collections/{row.pk}/"' in page
    assert "7 trang, 12" in page


def test_file_that_is_not_there_leads_back_to_the_page(period: ReportingPeriod, officer: Client) -> None:
    row = ready(period)
    row.file.storage.delete(row.file.name)

    answer = officer.get(f"/collections/{row.pk}/")

    assert answer.headers["Location"] == url(period)
    assert f'href="/collections/{row.pk}/"' not in officer.get(url(period)).content.decode()


def test_same_content_is_not_made_again(period: ReportingPeriod, officer: Client) -> None:
    asked = {"ask": "unreported::docx"}
    officer.post(url(period), asked)
    collecting.render_collection(file_id=CollectedFile.objects.get().pk)

    again = officer.post(url(period), asked, follow=True).content.decode()

    assert "Nội dung không thay đổi; dùng lại tệp đã tạo lúc" in again
    assert CollectedFile.objects.count() == 1


def test_unknown_files_are_not_made(period: ReportingPeriod, officer: Client) -> None:
    for asked in ("", "minutes::pdf", "reports:sent:exe"):
        page = officer.post(url(period), {"ask": asked}, follow=True).content.decode()
        assert "Hãy chọn tài liệu cần tạo." in page, asked
    assert CollectedFile.objects.count() == 0


def test_empty_period_says_what_is_missing(login_as: Callable[[Any], Client]) -> None:
    waiting = SubmissionFactory().period

    page = login_as(member(waiting.plan.receiver, Role.OFFICER)).get(url(waiting)).content.decode()

    assert "1/1 đơn vị chưa gửi" in page
    assert "Chưa có đơn vị nào nộp báo cáo của kỳ này." in page
    assert "reports:" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_page_needs_the_same_queries_whatever_it_shows(
    period: ReportingPeriod, officer: Client, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        SubmissionFactory(period=period, submitted=True)
        CollectedFileFactory(period=period, format=list(FileFormat)[number])
    officer.get("/")

    with django_assert_num_queries(9):
        officer.get(url(period))


# -- yearbook and minutes -----------------------------------------------------------------------------------------
def test_readers_get_the_yearbook_of_what_was_published(
    period: ReportingPeriod, login_as: Callable[[Any], Client], django_assert_num_queries: Any
) -> None:
    leader = login_as(member(period.plan.forwarded_to, Role.LEADER))
    address = f"/plans/{period.plan_id}/yearbook/"
    none = leader.get(address).content.decode()
    SummaryReportFactory(period=period, published=True)

    leader.post(address, {"ask": "yearbook::pdf"})
    with django_assert_num_queries(8):
        page = leader.get(address).content.decode()

    assert "Chưa có báo cáo tổng hợp nào được phát hành" in none
    assert "Chưa phát hành</span>" in none
    assert "Đã phát hành</span>" in page
    assert CollectedFile.objects.get().kind == CollectionKind.YEARBOOK


def test_leader_sees_neither_bundle_nor_list(period: ReportingPeriod, login_as: Callable[[Any], Client]) -> None:
    leader = login_as(member(period.plan.forwarded_to, Role.LEADER))
    bundle = ready(period)

    assert leader.get(url(period)).status_code == 403
    assert leader.get(f"/collections/{bundle.pk}/").status_code == 403
    assert leader.post(f"/collections/{bundle.pk}/cancel/").status_code == 403


def test_minutes_are_offered_from_the_figures_of_the_school(
    period: ReportingPeriod, officer: Client, login_as: Callable[[Any], Client], django_assert_num_queries: Any
) -> None:
    school = period.submissions.get().organisation
    figures, address = (f"/plans/{period.plan_id}/schools/{school.pk}/{end}" for end in ("", "minutes/"))
    link = f'href="{address}"'
    seen = officer.get(figures).content.decode()
    officer.post(address, {"ask": "minutes::docx"})

    with django_assert_num_queries(8):
        page = officer.get(address).content.decode()
    row = CollectedFile.objects.get()
    own = login_as(member(school, Role.PRINCIPAL)).get(figures).content.decode()

    assert link in seen
    assert link not in own
    assert f'href="{reverse("inspection_list")}"' in page
    assert (row.kind, row.organisation, row.format) == (CollectionKind.MINUTES, school, "docx")


def test_board_leads_to_the_papers_of_its_period(period: ReportingPeriod, officer: Client) -> None:
    assert f'href="{url(period)}"' in officer.get(f"/periods/{period.pk}/board/").content.decode()
