"""Taking a report before one of its comments changes, so that comments and decisions about the report queue up: no
report is accepted over a comment that was being written, and no tick slips into a report that was just sent."""

import datetime as dt
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from reports import workflow
from reports.enums import CommentState, SubmissionStatus
from reports.models import ReviewComment, Submission
from reports.services.errors import Conflict
from reports.services.transitions import describe_conflict

NO_LONGER = "Nhận xét này vừa được người khác xử lý. Đề nghị tải lại trang."


def hold_for_review(submission: Submission) -> dt.datetime:
    """Take a report that waits for review, and note that a reviewer has seen it; returns the moment.

    Raises:
        Conflict: it is not, or no longer, waiting for review.
    """
    now: dt.datetime = timezone.now()
    waiting = Submission.objects.filter(
        pk=submission.pk, status=SubmissionStatus.SUBMITTED, revision=submission.revision
    )
    if not waiting.update(opened_at=Coalesce("opened_at", Value(now))):
        raise Conflict(describe_conflict(submission))
    return now


def hold_for_correction(submission: Submission, by: Any) -> dt.datetime:
    """Take a report that the school is writing; it counts as an edit, so nothing that was checked before is sent.

    Raises:
        Conflict: it is not being written.
    """
    now: dt.datetime = timezone.now()
    editable = Submission.objects.filter(pk=submission.pk, status__in=workflow.EDITABLE)
    if not editable.update(edit_version=F("edit_version") + 1, last_edited_at=now, last_edited_by=by):
        raise Conflict(describe_conflict(submission))
    return now


def move(comment: ReviewComment, before: CommentState, **changes: Any) -> None:
    """Change a comment that is in the state the person saw.

    Raises:
        Conflict: somebody was faster.
    """
    if not ReviewComment.objects.filter(pk=comment.pk, state=before).update(**changes):
        raise Conflict(NO_LONGER)
    for name, value in changes.items():
        setattr(comment, name, value)
