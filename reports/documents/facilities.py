"""Part II of a summary: facilities and the national standard; and appendix III, the progress of works."""

from reports.documents.content import Block, Paragraph, Table
from reports.documents.summary_data import SummaryData


def facilities_part(data: SummaryData) -> list[Block]:
    """What the period says about facilities and the national standard."""
    return [Paragraph("Kỳ này chưa có số liệu về cơ sở vật chất, trường chuẩn quốc gia.")]


def works_table(data: SummaryData) -> Table | None:
    """Appendix III; None when there is nothing to list."""
    return None
