"""What a summary says of the criteria schools do not meet yet (domain reference §6.2, II.2)."""

from facilities.queries.assessed import Assessed
from reports.documents import sources
from reports.documents.content import Block, Paragraph
from reports.documents.summary_data import SummaryData
from reports.documents.wording import joined
from vietnamese.dates import school_year_label
from vietnamese.numbers import format_number

MOST_NAMED = 3
NONE_YET = "Năm học {year}, chưa có trường nào hoàn thành tự đánh giá theo tiêu chuẩn trường chuẩn quốc gia."


def criteria_part(data: SummaryData) -> list[Block]:
    """Who has assessed itself, which criteria are missing most often, and what they cost; nothing for an area whose
    schools the summary does not know."""
    found = data.facts.assessed
    if found is None or not data.facts.schools:
        return []
    return [Paragraph(_sentence(found, len(data.facts.schools)), (sources.assessments(found.school_year),))]


def _sentence(found: Assessed, schools: int) -> str:
    year = school_year_label(found.school_year)
    if not found.schools:
        return NONE_YET.format(year=year)
    who = f"Năm học {year}, có {found.schools}/{schools} trường hoàn thành tự đánh giá theo tiêu chuẩn trường chuẩn"
    parts = [f"{who} quốc gia, trong đó {found.all_met} trường đạt mọi tiêu chí."]
    if found.unmet:
        named = [f"{name} ({count} trường)" for name, count in found.unmet[:MOST_NAMED]]
        parts.append(f"Tiêu chí nhiều trường chưa đạt: {joined(named)}.")
        parts.append(_cost(found))
    return " ".join(parts)


def _cost(found: Assessed) -> str:
    rest = f"{found.uncosted} tiêu chí chưa ghi kinh phí"
    if not found.cost:
        return f"Trường chưa ghi kinh phí cần có ({rest})."
    open_ = f" ({rest})" if found.uncosted else ""
    return f"Kinh phí để đạt các tiêu chí còn thiếu: {format_number(found.cost, trim=True)} triệu đồng{open_}."
