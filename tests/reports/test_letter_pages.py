"""The way to a letter of reminder: tick the late ones, draw it up, follow its file, take it away, find it again."""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import docx
import pytest
import time_machine
from django.test import Client

from plans.models import ReportingPeriod
from reports.enums import FileState
from reports.models import LetterFile, ReminderLetter, Submission
from reports.services import rendering
from reports.tasks import render_letter
from schools.enums import Role
from tests.factories import LetterFileFactory, member
from tests.reports.letters import RESPOND_BY, TODAY, a_body, a_letter, a_period, a_school

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
ASKED = {"respond_on": "18/06/2018", "respond_at": "17:00", "note": ""}


@pytest.fixture
def today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def period() -> ReportingPeriod:
    return a_period()


@pytest.fixture
def officer(period: ReportingPeriod, login_as: Callable[[Any], Client]) -> Client:
    return login_as(member(period.plan.receiver, Role.OFFICER, full_name="Lê Văn Soạn"))


def url(period: ReportingPeriod) -> str:
    return f"/periods/{period.pk}/letters/new/"


def box(submission: Submission, *, ticked: bool) -> str:
    pk = submission.pk
    return (
        f'<input class="form-check-input" type="checkbox" name="submissions" value="{pk}" id="late-{pk}"'
        f"{' checked' if ticked else ''}>"
    )


# -- the form -----------------------------------------------------------------------------------------------------
def test_everybody_late_is_ticked_and_three_working_days_are_proposed(period: ReportingPeriod, officer: Client) -> None:
    late, body = a_school(period, "MN Cẩm Vũ"), a_body(period, "Hội Nơi Ấy")
    sent = a_school(period, submitted=True)

    page = officer.get(url(period)).content.decode()

    assert box(late, ticked=True) in page
    assert box(body, ticked=True) in page
    assert f'value="{sent.pk}"' not in page
    assert "2 đơn vị quá hạn, 2 đơn vị được chọn." in page
    assert 'name="respond_on" value="18/06/2018"' in page
    assert 'name="respond_at" value="17:00"' in page


def test_those_named_in_the_address_are_ticked(period: ReportingPeriod, officer: Client) -> None:
    first, second, third = (a_school(period) for _ in range(3))
    sent = a_school(period, submitted=True)

    page = officer.get(f"{url(period)}?submissions={first.pk},{sent.pk}&submissions={third.pk}&x=,a").content.decode()

    assert box(first, ticked=True) in page
    assert box(second, ticked=False) in page
    assert box(third, ticked=True) in page
    assert "1 đơn vị đã chọn không có ở đây vì đã gửi báo cáo hoặc chưa quá hạn." in page


def test_nobody_late_needs_no_letter(period: ReportingPeriod, officer: Client) -> None:
    a_school(period, submitted=True)

    page = officer.get(url(period)).content.decode()

    assert "Không có đơn vị nào quá hạn ở kỳ này" in page
    assert '<form method="post" novalidate>' not in page


def test_letter_is_drawn_up_and_its_file_asked_for(
    period: ReportingPeriod, officer: Client, published: list, django_capture_on_commit_callbacks: Any
) -> None:
    first, second, sent = a_school(period), a_school(period), a_school(period, submitted=True)
    a_school(period)

    with django_capture_on_commit_callbacks(execute=True):
        answer = officer.post(
            url(period),
            ASKED | {"submissions": [first.pk, second.pk, sent.pk], "respond_at": "16h30", "note": "Hoà nhạc"},
            follow=True,
        )

    letter, file = ReminderLetter.objects.get(), LetterFile.objects.get()
    page = answer.content.decode()
    assert answer.redirect_chain == [(f"/letters/{letter.pk}/", 302)]
    assert {row.submission for row in letter.late_rows} == {first.pk, second.pk}
    assert (letter.respond_by, letter.note) == (RESPOND_BY - dt.timedelta(minutes=30), "Hoà nhạc")
    assert letter.created_by.full_name == "Lê Văn Soạn"
    assert published == [("reports.render_letter", (file.pk,))]
    assert "Đã lập công văn cho 2 đơn vị." in page
    assert "1 đơn vị đã gửi báo cáo hoặc đã được gia hạn nên không có trong công văn." in page


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"submissions": []}, "Chọn ít nhất một đơn vị."),
        ({"respond_on": "12/06/2018"}, "Thời hạn đề nghị gửi phải sau lúc này."),
        ({"respond_on": "18/06/2081"}, "Ngày 18/06/2081 cách hôm nay hơn một năm; đề nghị xem lại năm đã ghi."),
        ({"respond_on": "31/06/2018"}, "Không có ngày 31: tháng 6 năm 2018 có 30 ngày."),
        ({"respond_on": ""}, "Ghi ngày đề nghị gửi."),
        ({"respond_at": "25:00"}, "Giờ không đúng dạng. Ghi theo 24 giờ, ví dụ 17:00."),
        ({"submissions": ["999999999"]}, "Không có đơn vị nào trong danh sách còn nợ báo cáo quá hạn"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_drawn_up(
    period: ReportingPeriod, officer: Client, change: dict[str, Any], complaint: str
) -> None:
    late = a_school(period)

    answer = officer.post(url(period), ASKED | {"submissions": [late.pk], "note": "Giữ lại"} | change)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert complaint in page
    assert "Giữ lại</textarea>" in page
    assert ReminderLetter.objects.count() == 0


def test_nothing_ticked_stays_nothing_ticked(period: ReportingPeriod, officer: Client) -> None:
    late = a_school(period)

    assert box(late, ticked=False) in officer.post(url(period), ASKED).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_form_needs_the_same_queries_for_one_and_for_three(
    period: ReportingPeriod, officer: Client, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        a_school(period)
    officer.get("/")

    with django_assert_num_queries(10):
        officer.get(url(period))


# -- the letter ---------------------------------------------------------------------------------------------------
def test_page_shows_what_the_letter_says_and_what_became_of_it(period: ReportingPeriod, officer: Client) -> None:
    a_school(period, "Trường Còn Nợ")
    sent = a_school(period, "Trường Sẽ Gửi", draft=True)
    letter = a_letter(period, note="Nội dung thêm.")
    sent_at = period.deadline_at + dt.timedelta(days=4)
    Submission.objects.filter(pk=sent.pk).update(
        status="submitted", revision=1, submitted_at=sent_at, first_submitted_at=sent_at
    )

    page = officer.get(f"/letters/{letter.pk}/").content.decode()

    assert "V/v đôn đốc nộp báo cáo 6 tháng năm 2018 thực hiện nhiệm vụ thử nghiệm" in page
    assert "Kính gửi: Hiệu trưởng các trường (danh sách kèm theo)." in page
    assert "còn 02 trường quá hạn chưa gửi báo cáo" in page
    assert '<p class="mb-2">Nội dung thêm.</p>' in page
    assert "Danh sách kèm theo: 2 đơn vị, đến nay 1 đơn vị đã gửi." in page
    assert "Quá hạn 4 ngày · chưa soạn" in page
    assert "Chờ duyệt · trễ 4 ngày" in page


def test_progress_is_followed_and_ends_with_the_file(period: ReportingPeriod, officer: Client, quick: list) -> None:
    a_school(period)
    letter = a_letter(period)
    address = f"/letters/{letter.pk}/"
    none_yet = officer.get(address).content.decode()
    officer.post(f"{address}pdf/")
    LetterFile.objects.update(progress=43, step="Dàn trang 2")

    page = officer.get(address).content.decode()
    part = officer.get(address, headers={"HX-Request": "true"}).content.decode()
    early = officer.get(f"{address}pdf/")
    rendering.render_letter(file_id=LetterFile.objects.get().pk)
    done = officer.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "Tạo PDF</button>" in none_yet
    for html in (page, part):
        assert 'aria-valuenow="43"' in html
        assert f'hx-get="{address}" hx-trigger="every 1s"' in html
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    assert "<html" not in part
    assert (early.status_code, early.headers["Location"]) == (302, address)
    assert "hx-trigger" not in done
    assert f'href="{address}pdf/">Tải PDF</a>' in done


def test_task_makes_a_pdf_that_is_downloaded_under_its_name(period: ReportingPeriod, officer: Client) -> None:
    a_school(period)
    letter = a_letter(period)
    render_letter(rendering.request_letter(letter=letter).pk)

    answer = officer.get(f"/letters/{letter.pk}/pdf/")

    assert b"".join(answer.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    assert answer.headers["Content-Type"] == "application/pdf"
    name = quote("Công văn đôn đốc 6 tháng năm 2018 - 13.06.2018.pdf")
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert LetterFile.objects.get().pages == 2


def test_failure_shows_reason_and_retry(period: ReportingPeriod, officer: Client) -> None:
    a_school(period)
    letter = a_letter(period)
    rendering.request_letter(letter=letter)
    LetterFile.objects.update(state=FileState.FAILED, error=rendering.FAILED_LAYOUT)

    page = officer.get(f"/letters/{letter.pk}/").content.decode()
    officer.post(f"/letters/{letter.pk}/pdf/")

    assert rendering.FAILED_LAYOUT in page
    assert "Tạo lại</button>" in page
    assert LetterFile.objects.get().state == FileState.QUEUED


def test_file_of_a_dead_worker_is_taken_up_again(published: list, django_capture_on_commit_callbacks: Any) -> None:
    now = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    row = LetterFileFactory(state=FileState.RENDERING, attempts=1, claimed_until=now - dt.timedelta(minutes=1))

    with django_capture_on_commit_callbacks(execute=True):
        assert rendering.resume_renderings(now=now) == 1

    row.refresh_from_db()
    assert row.state == FileState.QUEUED
    assert published == [("reports.render_letter", (row.pk,))]


def test_word_is_written_at_once(period: ReportingPeriod, officer: Client) -> None:
    a_school(period)
    letter = a_letter(period)

    answer = officer.get(f"/letters/{letter.pk}/docx/")

    word = docx.Document(io.BytesIO(answer.content))
    assert word.core_properties.title.startswith("Công văn đôn đốc nộp báo cáo 6 tháng năm 2018")
    assert quote("Công văn đôn đốc 6 tháng năm 2018 - 13.06.2018.docx") in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("count", [1, 3])
def test_letter_needs_the_same_queries_for_one_and_for_three(
    period: ReportingPeriod, officer: Client, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        a_school(period)
    letter = a_letter(period)
    rendering.request_letter(letter=letter)
    officer.get("/")

    with django_assert_num_queries(9):
        officer.get(f"/letters/{letter.pk}/")
