"""The office's pages: home, board, review."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from reports.models import Submission
from schools.enums import Role
from tests.days import days_ahead
from tests.factories import (
    ExtensionFactory,
    NotificationFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SectionEntryFactory,
    SubmissionFactory,
    member,
)

pytestmark = pytest.mark.django_db
TODAY = dt.datetime(2018, 3, 12, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))


@pytest.fixture
def period() -> Any:
    return ReportingPeriodFactory()


@pytest.fixture
def officer(period: Any, login_as: Callable[[Any], Client]) -> Client:
    return login_as(member(period.plan.receiver, Role.OFFICER))


def school(name: str, levels: str = "MN") -> Any:
    return SchoolFactory(name=name, levels=levels).organisation


@time_machine.travel(TODAY)
def test_board_says_every_state_in_words(officer: Client, period: Any) -> None:
    rows = {
        "A chưa soạn": SubmissionFactory(period=period, organisation=school("A chưa soạn")),
        "B nháp": SubmissionFactory(period=period, organisation=school("B nháp"), draft=True),
        "C gia hạn": SubmissionFactory(period=period, organisation=school("C gia hạn")),
        "D trễ": SubmissionFactory(period=period, organisation=school("D trễ"), submitted=True, days_late=2),
        "Đ duyệt": SubmissionFactory(period=period, organisation=school("Đ duyệt"), accepted=True),
        "E trả": SubmissionFactory(period=period, organisation=school("E trả"), returned=True),
    }
    ExtensionFactory(submission=rows["C gia hạn"], until=dt.date(2018, 3, 20))

    page = officer.get(reverse("period_board", args=[period.pk]))

    shown = {row.submission.name: strip_tags(row.cells[0].link) for row in page.context["rows"]}
    assert shown == {
        "A chưa soạn": "■ Quá hạn 3 ngày · chưa soạn",
        "B nháp": "■ Quá hạn 3 ngày · nháp 40%",
        "C gia hạn": "○ Gia hạn đến 20/03/2018",
        "D trễ": "✎ Chờ duyệt · trễ 2 ngày",
        "Đ duyệt": "● Đã duyệt",
        "E trả": "▲ Yêu cầu bổ sung",
    }
    assert list(shown) == list(rows), "Vietnamese order: Đ after D"
    counts = page.context["counts"]
    assert (counts.expected, counts.submitted, counts.on_time, counts.late, counts.overdue) == (6, 3, 2, 1, 2)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("level=THCS", ["THCS Cẩm Vũ"]),
        ("q=cam+vu", ["MN Cẩm Vũ", "THCS Cẩm Vũ"]),
        ("status=overdue", ["MN Cẩm Vũ"]),
        ("status=accepted", ["THCS Cẩm Vũ", "TH Đức Chính"]),
        ("status=unsent", ["MN Cẩm Vũ"]),
        ("q=duc&level=TH", ["TH Đức Chính"]),
        ("q=khong+co", []),
    ],
)
@time_machine.travel(TODAY)
def test_board_filters(officer: Client, period: Any, query: str, found: list[str]) -> None:
    SubmissionFactory(period=period, organisation=school("MN Cẩm Vũ"))
    SubmissionFactory(period=period, organisation=school("THCS Cẩm Vũ", "THCS"), accepted=True)
    SubmissionFactory(period=period, organisation=school("TH Đức Chính", "TH"), accepted=True)

    page = officer.get(f"{reverse('period_board', args=[period.pk])}?{query}")

    assert sorted(row.submission.organisation.short_name for row in page.context["rows"]) == sorted(found)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("period_board", 11), ("home", 12)])
@time_machine.travel(TODAY)
def test_query_count_does_not_depend_on_the_number_of_schools(
    officer: Client, period: Any, rows: int, name: str, queries: int, django_assert_num_queries: Any
) -> None:
    second = ReportingPeriodFactory(plan=period.plan, position=2, opens_on=dt.date(2018, 3, 11))
    for number in range(rows):
        organisation = school(f"MN {number}")
        member(organisation, Role.PRINCIPAL)
        NotificationFactory(submission=SubmissionFactory(period=period, organisation=organisation, submitted=True))
        SubmissionFactory(period=second, organisation=organisation)
    url = reverse(name, args=[period.pk] if name == "period_board" else [])
    officer.get(url)

    with django_assert_num_queries(queries):
        officer.get(url)


@time_machine.travel(TODAY)
def test_home_shows_queue_oldest_first_and_late_schools(officer: Client, period: Any) -> None:
    newer = SubmissionFactory(period=period, submitted=True, days_late=-1)
    older = SubmissionFactory(period=period, submitted=True, days_late=-5)
    late = SubmissionFactory(period=period)

    page = officer.get(reverse("home"))

    assert [row.pk for row in page.context["queue"]] == [older.pk, newer.pk]
    assert [row.pk for row, _ in page.context["late"]] == [late.pk]


def test_reviewer_does_not_see_what_a_draft_says(officer: Client, period: Any) -> None:
    draft = SubmissionFactory(period=period, draft=True)
    SectionEntryFactory(submission=draft, text="Chuyện riêng của trường")

    page = officer.get(reverse("submission_review", args=[draft.pk]))

    assert page.status_code == 200
    assert "Chuyện riêng của trường" not in page.content.decode()
    assert "đã điền 40%" in page.content.decode()


def test_opening_a_report_ends_the_right_to_withdraw(officer: Client, period: Any) -> None:
    submission = SubmissionFactory(period=period, submitted=True)
    officer.get(reverse("submission_review", args=[submission.pk]))

    assert Submission.objects.get().opened_at is not None


def test_accept_leads_to_the_next_in_the_queue(officer: Client, period: Any) -> None:
    first = SubmissionFactory(period=period, submitted=True, days_late=-5)
    second = SubmissionFactory(period=period, submitted=True)

    response = officer.post(reverse("submission_accept", args=[first.pk]))

    assert response["Location"] == reverse("submission_review", args=[second.pk])
    assert Submission.objects.get(pk=first.pk).status == "accepted"
    assert officer.post(reverse("submission_accept", args=[second.pk]))["Location"] == reverse("review_queue")


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, {"comment", "due_on"}),
        ({"return-comment": "Thiếu", "return-due_on": "31/02/2099"}, {"due_on"}),
        ({"return-comment": "Thiếu", "return-due_on": "01/01/2001"}, {"due_on"}),
        ({"return-comment": "  ", "return-due_on": days_ahead(30)}, {"comment"}),
    ],
)
def test_return_form_names_every_mistake_and_keeps_the_text(
    officer: Client, period: Any, data: dict[str, str], errors: set[str]
) -> None:
    submission = SubmissionFactory(period=period, submitted=True)

    page = officer.post(reverse("submission_return", args=[submission.pk]), data)

    assert page.status_code == 422
    assert set(page.context["return_form"].errors) == errors
    assert Submission.objects.get().status == "submitted"


def test_slow_reviewer_is_told(officer: Client, period: Any) -> None:
    submission = SubmissionFactory(period=period, accepted=True)

    page = officer.post(reverse("submission_accept", args=[submission.pk]), follow=True)

    assert "báo cáo đang ở tình trạng “Đã duyệt”" in page.content.decode()


def test_empty_home_says_what_will_come(login_as: Callable[[Any], Client], period: Any) -> None:
    other = ReportingPeriodFactory(plan__year=2099)
    page = login_as(member(other.plan.receiver, Role.OFFICER)).get(reverse("home"))

    assert "Chưa có kỳ báo cáo nào được mở" in page.content.decode()
