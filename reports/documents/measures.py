"""Part II of a summary: what was done to get there, inspections, complaints (domain reference §6.2, II.4)."""

from reports.documents import sources
from reports.documents.content import Block, Item, Paragraph
from reports.documents.figure_lines import figure_line, figures_about
from reports.documents.said_lines import said_part
from reports.documents.summary_data import SummaryData
from reports.documents.visit_lines import visit_lines
from reports.queries.topics import DOING, Topic

# In the order of the outline: means, inspections, complaints; each with what is said when nobody has told of it.
TOLD = (
    (Topic.RESOURCES, ""),
    (Topic.INSPECTIONS, "Kỳ này chưa có số liệu về kiểm tra."),
    (Topic.COMPLAINTS, "Kỳ này chưa có số liệu về đơn thư."),
)


def measures_part(data: SummaryData) -> list[Block]:
    """What reports say was done, counted; then the figures of inspections, complaints and means."""
    blocks = said_part(data, DOING)
    if not blocks:
        blocks.append(Paragraph("Kỳ này chưa có báo cáo đã duyệt nêu giải pháp đã thực hiện."))
    for topic, nothing in TOLD:
        figures = figures_about(data, {topic})
        blocks += [Item(figure_line(row, data), sources=(sources.results(row),)) for row in figures]
        visits = visit_lines(data) if topic is Topic.INSPECTIONS else []
        blocks += visits
        if not figures and not visits and nothing:
            blocks.append(Paragraph(nothing))
    return blocks
