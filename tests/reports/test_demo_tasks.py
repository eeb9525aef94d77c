"""The demonstration's tasks: dates, histories with files, two that are late, on any day of a year."""

import datetime as dt

import pytest
from django.test.utils import override_settings

from plans.enums import PlanStatus, TaskStatus
from plans.models import Plan, Task, TaskFile, TaskUpdate
from reports.demo.clock import moment
from reports.demo.loading import load_demo
from reports.queries.tracked_tasks import tracked_plan

pytestmark = pytest.mark.django_db


def live_plan() -> Plan:
    """The plan in force whose tasks have histories."""
    plans = Plan.objects.filter(status=PlanStatus.IN_FORCE, tasks__updates__isnull=False)
    return plans.distinct().get()


@pytest.mark.parametrize("today", [dt.date(2026, 11, 23), dt.date(2026, 7, 15)])
def test_the_running_plan_has_work_in_every_state_and_two_late_tasks(today: dt.date) -> None:
    with override_settings(DEMO=True, PRODUCTION=False):
        load_demo(today=today)

    plan = live_plan()
    tracked = tracked_plan(plan, today=today, with_reports=True)
    assert sorted(row.task.code for row in tracked.tasks if row.days_late) == ["II.1.8", "II.2.c"]
    states = set(plan.tasks.exclude(due_on=None).values_list("status", flat=True))
    assert states >= {TaskStatus.NOT_STARTED, TaskStatus.IN_PROGRESS, TaskStatus.DONE}
    assert tracked.whole.percent is not None
    assert 0 < tracked.whole.counted < tracked.whole.total
    assert tracked.reported > 0
    _histories_agree_with_their_tasks(today)


def _histories_agree_with_their_tasks(today: dt.date) -> None:
    """The latest update is what the task shows, none lies ahead, and every file can be read."""
    for task in Task.objects.filter(updates__isnull=False).distinct():
        latest = task.updates.order_by("at", "pk").last()
        assert latest is not None
        assert (task.status, task.progress) == (latest.status, latest.progress), task
    assert not TaskUpdate.objects.filter(at__gt=moment(today)).exists()
    rows = TaskFile.objects.order_by("pk")
    assert rows.count() > 3
    for row in rows:
        with row.file.open("rb") as content:
            assert content.read(2) == b"PK"


def test_a_plan_that_is_over_has_no_open_dated_task_but_what_nobody_told_of() -> None:
    with override_settings(DEMO=True, PRODUCTION=False):
        load_demo(today=dt.date(2026, 11, 23))

    over = Plan.objects.filter(year=2018, status=PlanStatus.CLOSED).earliest("pk")
    told = over.tasks.filter(updates__isnull=False).distinct()
    assert told.exclude(status__in=[TaskStatus.DONE, TaskStatus.HINDERED, TaskStatus.NOT_STARTED]).count() == 0
    assert told.filter(status=TaskStatus.DONE).count() > 5
    assert tracked_plan(over, today=dt.date(2026, 11, 23), with_reports=False).overdue == 0
