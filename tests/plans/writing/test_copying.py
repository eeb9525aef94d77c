import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from plans.enums import PlanStatus, RelationKind, TaskStatus
from plans.models import Milestone, Plan
from plans.services.copying import copy_plan
from tests.factories import (
    MilestoneFactory,
    OrganisationFactory,
    OutlineSectionFactory,
    PlanFactory,
    PlanRecipientFactory,
    PlanRelationFactory,
    PlanReporterFactory,
    ReportingPeriodFactory,
    TargetFactory,
    TaskFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> Plan:
    """A closed plan of 2018 with one of everything."""
    plan = PlanFactory(
        status=PlanStatus.CLOSED, is_illustrative=True, subject="Nhiệm vụ năm 2018, Đề án 2016-2020", signer_name="A"
    )
    period = ReportingPeriodFactory(plan=plan)
    part = TaskFactory(plan=plan, code="II")
    first = TaskFactory(
        plan=plan,
        code="II.1",
        parent=part,
        lead=plan.issuer,
        due_on=dt.date(2018, 2, 28),
        progress=50,
        status=TaskStatus.IN_PROGRESS,
        carries_out=TaskFactory(),
    )
    first.coordinating.add(plan.receiver)
    TaskFactory(plan=plan, code="II.2", parent=part, same_as=first)
    target = TargetFactory(plan=plan, baseline=Decimal(70), wording="đạt 80% năm 2018")
    MilestoneFactory(target=target, period=period)
    OutlineSectionFactory(plan=plan)
    PlanReporterFactory(plan=plan)
    PlanRecipientFactory(plan=plan)
    PlanRelationFactory(plan=plan)
    PlanRelationFactory(plan=plan, kind=RelationKind.MENTIONS)
    return plan


def test_the_head_comes_along_without_what_was_that_years(source: Plan) -> None:
    plan = copy_plan(source=source, by=UserFactory(), year=2020).plan
    plan.refresh_from_db()

    assert (plan.status, plan.year, plan.number, plan.issued_on) == (PlanStatus.DRAFT, 2020, "", None)
    assert plan.subject == "Nhiệm vụ năm 2020, Đề án 2016-2020"
    assert (plan.issuer, plan.receiver, plan.symbol, plan.is_illustrative) == (
        source.issuer,
        source.receiver,
        "KH-TN",
        False,
    )


def test_dates_move_by_whole_years_and_month_ends_stay(source: Plan) -> None:
    plan = copy_plan(source=source, by=UserFactory(), year=2020).plan
    period = plan.periods.get()

    assert plan.tasks.get(code="II.1").due_on == dt.date(2020, 2, 29)
    assert (period.data_to, period.deadline_on, period.last_day) == (
        dt.date(2020, 2, 29),
        dt.date(2020, 3, 10),
        dt.date(2020, 3, 9),
    )
    assert (period.deadline_text, period.school_year) == ("trước ngày 10/3/2020", 2019)


def test_the_tree_and_its_links_are_those_of_the_new_plan(source: Plan) -> None:
    plan = copy_plan(source=source, by=UserFactory(), year=2019).plan
    part, first, second = plan.tasks.order_by("position")

    assert (first.parent, second.parent, second.same_as) == (part, part, first)
    assert (first.lead, list(first.coordinating.all())) == (source.issuer, [source.receiver])
    assert (first.status, first.progress, first.carries_out) == (TaskStatus.NOT_STARTED, None, None)


def test_targets_come_without_the_old_baseline(source: Plan) -> None:
    plan = copy_plan(source=source, by=UserFactory(), year=2019).plan
    target = plan.targets.get()

    assert (target.value, target.baseline, target.wording) == (Decimal(80), None, "đạt 80% năm 2019")
    assert plan.plan_indicators.get().indicator == target.indicator
    assert Milestone.objects.get(target=target).period == plan.periods.get()


def test_only_what_the_plan_mentions_is_still_related(source: Plan) -> None:
    plan = copy_plan(source=source, by=UserFactory(), year=2019).plan

    assert [relation.kind for relation in plan.relations.all()] == [RelationKind.MENTIONS]
    assert (plan.outline.count(), plan.recipients.count(), plan.reporters.count()) == (1, 1, 1)


def test_units_that_are_no_more_are_left_out_and_named(source: Plan) -> None:
    gone = OrganisationFactory(short_name="Đơn vị cũ", valid_to=dt.date(2018, 12, 31))
    PlanReporterFactory(plan=source, organisation=gone)
    PlanRecipientFactory(plan=source, organisation=gone)
    source.tasks.filter(code="II.1").update(lead=gone)
    TargetFactory(plan=source, organisation=gone)

    copy = copy_plan(source=source, by=UserFactory(), year=2019)

    assert copy.left_out == ["Đơn vị cũ"]
    assert copy.plan.reporters.filter(organisation=gone).count() == 0
    assert copy.plan.recipients.get(name="Đơn vị cũ").organisation is None
    assert (copy.plan.tasks.get(code="II.1").lead, copy.plan.targets.count()) == (None, 1)


def test_the_source_stays_as_it_is(source: Plan) -> None:
    before = {name: getattr(source, name).count() for name in ("tasks", "targets", "periods", "outline", "relations")}

    copy_plan(source=source, by=UserFactory(), year=2019)

    source.refresh_from_db()
    assert source.status == PlanStatus.CLOSED
    assert {name: getattr(source, name).count() for name in before} == before


@pytest.mark.parametrize("year", [2018, 1999, 2101])
def test_a_year_that_makes_no_sense_is_refused(source: Plan, year: int) -> None:
    with pytest.raises(ValidationError):
        copy_plan(source=source, by=UserFactory(), year=year)

    assert Plan.objects.exclude(pk=source.pk).filter(status=PlanStatus.DRAFT).count() == 0
