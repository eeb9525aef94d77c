from plans.models.calendar import CalendarDay
from plans.models.indicator import Indicator, Milestone, PlanIndicator, Target
from plans.models.period import OutlineSection, ReportingPeriod
from plans.models.plan import CitedDocument, Plan, PlanRecipient, PlanRelation, PlanReporter
from plans.models.task import Task

__all__ = [
    "CalendarDay",
    "CitedDocument",
    "Indicator",
    "Milestone",
    "OutlineSection",
    "Plan",
    "PlanIndicator",
    "PlanRecipient",
    "PlanRelation",
    "PlanReporter",
    "ReportingPeriod",
    "Target",
    "Task",
]
