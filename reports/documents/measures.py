"""Part II of a summary: what was done to get there, inspections, complaints."""

from reports.documents.content import Block, Paragraph
from reports.documents.summary_data import SummaryData


def measures_part(data: SummaryData) -> list[Block]:
    """What was done, inspected and answered."""
    return [Paragraph("Kỳ này chưa có số liệu về giải pháp, kiểm tra, đơn thư.")]
