from plans.models.calendar import CalendarDay
from plans.models.indicator import Indicator, Milestone, PlanIndicator, Target
from plans.models.period import OutlineSection, ReportingPeriod
from plans.models.plan import CitedDocument, Plan, PlanRecipient, PlanRelation, PlanReporter
from plans.models.plan_import import PlanImport
from plans.models.revision import PlanRevision
from plans.models.task import Task
from plans.models.task_update import TaskFile, TaskUpdate
from plans.models.unit_plan import UnitPlan, UnitTarget

__all__ = [
    "CalendarDay",
    "CitedDocument",
    "Indicator",
    "Milestone",
    "OutlineSection",
    "Plan",
    "PlanImport",
    "PlanIndicator",
    "PlanRecipient",
    "PlanRelation",
    "PlanReporter",
    "PlanRevision",
    "ReportingPeriod",
    "Target",
    "Task",
    "TaskFile",
    "TaskUpdate",
    "UnitPlan",
    "UnitTarget",
]
