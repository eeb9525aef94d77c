"""What reviewers do with comments: write while the report waits for review, take back, confirm, ask for again.

The next return sends what was written (`comment_rounds`); the school answers and ticks off (`answering`).
"""

from typing import Any

from django.db import transaction

from reports.corrections import WHOLE
from reports.enums import CommentState
from reports.models import ReviewComment, Submission
from reports.queries.places import places_of
from reports.queries.sheet import load_sheet
from reports.services.comment_locks import NO_LONGER, hold_for_review, move
from reports.services.errors import Conflict
from reports.services.inputs import plain

LONGEST_TEXT = 4000
PLACE_LENGTH = 250


@transaction.atomic
def add_comment(*, submission: Submission, by: Any, anchor: str, text: str) -> ReviewComment:
    """Write a comment at a place of a report that waits for review. Only reviewers see it until the next return.

    Raises:
        Conflict: the report is not, or no longer, waiting for review.
        ValueError: no text, or the report has no such place. The message is a Vietnamese sentence.
    """
    text = plain(text)[:LONGEST_TEXT]
    if not text:
        raise ValueError("Ghi nội dung nhận xét.")
    place = places_of(load_sheet(submission)).get(anchor)
    if place is None:
        raise ValueError("Báo cáo không có chỗ này; đề nghị tải lại trang.")
    at = hold_for_review(submission)
    return ReviewComment.objects.create(
        submission=submission,
        anchor=anchor,
        place="" if anchor == WHOLE else place[:PLACE_LENGTH],
        text=text,
        revision=submission.revision,
        author=by,
        created_at=at,
    )


@transaction.atomic
def remove_comment(*, comment: ReviewComment) -> None:
    """Take back what was not sent yet: a new comment goes; one that was asked for again is as the school left it.

    Raises:
        Conflict: it was sent meanwhile, or the report no longer waits for review.
    """
    hold_for_review(comment.submission)
    drafts = ReviewComment.objects.filter(pk=comment.pk, state=CommentState.DRAFT)
    if not (drafts.update(state=CommentState.DONE) if comment.sent_at else drafts.delete()[0]):
        raise Conflict(NO_LONGER)


@transaction.atomic
def confirm(*, comment: ReviewComment, by: Any) -> None:
    """The reviewer is content with what the school did.

    Raises:
        Conflict: the school has not ticked it off, somebody was faster, or the report no longer waits for review.
    """
    at = hold_for_review(comment.submission)
    move(comment, CommentState.DONE, state=CommentState.CONFIRMED, confirmed_by=by, confirmed_at=at)


@transaction.atomic
def reject(*, comment: ReviewComment, by: Any, text: str = "") -> None:
    """The reviewer is not content: the comment is sent again with the next return, with other words if some are given.

    Raises:
        Conflict: as for `confirm`.
    """
    hold_for_review(comment.submission)
    move(
        comment,
        CommentState.DONE,
        state=CommentState.DRAFT,
        author=by,
        revision=comment.submission.revision,
        text=plain(text)[:LONGEST_TEXT] or comment.text,
    )
