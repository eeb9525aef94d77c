"""Part II of a summary: how the groups of tasks of the plan have come along."""

from reports.documents.content import Block, Paragraph
from reports.documents.summary_data import SummaryData


def task_groups_part(data: SummaryData) -> list[Block]:
    """Each group of the plan with its progress."""
    return [Paragraph("Kỳ này chưa có số liệu về kết quả theo nhóm nhiệm vụ.")]
