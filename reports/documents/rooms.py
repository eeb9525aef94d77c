"""Part II of a summary: classrooms that are lacking, place by place."""

from reports.documents.content import Block, Paragraph
from reports.documents.summary_data import SummaryData


def rooms_part(data: SummaryData) -> list[Block]:
    """Which places lack how many rooms, and who learns elsewhere meanwhile."""
    return [Paragraph("Kỳ này chưa có số liệu về phòng học thiếu.")]
