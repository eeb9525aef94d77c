import datetime as dt

import pytest

from facilities.enums import AssessmentState, ContributionKind, FindingResult, InspectionState, WorkState
from tests.constraints import Case, assert_refused, constraints_of
from tests.factories import (
    AllocationFactory,
    AssessmentLineFactory,
    ContributionFactory,
    EntrantForecastFactory,
    ExpenditureFactory,
    FindingFactory,
    InspectionFactory,
    InspectionTopicFactory,
    NationalStandardFactory,
    PhotoFactory,
    PlannedRecognitionFactory,
    ProgrammeFactory,
    ProgrammeMilestoneFactory,
    ProgrammeUnitFactory,
    SelfAssessmentFactory,
    StandardCriterionFactory,
    StandardRuleFactory,
    WorkFactory,
    WorkFundingFactory,
    WorkUpdateFactory,
)

DAY = dt.date(2018, 3, 1)
DAY_BEFORE = DAY - dt.timedelta(days=1)

CASES = (
    Case("standard_rule_valid_range", StandardRuleFactory, {"valid_from": DAY}, {"valid_to": DAY_BEFORE}),
    Case("criterion_code_once", StandardCriterionFactory),
    Case("assessment_once_a_year", SelfAssessmentFactory),
    Case("assessment_done_has_moment", SelfAssessmentFactory, {}, {"state": AssessmentState.DONE}),
    Case("assessment_line_once", AssessmentLineFactory),
    Case("assessment_cost_not_negative", AssessmentLineFactory, {"result": "unmet"}, {"cost_million": -1}),
    Case("assessment_gap_only_when_unmet", AssessmentLineFactory, {"result": "met"}, {"gap": "Thiếu phòng"}),
    Case("planned_recognition_once", PlannedRecognitionFactory),
    Case(
        "planned_recognition_one_end",
        PlannedRecognitionFactory,
        {"given_up_on": DAY},
        lambda row: {"recognition_id": NationalStandardFactory(school=row.school).pk},
    ),
    Case("programme_name_once", ProgrammeFactory),
    Case("programme_unit_once", ProgrammeUnitFactory),
    Case("programme_milestone_named", ProgrammeMilestoneFactory, {}, {"name": ""}),
    Case("work_name_once", WorkFactory),
    Case("work_percent", WorkFactory, {}, {"percent": 101}),
    Case("work_value_positive", WorkFactory, {}, {"value_million": 0}),
    Case("work_planned_range", WorkFactory, {"planned_start": DAY}, {"planned_end": DAY_BEFORE}),
    Case("work_actual_range", WorkFactory, {"actual_start": DAY}, {"actual_end": DAY_BEFORE}),
    Case("work_finished_whole", WorkFactory, {"percent": 90}, {"state": WorkState.FINISHED}),
    Case("work_funding_once", WorkFundingFactory),
    Case("work_funding_positive", WorkFundingFactory, {}, {"amount_million": 0}),
    Case("work_update_percent", WorkUpdateFactory, {}, {"percent": 101}),
    Case("inspection_done_has_moment", InspectionFactory, {}, {"state": InspectionState.DONE}),
    Case("finding_position_once", FindingFactory),
    Case("finding_seen_percent", FindingFactory, {}, {"seen_percent": 101}),
    Case(
        "inspection_topic_code_once",
        InspectionTopicFactory,
        {},
        lambda _: {"code": InspectionTopicFactory(code="rooms").code},
    ),
    Case("finding_mended_only_issue", FindingFactory, {"result": FindingResult.GOOD}, {"mend_by": DAY}),
    Case("photo_of_one_thing", PhotoFactory, {}, lambda row: {"work_update_id": WorkUpdateFactory().pk}),
    Case("photo_once_in_inspection", PhotoFactory),
    Case("photo_once_in_update", PhotoFactory, lambda: {"inspection": None, "work_update": WorkUpdateFactory()}),
    Case("allocation_positive", AllocationFactory, {}, {"amount_million": 0}),
    Case("expenditure_positive", ExpenditureFactory, {}, {"amount_million": 0}),
    Case("contribution_says_how_much", ContributionFactory, {}, {"labour_days": 3}),
    Case(
        "contribution_positive",
        ContributionFactory,
        {"kind": ContributionKind.LABOUR, "labour_days": 3},
        {"amount_million": 0},
    ),
    Case("entrants_once", EntrantForecastFactory, lambda: {"commune": ProgrammeUnitFactory().organisation}),
    Case("entrants_once_for_all", EntrantForecastFactory, {}, {"school_year": 2019}),
)


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.constraint)
def test_violation_is_refused(case: Case) -> None:
    if case.constraint == "entrants_once_for_all":
        EntrantForecastFactory(school_year=2019)

    assert_refused(case)


def test_every_constraint_has_a_case() -> None:
    assert {case.constraint for case in CASES} == set(constraints_of("facilities"))
