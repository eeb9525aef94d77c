"""What a summary says of the office's visits to schools."""

from reports.documents import sources
from reports.documents.content import Item
from reports.documents.summary_data import SummaryData
from reports.queries.visit_counts import visit_counts


def visit_lines(data: SummaryData) -> list[Item]:
    """One sentence with its counts; nothing when the period saw no visit.

    It speaks of visits that have minutes: the office's own figure counts others too (domain reference B64)."""
    counts = visit_counts(data.period)
    if not counts.visits:
        return []
    text = f"Kiểm tra trực tiếp có lập biên bản: {counts.visits} lần tại {counts.schools} trường"
    if counts.issues:
        mended = (
            f"các trường báo đã khắc phục {counts.mended} việc" if counts.mended else "chưa việc nào được khắc phục"
        )
        text += f", nêu {counts.issues} việc phải khắc phục; {mended}"
        text += f", {counts.late} việc quá hạn" if counts.late else ""
    else:
        text += ", không có việc phải khắc phục"
    return [Item(f"{text}.", sources=(sources.visits(data.period),))]
