"""A plan in force changed by several people at the same moment on a real PostgreSQL: nothing is overwritten, and every
revision gets a number of its own."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from plans.digests import digest_of
from plans.enums import DeadlineRule
from plans.models import Plan, PlanReporter, ReportingPeriod
from plans.services.errors import Conflict
from plans.services.revising import change_plan, freeze_revision, save_part
from plans.services.sections import SectionChanged
from plans.services.targets import target_rows
from reports.services.moving import move_deadline
from tests.factories import SchoolFactory
from tests.services.racing import race
from tests.services.story import begin

Work = Callable[[], Any]


@pytest.fixture
def plan() -> Plan:
    """A plan in force with one target and one open period."""
    plan = begin().submission.period.plan
    freeze_revision(plan=plan, by=None)
    return plan


def told(work: Work) -> Work:
    """The work, answering with what it was refused with."""

    def run() -> Any:
        try:
            return work()
        except Conflict as conflict:
            return conflict

    return run


def raising(plan: Plan, value: int) -> Work:
    """Save the targets as the page has read them, with another value."""
    read_as = digest_of(target_rows(plan))
    return told(
        lambda: save_part(
            plan=plan,
            by=None,
            rows=target_rows,
            read_as=read_as,
            apply=lambda: plan.targets.update(value=Decimal(value)),
            reason=f"Nâng lên {value}",
        )
    )


def test_of_two_people_who_change_the_targets_one_is_told(plan: Plan) -> None:
    answers = race(plan, raising(plan, 85), raising(plan, 90))

    assert sorted(type(answer) for answer in answers if answer is not None) == [SectionChanged]
    first, second = plan.revisions.order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert second.content["targets"][0]["value"] == f"{plan.targets.get().value:.0f}"


def test_two_changes_of_different_parts_are_two_revisions(plan: Plan) -> None:
    new = SchoolFactory().organisation

    def adding() -> Any:
        return change_plan(
            plan=plan,
            by=None,
            reason="Thêm trường",
            apply=lambda: PlanReporter.objects.create(plan=plan, organisation=new),
        )

    race(plan, raising(plan, 85), told(adding))

    assert list(plan.revisions.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert plan.targets.get().value == 85
    assert plan.reporters.filter(organisation=new).exists()


def test_moving_a_deadline_and_changing_a_target_do_not_wait_for_each_other(plan: Plan) -> None:
    period = ReportingPeriod.objects.select_related("plan").get(plan=plan)
    day = timezone.localdate() + dt.timedelta(days=40)

    def moving() -> Any:
        return move_deadline(
            period=period, by=None, deadline_on=day, rule=DeadlineRule.NOT_LATER_THAN, text="", reason="Mưa lũ"
        )

    race(plan, told(moving), raising(plan, 85))

    last = plan.revisions.order_by("number").last()
    assert last is not None
    assert (last.number, last.content["targets"][0]["value"]) == (3, "85")
    assert last.content["periods"][0]["deadline_on"] == day.isoformat()
