"""What waits for the leaders: requests told once, late works on which nobody moves, works held up."""

import datetime as dt
from typing import Any

import pytest

from plans.enums import PlanStatus, TaskStatus
from plans.models import Plan, ReportingPeriod, Task
from reports.enums import Addressee, RecommendationStatus
from reports.queries.matters import Matters, open_matters
from reports.queries.open_tasks import awaited_tasks
from tests.factories import (
    OfficeFactory,
    PlanFactory,
    RecommendationFactory,
    RecommendationGroupFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    TaskEntryFactory,
    TaskFactory,
    TaskUpdateFactory,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2018, 3, 20)


@pytest.fixture
def plan() -> Plan:
    return PlanFactory()


@pytest.fixture
def period(plan: Plan) -> ReportingPeriod:
    return ReportingPeriodFactory(plan=plan)


def due(plan: Plan, day: int, **options: Any) -> Task:
    """A task due on that day of March, led by a unit of its own."""
    options.setdefault("lead", plan.receiver)
    return TaskFactory(plan=plan, due_on=dt.date(2018, 3, day), **options)


def told(task: Task, day: int, **options: Any) -> None:
    at = dt.datetime(2018, 3, day, 9, tzinfo=dt.UTC)
    TaskUpdateFactory(task=task, organisation=task.lead, at=at, **options)


def asks(period: ReportingPeriod, name: str, text: str, *, days_late: int = -3, **options: Any) -> None:
    organisation = SchoolFactory(name=name).organisation
    submission = SubmissionFactory(period=period, organisation=organisation, accepted=True, days_late=days_late)
    RecommendationFactory(submission=submission, text=text, **options)


def titles(works: Any) -> list[str]:
    return [work.title for work in works]


# -- requests


def test_the_same_request_of_several_schools_is_told_once(period: ReportingPeriod) -> None:
    asks(period, "MN Cẩm Vũ", "Đề nghị bổ sung phòng học.", days_late=-1)
    asks(period, "TH Cẩm Vũ", " đề nghị  bổ sung\nphòng học", days_late=-3)
    asks(period, "THCS Cẩm Vũ", "Đề nghị hỗ trợ kinh phí.", days_late=-2)

    first, second = open_matters(period, TODAY).requests

    assert [name for _, name in first.units] == ["TH Cẩm Vũ", "MN Cẩm Vũ"]
    assert (first.text, first.since, first.days) == ("đề nghị bổ sung phòng học", dt.date(2018, 3, 6), 14)
    assert (second.text, second.days) == ("Đề nghị hỗ trợ kinh phí.", 13)


def test_only_open_requests_to_leaders_in_accepted_reports_up_to_the_period(period: ReportingPeriod) -> None:
    later = ReportingPeriodFactory(plan=period.plan, position=2)
    asks(period, "MN A", "một")
    at = dt.datetime(2018, 3, 15, tzinfo=dt.UTC)
    answered = {"answer": "Đồng ý", "answered_at": at, "first_answered_at": at}
    asks(period, "MN B", "hai", status=RecommendationStatus.ANSWERED, **answered)
    asks(period, "MN Bê", "đã xong", status=RecommendationStatus.CLOSED, closed_at=at)
    asks(period, "MN C", "ba", addressee=Addressee.OFFICE)
    asks(later, "MN D", "bốn")
    asks(ReportingPeriodFactory(), "MN E", "năm")
    for state in ("draft", "submitted", "returned"):
        RecommendationFactory(submission=SubmissionFactory(period=period, **{state: True}), text="sáu")

    matters = open_matters(period, TODAY)
    assert [row.text for row in matters.requests] == ["một"]
    assert [(row.text, row.answer) for row in matters.answered] == [("hai", "Đồng ý")]
    assert {row.text for row in open_matters(later, TODAY).requests} == {"một", "bốn"}


def test_a_group_is_one_request_under_its_title(period: ReportingPeriod) -> None:
    group = RecommendationGroupFactory(plan=period.plan, title="Thiếu phòng học")
    asks(period, "MN A", "Đề nghị bổ sung phòng học", days_late=-3, group=group)
    asks(period, "MN B", "Xin thêm hai phòng", days_late=-1, group=group)

    (request,) = open_matters(period, TODAY).requests

    assert (request.text, request.days) == ("Thiếu phòng học", 14)
    assert [name for _, name in request.units] == ["MN A", "MN B"]


def test_what_was_forwarded_counts_where_it_is(plan: Plan, period: ReportingPeriod) -> None:
    asks(period, "MN A", "đã chuyển đi", owner=OfficeFactory())
    asks(period, "MN B", "cơ quan giữ", owner=plan.receiver)
    asks(period, "MN C", "chuyển lên", addressee=Addressee.OFFICE, owner=plan.forwarded_to)

    found = {row.text: row.owner for row in open_matters(period, TODAY).requests}

    assert found == {"cơ quan giữ": plan.receiver.short_name, "chuyển lên": ""}


# -- works


def test_late_works_are_those_that_the_office_is_reminded_of(plan: Plan, period: ReportingPeriod) -> None:
    late = due(plan, 10)
    due(plan, 19, title="trễ một ngày")
    due(plan, 20, title="hạn hôm nay")
    due(plan, 1, title="xong", status=TaskStatus.DONE, progress=100)
    due(plan, 1, title="trùng", same_as=late)
    due(plan, 1, title="của nhóm trường", lead=None, is_reported=True)
    parent = due(plan, 1, title="mục có việc con")
    due(plan, 30, title="con", parent=parent)
    due(PlanFactory(), 1, title="của kế hoạch khác")

    works = open_matters(period, TODAY).overdue

    assert [work.days_late for work in works] == [10, 1]
    assert {work.pk for work in works} == set(
        awaited_tasks([plan.pk]).filter(due_on__lt=TODAY).values_list("pk", flat=True)
    )


@pytest.mark.parametrize(
    ("updates", "is_silent", "needs_decision"),
    [
        ([], True, True),
        ([(9, TaskStatus.IN_PROGRESS)], True, True),
        ([(11, TaskStatus.IN_PROGRESS)], False, False),
        ([(11, TaskStatus.HINDERED)], False, True),
    ],
)
def test_a_late_work_waits_for_a_decision_when_nobody_moves(
    plan: Plan, period: ReportingPeriod, updates: list[tuple[int, str]], is_silent: bool, needs_decision: bool
) -> None:
    task = due(plan, 10, status=updates[-1][1] if updates else TaskStatus.NOT_STARTED)
    for day, status in updates:
        told(task, day, status=status)

    (work,) = open_matters(period, TODAY).works

    assert (work.is_silent, work.needs_decision) == (is_silent, needs_decision)


def test_a_work_that_is_not_late_needs_no_decision(plan: Plan, period: ReportingPeriod) -> None:
    due(plan, 30, title="vướng", status=TaskStatus.HINDERED, progress=40)

    matters = open_matters(period, TODAY)

    assert (matters.stuck, matters.overdue) == ((), ())
    (work,) = matters.held_up
    assert (work.title, work.lead, work.percent, work.days_late) == ("vướng", plan.receiver.short_name, 40, 0)


def test_the_lead_is_named_as_the_document_names_it(plan: Plan, period: ReportingPeriod) -> None:
    due(plan, 1, lead=None, lead_label="Ban chỉ đạo", is_reported=False)

    assert [work.lead for work in open_matters(period, TODAY).works] == ["Ban chỉ đạo"]


def test_what_the_lead_says_in_its_accepted_report_counts(plan: Plan, period: ReportingPeriod) -> None:
    unit = OfficeFactory()
    done, slow = (due(plan, 10, lead=unit, is_reported=True, title=title) for title in ("xong", "đang làm"))
    report = SubmissionFactory(period=period, organisation=unit, accepted=True, days_late=4)
    TaskEntryFactory(submission=report, task=done)
    TaskEntryFactory(submission=report, task=slow, status=TaskStatus.IN_PROGRESS, progress=60)

    (work,) = open_matters(period, TODAY).works

    assert (work.title, work.percent, work.is_silent) == ("đang làm", 60, False)


def test_units_in_difficulty_are_counted_per_task(plan: Plan, period: ReportingPeriod) -> None:
    group = TaskFactory(plan=plan, title="của nhóm trường", lead=None, is_reported=True)
    late = due(plan, 10, title="quá hạn", is_reported=True)
    for status, state in [
        ("hindered", "accepted"),
        ("hindered", "accepted"),
        ("done", "accepted"),
        ("hindered", "submitted"),
    ]:
        submission = SubmissionFactory(period=period, **{state: True})
        TaskEntryFactory(submission=submission, task=group, status=status)
        TaskEntryFactory(submission=submission, task=late, status=status)

    matters = open_matters(period, TODAY)

    assert [(work.title, work.hindered_units, work.days_late) for work in matters.works] == [
        ("quá hạn", 2, 10),
        ("của nhóm trường", 2, 0),
    ]
    assert matters.said[group.pk] == {TaskStatus.HINDERED: 2, TaskStatus.DONE: 1}


def test_a_closed_plan_shows_what_it_left_undone_and_nothing_is_late(plan: Plan, period: ReportingPeriod) -> None:
    due(plan, 1, title="chưa xong")
    due(plan, 30, title="cũng chưa xong")
    due(plan, 1, title="xong", status=TaskStatus.DONE)
    Plan.objects.update(status=PlanStatus.CLOSED)
    period = ReportingPeriod.objects.select_related("plan").get(pk=period.pk)

    matters = open_matters(period, TODAY)

    assert set(titles(matters.works)) == {"chưa xong", "cũng chưa xong"}
    assert (matters.stuck, matters.overdue) == ((), ())


@pytest.mark.parametrize("size", [0, 1, 3])
def test_everything_that_waits_is_one_query(
    plan: Plan, period: ReportingPeriod, size: int, django_assert_num_queries: Any
) -> None:
    for number in range(size):
        asks(period, f"MN {number}", f"Đề nghị {number}")
        due(plan, 10)
        TaskEntryFactory(submission=SubmissionFactory(period=period, accepted=True), status=TaskStatus.HINDERED)

    with django_assert_num_queries(1):
        matters: Matters = open_matters(period, TODAY)

    assert (len(matters.requests), len(matters.overdue), len(matters.held_up)) == (size, size, size)
