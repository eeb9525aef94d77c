"""What the page of one report under review reads beside the sheet: its place in the queue, and the version that was
returned. Both ride on the query of the report itself."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, DateTimeField, IntegerField, JSONField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from reports.corrections import row_of
from reports.enums import Action, CommentState
from reports.models import ReviewComment, Submission, SubmissionEvent, SubmissionVersion
from reports.models.submission import SubmissionQuerySet
from reports.queries.frozen import content_of
from reports.queries.sheet import Sheet
from reports.queries.versions import Comparison, VersionRow, compare


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """Where a report stands in the queue; `position` counts from 1 and is None when it is not in the queue."""

    position: int | None
    total: int
    following: int | None
    preceding: int | None


@dataclass(frozen=True, slots=True)
class Return:
    """The last time the report was given back: by whom, when, and with which words."""

    at: dt.datetime
    by: str
    reason: str


def with_place(submissions: SubmissionQuerySet, queue: SubmissionQuerySet) -> SubmissionQuerySet:
    """Annotate each report's place in `queue`, which is ordered oldest first."""
    waiting = queue.order_by()
    same = Q(submitted_at=OuterRef("submitted_at"))
    before = waiting.filter(Q(submitted_at__lt=OuterRef("submitted_at")) | same & Q(pk__lt=OuterRef("pk")))
    after = waiting.filter(Q(submitted_at__gt=OuterRef("submitted_at")) | same & Q(pk__gt=OuterRef("pk")))
    others = waiting.exclude(pk=OuterRef("pk"))
    return submissions.annotate(
        queue_total=_count(waiting),
        queue_before=_count(before),
        queue_here=_count(waiting.filter(pk=OuterRef("pk"))),
        # At the end the queue begins again: what was skipped comes back.
        queue_following=Coalesce(_first(after, "submitted_at", "pk"), _first(others, "submitted_at", "pk")),
        queue_preceding=_first(before, "-submitted_at", "-pk"),
    )


def _count(rows: SubmissionQuerySet) -> Coalesce:
    counted = rows.annotate(one=Value(1)).values("one").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _first(rows: SubmissionQuerySet, *order: str) -> Subquery:
    return Subquery(rows.order_by(*order).values("pk")[:1], output_field=IntegerField())


def place_of(submission: Submission) -> QueuePlace:
    """The place, from a report read `with_place`."""
    known = submission.__dict__
    return QueuePlace(
        position=known["queue_before"] + 1 if known["queue_here"] else None,
        total=known["queue_total"],
        following=known["queue_following"],
        preceding=known["queue_preceding"],
    )


def next_of(submission: Submission, queue: SubmissionQuerySet) -> int | None:
    """The report to go on with after this one: the next that came later, else the oldest that still waits."""
    return place_of(with_place(Submission.objects.filter(pk=submission.pk), queue).get()).following


def with_return(submissions: SubmissionQuerySet) -> SubmissionQuerySet:
    """Annotate the last return and the content of the version that was returned, when the report came back since.

    A return of this very sending is none of them: it is in force, or was undone.
    """
    returns = SubmissionEvent.objects.filter(
        submission=OuterRef("pk"), action__in=[Action.RETURN, Action.REOPEN], at__lte=OuterRef("submitted_at")
    ).order_by("-at", "-pk")
    last = Subquery(returns.values("at")[:1], output_field=DateTimeField())
    versions = SubmissionVersion.objects.filter(
        submission=OuterRef("pk"), revision__lt=OuterRef("revision"), created_at__lte=OuterRef("given_back_at")
    ).order_by("-revision")
    return submissions.annotate(
        given_back_at=last,
        given_back_by=Subquery(returns.values("by__full_name")[:1], output_field=CharField()),
        given_back_because=Subquery(returns.values("comment")[:1], output_field=CharField()),
    ).annotate(
        returned_revision=Subquery(versions.values("revision")[:1], output_field=IntegerField()),
        returned_content=Subquery(versions.values("content")[:1], output_field=JSONField()),
    )


def last_return(submission: Submission) -> Return | None:
    """The last return of a report that came back since, read `with_return`."""
    known = submission.__dict__
    if known["returned_revision"] is None:
        return None
    return Return(known["given_back_at"], known["given_back_by"] or "", known["given_back_because"] or "")


def changes_since_return(sheet: Sheet) -> Comparison | None:
    """What the school changed since the last return; None when the report was never returned. No query."""
    known = sheet.submission.__dict__
    if known["returned_revision"] is None:
        return None
    old = VersionRow("old", f"Lần nộp {known['returned_revision']}", None, "", "", True, known["returned_content"])
    new = VersionRow("new", f"Lần nộp {sheet.submission.revision}", None, "", "", True, content_of(sheet))
    return compare(sheet, old, new)


@dataclass(frozen=True, slots=True)
class Marks:
    """What is to be seen at one place of the report beside its content."""

    anchor: str
    comments: tuple[ReviewComment, ...] = ()
    is_changed: bool = False
    is_warned: bool = False
    is_asked: bool = False

    @property
    def has_below(self) -> bool:
        """Whether something stands below the place: comments, or the box to write one."""
        return bool(self.comments) or self.is_asked


@dataclass(frozen=True, slots=True)
class Comments:
    """The comments of a report as the reviewer meets them."""

    drafts: list[ReviewComment]  # wait for the next return
    answered: list[tuple[ReviewComment, str]]  # of earlier returns, with their rows: ticked off, to be judged now
    by_row: dict[str, list[ReviewComment]]

    @property
    def unjudged(self) -> int:
        return sum(comment.state == CommentState.DONE for comment, _ in self.answered)


def sorted_comments(submission: Submission, comments: Iterable[ReviewComment]) -> Comments:
    """Comments by what they ask of the reviewer. What was settled before this sending is history and left out."""
    found = Comments([], [], {})
    for comment in comments:
        settled_at = comment.confirmed_at if comment.state == CommentState.CONFIRMED else None
        if settled_at and submission.submitted_at and settled_at < submission.submitted_at:
            continue
        if comment.state == CommentState.DRAFT:
            found.drafts.append(comment)
        if comment.sent_at is not None:
            found.answered.append((comment, row_of(comment.anchor)))
        found.by_row.setdefault(row_of(comment.anchor), []).append(comment)
    return found


@dataclass(frozen=True, slots=True)
class Marker:
    """Tells the marks of every place; `asked` is the place whose comment box is open."""

    comments: dict[str, list[ReviewComment]]
    changed: frozenset[str]
    warned: frozenset[str]
    asked: str | None

    def at(self, anchor: str) -> Marks:
        return Marks(
            anchor,
            tuple(self.comments.get(anchor, ())),
            anchor in self.changed,
            anchor in self.warned,
            anchor == self.asked,
        )


def marked(sheet: Sheet, marker: Marker) -> dict[str, Any]:
    """The sheet's rows with their marks: sections, tasks and grid as pairs."""
    return {
        "sections": [(row, marker.at(row.field_name)) for row in sheet.sections],
        "tasks": [(row, marker.at(row.field_name)) for row in sheet.tasks],
        "grid": [(row, marker.at(row.field_name)) for row in sheet.grid],
    }
