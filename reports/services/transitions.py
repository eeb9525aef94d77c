"""The one place where a report changes its state."""

import datetime as dt
from typing import Any

from django.db import transaction

from reports import workflow
from reports.enums import Action, SubmissionStatus
from reports.models import Submission, SubmissionEvent
from reports.purposes import action_words
from reports.services.errors import Conflict
from vietnamese.dates import format_datetime


def apply_transition(
    *,
    submission: Submission,
    action: Action,
    by: Any,
    at: dt.datetime,
    comment: str = "",
    due_on: dt.date | None = None,
    only_if: dict[str, Any] | None = None,
    **changes: Any,
) -> SubmissionEvent:
    """Move the report along one row of the workflow table by a conditional UPDATE and write the event.

    The UPDATE names the state the person saw (and `only_if`, further conditions), so of two people who act at the
    same moment one wins and the other is told. `changes` are further columns set by the same UPDATE. Must run inside
    a transaction and brings `submission` up to date.

    Raises:
        TransitionNotAllowed: the action does not exist for the state the person saw.
        Conflict: the report is no longer in that state.
        ValueError: the action needs a reason and got none.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a transition and its consequences are one transaction")
    before = SubmissionStatus(submission.status)
    row = workflow.transition(action, before)
    if row.comment_required and not comment.strip():
        raise ValueError(f"{action} needs a reason")
    after = row.target_from(before)
    rows = Submission.objects.filter(pk=submission.pk, status=before, revision=submission.revision, **(only_if or {}))
    if not rows.update(status=after, **changes):
        raise Conflict(describe_conflict(submission))
    for name, value in {"status": after, **changes}.items():
        setattr(submission, name, value)
    return SubmissionEvent.objects.create(
        submission=submission,
        action=action,
        from_status=before,
        to_status=after,
        by=by,
        at=at,
        comment=comment.strip(),
        due_on=due_on,
    )


def message_stage(submission: Submission) -> str:
    """What makes the messages of a decision unique: one of each kind for a revision."""
    return f"revision-{submission.revision}"


def describe_conflict(submission: Submission) -> str:
    """What happened to the report in the meantime, as a sentence for the person who was slower."""
    event = SubmissionEvent.objects.filter(submission=submission).select_related("by").order_by("-at", "-pk").first()
    if event is None:
        return "Báo cáo đã thay đổi trong lúc thầy/cô thao tác. Đề nghị tải lại trang."
    who = event.by.full_name if event.by else "Hệ thống"
    status = SubmissionStatus(event.to_status).label
    action = action_words(event.action, submission.purpose)
    return (
        f"{submission.words.capital} vừa được {who} thao tác “{action}” lúc {format_datetime(event.at)}; "
        f"tình trạng hiện nay: {status}. Thao tác vừa rồi không được thực hiện."
    )
