"""Excel over HTTP: download, dry run, confirm; who may, what is stored, and what happens when two people write."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from reports.models import IndicatorValue, Submission
from reports.services.editing import save_report
from reports.workbooks import confirmation
from tests.factories import IndicatorFactory, PlanIndicatorFactory, SubmissionFactory, TaskFactory, member
from tests.reports.conftest import Writing
from tests.reports.workbook_files import FIGURES, TEXTS, edited, made, reworked

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(writing: Writing, login_as: Callable[[Any], Client]) -> Client:
    return login_as(writing.people["clerk"])


def url(writing: Writing, name: str) -> str:
    return reverse(name, args=[writing.submission.pk])


def upload(client: Client, writing: Writing, data: bytes) -> Any:
    file = io.BytesIO(data)
    file.name = "bieu.xlsx"
    return client.post(url(writing, "submission_upload"), {"workbook": file})


def confirm(client: Client, writing: Writing, page: Any, take: tuple[str, ...] = ()) -> Any:
    data = {"confirmation": page.context["confirmation"], "take": take}
    return client.post(url(writing, "submission_upload_confirm"), data)


def save(writing: Writing, **changes: str) -> None:
    writing.submission.refresh_from_db()
    save_report(submission=writing.submission, by=writing.people["principal"], changes=changes)


def filled(writing: Writing) -> bytes:
    """The workbook with every input filled in."""
    return edited(
        made(writing.submission),
        (FIGURES, "F9", 1),
        (FIGURES, "G9", 98),
        (FIGURES, "F10", 1234),
        (TEXTS, "E9", "Nhà trường đã triển khai."),
        (TEXTS, "C11", "Hoàn thành"),
        (TEXTS, "E11", "- Đã xong\n- Còn 2 việc"),
    )


# -- download -------------------------------------------------------------------------------------------------------
def test_download_is_a_workbook_named_after_school_and_period(clerk: Client, writing: Writing) -> None:
    response = clerk.get(url(writing, "submission_workbook"))

    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Tr%C6%B0%E1%BB%9Dng%20S%E1%BB%91")
    assert response["Cache-Control"] == "private, no-store"
    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == [FIGURES, TEXTS, "Hướng dẫn", "He thong"]
    assert book[FIGURES]["A2"].value == writing.submission.organisation.name.upper()


def test_office_downloads_what_was_sent_but_uploads_nothing(writing: Writing, login_as: Callable) -> None:
    officer = login_as(writing.people["officer"])
    assert officer.get(url(writing, "submission_workbook")).status_code == 403  # an unsent draft
    Submission.objects.update(
        status="submitted", revision=1, first_submitted_at="2018-03-01T00:00Z", submitted_at="2018-03-01T00:00Z"
    )

    assert officer.get(url(writing, "submission_workbook")).status_code == 200
    assert upload(officer, writing, made(writing.submission)).status_code == 403


def test_people_of_other_schools_do_not_find_it(writing: Writing, login_as: Callable) -> None:
    stranger = login_as(member(SubmissionFactory().organisation, "principal"))

    for name in ("submission_workbook", "submission_upload"):
        assert stranger.get(url(writing, name)).status_code == 404
    assert upload(stranger, writing, b"x").status_code == 404


def test_edit_page_leads_there_and_back(clerk: Client, writing: Writing) -> None:
    page = clerk.get(url(writing, "submission_edit")).content.decode()

    assert f'href="{url(writing, "submission_workbook")}">Tải biểu Excel</a>' in page
    assert f'href="{url(writing, "submission_upload")}">Nhập từ Excel</a>' in page
    assert 'enctype="multipart/form-data"' in clerk.get(url(writing, "submission_upload")).content.decode()


# -- dry run and confirmation ---------------------------------------------------------------------------------------
def test_nothing_is_stored_before_the_confirmation(clerk: Client, writing: Writing) -> None:
    page = upload(clerk, writing, filled(writing))

    assert page.status_code == 200
    assert len(page.context["comparison"].changes) == 6
    html = page.content.decode()
    assert "6 thay đổi so với bản đang lưu" in html
    assert f">{FIGURES}!F10</td>" in html
    assert Submission.objects.values_list("status", "edit_version").get() == ("not_started", 0)
    assert not IndicatorValue.objects.exists()


def test_confirmation_stores_what_was_shown(clerk: Client, writing: Writing) -> None:
    answer = confirm(clerk, writing, upload(clerk, writing, filled(writing)))

    assert (answer.status_code, answer["Location"]) == (302, url(writing, "submission_check"))
    ratio = IndicatorValue.objects.get(plan_indicator=writing.ratio)
    assert (ratio.numerator, ratio.denominator, ratio.state) == (1, 98, "given")
    assert IndicatorValue.objects.get(plan_indicator=writing.count).raw_value == "1234"
    assert writing.text.entries.get().text == "Nhà trường đã triển khai."
    task = writing.task.entries.get()
    assert (task.status, task.progress, task.text) == ("done", 100, "- Đã xong\n- Còn 2 việc")
    submission = Submission.objects.get()
    assert (submission.status, submission.filled_percent, submission.edit_version) == ("draft", 100, 1)
    assert submission.last_edited_by == writing.people["clerk"]


def test_same_workbook_again_changes_nothing(clerk: Client, writing: Writing) -> None:
    data = filled(writing)
    confirm(clerk, writing, upload(clerk, writing, data))

    page = upload(clerk, writing, data)

    assert page.context["confirmation"] is None
    assert "Tệp giống hệt bản đang lưu" in page.content.decode()


def test_cells_with_mistakes_stay_out_and_the_rest_goes_in(clerk: Client, writing: Writing) -> None:
    save(writing, **{f"value-{writing.count.pk}-v": "7"})
    page = upload(clerk, writing, edited(filled(writing), (FIGURES, "F10", "=1+1")))

    assert [problem.address for problem in page.context["comparison"].problems] == [f"{FIGURES}!F10"]
    confirm(clerk, writing, page)
    assert IndicatorValue.objects.get(plan_indicator=writing.count).raw_value == "7"
    assert IndicatorValue.objects.get(plan_indicator=writing.ratio).numerator == 1


def test_broken_structure_offers_no_confirmation(clerk: Client, writing: Writing) -> None:
    page = upload(clerk, writing, reworked(filled(writing), lambda book: book.remove(book[TEXTS])))

    assert page.status_code == 422
    assert page.context["confirmation"] is None
    assert f"Thiếu trang “{TEXTS}”." in page.content.decode()
    assert "Xác nhận nhập" not in page.content.decode()


def test_upload_without_a_file(clerk: Client, writing: Writing) -> None:
    page = clerk.post(url(writing, "submission_upload"), {"workbook": "text"})

    assert page.status_code == 422
    assert "Chưa chọn tệp." in page.content.decode()


def test_text_of_the_workbook_is_shown_as_text(clerk: Client, writing: Writing) -> None:
    data = edited(made(writing.submission), (TEXTS, "E9", "<script>alert(1)</script>"), (FIGURES, "F9", "<b>x"))

    html = upload(clerk, writing, data).content.decode()

    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "“&lt;b&gt;x” không phải là số" in html


# -- two people -----------------------------------------------------------------------------------------------------
def test_report_changed_after_the_dry_run_is_compared_anew(clerk: Client, writing: Writing) -> None:
    page = upload(clerk, writing, filled(writing))
    save(writing, **{f"value-{writing.count.pk}-v": "7"})

    again = confirm(clerk, writing, page)

    assert again.status_code == 409
    assert "Báo cáo vừa được sửa trên cổng nên chưa lưu gì từ tệp" in again.content.decode()
    assert [(row.old, row.new) for row in again.context["comparison"].conflicts] == [("7", "1234")]
    assert IndicatorValue.objects.get().raw_value == "7"
    assert confirm(clerk, writing, again).status_code == 302
    assert IndicatorValue.objects.get(plan_indicator=writing.count).raw_value == "7"
    assert IndicatorValue.objects.get(plan_indicator=writing.ratio).numerator == 1


def test_chosen_conflict_takes_the_value_of_the_file(clerk: Client, writing: Writing) -> None:
    data, name = filled(writing), f"value-{writing.count.pk}-v"
    save(writing, **{name: "7"})

    page = upload(clerk, writing, data)

    html = page.content.decode()
    assert "Báo cáo đã được sửa trên cổng sau khi tệp này được tải về" in html
    assert f'name="take" value="{name}"' in html
    confirm(clerk, writing, page, take=(name, "section-999", "value-1-v' OR 1=1"))
    assert IndicatorValue.objects.get(plan_indicator=writing.count).raw_value == "1234"


def test_change_elsewhere_does_not_disturb_the_confirmation(clerk: Client, writing: Writing) -> None:
    page = upload(clerk, writing, edited(made(writing.submission), (FIGURES, "F10", 5)))
    save(writing, **{f"section-{writing.text.pk}": "Khác"})

    assert confirm(clerk, writing, page).status_code == 302
    assert IndicatorValue.objects.get(plan_indicator=writing.count).value == 5
    assert writing.text.entries.get().text == "Khác"


def test_confirmation_cannot_be_altered_borrowed_or_kept(
    clerk: Client, writing: Writing, login_as: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = upload(clerk, writing, filled(writing))
    target = url(writing, "submission_upload")
    for text in ("", "abc", page.context["confirmation"][:-1] + "!"):
        answer = clerk.post(url(writing, "submission_upload_confirm"), {"confirmation": text})
        assert (answer.status_code, answer["Location"]) == (302, target)
    assert confirm(login_as(writing.people["principal"]), writing, page)["Location"] == target
    monkeypatch.setattr(confirmation, "VALID_SECONDS", -1)
    assert confirm(login_as(writing.people["clerk"]), writing, page)["Location"] == target
    assert not IndicatorValue.objects.exists()


def test_confirmation_of_another_report_is_refused(clerk: Client, writing: Writing) -> None:
    page = upload(clerk, writing, filled(writing))
    other = SubmissionFactory(period=writing.submission.period)
    member_of_both = writing.people["clerk"]
    member_of_both.memberships.create(organisation=other.organisation, role="clerk")

    answer = clerk.post(
        reverse("submission_upload_confirm", args=[other.pk]), {"confirmation": page.context["confirmation"]}
    )

    assert answer["Location"] == reverse("submission_upload", args=[other.pk])
    assert not IndicatorValue.objects.exists()


def test_report_sent_meanwhile_takes_nothing(clerk: Client, writing: Writing) -> None:
    page = upload(clerk, writing, filled(writing))
    Submission.objects.update(
        status="submitted", revision=1, first_submitted_at="2018-03-01T00:00Z", submitted_at="2018-03-01T00:00Z"
    )

    for answer in (confirm(clerk, writing, page), upload(clerk, writing, filled(writing))):
        assert (answer.status_code, answer["Location"]) == (302, url(writing, "submission_detail"))
    assert not IndicatorValue.objects.exists()


def test_contents_too_long_for_one_form_are_refused(
    clerk: Client, writing: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirmation, "MOST_CHARACTERS", 100)

    page = upload(clerk, writing, filled(writing))

    assert page.context["confirmation"] is None
    assert "quá dài để nhập một lần" in page.content.decode()


# -- cost -----------------------------------------------------------------------------------------------------------
def test_query_count_does_not_depend_on_the_grid(clerk: Client, writing: Writing) -> None:
    def counts() -> list[int]:
        data, found = made(writing.submission), []
        clerk.get(url(writing, "submission_upload"))
        for ask in (lambda: clerk.get(url(writing, "submission_workbook")), lambda: upload(clerk, writing, data)):
            with CaptureQueriesContext(connection) as queries:
                assert ask().status_code == 200
            found.append(len(queries))
        return found

    small = counts()
    for _ in range(30):
        PlanIndicatorFactory(plan=writing.submission.period.plan, indicator=IndicatorFactory())
        TaskFactory(plan=writing.submission.period.plan)

    assert counts() == small
    assert max(small) <= 12
