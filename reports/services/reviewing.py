"""What the receiving organisation does with a report."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from reports.enums import Action, NotificationKind, SubmissionStatus
from reports.models import Submission
from reports.services import notifying
from reports.services.transitions import apply_transition


def mark_opened(*, submission: Submission) -> None:
    """Note that a reviewer has seen the report; from now on the school cannot withdraw it."""
    if submission.status == SubmissionStatus.SUBMITTED and submission.opened_at is None:
        now = timezone.now()
        Submission.objects.filter(
            pk=submission.pk, status=SubmissionStatus.SUBMITTED, revision=submission.revision, opened_at=None
        ).update(opened_at=now)
        submission.opened_at = now


@transaction.atomic
def return_submission(*, submission: Submission, by: Any, comment: str, due_on: dt.date) -> Submission:
    """Ask the school to complete the report until the end of a new day.

    Raises:
        TransitionNotAllowed, Conflict: the report is not, or no longer, waiting for review.
        ValueError: no reason given.
    """
    event = apply_transition(
        submission=submission,
        action=Action.RETURN,
        by=by,
        at=timezone.now(),
        comment=comment,
        due_on=due_on,
        returned_due_on=due_on,
    )
    _tell_school(submission, NotificationKind.RETURNED, reason=event.comment, due_on=due_on)
    return submission


@transaction.atomic
def accept(*, submission: Submission, by: Any) -> Submission:
    """Accept the report: from now on its figures count in the official totals.

    Raises:
        TransitionNotAllowed, Conflict: the report is not, or no longer, waiting for review.
    """
    now = timezone.now()
    apply_transition(submission=submission, action=Action.ACCEPT, by=by, at=now, accepted_at=now)
    _tell_school(submission, NotificationKind.ACCEPTED)
    return submission


@transaction.atomic
def reopen(*, submission: Submission, by: Any, comment: str, due_on: dt.date) -> Submission:
    """Give an accepted report back for correction; its figures leave the official totals.

    Raises:
        TransitionNotAllowed, Conflict: the report is not, or no longer, accepted.
        ValueError: no reason given.
    """
    event = apply_transition(
        submission=submission,
        action=Action.REOPEN,
        by=by,
        at=timezone.now(),
        comment=comment,
        due_on=due_on,
        returned_due_on=due_on,
        accepted_at=None,
    )
    _tell_school(submission, NotificationKind.REOPENED, reason=event.comment, due_on=due_on)
    return submission


def _tell_school(submission: Submission, kind: NotificationKind, **context: Any) -> None:
    notifying.notify(submission=submission, kind=kind, stage=f"revision-{submission.revision}", to="school", **context)
