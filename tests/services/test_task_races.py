"""Several schedulers and people at the same tasks at the same moment, on a real PostgreSQL."""

import datetime as dt

import pytest

from plans.enums import TaskStatus
from plans.models import Plan, Task, TaskUpdate
from reports.enums import NotificationStatus
from reports.models import Notification
from reports.services.planning import reminder_plan_of
from reports.services.task_reminding import remind_task_now, send_due_task_reminders
from reports.services.task_updating import tell_task
from tests.factories import OrganisationFactory, PlanFactory, TaskFactory, UserFactory, member
from tests.services.racing import race
from tests.services.test_reminder_races import at_the_same_moment

MORNING = dt.datetime(2018, 6, 18, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))


@pytest.fixture
def plan() -> Plan:
    """Twenty tasks three days late, each led by a unit with one person."""
    plan = PlanFactory()
    for _ in range(20):
        unit = OrganisationFactory()
        member(unit, "officer")
        TaskFactory(plan=plan, lead=unit, due_on=dt.date(2018, 6, 15), is_reported=False)
    return plan


@pytest.mark.usefixtures("plan")
def test_schedulers_write_each_reminder_of_a_task_once() -> None:
    runs = at_the_same_moment(lambda: send_due_task_reminders(now=MORNING))

    assert sorted(run.written for run in runs) == [0, 0, 0, 20]
    assert Notification.objects.count() == 20


def test_a_scheduler_and_two_people_remind_of_a_task_once(plan: Plan) -> None:
    hours, task = reminder_plan_of(plan), plan.tasks.order_by("pk")[0]

    race(
        hours,
        lambda: send_due_task_reminders(now=MORNING),
        lambda: remind_task_now(task=task, now=MORNING),
        lambda: remind_task_now(task=task, now=MORNING),
    )

    written = Notification.objects.exclude(status=NotificationStatus.CANCELLED)
    assert written.filter(task=task).count() == 1
    assert written.count() == 20


def test_two_people_who_tell_of_a_task_at_once_both_stand_in_its_history(plan: Plan) -> None:
    task = plan.tasks.select_related("lead").order_by("pk")[0]

    def tell(progress: int) -> None:
        own = Task.objects.select_related("lead").get(pk=task.pk)
        tell_task(
            task=own,
            by=people[progress],
            organisation=own.lead,  # type: ignore[arg-type]
            status=TaskStatus.IN_PROGRESS,
            progress=progress,
            text="",
        )

    people = {progress: UserFactory() for progress in (30, 60)}
    race(task, lambda: tell(30), lambda: tell(60))

    lines = list(TaskUpdate.objects.order_by("pk").values_list("progress", flat=True))
    assert sorted(lines) == [30, 60]
    assert Task.objects.get(pk=task.pk).progress == lines[-1]
