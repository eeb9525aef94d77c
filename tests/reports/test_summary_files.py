"""The files of a summary on its page: three formats, each asked for, watched, stopped, made again, taken away."""

import hashlib
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import docx
import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from reports.documents.xlsx import FIRST_SHEET
from reports.enums import FileFormat, FileState
from reports.models import SummaryFile
from reports.queries.summary_files import shown_files
from reports.services import rendering
from reports.services.finalising import withdraw_finalising
from reports.services.registering import number_summary
from tests.factories import SubmissionFactory, SummarySectionFactory
from tests.reports.lives import Life, begin
from tests.reports.summaries import ready

pytestmark = pytest.mark.django_db

OUTDATED = "Số liệu hoặc lời văn đã thay đổi sau khi tạo tệp."
HTMX = {"HX-Request": "true"}
NOTHING_TO_STOP = "Không có tệp nào đang tạo"


@pytest.fixture
def life() -> Life:
    return begin()


@pytest.fixture
def officer(life: Life, login_as: Callable[[Any], Client]) -> Client:
    return login_as(life.officer)


def page_of(life: Life, client: Client) -> str:
    return client.get(f"/periods/{life.summary.period_id}/summary/").content.decode()


def fragment_of(life: Life, client: Client) -> str:
    return client.get(f"/summaries/{life.summary.pk}/progress/", headers=HTMX).content.decode()


def make(life: Life, client: Client, file_format: str, **options: Any) -> Any:
    return client.post(f"/summaries/{life.summary.pk}/files/", {"format": file_format}, **options)


# -- asking and watching ------------------------------------------------------------------------------------------
def test_each_format_is_asked_for_by_itself(life: Life, officer: Client) -> None:
    before = page_of(life, officer)
    answer = make(life, officer, "xlsx")

    assert [f">Tạo {name}</button>" in before for name in ("PDF", "Word", "Excel")] == [True] * 3
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/periods/{life.summary.period_id}/summary/")
    assert list(SummaryFile.objects.values_list("format", "state")) == [("xlsx", "queued")]


@pytest.mark.parametrize("file_format", ["zip", "exe", ""])
def test_other_formats_are_not_made(life: Life, officer: Client, file_format: str) -> None:
    assert make(life, officer, file_format).status_code == 404
    assert not SummaryFile.objects.exists()


def test_page_and_fragment_follow_the_work_of_each_format(life: Life, officer: Client) -> None:
    make(life, officer, "docx")
    SummaryFile.objects.update(state=FileState.RENDERING, progress=43, step="Ghi Phụ lục II")

    page, fragment = page_of(life, officer), fragment_of(life, officer)

    for html in (page, fragment):
        assert 'aria-label="Tiến độ tạo tệp Word" aria-valuemin="0" aria-valuemax="100" aria-valuenow="43"' in html
        assert "Ghi Phụ lục II" in html
        assert f'hx-get="/summaries/{life.summary.pk}/progress/" hx-trigger="every 1.5s"' in html
        assert ">Tạo PDF</button>" in html
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert "<html" not in fragment


def test_polling_ends_with_the_finished_file(life: Life, officer: Client, quick: list) -> None:
    ready(life.summary)

    fragment = fragment_of(life, officer)

    assert "hx-trigger" not in fragment
    assert f'href="/summaries/{life.summary.pk}/pdf/">Tải PDF</a>' in fragment
    assert "4 trang" in fragment
    assert OUTDATED not in fragment


def test_progress_without_script_is_the_page(life: Life, officer: Client) -> None:
    answer = officer.get(f"/summaries/{life.summary.pk}/progress/")

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/periods/{life.summary.period_id}/summary/")


def test_same_content_is_said_and_reused(life: Life, officer: Client, quick: list) -> None:
    ready(life.summary)

    page = make(life, officer, "pdf", follow=True).content.decode()

    assert "Nội dung báo cáo không thay đổi; dùng lại tệp đã tạo lúc" in page
    assert len(quick) == 1


def test_failure_shows_its_reason_and_a_retry(life: Life, officer: Client) -> None:
    make(life, officer, "pdf")
    SummaryFile.objects.update(state=FileState.FAILED, error=rendering.FAILED_LAYOUT, attempts=3)

    page = page_of(life, officer)
    make(life, officer, "pdf")

    assert rendering.FAILED_LAYOUT in page
    assert ">Tạo lại PDF</button>" in page
    assert SummaryFile.objects.values_list("state", "attempts", "error").get() == (FileState.QUEUED, 0, "")


# -- stopping -----------------------------------------------------------------------------------------------------
def test_desk_stops_what_is_being_made_and_makes_it_again(life: Life, officer: Client, quick: list) -> None:
    make(life, officer, "pdf")
    page = page_of(life, officer)
    answer = officer.post(f"/summaries/{life.summary.pk}/files/stop/", {"format": "pdf"}, follow=True)
    stopped = SummaryFile.objects.get()

    assert 'aria-label="Dừng tạo tệp PDF"' in page
    assert "Đã dừng tạo tệp." in answer.content.decode()
    assert ">Tạo lại PDF</button>" in answer.content.decode()
    assert stopped.state == FileState.CANCELLED
    assert rendering.render_file(file_id=stopped.pk) is False

    make(life, officer, "pdf")
    assert rendering.render_file(file_id=stopped.pk)
    assert len(quick) == 1


def test_stopping_the_finished_is_said_and_changes_nothing(life: Life, officer: Client, quick: list) -> None:
    ready(life.summary)

    answer = officer.post(f"/summaries/{life.summary.pk}/files/stop/", {"format": "pdf"}, follow=True)

    assert NOTHING_TO_STOP in answer.content.decode()
    assert SummaryFile.objects.get().state == FileState.READY


def test_readers_make_files_of_what_is_published_but_stop_nothing(
    life: Life, login_as: Callable[[Any], Client]
) -> None:
    life.published()
    leader = login_as(life.leader)

    page = page_of(life, leader)
    stop = leader.post(f"/summaries/{life.summary.pk}/files/stop/", {"format": "pdf"})
    SummaryFile.objects.update(state=FileState.FAILED, error="Đĩa đầy.")
    make(life, leader, "xlsx")

    assert "Đang chờ" in page
    assert "Dừng</button>" not in page
    assert stop.status_code == 403
    states = dict(SummaryFile.objects.values_list("format", "state"))
    assert states == {"pdf": FileState.FAILED, "docx": FileState.FAILED, "xlsx": FileState.QUEUED}


# -- what a file stands for ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("change", ["report", "words"])
def test_page_says_when_the_draft_changed_after_the_file(life: Life, officer: Client, quick: list, change: str) -> None:
    ready(life.summary)
    before = page_of(life, officer)
    if change == "report":
        SubmissionFactory(period=life.summary.period, submitted=True)
    else:
        SummarySectionFactory(summary=life.summary, text="Lời mở đầu khác.")

    after = page_of(life, officer)

    assert OUTDATED not in before
    assert OUTDATED in after
    assert "Tải bản cũ" in after
    assert ">Tạo lại PDF</button>" in after


def test_draft_never_passes_for_the_finalised(life: Life, officer: Client, quick: list) -> None:
    ready(life.summary)
    life.finalised()

    page = page_of(life, officer)
    pdf = officer.get(f"/summaries/{life.summary.pk}/pdf/")

    assert ">Tạo PDF</button>" in page
    assert "Tải PDF" not in page
    assert pdf.status_code == 302


def test_file_without_the_number_never_passes_for_the_numbered(life: Life, officer: Client, quick: list) -> None:
    life.finalised()
    ready(life.summary)
    number_summary(summary=life.summary, by=life.clerk, number=5, issued_on=timezone.localdate())

    assert ">Tạo PDF</button>" in page_of(life, officer)
    assert officer.get(f"/summaries/{life.summary.pk}/pdf/").status_code == 302


def test_frozen_files_are_never_outdated(life: Life, officer: Client, quick: list) -> None:
    life.published()
    ready(life.summary)
    SubmissionFactory(period=life.summary.period, submitted=True)

    page = page_of(life, officer)

    assert OUTDATED not in page
    assert f'href="/summaries/{life.summary.pk}/pdf/">Tải PDF</a>' in page


def test_file_of_a_withdrawn_version_is_old(life: Life, officer: Client, quick: list) -> None:
    life.finalised()
    ready(life.summary)
    withdraw_finalising(summary=life.summary, by=life.head)

    assert OUTDATED in page_of(life, officer)


# -- taking away --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("file_format", "name"),
    [
        ("pdf", "Báo cáo tổng hợp 3 tháng năm 2018 (bản nháp).pdf"),
        ("docx", "Báo cáo tổng hợp 3 tháng năm 2018 (bản nháp).docx"),
        ("xlsx", "Phụ lục số liệu báo cáo tổng hợp 3 tháng năm 2018 (bản nháp).xlsx"),
    ],
)
def test_download_has_name_type_and_hash(life: Life, officer: Client, quick: list, file_format: str, name: str) -> None:
    row = ready(life.summary, file_format)

    address = f"/summaries/{life.summary.pk}/{file_format}/"
    answer = officer.get(address)
    data = answer.getvalue()
    again = officer.get(address, headers={"If-None-Match": f'"{row.file_sha256}"'})

    assert hashlib.sha256(data).hexdigest() == row.file_sha256
    assert (
        answer.headers["Content-Type"]
        == {
            "pdf": "application/pdf",
            "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }[file_format]
    )
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(name)}"
    assert (answer.headers["ETag"], answer.headers["X-Content-Type-Options"]) == (f'"{row.file_sha256}"', "nosniff")
    assert again.status_code == 304


def test_word_and_excel_are_made_by_the_worker_and_open(life: Life, officer: Client) -> None:
    word, excel = (ready(life.summary, one) for one in (FileFormat.DOCX, FileFormat.XLSX))

    with word.file.open() as stored:
        titles = [p.text for p in docx.Document(stored).paragraphs if p.style.name == "Title"]
    sheets = openpyxl.load_workbook(
        io.BytesIO(officer.get(f"/summaries/{life.summary.pk}/xlsx/").getvalue())
    ).sheetnames
    assert titles == ["BÁO CÁO"]
    assert sheets[:2] == [FIRST_SHEET, "Bảng 1"]
    assert (word.pages, excel.pages) == (0, 0)


def test_card_costs_one_query(life: Life, officer: Client, quick: list, django_assert_num_queries: Any) -> None:
    ready(life.summary)
    ready(life.summary, FileFormat.XLSX)

    with django_assert_num_queries(1):
        assert sorted(shown_files(life.summary)) == ["pdf", "xlsx"]
