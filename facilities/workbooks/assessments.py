"""A self-assessment, and the overview of all schools, as Excel files."""

from collections.abc import Sequence

from facilities.queries.assessment_overview import SchoolRow
from facilities.queries.assessments import AssessmentSheet
from schools.workbooks.lists import Column, Kind, list_workbook
from vietnamese.dates import school_year_label

LINES = (
    Column("Số", 8),
    Column("Tiêu chuẩn", 30),
    Column("Tiêu chí", 40),
    Column("Kết quả", 14),
    Column("Hiện trạng, minh chứng", 50),
    Column("Còn thiếu gì", 40),
    Column("Kinh phí cần (triệu đồng)", 16, Kind.NUMBER),
    Column("Dự kiến xong", 13, Kind.DATE),
)
SCHOOLS = (
    Column("Trường", 26),
    Column("Cấp học", 16),
    Column("Địa bàn", 18),
    Column("Tình trạng", 18),
    Column("Bộ tiêu chí", 30),
    Column("Đạt", 8, Kind.NUMBER),
    Column("Chưa đạt", 10, Kind.NUMBER),
    Column("Tổng tiêu chí", 10, Kind.NUMBER),
    Column("Kinh phí cần (triệu đồng)", 16, Kind.NUMBER),
    Column("Tiêu chí chưa đạt", 60),
)


def assessment_workbook(sheet: AssessmentSheet) -> bytes:
    """One row for each criterion, with the rule and the year above the table."""
    one = sheet.assessment
    rows = [
        [
            line.criterion.code,
            part.name,
            line.criterion.name,
            line.get_result_display(),
            line.evidence,
            line.gap,
            line.cost_million,
            line.due_on,
        ]
        for part in sheet.parts
        for line in part.lines
    ]
    notes = [
        f"Năm học {school_year_label(one.school_year)} · {one.rule.document} · {one.get_state_display()}",
        f"Phấn đấu {one.get_aimed_level_display().lower()} · đạt {sheet.met}, chưa đạt {sheet.unmet} tiêu chí",
    ]
    if one.conclusion:
        notes.append(f"Kết luận: {one.conclusion}")
    return list_workbook(f"Tự đánh giá của {one.school.organisation.name}", LINES, rows, notes=notes)


def overview_workbook(rows: Sequence[SchoolRow], school_year: int, notes: Sequence[str]) -> bytes:
    """One row for each school; counts only of finished assessments."""
    body = [
        [
            row.name,
            row.levels,
            row.commune,
            row.state_words,
            row.rules,
            row.met,
            row.unmet,
            row.total,
            row.cost,
            "; ".join(row.gaps),
        ]
        for row in rows
    ]
    title = f"Tự đánh giá theo tiêu chuẩn trường chuẩn quốc gia, năm học {school_year_label(school_year)}"
    return list_workbook(title, SCHOOLS, body, notes=notes)
