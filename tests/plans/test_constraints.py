import datetime as dt
from decimal import Decimal

import pytest

from plans.enums import DeadlineRule, ImportState, Operator, UnitRule
from schools.enums import Level
from tests.constraints import Case, assert_refused, constraints_of
from tests.factories import (
    CitedDocumentFactory,
    IndicatorFactory,
    MilestoneFactory,
    OutlineSectionFactory,
    PlanFactory,
    PlanImportFactory,
    PlanIndicatorFactory,
    PlanRelationFactory,
    PlanReporterFactory,
    PlanRevisionFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    TargetFactory,
    TaskFactory,
    TaskFileFactory,
    TaskUpdateFactory,
    UnitPlanFactory,
    UnitTargetFactory,
)

DAY = dt.timedelta(days=1)
MAY = dt.date(2018, 5, 1)
BOUNDS = {"lower_bound": 5, "upper_bound": 5}
RANGE = {"operator": Operator.RANGE, "value": 4, "stretch_value": 4}

CASES = (
    Case("indicator_bounds_ordered", IndicatorFactory, BOUNDS, {"upper_bound": Decimal("4.9999")}),
    Case("indicator_ratio_has_parts", IndicatorFactory, {}, {"unit_rule": UnitRule.SUM}),
    Case("indicator_ratio_has_parts", IndicatorFactory, {}, {"numerator_label": ""}),
    Case("indicator_ratio_has_parts", IndicatorFactory, {}, {"denominator_label": ""}),
    Case("plan_indicator_once", PlanIndicatorFactory),
    Case("target_once", TargetFactory),
    Case("target_has_value", TargetFactory, {}, {"value": None}),
    Case("target_operator_known", TargetFactory, {}, {"operator": "about"}),
    Case("target_range_ordered", TargetFactory, RANGE, {"stretch_value": 3}),
    Case("target_range_ordered", TargetFactory, RANGE, {"stretch_value": None}),
    Case("milestone_once", MilestoneFactory),
    Case("milestone_share_range", MilestoneFactory, {"expected_share": 1}, {"expected_share": Decimal("1.0001")}),
    Case("milestone_share_range", MilestoneFactory, {"expected_share": 0}, {"expected_share": Decimal("-0.0001")}),
    Case("period_position_once", ReportingPeriodFactory),
    Case("period_data_range", ReportingPeriodFactory, {}, lambda row: {"data_from": row.data_to + DAY}),
    Case("period_opens_before_deadline", ReportingPeriodFactory, {}, lambda row: {"opens_on": row.last_day + DAY}),
    Case("period_last_day_follows_rule", ReportingPeriodFactory, {}, lambda row: {"last_day": row.deadline_on}),
    Case(
        "period_last_day_follows_rule",
        ReportingPeriodFactory,
        {"deadline_rule": DeadlineRule.NOT_LATER_THAN},
        lambda row: {"last_day": row.deadline_on - DAY},
    ),
    Case("period_closes_after_deadline", ReportingPeriodFactory, {}, lambda row: {"closes_on": row.last_day - DAY}),
    Case("outline_code_once", OutlineSectionFactory),
    Case("plan_number_once_a_year", PlanFactory),
    Case("plan_status_known", PlanFactory, {}, {"status": "lost"}),
    Case("relation_one_document", PlanRelationFactory, {}, {"to_document": None}),
    Case("relation_one_document", PlanRelationFactory, {}, lambda row: {"to_plan": PlanFactory()}),
    Case(
        "relation_not_to_itself",
        PlanRelationFactory,
        {},
        lambda row: {"to_plan": row.plan, "to_document": None},
    ),
    Case("reporter_once", PlanReporterFactory),
    Case("task_code_once", TaskFactory),
    Case("task_progress_percent", TaskFactory, {"progress": 100}, {"progress": 101}),
    Case("task_starts_before_due", TaskFactory, {"starts_on": MAY, "due_on": MAY}, {"starts_on": MAY + DAY}),
    Case("task_weight_positive", TaskFactory, {}, {"weight": 0}),
    Case("task_status_known", TaskFactory, {}, {"status": "lost"}),
    Case("task_not_linked_to_itself", TaskFactory, {}, lambda row: {"same_as": row}),
    Case("task_not_linked_to_itself", TaskFactory, {}, lambda row: {"carries_out": row}),
    Case("task_update_progress_percent", TaskUpdateFactory, {"progress": 100}, {"progress": 101}),
    Case("task_update_status_known", TaskUpdateFactory, {}, {"status": "lost"}),
    Case("task_file_once", TaskFileFactory),
    Case("task_file_not_empty", TaskFileFactory, {}, {"size": 0}),
    Case("plan_number_once_a_term", PlanFactory, {"term": "2015-2020"}),
    Case("plan_one_issue_date", PlanFactory, {}, {"issued_after": MAY}),
    Case("cited_document_not_its_own_superior", CitedDocumentFactory, {}, lambda row: {"carries_out": row}),
    Case("target_level_once", TargetFactory, {"level": Level.TH}),
    Case("target_organisation_once", TargetFactory, lambda: {"organisation": SchoolFactory().organisation}),
    Case("target_one_scope", TargetFactory, {"level": Level.TH}, lambda row: {"organisation": row.plan.issuer}),
    Case("plan_revision_once", PlanRevisionFactory),
    Case("plan_revision_reason_given", PlanRevisionFactory, {"number": 2, "reason": "Sửa"}, {"reason": ""}),
    Case("plan_import_state_known", PlanImportFactory, {}, {"state": "lost"}),
    Case("plan_import_ready_has_proposal", PlanImportFactory, {}, {"state": ImportState.READY}),
    Case("unit_plan_once", UnitPlanFactory),
    Case("unit_plan_file_described", UnitPlanFactory, {}, {"file": "unit-plans/2018/x.pdf"}),
    Case("unit_target_once", UnitTargetFactory),
    Case("unit_target_has_value", UnitTargetFactory, {}, {"numerator": None}),
    Case("unit_target_has_value", UnitTargetFactory, {}, {"denominator": 0}),
    Case("unit_target_operator_known", UnitTargetFactory, {}, {"operator": Operator.RANGE}),
)


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.constraint)
def test_violation_is_refused(case: Case) -> None:
    assert_refused(case)


def test_every_constraint_has_a_case() -> None:
    assert {case.constraint for case in CASES} == set(constraints_of("plans"))


@pytest.mark.django_db
def test_plans_without_a_number_do_not_collide() -> None:
    first = PlanFactory(number="")
    second = PlanFactory(number="", issuer=first.issuer)

    second.validate_constraints()
    assert first.pk != second.pk


@pytest.mark.django_db
def test_relation_to_a_plan_of_the_portal() -> None:
    relation = PlanRelationFactory(to_plan=PlanFactory(), to_document=None)

    relation.validate_constraints()
    assert relation.document == relation.to_plan


@pytest.mark.django_db
def test_relation_to_a_cited_document() -> None:
    relation = PlanRelationFactory(to_document=CitedDocumentFactory())

    relation.validate_constraints()
    assert relation.document == relation.to_document
