"""The page of one section: its preview, what it refuses, what it shows when somebody or the data were faster."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.documents.current import drawn_up
from reports.models import SummaryReport, SummarySection
from schools.enums import Role
from tests.factories import SubmissionFactory, SummaryReportFactory, SummarySectionFactory, member
from tests.reports.sections import KEY, WORDS, form, save, stale, worked

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(summary: SummaryReport, login_as: Callable[[Any], Client]) -> Client:
    return login_as(member(summary.period.plan.receiver, Role.OFFICER, full_name="Nguyễn Thị Sửa"))


def url(summary: SummaryReport, key: str = KEY) -> str:
    return f"/summaries/{summary.pk}/sections/{key}/"


def box(html: str) -> str:
    """What stands in the box."""
    return html.split('name="text"')[1].split(">", 1)[1].split("</textarea>")[0]


def test_page_holds_the_drafted_words_their_preview_and_their_sources(summary: SummaryReport, officer: Client) -> None:
    html = officer.get(url(summary)).content.decode()

    draft = worked(summary).draft
    assert box(html) == draft
    assert f"<p>{draft.splitlines()[0]}</p>" in html
    assert "Số liệu của từng câu" in html
    assert f'href="/periods/{summary.period_id}/board/' in html
    assert "Bảng 1. " in html.split('id="preview"')[1]


def test_saving_says_so_and_stays_on_the_section(summary: SummaryReport, officer: Client) -> None:
    answer = officer.post(url(summary), form(summary, WORDS), follow=True)
    html = answer.content.decode()

    assert answer.redirect_chain == [(url(summary), 302)]
    assert "Đã lưu mục này." in html
    assert box(html) == WORDS
    assert "Nguyễn Thị Sửa" in html
    assert "Dòng [Bảng 1. Số báo cáo theo cấp học] không còn trong lời văn" in html


@pytest.mark.parametrize("headers", [{}, {"X-Preview": "1"}])
def test_preview_saves_nothing(summary: SummaryReport, officer: Client, headers: dict[str, str]) -> None:
    answer = officer.post(url(summary), form(summary, f"- {WORDS}", "preview"), headers=headers)
    html = answer.content.decode()

    assert answer.status_code == 200
    assert f'<p class="item">- {WORDS}</p>' in html
    assert ("<html" in html) == (not headers)
    assert SummarySection.objects.count() == 0


def test_rubbish_is_harmless(summary: SummaryReport, officer: Client) -> None:
    rubbish = "<script>alert(1)</script>\x00\x1b[0m\u202e\n" + "x" * 5000 + "\n[Bảng 77. Không có]"
    html = officer.post(url(summary), form(summary, rubbish), follow=True).content.decode()
    page = officer.get(f"/periods/{summary.period_id}/summary/").content.decode()

    for shown in (html, page):
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt;[0m" in shown
    assert "Mục này không có [Bảng 77. Không có]" in html


@pytest.mark.parametrize(("text", "problem"), [("  ", "Mục không được để trống."), ("a " * 60_000, "Mục dài 119.999")])
def test_refused_words_stay_in_the_box(summary: SummaryReport, officer: Client, text: str, problem: str) -> None:
    answer = officer.post(url(summary), form(summary, text))
    html = answer.content.decode()

    assert answer.status_code == 422
    assert problem in html
    assert box(html).strip() == text.strip()
    assert "data-unsaved" in html
    assert SummarySection.objects.count() == 0


def test_clash_shows_both_versions_and_loses_neither(summary: SummaryReport, officer: Client) -> None:
    mine = form(summary, "Câu chung. Câu của tôi.")
    save(summary, "Câu chung. Câu của người kia.", by=member(summary.period.plan.receiver, Role.HEAD))

    clash = officer.post(url(summary), mine)
    html = clash.content.decode()
    merged = officer.post(url(summary), {**mine, "action": "merge"}).content.decode()

    assert clash.status_code == 409
    assert "Mục này vừa được người khác sửa." in html
    assert "<del><b>− Bỏ:</b> Câu của người kia.</del><ins><b>+ Thêm:</b> Câu của tôi.</ins>" in html
    assert box(html) == "Câu chung. Câu của tôi."
    assert box(merged) == "Câu chung. Câu của người kia.\nCâu chung. Câu của tôi."
    assert SummarySection.objects.get().text == "Câu chung. Câu của người kia."


def test_saving_again_after_a_clash_keeps_the_other_words_in_the_history(
    summary: SummaryReport, officer: Client
) -> None:
    mine = form(summary, WORDS)
    save(summary, "Lời của người kia.")
    officer.post(url(summary), mine)

    saved = officer.post(url(summary), form(summary, WORDS), follow=True).content.decode()
    back = saved.split("?restore=")[1].split('"')[0]
    restored = officer.get(f"{url(summary)}?restore={back}").content.decode()

    assert SummarySection.objects.get().text == WORDS
    assert box(restored) == "Lời của người kia."
    assert "chưa lưu" in restored


@pytest.mark.parametrize("asked", ["0", "x", "999999", "9" * 30, "-1"])
def test_asking_for_words_that_never_were_shows_the_section(
    summary: SummaryReport, officer: Client, asked: str
) -> None:
    assert box(officer.get(f"{url(summary)}?restore={asked}").content.decode()) == worked(summary).draft


def test_changed_data_are_shown_and_decided_about(summary: SummaryReport, officer: Client) -> None:
    stale(summary)

    html = officer.get(url(summary)).content.decode()
    page = officer.get(f"/periods/{summary.period_id}/summary/").content.decode()
    kept = officer.post(url(summary), form(summary, WORDS, "keep"), follow=True).content.decode()

    assert "<del><b>− Bỏ:</b> Có 7 trường gửi báo cáo.</del>" in html
    assert f"<ins><b>+ Thêm:</b> {worked(summary).draft.split('. ')[0]}" in html
    assert box(html) == WORDS
    assert "số liệu đã đổi từ khi sửa" in page
    assert "Số liệu đã đổi từ khi sửa" not in kept
    assert SummarySection.objects.get().text == WORDS


def test_data_that_change_while_somebody_types_are_shown_at_once(summary: SummaryReport, officer: Client) -> None:
    typed = {**form(summary, WORDS), "draft": "Có 7 trường gửi báo cáo."}

    html = officer.post(url(summary), {**typed, "action": "preview"}).content.decode()
    officer.post(url(summary), typed)

    assert "<del><b>− Bỏ:</b> Có 7 trường gửi báo cáo.</del>" in html
    assert worked(summary).is_stale


def test_taking_the_draft_says_what_is_lost_and_can_be_undone(summary: SummaryReport, officer: Client) -> None:
    stale(summary)

    asked = officer.get(url(summary)).content.decode()
    taken = officer.post(url(summary), form(summary, "", "take"), follow=True).content.decode()

    assert "được thay bằng bản soạn từ số liệu hiện tại" in asked
    assert "Đã lấy bản soạn từ số liệu." in taken
    assert box(taken) == worked(summary).draft
    assert "lấy bản soạn từ số liệu · <a" in taken


def test_words_of_a_section_that_is_gone_are_shown_and_can_be_dropped(summary: SummaryReport, officer: Client) -> None:
    SummarySectionFactory(summary=summary, key="results.gone", text=WORDS)

    page = officer.get(f"/periods/{summary.period_id}/summary/").content.decode()
    html = officer.get(url(summary, "results.gone")).content.decode()
    dropped = officer.post(url(summary, "results.gone"), form(summary, "", "take", "results.gone"))

    assert url(summary, "results.gone") in page
    assert "không còn dẫn tới mục này" in html
    assert box(html) == WORDS
    assert dropped.headers["Location"] == f"/periods/{summary.period_id}/summary/"
    assert SummarySection.objects.count() == 0


def test_unknown_section_does_not_exist(summary: SummaryReport, officer: Client) -> None:
    assert officer.get(url(summary, "results.none")).status_code == 404


@pytest.mark.parametrize("state", ["finalised", "published"])
def test_frozen_summary_leads_back_and_shows_what_was_typed(state: str, login_as: Callable[[Any], Client]) -> None:
    summary = SummaryReportFactory(period=SubmissionFactory(accepted=True).period, **{state: True})
    client = login_as(member(summary.period.plan.receiver, Role.OFFICER))

    looked = client.get(url(summary))
    typed = client.post(url(summary), {"action": "save", "text": WORDS})

    assert (looked.status_code, looked.headers["Location"]) == (302, f"/periods/{summary.period_id}/summary/")
    assert typed.status_code == 409
    assert WORDS in typed.content.decode()
    assert SummarySection.objects.count() == 0


@pytest.mark.parametrize(("role", "status"), [(Role.HEAD, 200), (Role.CLERK, 403)])
def test_only_officer_and_head_write(
    summary: SummaryReport, login_as: Callable[[Any], Client], role: Role, status: int
) -> None:
    assert login_as(member(summary.period.plan.receiver, role)).get(url(summary)).status_code == status


def test_leader_does_not_see_sections(summary: SummaryReport, login_as: Callable[[Any], Client]) -> None:
    assert login_as(member(summary.period.plan.forwarded_to, Role.LEADER)).get(url(summary)).status_code == 404


@pytest.mark.parametrize("others", [0, 2])
def test_queries_do_not_grow_with_edited_sections(
    summary: SummaryReport, officer: Client, django_assert_num_queries: Any, others: int
) -> None:
    SummarySectionFactory(summary=summary, key=KEY, updated_by=member(summary.period.plan.receiver, Role.HEAD))
    for key in ("opening", "closing")[:others]:
        SummarySectionFactory(summary=summary, key=key, updated_by=member(summary.period.plan.receiver, Role.HEAD))
    officer.get(url(summary))
    with CaptureQueriesContext(connection) as drawing_up:
        drawn_up(SummaryReport.objects.get())

    with django_assert_num_queries(len(drawing_up) + 7):
        officer.get(url(summary))
