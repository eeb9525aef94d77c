"""What the school does with comments: answer, tick off, take the tick back."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from reports.enums import CommentState
from reports.models import ReviewComment
from reports.services.comment_locks import hold_for_correction, move
from reports.services.inputs import plain

LONGEST_ANSWER = 2000


@transaction.atomic
def mark_done(*, comment: ReviewComment, by: Any, answer: str = "") -> None:
    """The school says that it has done what the comment asks for, with an answer if it likes.

    Raises:
        Conflict: the report is not being corrected any more, or somebody else of the school was faster.
    """
    at = hold_for_correction(comment.submission, by)
    answer = plain(answer)[:LONGEST_ANSWER]
    move(comment, CommentState.SENT, state=CommentState.DONE, done_by=by, done_at=at, answer=answer)


@transaction.atomic
def unmark(*, comment: ReviewComment, by: Any) -> None:
    """The school takes its tick back; the answer stays.

    Raises:
        Conflict: as for `mark_done`.
    """
    hold_for_correction(comment.submission, by)
    move(comment, CommentState.DONE, state=CommentState.SENT, done_by=None, done_at=None)


def answers_in(changes: Mapping[str, str]) -> dict[int, str]:
    """The answers among the inputs of the form (`answer-5`), by the id of their comment."""
    found = {}
    for name, text in changes.items():
        kind, _, number = name.partition("-")
        if kind == "answer" and number.isascii() and number.isdigit() and len(number) < 18:
            found[int(number)] = text
    return found


def store_answers(*, submission_id: int, changes: Mapping[str, str]) -> None:
    """Keep answers that are being typed. Called by whoever has taken the report for a save; without any, no query."""
    answers = answers_in(changes)
    if not answers:
        return
    comments = ReviewComment.objects.filter(submission=submission_id, pk__in=answers).to_correct()
    for comment in comments.order_by("pk"):
        answer = plain(answers[comment.pk])[:LONGEST_ANSWER]
        if answer != comment.answer:
            ReviewComment.objects.filter(pk=comment.pk).update(answer=answer)
