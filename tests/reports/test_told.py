"""A task led by one unit shows what that unit said last: in an update of its own, or in its accepted report."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.enums import TaskStatus
from plans.models import Plan, Task, TaskUpdate
from reports.enums import SubmissionStatus
from reports.models import Submission
from reports.queries.open_tasks import awaited_tasks
from reports.queries.told import Told, told_of, with_told
from reports.queries.tracked_tasks import tracked_plan
from schools.enums import Role
from tests.factories import (
    OfficeFactory,
    OrganisationFactory,
    PlanFactory,
    ReportingPeriodFactory,
    SubmissionFactory,
    TaskEntryFactory,
    TaskUpdateFactory,
    member,
)
from tests.reports.task_stories import Login, ago, task_of
from vietnamese.dates import format_date

pytestmark = pytest.mark.django_db
S = TaskStatus


@pytest.fixture
def plan() -> Plan:
    return PlanFactory(issuer=OfficeFactory(short_name="Cơ quan A"))


@pytest.fixture
def task(plan: Plan) -> Task:
    """Its unit has said 20 % in an update of long ago."""
    unit = OrganisationFactory(short_name="Ban B")
    return task_of(plan, "I", lead=unit, is_reported=True, status=S.IN_PROGRESS, progress=20, due_on=ago(4))


def report(task: Task, progress: int | None = 60, status: str = S.IN_PROGRESS, **fields: Any) -> Submission:
    """An accepted report of the task's unit, sent ten days ago."""
    fields = {"organisation": task.lead, "accepted": True, "sent_at": _days_ago(10), **fields}
    if "period" not in fields:
        fields["period"] = ReportingPeriodFactory(plan=task.plan, label="6 tháng")
    submission = SubmissionFactory(**fields)
    TaskEntryFactory(submission=submission, task=task, status=status, progress=progress)
    return submission


def _days_ago(days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


def told(task: Task) -> Told:
    return told_of(with_told(Task.objects.select_related("same_as")).get(pk=task.pk))


def test_an_accepted_report_is_the_state_of_the_task_and_is_named(plan: Plan, task: Task) -> None:
    accepted_on = timezone.localdate(report(task).accepted_at)

    assert told(task) == Told(S.IN_PROGRESS, 60, "6 tháng", accepted_on)
    assert Task.objects.get(pk=task.pk).progress == 20  # stored nowhere


@pytest.mark.parametrize("trait", ["submitted", "returned", "draft"])
def test_a_report_that_is_not_accepted_says_nothing(task: Task, trait: str) -> None:
    report(task, accepted=False, **{trait: True})

    assert told(task) == Told(S.IN_PROGRESS, 20)


def test_a_report_that_is_reopened_takes_back_what_it_said(task: Task) -> None:
    submission = report(task)
    Submission.objects.filter(pk=submission.pk).update(
        status=SubmissionStatus.RETURNED, accepted_at=None, returned_due_on=ago(-3)
    )

    assert told(task).progress == 20


@pytest.mark.parametrize(("days", "progress"), [(11, 60), (9, 20)])
def test_an_update_written_after_the_report_was_sent_stands(task: Task, days: int, progress: int) -> None:
    report(task)  # accepted nine days ago, sent the day before
    written = TaskUpdateFactory(task=task, organisation=task.lead, progress=20, at=_days_ago(days))

    assert told(task).progress == progress
    if progress == 20:
        assert told(task) == Told(S.IN_PROGRESS, 20, on=timezone.localdate(written.at))


def test_a_note_of_a_coordinating_unit_does_not_outdate_the_report(task: Task) -> None:
    report(task)
    TaskUpdateFactory(task=task, organisation=OrganisationFactory(), progress=20)

    assert told(task).progress == 60


def test_the_latest_period_speaks_and_only_the_lead(plan: Plan, task: Task) -> None:
    quarters = ((1, "quý I"), (2, "quý II"))
    first, second = (ReportingPeriodFactory(plan=plan, position=place, label=label) for place, label in quarters)
    report(task, 30, period=first)
    report(task, 70, period=second)
    report(task, 90, period=second, organisation=OrganisationFactory())

    assert (told(task).progress, told(task).report) == (70, "quý II")


def test_done_without_a_figure_is_all_of_it_and_a_blank_entry_says_nothing(plan: Plan, task: Task) -> None:
    report(task, None, S.DONE)
    later = SubmissionFactory(
        period=ReportingPeriodFactory(plan=plan, position=2), organisation=task.lead, accepted=True
    )
    TaskEntryFactory(submission=later, task=task, status="", progress=None)

    assert (told(task).status, told(task).progress) == (S.DONE, 100)


def test_the_weighted_progress_moves_for_everybody_when_a_report_is_accepted(plan: Plan, task: Task) -> None:
    task_of(plan, "II", progress=0, weight=3)
    task_of(plan, "III", same_as=task)
    today = timezone.localdate()
    before = tracked_plan(plan, today=today, with_reports=False)
    report(task)

    after = tracked_plan(plan, today=today, with_reports=False)

    assert (before.whole.percent, before.reported) == (5, 0)
    assert (after.whole.percent, after.reported) == (15, 1)
    assert [row.percent for row in after.tasks] == [60, 0, 60]


def test_what_is_reported_done_is_late_and_asked_for_no_more(plan: Plan, task: Task) -> None:
    assert list(awaited_tasks([plan.pk])) == [task]
    report(task, None, S.DONE)

    (row,) = tracked_plan(plan, today=timezone.localdate(), with_reports=True).tasks

    assert (row.status, row.days_late, row.is_asked_for) == (S.DONE, 0, False)
    assert list(awaited_tasks([plan.pk])) == []


def test_pages_name_where_the_state_comes_from(login_as: Login, plan: Plan, task: Task) -> None:
    day = format_date(timezone.localdate(report(task).accepted_at))
    client = login_as(member(task.lead, Role.OFFICER))

    detail = client.get(reverse("task_detail", args=[task.pk])).content.decode()
    mine = client.get(reverse("my_tasks"), {"status": "in_progress"})
    tree = client.get(reverse("plan_tasks", args=[plan.pk])).content.decode()

    assert f"theo báo cáo 6 tháng, duyệt ngày {day}" in detail
    assert 'value="60"' in detail
    assert [line.told.progress for line in mine.context["lines"]] == [60]
    assert "60% <small>báo cáo 6 tháng</small>" in tree


def test_a_unit_may_go_back_to_what_it_had_said_before_its_report(login_as: Login, task: Task) -> None:
    report(task)
    client = login_as(member(task.lead, Role.OFFICER))
    url = reverse("task_update", args=[task.pk])

    same = client.post(url, {"status": "in_progress", "progress": "60"})
    back = client.post(url, {"status": "in_progress", "progress": "20"})

    assert (same.status_code, back.status_code) == (422, 302)
    assert TaskUpdate.objects.get().progress == 20
    assert told(task).progress == 20
