"""Administration of plans: the document, its contents, its measures and its periods."""

from plans.admin.contents import OutlineSectionAdmin, ReportingPeriodAdmin, TaskAdmin
from plans.admin.documents import CitedDocumentAdmin, PlanAdmin, PlanReporterAdmin
from plans.admin.measures import IndicatorAdmin, PlanIndicatorAdmin, TargetAdmin

__all__ = [
    "CitedDocumentAdmin",
    "IndicatorAdmin",
    "OutlineSectionAdmin",
    "PlanAdmin",
    "PlanIndicatorAdmin",
    "PlanReporterAdmin",
    "ReportingPeriodAdmin",
    "TargetAdmin",
    "TaskAdmin",
]
