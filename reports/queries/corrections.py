"""What of a report may be corrected now, and what still has to be (rules: `reports.corrections`)."""

from collections.abc import Iterable, Sequence

from django.utils.text import Truncator

from reports.checks import check_sheet
from reports.checks.issue import Issue, Severity
from reports.corrections import EVERYTHING, Scope, scope_of
from reports.enums import CommentState, CorrectionScope
from reports.models import ReviewComment
from reports.queries.places import WHOLE_PLACE, section_of
from reports.queries.sheet import Sheet

NOT_CONFIRMED = (CommentState.SENT, CommentState.DONE)


def scope_for(
    sheet: Sheet, *, comments: Iterable[ReviewComment] | None = None, issues: Iterable[Issue] | None = None
) -> Scope:
    """What of the report may be edited now. No query unless it was returned place by place; then one, or none when the
    comments are given. `issues` are the results of the checks, when they are known already."""
    submission = sheet.submission
    if submission.correction_scope == CorrectionScope.ALL:
        return EVERYTHING
    anchors: Sequence[str]
    if comments is None:
        anchors = open_anchors(submission.pk)
    else:
        anchors = [comment.anchor for comment in comments if comment.state in NOT_CONFIRMED]
    found = check_sheet(sheet) if issues is None else list(issues)
    return scope_of(
        anchors,
        {section.id: section.kind for section in sheet.sections},
        errors=[issue.field for issue in found if issue.is_error],
        warnings=[issue.field for issue in found if not issue.is_error],
    )


def comment_issues(sheet: Sheet, comments: Iterable[ReviewComment]) -> list[Issue]:
    """What the school has not ticked off yet, as errors of the check: the report is sent when all are."""
    return [
        Issue(
            Severity.ERROR,
            section_of(sheet, comment.anchor),
            f"comment-{comment.pk}",
            comment.place or WHOLE_PLACE,
            f"Nhận xét chưa đánh dấu đã sửa: “{Truncator(comment.text).words(30)}”",
        )
        for comment in comments
        if comment.state == CommentState.SENT
    ]


def open_anchors(submission_id: int) -> list[str]:
    """Where the comments stand that were sent and are not confirmed yet."""
    rows = ReviewComment.objects.filter(submission=submission_id).to_correct()
    return list(rows.order_by("pk").values_list("anchor", flat=True))
