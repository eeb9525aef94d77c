from reports.models.assignment import ReviewAssignment
from reports.models.comment import ReviewComment
from reports.models.content import IndicatorValue, Recommendation, SectionEntry, TaskEntry
from reports.models.evidence import Evidence
from reports.models.extension_request import ExtensionRequest
from reports.models.feed import CalendarFeed
from reports.models.history import Extension, SubmissionEvent, SubmissionVersion
from reports.models.letter import LetterFile, ReminderLetter
from reports.models.notification import Notification
from reports.models.paper import PaperFile
from reports.models.preference import ContactPreference
from reports.models.presence import EditingPresence
from reports.models.reminder_plan import ReminderPlan, ReminderStage
from reports.models.submission import Submission
from reports.models.summary import SummaryFile, SummaryReport

__all__ = [
    "CalendarFeed",
    "ContactPreference",
    "EditingPresence",
    "Evidence",
    "Extension",
    "ExtensionRequest",
    "IndicatorValue",
    "LetterFile",
    "Notification",
    "PaperFile",
    "Recommendation",
    "ReminderLetter",
    "ReminderPlan",
    "ReminderStage",
    "ReviewAssignment",
    "ReviewComment",
    "SectionEntry",
    "Submission",
    "SubmissionEvent",
    "SubmissionVersion",
    "SummaryFile",
    "SummaryReport",
    "TaskEntry",
]
