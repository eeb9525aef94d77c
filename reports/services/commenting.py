"""Comments of reviewers: written while the report waits for review, sent by the next return, ticked off by the school,
confirmed or asked for again by the reviewer.

Everything here takes the row of the report first, so a comment and a decision about the report queue up: no report is
accepted over a comment that was being written, and no tick slips into a report that was just sent.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from reports import workflow
from reports.corrections import WHOLE
from reports.enums import CommentState, SubmissionStatus
from reports.models import ReviewComment, Submission
from reports.queries.comments import places_of
from reports.queries.sheet import load_sheet
from reports.services.errors import Conflict
from reports.services.transitions import describe_conflict
from vietnamese.text import nfc

LONGEST_TEXT = 4000
LONGEST_ANSWER = 2000
PLACE_LENGTH = 250
NO_LONGER = "Nhận xét này vừa được người khác xử lý. Đề nghị tải lại trang."


@transaction.atomic
def add_comment(*, submission: Submission, by: Any, anchor: str, text: str) -> ReviewComment:
    """Write a comment at a place of a report that waits for review. Only reviewers see it until the next return.

    Raises:
        Conflict: the report is not, or no longer, waiting for review.
        ValueError: no text, or the report has no such place. The message is a Vietnamese sentence.
    """
    text = nfc(text).strip()[:LONGEST_TEXT]
    if not text:
        raise ValueError("Ghi nội dung nhận xét.")
    place = places_of(load_sheet(submission)).get(anchor)
    if place is None:
        raise ValueError("Báo cáo không có chỗ này; đề nghị tải lại trang.")
    at = _hold_for_review(submission)
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
    _hold_for_review(comment.submission)
    drafts = ReviewComment.objects.filter(pk=comment.pk, state=CommentState.DRAFT)
    if not (drafts.update(state=CommentState.DONE) if comment.sent_at else drafts.delete()[0]):
        raise Conflict(NO_LONGER)


@transaction.atomic
def confirm(*, comment: ReviewComment, by: Any) -> None:
    """The reviewer is content with what the school did.

    Raises:
        Conflict: the school has not ticked it off, somebody was faster, or the report no longer waits for review.
    """
    at = _hold_for_review(comment.submission)
    _move(comment, CommentState.DONE, state=CommentState.CONFIRMED, confirmed_by=by, confirmed_at=at)


@transaction.atomic
def reject(*, comment: ReviewComment, by: Any, text: str = "") -> None:
    """The reviewer is not content: the comment is sent again with the next return, with other words if some are given.

    Raises:
        Conflict: as for `confirm`.
    """
    _hold_for_review(comment.submission)
    _move(
        comment,
        CommentState.DONE,
        state=CommentState.DRAFT,
        author=by,
        revision=comment.submission.revision,
        text=nfc(text).strip()[:LONGEST_TEXT] or comment.text,
    )


@transaction.atomic
def mark_done(*, comment: ReviewComment, by: Any, answer: str = "") -> None:
    """The school says that it has done what the comment asks for, with an answer if it likes.

    Raises:
        Conflict: the report is not being corrected any more, or somebody else of the school was faster.
    """
    at = _hold_for_correction(comment.submission, by)
    answer = nfc(answer).strip()[:LONGEST_ANSWER]
    _move(comment, CommentState.SENT, state=CommentState.DONE, done_by=by, done_at=at, answer=answer)


@transaction.atomic
def unmark(*, comment: ReviewComment, by: Any) -> None:
    """The school takes its tick back; the answer stays.

    Raises:
        Conflict: as for `mark_done`.
    """
    _hold_for_correction(comment.submission, by)
    _move(comment, CommentState.DONE, state=CommentState.SENT, done_by=None, done_at=None)


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
        answer = nfc(answers[comment.pk]).replace("\r\n", "\n").strip()[:LONGEST_ANSWER]
        if answer != comment.answer:
            ReviewComment.objects.filter(pk=comment.pk).update(answer=answer)


def send_drafts(*, submission: Submission, at: dt.datetime) -> bool:
    """Send what was written since the last return; True when a place is named, False when nothing or only the whole
    report was commented. Called by the return, inside its transaction."""
    drafts = ReviewComment.objects.filter(submission=submission, state=CommentState.DRAFT)
    names_a_place = drafts.exclude(anchor=WHOLE).exists()
    drafts.update(state=CommentState.SENT, sent_at=at, revision=submission.revision, done_by=None, done_at=None)
    return names_a_place


def confirm_rest(*, submission: Submission, by: Any, at: dt.datetime) -> None:
    """Close what the reviewer accepts with the report. Called by the acceptance, inside its transaction.

    Raises:
        Conflict: comments were written that the school has never seen.
    """
    comments = ReviewComment.objects.filter(submission=submission)
    unsent = comments.filter(state=CommentState.DRAFT).count()
    if unsent:
        raise Conflict(
            f"Còn {unsent} nhận xét chưa gửi cho đơn vị. Yêu cầu bổ sung để gửi, hoặc xóa các nhận xét này rồi duyệt."
        )
    comments.exclude(state=CommentState.CONFIRMED).update(
        state=CommentState.CONFIRMED, confirmed_by=by, confirmed_at=at
    )


def take_back_sending(*, submission: Submission, at: dt.datetime) -> None:
    """The comments a return has sent wait again for the next one. Called by undoing it."""
    sent = ReviewComment.objects.filter(submission=submission, state=CommentState.SENT, sent_at=at)
    sent.update(state=CommentState.DRAFT, sent_at=None)


def take_back_confirming(*, submission: Submission, at: dt.datetime) -> None:
    """The comments an acceptance has confirmed are as they were before. Called by undoing it."""
    before = Case(When(done_at=None, then=Value(CommentState.SENT)), default=Value(CommentState.DONE))
    confirmed = ReviewComment.objects.filter(submission=submission, state=CommentState.CONFIRMED, confirmed_at=at)
    confirmed.update(state=before, confirmed_by=None, confirmed_at=None)


def _hold_for_review(submission: Submission) -> dt.datetime:
    """Take a report that waits for review, and note that a reviewer has seen it; returns the moment."""
    now: dt.datetime = timezone.now()
    waiting = Submission.objects.filter(
        pk=submission.pk, status=SubmissionStatus.SUBMITTED, revision=submission.revision
    )
    if not waiting.update(opened_at=Coalesce("opened_at", Value(now))):
        raise Conflict(describe_conflict(submission))
    return now


def _hold_for_correction(submission: Submission, by: Any) -> dt.datetime:
    """Take a report that the school is writing; it counts as an edit, so nothing that was checked before is sent."""
    now: dt.datetime = timezone.now()
    editable = Submission.objects.filter(pk=submission.pk, status__in=workflow.EDITABLE)
    if not editable.update(edit_version=F("edit_version") + 1, last_edited_at=now, last_edited_by=by):
        raise Conflict(describe_conflict(submission))
    return now


def _move(comment: ReviewComment, before: CommentState, **changes: Any) -> None:
    if not ReviewComment.objects.filter(pk=comment.pk, state=before).update(**changes):
        raise Conflict(NO_LONGER)
    for name, value in changes.items():
        setattr(comment, name, value)
