"""Comments of reviewers as pages and services ask for them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from reports.enums import Capability, CommentState
from reports.models import ReviewComment, Submission
from reports.permissions import can
from reports.queries.places import WHOLE_PLACE, section_of
from reports.queries.sheet import Sheet


def comments_of(submission: Submission, *, for_school: bool) -> list[ReviewComment]:
    """All comments of a report with the people in them, oldest first. One query; none for the school of a report that
    was never returned, which cannot have any."""
    if for_school and submission.returned_due_on is None:
        return []
    rows = ReviewComment.objects.filter(submission=submission).select_related("author", "done_by", "confirmed_by")
    if for_school:
        rows = rows.for_school()
    return list(rows.order_by("created_at", "pk"))


@dataclass(frozen=True, slots=True)
class CommentCounts:
    """How far the comments of one report are: sent to the school, ticked off by it, confirmed; and not sent yet."""

    total: int
    done: int
    confirmed: int
    unsent: int

    @property
    def waiting(self) -> int:
        """What the school has still to tick off."""
        return self.total - self.done


def comment_counts(submission_ids: Collection[int]) -> dict[int, CommentCounts]:
    """The counts of several reports by their ids; reports without comments are left out. One query, none for none.

    `done` includes what the reviewer has confirmed since.
    """
    if not submission_ids:
        return {}
    sent = ~Q(state=CommentState.DRAFT)
    rows = (
        ReviewComment.objects.filter(submission__in=submission_ids)
        .order_by()
        .values("submission")
        .annotate(
            total=Count("pk", filter=sent),
            done=Count("pk", filter=Q(state__in=[CommentState.DONE, CommentState.CONFIRMED])),
            confirmed=Count("pk", filter=Q(state=CommentState.CONFIRMED)),
            unsent=Count("pk", filter=~sent),
        )
    )
    return {
        row["submission"]: CommentCounts(row["total"], row["done"], row["confirmed"], row["unsent"]) for row in rows
    }


@dataclass(frozen=True, slots=True)
class CommentLine:
    """One comment with where its place stands in the form."""

    comment: ReviewComment
    section: str

    @property
    def place(self) -> str:
        return self.comment.place or WHOLE_PLACE


def comment_lines(sheet: Sheet, comments: Iterable[ReviewComment]) -> list[CommentLine]:
    """The comments in the order of the report, what is not ticked off first."""
    order = [section.code for section in sheet.sections]
    lines = [CommentLine(comment, section_of(sheet, comment.anchor)) for comment in comments]
    return sorted(
        lines,
        key=lambda line: (
            line.comment.state != CommentState.SENT,
            order.index(line.section) if line.section in order else -1,
        ),
    )


def comments_context(sheet: Sheet, user: Any) -> dict[str, Any]:
    """What `reports/_comments.html` shows: to the school what was sent to it, to the reviewer also what was not. One
    query, none for the school of a report that was never returned."""
    submission = sheet.submission
    comments = comments_of(submission, for_school=not can(user, Capability.COMMENT, submission))
    return {"comment_lines": comment_lines(sheet, comments)}
