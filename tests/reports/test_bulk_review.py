"""Accepting many reports at once: what the preview shows, what is accepted, what is refused and why."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from reports.enums import CommentState
from reports.models import Submission, SubmissionEvent
from reports.services.accepting import CHANGED, NOT_CLEAN, accept_many
from reports.services.reviewing import accept
from reports.views import bulk_review
from schools.enums import Role
from tests.factories import (
    IndicatorFactory,
    IndicatorValueFactory,
    PlanIndicatorFactory,
    ReportingPeriodFactory,
    ReviewCommentFactory,
    SchoolFactory,
    SubmissionFactory,
    TargetFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def period() -> Any:
    return ReportingPeriodFactory(position=2)


@pytest.fixture
def head(period: Any) -> Any:
    return member(period.plan.receiver, Role.HEAD)


@pytest.fixture
def client_of_head(head: Any, login_as: Callable[[Any], Client]) -> Client:
    return login_as(head)


def waiting(period: Any, name: str, **options: Any) -> Submission:
    return SubmissionFactory(
        period=period, organisation=SchoolFactory(name=name).organisation, submitted=True, **options
    )


def warned(period: Any, name: str) -> Submission:
    """A report one of whose figures moved far since the period before."""
    report = waiting(period, name)
    before = SubmissionFactory(
        period=ReportingPeriodFactory(plan=period.plan, position=1), organisation=report.organisation, accepted=True
    )
    row = PlanIndicatorFactory(plan=period.plan, indicator=IndicatorFactory(change_bound_percent=10))
    IndicatorValueFactory(submission=before, plan_indicator=row, numerator=10)
    IndicatorValueFactory(submission=report, plan_indicator=row, numerator=90)
    return report


def statuses() -> dict[str, str]:
    return dict(Submission.objects.filter(period__position=2).values_list("organisation__short_name", "status"))


def test_preview_lists_exactly_what_nobody_asks_about(client_of_head: Client, period: Any) -> None:
    waiting(period, "B sạch", days_late=-3)
    waiting(period, "A sạch", days_late=-5)
    warned(period, "C bị nhắc")
    for state in (CommentState.DRAFT, CommentState.SENT, CommentState.DONE):
        ReviewCommentFactory(submission=waiting(period, f"D {state}"), state=state)
    ReviewCommentFactory(submission=waiting(period, "E xong", days_late=-1), state=CommentState.CONFIRMED)
    SubmissionFactory(period=period, accepted=True)
    SubmissionFactory(submitted=True)

    page = client_of_head.get("/review/bulk/")

    assert [row.submission.organisation.short_name for row, _ in page.context["rows"]] == ["A sạch", "B sạch", "E xong"]
    text = page.content.decode()
    assert text.count('name="report"') == text.count(" checked>") == 3
    assert "được tính vào tổng hợp chính thức" in text


def test_preview_shows_the_figures_with_targets_first(client_of_head: Client, period: Any) -> None:
    report = waiting(period, "A")
    for number in range(5):
        indicator = IndicatorFactory(count=True, decimals=0, name=f"Số {number}")
        row = PlanIndicatorFactory(plan=period.plan, indicator=indicator)
        if number != 2:
            IndicatorValueFactory(submission=report, plan_indicator=row, value=number)
        if number >= 3:
            TargetFactory(plan=period.plan, indicator=indicator, value=80)

    [(preview, _)] = client_of_head.get("/review/bulk/").context["rows"]

    assert [(row.name, row.actual_text) for row in preview.figures] == [
        ("Số 3", "3"), ("Số 4", "4"), ("Số 0", "0"), ("Số 1", "1"),
    ]  # fmt: skip
    assert (preview.given, preview.asked) == (4, 5)


def test_what_is_ticked_is_accepted_one_by_one(client_of_head: Client, period: Any) -> None:
    first, second, left = (waiting(period, name) for name in ("A", "B", "C"))

    page = client_of_head.post("/review/bulk/", {"report": [f"{first.pk}:1", f"{second.pk}:1"]})

    assert statuses() == {"A": "accepted", "B": "accepted", "C": "submitted"}
    assert SubmissionEvent.objects.filter(action="accept").count() == 2
    assert [row.pk for row in page.context["accepted"]] == [first.pk, second.pk]
    assert page.content.decode().count("Hoàn tác") == 2
    assert left.pk not in {row.pk for row in page.context["accepted"]}


def test_each_refusal_has_its_reason_and_stops_no_other(head: Any, period: Any) -> None:
    fine = waiting(period, "A")
    changed = waiting(period, "B", revision=2)
    asked = warned(period, "C")
    commented = waiting(period, "D")
    ReviewCommentFactory(submission=commented, draft=True)
    taken = waiting(period, "E")
    colleague = member(period.plan.receiver, Role.OFFICER, full_name="Trần Thị Nhanh")
    accept(submission=Submission.objects.get(pk=taken.pk), by=colleague)
    chosen = dict.fromkeys((fine.pk, changed.pk, asked.pk, commented.pk, taken.pk), 1)

    result = accept_many(chosen=chosen, by=head)

    assert [row.pk for row in result.accepted] == [fine.pk]
    reasons = {row.pk: reason for row, reason in result.refused}
    assert reasons.pop(taken.pk) == "Duyệt: báo cáo đang ở tình trạng “Đã duyệt”."
    assert reasons == {changed.pk: CHANGED, asked.pk: NOT_CLEAN, commented.pk: NOT_CLEAN}
    assert statuses() == {"A": "accepted", "B": "submitted", "C": "submitted", "D": "submitted", "E": "accepted"}


def test_reports_of_others_are_not_touched(head: Any, period: Any) -> None:
    foreign = SubmissionFactory(submitted=True)

    result = accept_many(chosen={foreign.pk: 1}, by=head)

    assert (list(result.accepted), list(result.refused)) == ([], [])
    assert Submission.objects.get(pk=foreign.pk).status == "submitted"


@pytest.mark.parametrize("sent", [[], ["x", "1", ":", "1:x", f"{10**30}:1", "²:1"]])
def test_nothing_chosen_is_said(client_of_head: Client, period: Any, sent: list[str]) -> None:
    waiting(period, "A")

    page = client_of_head.post("/review/bulk/?level=MN", {"report": sent}, follow=True)

    assert page.redirect_chain[-1][0] == "/review/bulk/?level=MN"
    assert "Chưa chọn báo cáo nào." in page.content.decode()
    assert statuses() == {"A": "submitted"}


def test_a_long_queue_is_looked_through_in_parts(
    client_of_head: Client, period: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_review, "MOST", 2)
    for name, day in (("A", -9), ("B", -8), ("C", -7)):
        waiting(period, name, days_late=day)

    page = client_of_head.get("/review/bulk/")

    assert [row.submission.organisation.short_name for row, _ in page.context["rows"]] == ["A", "B"]
    assert "2 báo cáo nộp sớm nhất" in page.content.decode()


@pytest.mark.parametrize("empty", [True, False])
def test_an_empty_preview_says_why(client_of_head: Client, period: Any, empty: bool) -> None:
    if not empty:
        warned(period, "A")

    text = client_of_head.get("/review/bulk/").content.decode()

    assert ("Không có báo cáo nào chờ duyệt." in text) == empty
    assert ("cả 1 báo cáo đang chờ đều có chỗ hệ thống nhắc" in text) != empty


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_depend_on_the_number_of_reports(
    client_of_head: Client, period: Any, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        IndicatorValueFactory(submission=waiting(period, f"MN {number}"))
    client_of_head.get("/review/bulk/")

    with django_assert_num_queries(10):
        client_of_head.get("/review/bulk/")
