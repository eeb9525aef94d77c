"""Sending a report, taking it back, and saying that there is nothing to report."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from reports.checks import check_sheet, errors_of
from reports.enums import Action, CommentState, NotificationKind, SubmissionStatus
from reports.models import Submission
from reports.queries.comments import comments_of
from reports.queries.corrections import comment_issues
from reports.queries.sheet import load_sheet
from reports.services import notifying, requesting
from reports.services.errors import Conflict, ReportIncomplete
from reports.services.freezing import freeze
from reports.services.raising import carry_standing, lower_requests, raise_requests
from reports.services.transitions import apply_transition
from reports.workflow import transition


@transaction.atomic
def submit(*, submission: Submission, by: Any, tells: bool = True) -> Submission:
    """Send the report: it is frozen, gets a receipt and can no longer be changed. `tells` is False when the caller
    tells the receiver of many at once.

    Raises:
        TransitionNotAllowed: the report is not being written.
        ReportIncomplete: the checks found errors, or comments are not ticked off; nothing was changed.
        Conflict: somebody else sent or changed it at the same moment.
    """
    transition(Action.SUBMIT, SubmissionStatus(submission.status))
    sheet = load_sheet(submission)
    errors = comment_issues(sheet, comments_of(submission, for_school=True)) + errors_of(check_sheet(sheet))
    if errors:
        raise ReportIncomplete(errors)
    at = _send(submission, Action.SUBMIT, by=by)
    freeze(sheet=sheet, revision=submission.revision, by=by, at=at)
    raise_requests(sheet=sheet, by=by, at=at)
    carry_standing(sheet=sheet, by=by, at=at)
    if tells:
        _acknowledge(submission)
    return submission


@transaction.atomic
def file_nil(*, submission: Submission, by: Any, reason: str) -> Submission:
    """Send a report that says there is nothing to report, with the reason.

    Raises:
        TransitionNotAllowed, Conflict: as for `submit`, while comments are not ticked off, and for figures no school
            has: what does not apply is said row by row.
        ValueError: no reason given.
    """
    if submission.is_figures:
        raise Conflict(
            "Phiếu số liệu không có báo cáo không phát sinh; chỉ tiêu không áp dụng thì ghi “k” tại dòng đó."
        )
    waiting = sum(comment.state == CommentState.SENT for comment in comments_of(submission, for_school=True))
    if waiting:
        raise Conflict(f"Còn {waiting} nhận xét của người duyệt chưa đánh dấu đã sửa nên chưa nộp được.")
    at = _send(submission, Action.FILE_NIL, by=by, comment=reason, nil_reason=reason.strip())
    sheet = load_sheet(submission)
    freeze(sheet=sheet, revision=submission.revision, by=by, at=at)
    # Nothing to report is no reason to forget what was asked before; what a draft asked for is not asked.
    carry_standing(sheet=sheet, by=by, at=at)
    _acknowledge(submission)
    return submission


@transaction.atomic
def withdraw(*, submission: Submission, by: Any) -> Submission:
    """Take back a report that no reviewer has opened yet.

    Raises:
        TransitionNotAllowed: the report is not submitted. Conflict: a reviewer has opened it, or it moved on.
    """
    try:
        apply_transition(
            submission=submission,
            action=Action.WITHDRAW,
            by=by,
            at=timezone.now(),
            only_if={"opened_at": None},
            nil_reason="",
        )
    except Conflict as conflict:
        opened = Submission.objects.filter(pk=submission.pk, status=SubmissionStatus.SUBMITTED, opened_at__isnull=False)
        if opened.exists():
            raise Conflict(
                "Người duyệt đã mở báo cáo nên không thu hồi được; đề nghị cơ quan nhận trả lại."
            ) from conflict
        raise
    notifying.cancel(submission=submission, kind=NotificationKind.SUBMITTED, stage=f"revision-{submission.revision}")
    lower_requests(submission=submission)
    return submission


def _send(submission: Submission, action: Action, *, by: Any, comment: str = "", **changes: Any) -> dt.datetime:
    """Move the report to submitted; returns the moment."""
    now: dt.datetime = timezone.now()
    apply_transition(
        submission=submission,
        action=action,
        by=by,
        at=now,
        comment=comment,
        # The sheet was read at this edit version; a save in between must not slip in unchecked.
        only_if={"edit_version": submission.edit_version},
        revision=submission.revision + 1,
        submitted_at=now,
        first_submitted_at=submission.first_submitted_at or now,
        opened_at=None,
        receipt_code=submission.receipt_code or receipt_code(submission),
        **changes,
    )
    return now


def receipt_code(submission: Submission) -> str:
    """`BN-18-2-0031`: year of the plan, position of the period, running number of the report."""
    period = submission.period
    return f"BN-{period.plan.year % 100:02d}-{period.position}-{submission.pk:04d}"


def _acknowledge(submission: Submission) -> None:
    notifying.cancel_reminders(submission=submission)
    requesting.end_request(submission=submission)
    stage = f"revision-{submission.revision}"
    if not submission.is_figures:  # the office would thank itself
        notifying.notify(submission=submission, kind=NotificationKind.RECEIPT, stage=stage, to="school")
    notifying.notify(submission=submission, kind=NotificationKind.SUBMITTED, stage=stage, to="officers")
