"""Part III of a summary: what went well, and what did not."""

from reports.documents.content import Block, Paragraph
from reports.documents.reporting import missing_part
from reports.documents.results import coverage_part, unmet_part
from reports.documents.summary_data import SummaryData
from reports.documents.task_results import held_up_part


def strengths_part(data: SummaryData) -> list[Block]:
    """Targets met, and what has become better."""
    return [Paragraph("Kỳ này chưa có số liệu về ưu điểm.")]


def shortcomings_part(data: SummaryData) -> list[Block]:
    """Targets not met or behind, tasks held up, reports late or missing, figures that are incomplete."""
    missing = missing_part(data.reporting)
    if not data.has_figures:
        return [*held_up_part(data.tasks), *missing]
    return [*unmet_part(data.targets), *missing, *coverage_part(data.targets, data.unit)]
