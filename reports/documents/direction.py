"""Part I of a summary: what the office itself has done to direct the work."""

from reports.documents.content import Block, Paragraph
from reports.documents.summary_data import SummaryData


def direction_part(data: SummaryData) -> list[Block]:
    """Letters, reminders, extensions, updates of tasks, inspections."""
    return [Paragraph("Kỳ này chưa có số liệu về công tác chỉ đạo, điều hành.")]
