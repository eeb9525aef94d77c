from reports.models.content import IndicatorValue, Recommendation, SectionEntry, TaskEntry
from reports.models.evidence import Evidence
from reports.models.history import Extension, SubmissionEvent, SubmissionVersion
from reports.models.notification import Notification
from reports.models.paper import PaperFile
from reports.models.presence import EditingPresence
from reports.models.submission import Submission
from reports.models.summary import SummaryFile, SummaryReport

__all__ = [
    "EditingPresence",
    "Evidence",
    "Extension",
    "IndicatorValue",
    "Notification",
    "PaperFile",
    "Recommendation",
    "SectionEntry",
    "Submission",
    "SubmissionEvent",
    "SubmissionVersion",
    "SummaryFile",
    "SummaryReport",
    "TaskEntry",
]
