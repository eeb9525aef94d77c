"""Part II of a summary: the results of each level of schooling."""

from reports.documents.content import Block, Paragraph
from reports.documents.summary_data import SummaryData


def levels_part(data: SummaryData) -> list[Block]:
    """What stands out at each level."""
    return [Paragraph("Kỳ này chưa có số liệu về kết quả theo cấp học.")]
