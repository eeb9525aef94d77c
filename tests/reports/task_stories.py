"""Plans with tasks of every kind, for the tests of the pages of tasks."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils import timezone

from plans.enums import TaskStatus
from plans.models import Plan, Task
from tests.factories import (
    OrganisationFactory,
    SubmissionFactory,
    TaskEntryFactory,
    TaskFactory,
)

Login = Callable[[Any], Client]
S = TaskStatus
PLAN_QUERIES, MINE_QUERIES, TASK_QUERIES = 11, 10, 12


def ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def task_of(plan: Plan, code: str, **fields: Any) -> Task:
    fields = {"lead": plan.issuer, "is_reported": False, "title": f"Việc {code}", **fields}
    return TaskFactory(plan=plan, code=code, label=code.split(".")[-1], **fields)


def story(plan: Plan) -> dict[str, Task]:
    """A part with a late, a finished and an untouched task, and a repeat of the finished one elsewhere."""
    part = task_of(plan, "I", title="Phần một", lead=None)
    late = task_of(plan, "I.1", parent=part, status=S.IN_PROGRESS, progress=40, due_on=ago(5), title="Đổi mới thi")
    done = task_of(plan, "I.2", parent=part, status=S.DONE, progress=100, due_on=ago(9), weight=2)
    blank = task_of(plan, "I.3", parent=part, lead=OrganisationFactory(short_name="Ban B"))
    again = task_of(plan, "II", same_as=done)
    return {"part": part, "late": late, "done": done, "blank": blank, "again": again}


def codes(page: Any, *, with_context: bool = False) -> list[str]:
    lines = page.context["lines"]
    return [line.tracked.task.code for line in lines if with_context or not line.is_context]


def reported(plan: Plan) -> Task:
    """A task of every school: two of three accepted reports speak of it, done and 40 %."""
    task = task_of(plan, "R", lead=None, is_reported=True, lead_label="Các trường")
    for number in range(3):
        submission = SubmissionFactory(period__plan=plan, accepted=True)
        if number < 2:
            states = [(S.DONE, None), (S.IN_PROGRESS, 40)][number]
            TaskEntryFactory(submission=submission, task=task, status=states[0], progress=states[1])
    waiting = SubmissionFactory(period__plan=plan, submitted=True)
    TaskEntryFactory(submission=waiting, task=task, status=S.NOT_STARTED, progress=0)  # not accepted: does not count
    return task
