"""Part III of a summary: the causes, in the words of those who report (domain reference §6.1 III.3). The office adds
its own: nothing here is concluded from figures."""

from collections.abc import Sequence

from reports.documents import sources
from reports.documents.content import Block, Item, Paragraph
from reports.documents.summary_data import SummaryData
from reports.documents.wording import decapitalised
from reports.queries.causes import OBJECTIVE, SUBJECTIVE, Cause

NAMED = 4  # causes of each kind
KINDS = ((OBJECTIVE, "Nguyên nhân khách quan"), (SUBJECTIVE, "Nguyên nhân chủ quan"), ("", ""))


def causes_part(data: SummaryData) -> list[Block]:
    """The causes that most reports give, by what they call them."""
    found, unit = data.causes, data.unit
    if not found.causes:
        return [Paragraph("Các báo cáo đã duyệt của kỳ này không nêu nguyên nhân.")]
    what = "khó khăn, nguyên nhân" if found.is_mixed else "nguyên nhân"
    blocks: list[Block] = [
        Paragraph(
            f"Tổng hợp từ {found.units} báo cáo đã duyệt có nêu {what}, trong ngoặc là số {unit} cùng nêu:",
            (sources.reports("nguyên nhân"),),
        )
    ]
    kinds = {cause.kind for cause in found.causes}
    for kind, words in KINDS:
        causes = [cause for cause in found.causes if cause.kind == kind]
        if not causes:
            continue
        title = words or (f"Các {unit} còn nêu" if len(kinds) > 1 else f"Các {unit} nêu")
        blocks.append(Item(f"{title}: {_named(causes, unit)}.", sources=(sources.reports("nguyên nhân"),)))
    return blocks


def _named(causes: Sequence[Cause], unit: str) -> str:
    """What several give comes first; what one alone gives is told only when nobody agrees with anybody."""
    shared = [cause for cause in causes if len(cause.units) > 1] or list(causes)
    return "; ".join(f"{decapitalised(cause.text)} ({len(cause.units)} {unit})" for cause in shared[:NAMED])
