"""What a decision about a report does to its comments, and what undoing the decision does. Called by the services of
the decisions, inside their transactions."""

import datetime as dt
from typing import Any

from django.db.models import Case, F, Value, When

from reports.corrections import WHOLE
from reports.enums import CommentState
from reports.models import ReviewComment, Submission
from reports.services.errors import Conflict


def send_drafts(*, submission: Submission, at: dt.datetime) -> bool:
    """Send what was written since the last return; True when a place is named, False when nothing or only the whole
    report was commented. When a comment was ticked off before stays known: it tells a comment asked for again."""
    drafts = ReviewComment.objects.filter(submission=submission, state=CommentState.DRAFT)
    names_a_place = drafts.exclude(anchor=WHOLE).exists()
    drafts.update(state=CommentState.SENT, sent_at=at, revision=submission.revision)
    return names_a_place


def confirm_rest(*, submission: Submission, by: Any, at: dt.datetime) -> None:
    """Close what the reviewer accepts with the report.

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


def take_back_sending(*, submission: Submission, at: dt.datetime, earlier: dt.datetime | None) -> None:
    """The comments a return has sent wait again for the next one; those it had asked for again were sent by the
    `earlier` return."""
    sent = ReviewComment.objects.filter(submission=submission, state=CommentState.SENT, sent_at=at)
    sent.filter(done_at=None).update(state=CommentState.DRAFT, sent_at=None)
    sent.exclude(done_at=None).update(state=CommentState.DRAFT, sent_at=earlier)


def take_back_confirming(*, submission: Submission, at: dt.datetime) -> None:
    """The comments an acceptance has confirmed are as they were before."""
    before = Case(When(done_at__gte=F("sent_at"), then=Value(CommentState.DONE)), default=Value(CommentState.SENT))
    confirmed = ReviewComment.objects.filter(submission=submission, state=CommentState.CONFIRMED, confirmed_at=at)
    confirmed.update(state=before, confirmed_by=None, confirmed_at=None)
