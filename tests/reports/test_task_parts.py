"""How the groups of a plan's tasks have come along, by what reports say."""

from collections import Counter
from typing import Any

import pytest

from plans.enums import TaskStatus
from plans.models import Plan
from reports.queries.task_parts import task_parts
from tests.factories import PlanFactory, TaskFactory

pytestmark = pytest.mark.django_db
DONE, HINDERED, RUNNING = TaskStatus.DONE, TaskStatus.HINDERED, TaskStatus.IN_PROGRESS


def build(plan: Plan) -> dict[str, Any]:
    """Part I with a task of its own, part II with two groups, one of which holds a deeper task; one repeats another."""
    tasks: dict[str, Any] = {}
    for position, (code, parent, reported) in enumerate(
        [
            ("I", None, False),
            ("I.1", "I", True),
            ("II", None, False),
            ("II.1", "II", False),
            ("II.1.a", "II.1", True),
            ("II.1.b", "II.1", False),
            ("II.1.b.1", "II.1.b", True),
            ("II.2", "II", False),
            ("II.2.a", "II.2", True),
        ]
    ):
        tasks[code] = TaskFactory(
            plan=plan, code=code, parent=tasks.get(parent or ""), position=position, is_reported=reported
        )
    TaskFactory(plan=plan, code="II.2.b", parent=tasks["II.2"], position=99, is_reported=True, same_as=tasks["I.1"])
    return tasks


def test_tasks_are_told_group_by_group(django_assert_num_queries: Any) -> None:
    plan = PlanFactory()
    tasks = build(plan)
    said = {
        tasks["I.1"].pk: Counter({DONE: 3}),
        tasks["II.1.a"].pk: Counter({DONE: 1, HINDERED: 2}),
        tasks["II.1.b.1"].pk: Counter({DONE: 1, RUNNING: 1}),
    }

    with django_assert_num_queries(1):
        parts = task_parts(plan, said)

    assert [(row.code, row.tasks, row.told, row.done, row.hindered) for row in parts] == [
        ("I.1", 1, 1, 1, 0),
        ("II.1", 2, 2, 0, 1),
        ("II.2", 1, 0, 0, 0),
    ]
    assert parts[1].results == {DONE: 2, HINDERED: 2, RUNNING: 1}


def test_a_plan_without_tasks_to_report_on_has_no_parts() -> None:
    plan = PlanFactory()
    TaskFactory(plan=plan, is_reported=False)

    assert task_parts(plan, {}) == []
