"""The office's work of these days: who looks after what, comments that were sent, a request for more time."""

import datetime as dt
from collections.abc import Iterable

from plans.deadlines import local_day
from plans.models import Plan
from reports.demo.clock import DAY
from reports.demo.people import Cast
from reports.demo.wording import fragment
from reports.enums import Action, CommentState, CorrectionScope, SubmissionStatus, ValueState
from reports.models import ExtensionRequest, ReviewAssignment, ReviewComment, Submission, SubmissionEvent
from reports.queries.places import places_of
from reports.queries.sheet import load_sheet
from schools.enums import Level

HOUR = dt.timedelta(hours=1)
ASKED_FOR = 5 * DAY
STILL_WANTED = 21 * DAY  # after the deadline


def share_out(plan: Plan, cast: Cast) -> None:
    """The officer of the demonstration looks after kindergartens and primary schools, a colleague after the rest."""
    lines = ((cast.officer, Level.MN), (cast.officer, Level.TH), (cast.colleague, Level.THCS))
    ReviewAssignment.objects.bulk_create(
        [ReviewAssignment(receiver=plan.receiver, user=user, level=level) for user, level in lines]
    )


def comment_on_returned(plan: Plan, cast: Cast) -> int:
    """Each report that was returned and not yet accepted carries two comments; returns how many were written.

    A school that still corrects has ticked off the first one; one that has sent again has answered both.
    """
    rows = Submission.objects.filter(
        period__plan=plan, status__in=[SubmissionStatus.RETURNED, SubmissionStatus.SUBMITTED]
    )
    returns = SubmissionEvent.objects.filter(submission__in=rows, action__in=[Action.RETURN, Action.REOPEN])
    comments: list[ReviewComment] = []
    for event in returns.select_related("submission__organisation__school", "submission__period__plan").order_by("pk"):
        comments += _comments(event, cast)
    ReviewComment.objects.bulk_create(comments)
    rows.filter(status=SubmissionStatus.RETURNED, comments__isnull=False).update(
        correction_scope=CorrectionScope.COMMENTED
    )
    return len(comments)


def ask_for_time(plan: Plan, cast: Cast, now: dt.datetime) -> int:
    """One school that has begun to write asks for more time; returns how many requests were written."""
    today = local_day(now)
    drafts = (
        Submission.objects.filter(period__plan=plan, status=SubmissionStatus.DRAFT, last_edited_at__lt=now - HOUR)
        .exclude(organisation__in=cast.clerks)
        .filter(extensions=None, period__last_day__gte=today - STILL_WANTED)
        .select_related("organisation", "period__plan")
    )
    writing = drafts.order_by("-period__last_day", "organisation__sort_key", "pk").first()
    if writing is None:
        return 0
    ExtensionRequest.objects.create(
        submission=writing,
        until=max(writing.owed_until, today) + ASKED_FOR,
        reason=fragment("requests", writing.organisation.code, plan.year, writing.period.position),
        requested_by=cast.principals[writing.organisation_id],
        requested_at=now - HOUR,
    )
    return 1


def _comments(event: SubmissionEvent, cast: Cast) -> Iterable[ReviewComment]:
    submission = event.submission
    sent_again = submission.status == SubmissionStatus.SUBMITTED
    for number, (anchor, place, kind) in enumerate(_places(submission)):
        is_done = sent_again or number == 0
        comment = ReviewComment(
            submission=submission,
            anchor=anchor,
            place=place,
            text=fragment(kind, submission.organisation.code, submission.period.position),
            revision=max(submission.revision - sent_again, 1),
            state=CommentState.DONE if is_done else CommentState.SENT,
            author=event.by,
            created_at=event.at,
            sent_at=event.at,
        )
        if is_done:
            comment.answer = fragment("answers", submission.organisation.code, submission.period.position)
            comment.done_by = cast.writer(submission.organisation_id)
            comment.done_at = max(event.at, (submission.last_edited_at or event.at))
        yield comment


def _places(submission: Submission) -> Iterable[tuple[str, str, str]]:
    """A section of text and a figure, with the words of the form."""
    sheet = load_sheet(submission)
    places = places_of(sheet)
    texts = [section.field_name for section in sheet.sections if section.text]
    figures = [row.field_name for row in sheet.grid if row.state == ValueState.GIVEN]
    for anchors, kind in ((texts, "comments_text"), (figures, "comments_figure")):
        for anchor in anchors[:1]:
            yield anchor, places[anchor], kind
