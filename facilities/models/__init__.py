from facilities.models.allocation import Allocation
from facilities.models.assessment_line import AssessmentLine
from facilities.models.contribution import Contribution
from facilities.models.expenditure import Expenditure
from facilities.models.finding import Finding
from facilities.models.forecast import EntrantForecast
from facilities.models.fund_keeper import FundKeeper
from facilities.models.fund_source import FundSource
from facilities.models.inspection import Inspection
from facilities.models.inspection_topic import InspectionTopic
from facilities.models.photo import Photo
from facilities.models.planned_recognition import PlannedRecognition
from facilities.models.programme import Programme, ProgrammeMilestone, ProgrammeUnit
from facilities.models.self_assessment import SelfAssessment
from facilities.models.standard_rule import StandardCriterion, StandardRule
from facilities.models.work import Work
from facilities.models.work_funding import WorkFunding
from facilities.models.work_update import WorkUpdate

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
