"""Accepting many reports at once: those the checks ask nothing about and nobody has commented."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports import workflow
from reports.enums import SubmissionStatus
from reports.models import Submission
from reports.queries.review import clean_sheets, reviewable
from reports.services import reviewing
from reports.services.errors import Conflict

CHANGED = "Báo cáo đã thay đổi sau khi thầy/cô xem danh sách; đề nghị mở xem trước khi duyệt."
NOT_CLEAN = "Báo cáo có chỗ hệ thống nhắc hoặc có nhận xét; đề nghị mở xem trước khi duyệt."


@dataclass(frozen=True)
class BulkResult:
    """What became of each report that was chosen."""

    accepted: Sequence[Submission]
    refused: Sequence[tuple[Submission, str]]


def accept_many(*, chosen: Mapping[int, int], by: Any) -> BulkResult:
    """Accept reports as they were when the person saw the list: each in a transaction of its own.

    Args:
        chosen: the revision that was seen, by the id of the report. Reports the person may not review are left out.

    Returns: the accepted ones, and the others with the reason as a Vietnamese sentence.
    """
    rows = reviewable(by).filter(pk__in=chosen).select_related("organisation__school", "period__plan").with_extension()
    submissions = list(rows.order_by("submitted_at", "pk"))
    clean = clean_sheets(submissions)
    accepted, refused = [], []
    for submission in submissions:
        reason = _accept(submission, chosen[submission.pk], submission.pk in clean, by)
        if reason:
            refused.append((submission, reason))
        else:
            accepted.append(submission)
    return BulkResult(accepted, refused)


def _accept(submission: Submission, revision: int, is_clean: bool, by: Any) -> str:
    """Why the report was not accepted; "" when it was."""
    waits = submission.status == SubmissionStatus.SUBMITTED
    if waits and submission.revision != revision:
        return CHANGED
    if waits and not is_clean:
        return NOT_CLEAN
    try:
        reviewing.accept(submission=submission, by=by)
    except (Conflict, workflow.TransitionNotAllowed) as error:
        return str(error)
    return ""
