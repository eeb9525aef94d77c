"""Checks of the written parts."""

from collections.abc import Iterator

from plans.enums import SectionKind
from reports.checks.issue import Issue, Severity
from reports.queries.sheet import SectionRow, Sheet

# Shorter texts ("Không có") are rightly the same every quarter.
SHORTEST_COPY = 80


def required_sections(sheet: Sheet) -> Iterator[Issue]:
    """A required section has a text."""
    for row in sheet.sections:
        if row.kind == SectionKind.TEXT and row.is_required and not row.text.strip():
            yield Issue(
                Severity.ERROR,
                row.code,
                row.field_name,
                f"Mục {row.label}. {row.title}",
                "Mục này chưa có nội dung.",
                is_missing=True,
            )


def tasks_have_status(sheet: Sheet) -> Iterator[Issue]:
    """Every task the school reports on has a status."""
    section = next((row.code for row in sheet.sections if row.kind == SectionKind.TASKS), "")
    for task in sheet.tasks:
        if section and not task.status:
            place = f"Nhiệm vụ {task.code}. {task.title}"
            yield Issue(
                Severity.ERROR,
                section,
                f"{task.field_name}-status",
                place,
                "Chưa chọn tình trạng thực hiện.",
                is_missing=True,
            )


def _warning(row: SectionRow, message: str) -> Issue:
    place = f"Mục {row.label}. {row.title}"
    return Issue(Severity.WARNING, row.code, row.field_name, place, message, row.justification)


def carried_is_reviewed(sheet: Sheet) -> Iterator[Issue]:
    """A text copied from the period before has been looked at; copied figures are marked in the grid."""
    for row in sheet.sections:
        if row.is_carried and row.text.strip():
            message = "Chép từ kỳ trước và chưa sửa; đề nghị xem lại hoặc giải trình."
            yield _warning(row, message)


def narrative_is_new(sheet: Sheet) -> Iterator[Issue]:
    """A text identical with the last period's is flagged: "only the date was changed" (reference §2.3)."""
    for row in sheet.sections:
        text = row.text.strip()
        if not row.is_carried and len(text) >= SHORTEST_COPY and text == row.previous.strip():
            message = "Nội dung giống hệt kỳ trước; đề nghị cập nhật hoặc giải trình."
            yield _warning(row, message)
