"""How tasks stood at the end of a period: nothing that was said afterwards, and otherwise what the tasks' page says."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest

from plans.enums import TaskStatus
from plans.models import ReportingPeriod
from reports.queries.period_tasks import PeriodTasks, period_tasks
from reports.queries.tracked_tasks import tracked_plan
from tests.factories import (
    OrganisationFactory,
    ReportingPeriodFactory,
    SubmissionFactory,
    TaskEntryFactory,
    TaskFactory,
    TaskUpdateFactory,
)
from tests.reports.clockwork import at

pytestmark = pytest.mark.django_db
DONE, RUNNING, STUCK = TaskStatus.DONE, TaskStatus.IN_PROGRESS, TaskStatus.HINDERED
LATER = dt.date(2018, 12, 31)


@pytest.fixture
def period() -> ReportingPeriod:
    return ReportingPeriodFactory(position=2)


def stand(period: ReportingPeriod, until: dt.date = LATER, since: dt.date | None = None) -> PeriodTasks:
    return period_tasks(period, since=since, until=until)


def test_an_update_after_the_day_is_not_known_yet(period: ReportingPeriod) -> None:
    task = TaskFactory(plan=period.plan, lead=period.plan.receiver, is_reported=False, status=DONE, progress=100)
    for day, status, progress in (("01/06/2018 08:00", RUNNING, 40), ("01/09/2018 08:00", DONE, 100)):
        TaskUpdateFactory(
            task=task, organisation=period.plan.receiver, status=status, progress=progress, at=at(day), text=day
        )

    (june,) = stand(period, dt.date(2018, 6, 15)).states
    (earlier,) = stand(period, dt.date(2018, 5, 31)).states
    (now,) = stand(period).states

    assert (june.status, june.percent, june.text) == (RUNNING, 40, "01/06/2018 08:00")
    assert (earlier.status, earlier.percent) == (None, None)
    assert now.is_done


def test_reports_of_later_periods_say_nothing_about_this_one(period: ReportingPeriod) -> None:
    task = TaskFactory(plan=period.plan)
    later = ReportingPeriodFactory(plan=period.plan, position=3)
    for one, status, progress in ((period, RUNNING, 30), (period, DONE, None), (later, DONE, 100)):
        TaskEntryFactory(
            submission=SubmissionFactory(period=one, accepted=True), task=task, status=status, progress=progress
        )
    waiting = SubmissionFactory(period=period, submitted=True)
    TaskEntryFactory(submission=waiting, task=task, status=STUCK, progress=0)

    (state,) = stand(period).states

    assert (state.status, state.percent, state.units, state.hindered) == (RUNNING, Fraction(65), 2, 0)


def test_many_units_are_one_state(period: ReportingPeriod) -> None:
    task = TaskFactory(plan=period.plan)
    for status in (STUCK, STUCK):
        TaskEntryFactory(submission=SubmissionFactory(period=period, accepted=True), task=task, status=status)

    (state,) = stand(period).states

    assert (state.status, state.hindered, state.is_hindered) == (RUNNING, 2, False)


def test_the_leads_report_of_an_earlier_period_stands_until_it_says_something_new(period: ReportingPeriod) -> None:
    lead = OrganisationFactory()
    task = TaskFactory(plan=period.plan, lead=lead)
    first = ReportingPeriodFactory(plan=period.plan, position=1)
    report = SubmissionFactory(period=first, organisation=lead, accepted=True)
    TaskEntryFactory(submission=report, task=task, status=RUNNING, progress=20, text="Báo cáo")
    (reported,) = stand(period).states
    TaskUpdateFactory(task=task, organisation=lead, status=STUCK, progress=25, at=at("01/06/2018 08:00"))
    TaskUpdateFactory(task=task, status=DONE, progress=100, at=at("02/06/2018 08:00"))  # of a unit that does not lead

    (updated,) = stand(period).states

    assert (reported.status, reported.percent, reported.text) == (RUNNING, 20, "Báo cáo")
    assert (updated.status, updated.percent, updated.is_hindered) == (STUCK, 25, True)


def test_groups_follow_the_plan_and_what_says_the_same_counts_once(period: ReportingPeriod) -> None:
    plan, office = period.plan, period.plan.receiver
    top = TaskFactory(plan=plan, code="I", position=1, is_reported=False)
    group = TaskFactory(plan=plan, code="I.1", position=2, parent=top, is_reported=False)
    done = TaskFactory(plan=plan, code="I.1.a", position=3, parent=group, lead=office, status=DONE, progress=100)
    TaskFactory(plan=plan, code="I.1.b", position=4, parent=group, same_as=done)
    TaskFactory(plan=plan, code="I.2", position=5, parent=top, lead=office, status=RUNNING, progress=50)

    found = stand(period)

    assert [(row.head.code, [state.task.code for state in row.states]) for row in found.groups] == [
        ("I", ["I.2"]),
        ("I.1", ["I.1.a"]),
    ]
    assert [row.achieved.percent for row in found.groups] == [50, 100]
    assert (found.whole.percent, found.whole.counted, found.whole.total) == (75, 2, 2)
    assert found.counts() == {DONE: 1, RUNNING: 1}


def test_only_the_receivers_words_since_the_last_summary_are_its_updates(period: ReportingPeriod) -> None:
    task = TaskFactory(plan=period.plan)
    office = period.plan.receiver
    for day in ("10/03/2018 23:00", "11/03/2018 08:00", "15/06/2018 23:00", "16/06/2018 08:00"):
        TaskUpdateFactory(task=task, organisation=office, at=at(day), text=day)
    TaskUpdateFactory(task=task, at=at("01/05/2018 08:00"), text="đơn vị khác")

    found = stand(period, dt.date(2018, 6, 15), since=dt.date(2018, 3, 10))

    assert [update.text for update in found.updates] == ["11/03/2018 08:00", "15/06/2018 23:00"]


def test_today_it_says_what_the_page_of_the_tasks_says(period: ReportingPeriod) -> None:
    plan, lead = period.plan, OrganisationFactory()
    plain = {"plan": plan, "is_reported": False}
    TaskFactory(**plain, status=RUNNING, progress=10)
    updated = TaskFactory(**plain, lead=lead, status=DONE, progress=100)
    TaskUpdateFactory(task=updated, organisation=lead, status=DONE, progress=100, at=at("01/06/2018 08:00"))
    shared, led = TaskFactory(plan=plan), TaskFactory(plan=plan, lead=lead, weight=3)
    for status, progress in ((DONE, None), (RUNNING, 35)):
        TaskEntryFactory(
            submission=SubmissionFactory(period=period, accepted=True), task=shared, status=status, progress=progress
        )
    own = SubmissionFactory(period=period, organisation=lead, accepted=True)
    TaskEntryFactory(submission=own, task=led, status=STUCK, progress=45)
    TaskFactory(plan=plan, same_as=led)

    found, page = stand(period), tracked_plan(plan, today=LATER, with_reports=True)

    shown = {row.task.pk: row for row in page.tasks if not row.task.same_as_id}
    assert {state.task.pk: state.percent for state in found.states} == {pk: row.percent for pk, row in shown.items()}
    assert [state.status for state in found.states if state.task in (updated, led)] == [DONE, STUCK]
    assert found.whole == page.whole


@pytest.mark.parametrize("tasks", [1, 3, 60])
def test_queries_do_not_grow_with_tasks(period: ReportingPeriod, tasks: int, django_assert_num_queries: Any) -> None:
    report = SubmissionFactory(period=period, accepted=True)
    for _ in range(tasks):
        task = TaskFactory(plan=period.plan)
        TaskEntryFactory(submission=report, task=task, status=RUNNING)
        TaskUpdateFactory(task=task)

    with django_assert_num_queries(4):
        stand(period)
