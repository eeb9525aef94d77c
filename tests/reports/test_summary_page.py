"""The page of a period's summary: what it says, section by section, to whom, and how much of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from plans.models import ReportingPeriod
from reports.documents.content import Column, Heading, Paragraph, Row, SummaryDocument, Table
from reports.documents.current import drawn_up, summary_document
from reports.models import SummaryFile, SummaryReport, SummarySection
from reports.views.summary_sheet import MOST_TEXT, PAGE_BYTES, sheet_of
from schools.enums import Role
from tests.factories import SubmissionFactory, SummaryReportFactory, SummarySectionFactory, UserFactory, member
from tests.reports.sections import KEY, WORDS, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(summary: SummaryReport, login_as: Callable[[Any], Client]) -> Client:
    return login_as(member(summary.period.plan.receiver, Role.OFFICER, full_name="Nguyễn Thị Sửa"))


def url(period_id: int) -> str:
    return f"/periods/{period_id}/summary/"


def page_of(client: Client, period_id: int) -> str:
    return client.get(url(period_id)).content.decode()


def test_looking_makes_nothing(login_as: Callable[[Any], Client]) -> None:
    period = SubmissionFactory(accepted=True).period
    client = login_as(member(period.plan.receiver, Role.OFFICER))

    html = page_of(client, period.pk)

    assert "BÁO CÁO" in html
    assert f'<button class="btn btn-sm btn-outline-secondary" form="begin" name="section" value="{KEY}"' in html
    assert SummaryReport.objects.count() == SummaryFile.objects.count() == 0


def test_first_edit_begins_the_draft_and_opens_the_section(login_as: Callable[[Any], Client]) -> None:
    period = SubmissionFactory(accepted=True).period
    client = login_as(member(period.plan.receiver, Role.OFFICER))

    answers = [client.post(url(period.pk), {"section": KEY}), client.post(url(period.pk))]

    summary = SummaryReport.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [
        f"/summaries/{summary.pk}/sections/{KEY}/",
        f"/summaries/{summary.pk}/sections/opening/",
    ]


def test_page_says_what_the_document_says(summary: SummaryReport, officer: Client) -> None:
    html = page_of(officer, summary.period_id).split("<article")[1]
    document = summary_document(summary)

    blocks = (*document.opening, *document.body)
    said = [block.text for block in blocks if isinstance(block, Heading | Paragraph)]
    place = 0
    for text in (document.subject, *said, document.closing):
        place = html.find(escape(text), place)
        assert place != -1, text
    assert all(f"{appendix.label}: {escape(appendix.title)}" in html for appendix in document.appendices)


def test_each_section_says_where_its_words_come_from(summary: SummaryReport, officer: Client) -> None:
    head = member(summary.period.plan.receiver, Role.HEAD, full_name="Trần Văn Trưởng")
    save(summary, by=head)
    SummarySectionFactory(summary=summary, key="closing", text="Trên đây là báo cáo.", base="Lời cũ.")

    parts = page_of(officer, summary.period_id).split('<section class="part')

    drafted, edited, stale = (
        next(part for part in parts if f'id="muc-{key}"' in part) for key in ("opening", KEY, "closing")
    )
    assert "soạn từ số liệu" in drafted
    assert "đã sửa" in edited
    assert "Trần Văn Trưởng" in edited
    assert WORDS in edited
    assert "số liệu đã đổi từ khi sửa" not in edited
    assert "số liệu đã đổi từ khi sửa" in stale


def test_long_tables_and_charts_are_told_by_their_size(summary: SummaryReport) -> None:
    long, short = (
        Table(f"Bảng {rows}", (Column("Trường", 100),), tuple(Row(("Trường Mầm non",)) for _ in range(rows)))
        for rows in (PAGE_BYTES // 20, 3)
    )
    document = document_with(summary, (Heading(1, "I.", "Bảng", "tables"), long, short))

    views = sheet_of(document, {}).parts[1].blocks

    assert [(view["count"], view["rows"] is None) for view in views] == [(PAGE_BYTES // 20, True), (3, False)]


def test_long_words_are_cut_and_counted(summary: SummaryReport) -> None:
    lines = tuple(Paragraph("a" * (MOST_TEXT // 2)) for _ in range(5))
    document = document_with(summary, (Heading(1, "I.", "Lời", "words"), *lines))

    part = sheet_of(document, {}).parts[1]

    assert (len(part.blocks), part.more) == (2, 3)


def document_with(summary: SummaryReport, body: tuple[Any, ...]) -> SummaryDocument:
    document = drawn_up(summary)
    return SummaryDocument(**{**document.__dict__, "body": body})


def test_page_of_very_long_sections_stays_small(summary: SummaryReport, officer: Client) -> None:
    words = "\n".join("Nhà trường triển khai đồng bộ các giải pháp." for _ in range(500))
    for key in (KEY, "opening", "review.causes"):
        SummarySectionFactory(summary=summary, key=key, text=words)

    html = page_of(officer, summary.period_id)

    assert len(html.encode()) < 60_000
    assert "xem cả mục" in html


def test_clerk_reads_the_draft_and_edits_nothing(summary: SummaryReport, login_as: Callable[[Any], Client]) -> None:
    client = login_as(member(summary.period.plan.receiver, Role.CLERK))

    html = page_of(client, summary.period_id)

    assert "soạn từ số liệu" in html
    assert "/sections/" not in html
    assert client.post(url(summary.period_id)).status_code == 403


@pytest.mark.parametrize("state", [{}, {"finalised": True}])
def test_leader_sees_nothing_before_it_is_published(state: dict[str, bool], login_as: Callable[[Any], Client]) -> None:
    summary = SummaryReportFactory(period=SubmissionFactory(accepted=True).period, **state)
    client = login_as(member(summary.period.plan.forwarded_to, Role.LEADER))

    html = page_of(client, summary.period_id)

    assert "Chưa có báo cáo tổng hợp nào của kỳ này được phát hành." in html
    assert summary_document(summary).subject not in html


def test_leader_reads_the_published_revision_and_the_desk_the_one_in_the_making(
    login_as: Callable[[Any], Client],
) -> None:
    published = SummaryReportFactory(period=SubmissionFactory(accepted=True).period, published=True)
    draft = SummaryReportFactory(period=published.period, revision=2, replaces=published, reason="Sai số liệu")
    SummarySectionFactory(summary=draft, key=KEY, text="Lời của bản thay thế.")
    plan = published.period.plan

    read = page_of(login_as(member(plan.forwarded_to, Role.LEADER)), published.period_id)
    worked = page_of(login_as(member(plan.receiver, Role.OFFICER)), published.period_id)

    assert "Lời của bản thay thế." not in read
    assert "/sections/" not in read
    assert "Nội dung đã chốt" in read
    assert "Lời của bản thay thế." in worked


def test_frozen_page_keeps_its_words_whatever_the_data_say(login_as: Callable[[Any], Client]) -> None:
    summary = SummaryReportFactory(period=SubmissionFactory(accepted=True).period, finalised=True)
    client = login_as(member(summary.period.plan.receiver, Role.OFFICER))
    SummarySection.objects.create(summary=summary, key=KEY, text=WORDS, updated_at=summary.finalised_at)
    before = summary_document(summary)
    ReportingPeriod.objects.filter(pk=summary.period_id).update(deadline_text="trước ngày 01/01/2031")

    html = page_of(client, summary.period_id)

    assert all(block.text in html for block in before.body if isinstance(block, Paragraph))
    assert "01/01/2031" not in html
    assert WORDS not in html
    assert "/sections/" not in html


def test_strangers_see_nothing(summary: SummaryReport, login_as: Callable[[Any], Client]) -> None:
    assert login_as(UserFactory()).get(url(summary.period_id)).status_code == 404


def test_school_sees_the_plan_but_not_the_summary(summary: SummaryReport, login_as: Callable[[Any], Client]) -> None:
    client = login_as(member(summary.period.submissions.get().organisation, Role.PRINCIPAL))

    assert client.get(url(summary.period_id)).status_code == 403
    assert client.post(url(summary.period_id)).status_code == 403


@pytest.mark.parametrize("edited", [1, 3])
def test_page_needs_the_same_few_queries(
    summary: SummaryReport, officer: Client, django_assert_num_queries: Any, edited: int
) -> None:
    for key in (KEY, "opening", "closing")[:edited]:
        SummarySectionFactory(summary=summary, key=key, updated_by=member(summary.period.plan.receiver, Role.HEAD))
    officer.get(url(summary.period_id))
    with CaptureQueriesContext(connection) as drawing_up:
        drawn_up(SummaryReport.objects.get())

    with django_assert_num_queries(len(drawing_up) + 9):
        officer.get(url(summary.period_id))
