"""What the school's form shows of the comments: where they stand, what is open, how far the correction is."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from plans.enums import SectionKind
from reports.checks.issue import Issue
from reports.corrections import REASON, WHOLE, Scope, row_of
from reports.enums import CommentState
from reports.models import ReviewComment
from reports.queries.comments import comment_lines, comments_of
from reports.queries.corrections import scope_for
from reports.queries.places import section_of
from reports.queries.sheet import SectionRow, Sheet
from reports.services.correcting import FILES_REASON, refusals


@dataclass(slots=True)
class SectionMark:
    """The comments of one section in the outline, and whether nothing of it can be edited."""

    total: int = 0
    waiting: int = 0
    is_shut: bool = False

    @property
    def is_done(self) -> bool:
        return bool(self.total) and not self.waiting


def correction_context(sheet: Sheet, section: SectionRow, issues: Sequence[Issue]) -> dict[str, Any]:
    """What the form of one section needs; one query for a report that was returned, none for any other."""
    comments = comments_of(sheet.submission, for_school=True)
    scope = scope_for(sheet, comments=comments, issues=issues)
    by_row: dict[str, list[ReviewComment]] = defaultdict(list)
    for comment in comments:
        if comment.state != CommentState.CONFIRMED:
            by_row[row_of(comment.anchor)].append(comment)
    names = [section.field_name, *_rows_in(sheet, section)]
    return {
        "comments_at": dict(by_row),
        "comments_here": by_row.get(section.field_name, []),
        "comments_on_all": by_row.get(WHOLE, []),
        "comment_lines": comment_lines(sheet, comments),
        "comments_waiting": sum(comment.state == CommentState.SENT for comment in comments),
        "is_narrow": not scope.is_all,
        "locked_rows": {name for name in names if not scope.allows(name)},
        "open_remarks": scope.remarks,
        "is_shut": not scope.opens_something_of(section.kind, section.id, names[1:]),
        "requests_shut": not scope.allows("rec-0-text"),
        "files_shut": not scope.allows_files(section.id),
        "locked_reason": REASON,
        "files_reason": FILES_REASON,
        "marks": _marks(sheet, comments, scope),
        "refused_at": refusals(sheet),
    }


def _rows_in(sheet: Sheet, section: SectionRow) -> list[str]:
    match section.kind:
        case SectionKind.TASKS:
            return [task.field_name for task in sheet.tasks]
        case SectionKind.INDICATORS:
            return [row.field_name for row in sheet.grid]
    return []


def _marks(sheet: Sheet, comments: Sequence[ReviewComment], scope: Scope) -> dict[str, SectionMark]:
    """The marks of the outline by the code of the section."""
    marks = {
        row.code: SectionMark(is_shut=not scope.opens_something_of(row.kind, row.id, _rows_in(sheet, row)))
        for row in sheet.sections
    }
    for comment in comments:
        if comment.anchor != WHOLE and comment.state != CommentState.CONFIRMED:
            mark = marks[section_of(sheet, comment.anchor)]
            mark.total += 1
            mark.waiting += comment.state == CommentState.SENT
    return marks
