"""What the check of a plan finds: each case breaks one thing of a plan that lacks nothing."""

import datetime as dt
from collections.abc import Callable

import pytest

from plans.checks.facts import facts_of
from plans.checks.findings import Finding
from plans.checks.readiness import findings_of
from plans.enums import DocumentStyle, SectionKind
from plans.models import Plan
from plans.views.steps import STEPS
from schools.models import Membership
from tests.factories import OrganisationFactory, PlanFactory, ReportingPeriodFactory, TargetFactory, TaskFactory
from tests.plans.writing.ready import ready_plan

pytestmark = pytest.mark.django_db


def found_in(plan: Plan) -> list[Finding]:
    return findings_of(facts_of(plan))


def test_a_plan_that_lacks_nothing_has_no_findings() -> None:
    assert found_in(ready_plan()) == []


def no_people(plan: Plan) -> None:
    Membership.objects.filter(organisation__reporting_duties__plan=plan).delete()


def only_a_clerk(plan: Plan) -> None:
    Membership.objects.filter(organisation__reporting_duties__plan=plan).update(role="clerk")


def gone(plan: Plan) -> None:
    plan.reporters.get().organisation.__class__.objects.filter(reporting_duties__plan=plan).update(
        valid_to=dt.date(2001, 1, 1)
    )


def second_period(plan: Plan, **changes: object) -> None:
    first = plan.periods.get()
    values = {
        "data_from": first.data_to + dt.timedelta(days=1),
        "data_to": first.data_to + dt.timedelta(days=5),
        "opens_on": first.opens_on,
        "deadline_on": first.deadline_on + dt.timedelta(days=10),
        **changes,
    }
    ReportingPeriodFactory(plan=plan, position=2, **values)


ERRORS: dict[str, tuple[Callable[[Plan], object], str]] = {
    "no periods": (lambda plan: plan.periods.all().delete(), "plan_periods_edit"),
    "two periods of one name": (lambda plan: second_period(plan, label="3 THÁNG"), "plan_periods_edit"),
    "no reporters": (lambda plan: plan.reporters.all().delete(), "plan_audience"),
    "a reporter that is no more": (gone, "plan_audience"),
    "no outline": (lambda plan: plan.outline.all().delete(), "plan_outline_edit"),
    "no grid section": (lambda plan: plan.outline.filter(kind=SectionKind.INDICATORS).delete(), "plan_outline_edit"),
    "a target outside the grid": (lambda plan: plan.plan_indicators.all().delete(), "plan_indicators_edit"),
    "nobody receives": (lambda plan: Membership.objects.filter(organisation=plan.receiver).delete(), "plan_edit"),
    "no subject": (lambda plan: setattr(plan, "subject", " "), "plan_edit"),
}
WARNINGS: dict[str, tuple[Callable[[Plan], object], str]] = {
    "no number": (lambda plan: setattr(plan, "number", ""), "plan_edit"),
    "no date": (lambda plan: setattr(plan, "issued_on", None), "plan_edit"),
    "a date of another year": (lambda plan: setattr(plan, "issued_on", dt.date(2001, 1, 1)), "plan_edit"),
    "no signer": (lambda plan: setattr(plan, "signer_name", ""), "plan_edit"),
    "a Party number without a term": (lambda plan: setattr(plan, "style", DocumentStyle.PARTY), "plan_edit"),
    "the number of another": (
        lambda plan: PlanFactory(issuer=plan.issuer, number=plan.number, year=plan.year - 1),
        "plan_edit",
    ),
    "no relations": (lambda plan: plan.relations.all().delete(), "plan_relations"),
    "no recipients": (lambda plan: plan.recipients.all().delete(), "plan_recipients"),
    "nobody to carry it out": (lambda plan: plan.recipients.update(role="file"), "plan_recipients"),
    "a task nobody leads": (lambda plan: plan.tasks.update(lead=None), "plan_tasks_edit"),
    "an inferred lead": (lambda plan: plan.tasks.update(lead_is_inferred=True), "plan_tasks_edit"),
    "a task due before": (lambda plan: plan.tasks.update(due_on=dt.date(2001, 1, 1)), "plan_tasks_edit"),
    "no account": (no_people, "plan_audience"),
    "nobody who signs": (only_a_clerk, "plan_audience"),
    "a target for a unit that does not report": (
        lambda plan: TargetFactory(
            plan=plan, indicator=plan.targets.get().indicator, organisation=OrganisationFactory()
        ),
        "plan_targets_edit",
    ),
    "a deadline before the data are complete": (
        lambda plan: plan.periods.update(data_to=plan.periods.get().last_day + dt.timedelta(days=1)),
        "plan_periods_edit",
    ),
    "one deadline twice": (
        lambda plan: second_period(plan, deadline_on=plan.periods.get().deadline_on),
        "plan_periods_edit",
    ),
    "data counted twice": (
        lambda plan: second_period(plan, data_from=plan.periods.get().data_to),
        "plan_periods_edit",
    ),
    "invented days": (lambda plan: plan.periods.update(is_illustrative=True), "plan_periods_edit"),
}


@pytest.mark.parametrize("case", ERRORS)
def test_what_cannot_be_carried_out_blocks(case: str) -> None:
    plan = ready_plan()
    spoil, step = ERRORS[case]
    spoil(plan)

    found = found_in(plan)

    assert [finding.step for finding in found if finding.blocks] == [step]


@pytest.mark.parametrize("case", WARNINGS)
def test_what_looks_wrong_is_pointed_out_and_blocks_nothing(case: str) -> None:
    plan = ready_plan()
    spoil, step = WARNINGS[case]
    spoil(plan)

    found = found_in(plan)

    assert [(finding.step, finding.blocks) for finding in found] == [(step, False)]


def test_cumulative_periods_do_not_overlap() -> None:
    plan = ready_plan()
    second_period(plan, data_from=plan.periods.get().data_from)

    assert found_in(plan) == []


def test_every_finding_leads_to_a_step_of_the_editor() -> None:
    steps = {name for name, _ in STEPS}

    assert {step for _, step in (*ERRORS.values(), *WARNINGS.values())} <= steps


@pytest.mark.parametrize("rows", [1, 3])
def test_the_check_asks_a_constant_number_of_questions(
    rows: int, django_assert_num_queries: Callable[[int], object]
) -> None:
    plan = ready_plan()
    for _ in range(rows):
        TaskFactory(plan=plan)
        TargetFactory(plan=plan)

    with django_assert_num_queries(7):  # type: ignore[attr-defined]
        found_in(plan)
