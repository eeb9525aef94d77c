from facilities.models.forecast import EntrantForecast
from facilities.models.funds import Allocation, Contribution, Expenditure, FundKeeper
from facilities.models.inspection import Finding, Inspection, InspectionTopic, Photo
from facilities.models.programme import Programme, ProgrammeMilestone, ProgrammeUnit
from facilities.models.standard import (
    AssessmentLine,
    PlannedRecognition,
    SelfAssessment,
    StandardCriterion,
    StandardRule,
)
from facilities.models.works import FundSource, Work, WorkFunding, WorkUpdate

__all__ = [
    "Allocation",
    "AssessmentLine",
    "Contribution",
    "EntrantForecast",
    "Expenditure",
    "Finding",
    "FundKeeper",
    "FundSource",
    "Inspection",
    "InspectionTopic",
    "Photo",
    "PlannedRecognition",
    "Programme",
    "ProgrammeMilestone",
    "ProgrammeUnit",
    "SelfAssessment",
    "StandardCriterion",
    "StandardRule",
    "Work",
    "WorkFunding",
    "WorkUpdate",
]
