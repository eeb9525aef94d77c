"""The queue of waiting reports: order, what each row tells, filters, tabs, the file."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from plans.enums import PlanStatus
from reports import permissions
from reports.enums import Capability, CommentState
from reports.models import Submission
from reports.queries.review import Warnings, for_queue, reviewable, warning_counts
from schools.enums import Role
from tests.factories import (
    IndicatorFactory,
    IndicatorValueFactory,
    PlanFactory,
    PlanIndicatorFactory,
    ReportingPeriodFactory,
    ReviewAssignmentFactory,
    ReviewCommentFactory,
    SchoolFactory,
    SubmissionFactory,
    member,
)

pytestmark = pytest.mark.django_db
TODAY = dt.datetime(2018, 3, 12, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    cache.clear()


@pytest.fixture
def period() -> Any:
    return ReportingPeriodFactory()


@pytest.fixture
def person(period: Any) -> Any:
    return member(period.plan.receiver, Role.OFFICER)


@pytest.fixture
def officer(person: Any, login_as: Callable[[Any], Client]) -> Client:
    return login_as(person)


def waiting(period: Any, name: str, levels: str = "MN", **options: Any) -> Submission:
    organisation = SchoolFactory(name=name, levels=levels).organisation
    return SubmissionFactory(period=period, organisation=organisation, submitted=True, **options)


def names(page: Any) -> list[str]:
    return [row.submission.organisation.short_name for row, _ in page.context["rows"]]


@time_machine.travel(TODAY)
def test_oldest_first_over_all_plans_with_what_decides_what_to_open(officer: Client, period: Any) -> None:
    other = ReportingPeriodFactory(plan=PlanFactory(issuer=period.plan.issuer))
    fell = waiting(period, "A giảm", days_late=-2)
    waiting(other, "B kế hoạch khác", days_late=-4)
    again = waiting(period, "C nộp lại", revision=2, days_late=2)
    Submission.objects.filter(pk=again.pk).update(returned_due_on=dt.date(2018, 3, 20))
    for state in (CommentState.DONE, CommentState.DONE, CommentState.CONFIRMED):
        ReviewCommentFactory(submission=again, state=state)
    SubmissionFactory(period=period, accepted=True)
    SubmissionFactory(period=period, draft=True)
    SubmissionFactory(period=ReportingPeriodFactory(), submitted=True)
    row = PlanIndicatorFactory(plan=period.plan, indicator=IndicatorFactory(lower_bound=None, change_bound_percent=10))
    IndicatorValueFactory(submission=fell, plan_indicator=row)

    page = officer.get(reverse("review_queue"))

    assert names(page) == ["B kế hoạch khác", "A giảm", "C nộp lại"]
    rows = [row for row, _ in page.context["rows"]]
    assert [row.waited for row in rows] == ["7 ngày", "5 ngày", "1 ngày"]
    assert [row.waits_long for row in rows] == [True, True, False]
    assert [row.is_resent for row in rows] == [False, False, True]
    text = page.content.decode()
    assert "đã sửa 2/2" in text
    assert "Nộp lại lần 2" in text
    assert "trễ hạn 2 ngày" in text
    assert "3 báo cáo chờ duyệt" in text


@time_machine.travel(TODAY)
def test_a_warning_is_counted_and_its_answer_told_apart(period: Any) -> None:
    before = SubmissionFactory(period=period, accepted=True)
    second = ReportingPeriodFactory(plan=period.plan, position=2)
    now = SubmissionFactory(period=second, organisation=before.organisation, submitted=True)
    for justification in ("", "Trường tách lớp"):
        row = PlanIndicatorFactory(plan=period.plan, indicator=IndicatorFactory(change_bound_percent=10))
        IndicatorValueFactory(submission=before, plan_indicator=row, numerator=10)
        IndicatorValueFactory(submission=now, plan_indicator=row, numerator=90, justification=justification)

    counts = warning_counts(list(for_queue(Submission.objects.filter(pk=now.pk))))

    assert counts == {now.pk: Warnings(total=2, unanswered=1)}


@time_machine.travel(TODAY)
def test_warnings_are_remembered_until_something_they_compare_changes(
    period: Any, django_assert_num_queries: Any
) -> None:
    before = SubmissionFactory(period=period, accepted=True)
    second = ReportingPeriodFactory(plan=period.plan, position=2)
    now = SubmissionFactory(period=second, organisation=before.organisation, submitted=True)
    row = PlanIndicatorFactory(plan=period.plan, indicator=IndicatorFactory(change_bound_percent=10))
    was = IndicatorValueFactory(submission=before, plan_indicator=row, numerator=10)
    IndicatorValueFactory(submission=now, plan_indicator=row, numerator=90)

    def counted() -> int:
        (found,) = warning_counts(list(for_queue(Submission.objects.filter(pk=now.pk)))).values()
        return found.total

    assert counted() == 1
    with django_assert_num_queries(1):
        assert counted() == 1
    was.numerator = 90
    was.save()
    Submission.objects.filter(pk=before.pk).update(edit_version=7)
    assert counted() == 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("level=THCS", ["THCS Cẩm Vũ"]),
        ("q=cam+vu", ["MN Cẩm Vũ", "THCS Cẩm Vũ"]),
        ("q=duc&level=TH", ["TH Đức Chính"]),
        ("q=khong+co", []),
        ("who=mine", ["TH Đức Chính"]),
        ("who=nobody", ["THCS Cẩm Vũ"]),
        ("who=nobody&q=duc", []),
        ("who=x&plan=y&period=99999999999999999999", ["MN Cẩm Vũ", "TH Đức Chính", "THCS Cẩm Vũ"]),
        ("period={period}", ["MN Cẩm Vũ", "TH Đức Chính", "THCS Cẩm Vũ"]),
        ("plan=999999", []),
    ],
)
@time_machine.travel(TODAY)
def test_filters(officer: Client, person: Any, period: Any, query: str, found: list[str]) -> None:
    waiting(period, "MN Cẩm Vũ")
    waiting(period, "THCS Cẩm Vũ", "THCS")
    waiting(period, "TH Đức Chính", "TH")
    ReviewAssignmentFactory(receiver=period.plan.receiver, user=person, level="TH")
    ReviewAssignmentFactory(receiver=period.plan.receiver, level="MN")

    page = officer.get(f"{reverse('review_queue')}?{query.format(period=period.pk)}")

    assert sorted(names(page)) == found
    assert page.context["page"].paginator.count == len(found)


@time_machine.travel(TODAY)
def test_tabs_count_within_the_other_filters(officer: Client, person: Any, period: Any) -> None:
    waiting(period, "TH A", "TH")
    waiting(period, "TH B", "TH")
    waiting(period, "MN A")
    ReviewAssignmentFactory(receiver=period.plan.receiver, user=person, level="TH")

    def tabs(query: str) -> list[tuple[str, int, bool]]:
        return [(tab.who, tab.count, tab.is_current) for tab in officer.get(f"/review/?{query}").context["tabs"]]

    assert tabs("") == [("", 3, True), ("mine", 2, False), ("nobody", 1, False)]
    assert tabs("who=mine&q=a") == [("", 2, False), ("mine", 1, True), ("nobody", 1, False)]


@time_machine.travel(TODAY)
def test_each_report_is_opened_within_the_filtered_queue(officer: Client, period: Any) -> None:
    report = waiting(period, "MN A")

    (_, url), *_ = officer.get("/review/?level=MN&page=1").context["rows"]

    assert url == f"/submissions/{report.pk}/review/?queue=level%3DMN"


@pytest.mark.parametrize("rows", [1, 3])
@time_machine.travel(TODAY)
def test_queries_do_not_depend_on_the_number_of_reports(
    officer: Client, period: Any, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        ReviewCommentFactory(submission=waiting(period, f"MN {number}"), state=CommentState.DONE)
    officer.get("/review/?who=nobody")
    with django_assert_num_queries(7):
        officer.get("/review/?who=nobody")
    cache.clear()  # the warnings, and the name of the area in the heading of every page
    with django_assert_num_queries(12):
        officer.get("/review/?who=nobody")


@pytest.mark.parametrize(
    ("query", "text"),
    [("", "Không có báo cáo nào chờ duyệt. Báo cáo hiện ở đây"), ("?q=x", "khớp bộ lọc")],
)
@time_machine.travel(TODAY)
def test_an_empty_queue_says_what_to_do(officer: Client, query: str, text: str) -> None:
    assert text in officer.get(f"/review/{query}").content.decode()


@time_machine.travel(TODAY)
def test_the_file_has_the_filtered_rows(officer: Client, period: Any) -> None:
    waiting(period, "MN A", days_late=1)
    waiting(period, "TH B", "TH")

    response = officer.get("/review/export/?level=MN")

    page = load_workbook(io.BytesIO(response.content)).active
    body = [[cell.value for cell in row] for row in page.iter_rows(min_row=5) if row[0].value == "MN A"]
    assert [row[5].isoformat() for row in body] == ["2018-03-10T23:59:59"]
    assert [row[6:] for row in body] == [[2, 1, 1, 0, 0, 0, 0]]
    assert "TH B" not in [cell.value for cell in page["A"]]


def test_what_can_be_reviewed_is_what_the_predicate_says(period: Any) -> None:
    """An office that reports on another's plan is no judge of its own report; drafts of plans are nobody's."""
    office = period.plan.receiver
    person = member(office, Role.HEAD)
    own = SubmissionFactory(period=period, organisation=office, submitted=True)
    closed = SubmissionFactory(period__plan__issuer=office, period__plan__status=PlanStatus.CLOSED, submitted=True)
    draft = SubmissionFactory(period__plan__issuer=office, period__plan__status=PlanStatus.DRAFT, submitted=True)
    foreign = SubmissionFactory(submitted=True)
    mine = SubmissionFactory(period=period, submitted=True)

    found = set(reviewable(person).values_list("pk", flat=True))

    everything = Submission.objects.select_related("period__plan")
    assert found == {row.pk for row in everything if permissions.can(person, Capability.REVIEW, row)}
    assert found == {closed.pk, mine.pk}
    assert {own.pk, draft.pk, foreign.pk}.isdisjoint(found)
