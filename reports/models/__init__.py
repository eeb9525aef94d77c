from reports.models.assignment import ReviewAssignment
from reports.models.collected_file import CollectedFile
from reports.models.comment import ReviewComment
from reports.models.content import SectionEntry, TaskEntry
from reports.models.evidence import Evidence
from reports.models.extension import Extension
from reports.models.extension_request import ExtensionRequest
from reports.models.feed import CalendarFeed
from reports.models.history import SubmissionEvent, SubmissionVersion
from reports.models.indicator_value import IndicatorValue
from reports.models.letter import ReminderLetter
from reports.models.letter_file import LetterFile
from reports.models.notification import Notification
from reports.models.paper import PaperFile
from reports.models.plan_file import PlanFile
from reports.models.preference import ContactPreference
from reports.models.presence import EditingPresence
from reports.models.recommendation import Recommendation, RecommendationEvent, RecommendationGroup
from reports.models.reminder_plan import ReminderPlan
from reports.models.reminder_stage import ReminderStage
from reports.models.request_mark import RequestMark
from reports.models.submission import Submission
from reports.models.summary import SummaryReport
from reports.models.summary_file import SummaryFile
from reports.models.summary_section import SummarySection

__all__ = [
    "CalendarFeed",
    "CollectedFile",
    "ContactPreference",
    "EditingPresence",
    "Evidence",
    "Extension",
    "ExtensionRequest",
    "IndicatorValue",
    "LetterFile",
    "Notification",
    "PaperFile",
    "PlanFile",
    "Recommendation",
    "RecommendationEvent",
    "RecommendationGroup",
    "ReminderLetter",
    "ReminderPlan",
    "ReminderStage",
    "RequestMark",
    "ReviewAssignment",
    "ReviewComment",
    "SectionEntry",
    "Submission",
    "SubmissionEvent",
    "SubmissionVersion",
    "SummaryFile",
    "SummaryReport",
    "SummarySection",
    "TaskEntry",
]
