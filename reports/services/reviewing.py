"""What the receiving organisation does with a report.

Each decision can be taken back within a minute (services/undoing.py); its mails wait so long.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from reports.enums import Action, CorrectionScope, NotificationKind, SubmissionStatus
from reports.models import Submission
from reports.services import comment_rounds, notifying
from reports.services.transitions import apply_transition, message_stage
from reports.services.undoing import WINDOW


def mark_opened(*, submission: Submission) -> None:
    """Note that a reviewer has seen the report; from now on the school cannot withdraw it."""
    if submission.status == SubmissionStatus.SUBMITTED and submission.opened_at is None:
        now = timezone.now()
        Submission.objects.filter(
            pk=submission.pk, status=SubmissionStatus.SUBMITTED, revision=submission.revision, opened_at=None
        ).update(opened_at=now)
        submission.opened_at = now


@transaction.atomic
def return_submission(
    *, submission: Submission, by: Any, comment: str, due_on: dt.date, opens_all: bool = False
) -> Submission:
    """Ask the school to complete the report until the end of a new day, and send it the comments written since.

    The school may edit the places that carry comments (`reports.corrections`), or everything when the reviewer opens
    all or when no comment names a place.

    Raises:
        TransitionNotAllowed, Conflict: the report is not, or no longer, waiting for review.
        ValueError: no reason given.
    """
    now = timezone.now()
    event = apply_transition(
        submission=submission,
        action=Action.RETURN,
        by=by,
        at=now,
        comment=comment,
        due_on=due_on,
        returned_due_on=due_on,
    )
    names_a_place = comment_rounds.send_drafts(submission=submission, at=now)
    narrow = names_a_place and not opens_all
    submission.correction_scope = CorrectionScope.COMMENTED if narrow else CorrectionScope.ALL
    Submission.objects.filter(pk=submission.pk).update(correction_scope=submission.correction_scope)
    _tell_school(submission, NotificationKind.RETURNED, reason=event.comment, due_on=due_on)
    return submission


@transaction.atomic
def accept(*, submission: Submission, by: Any) -> Submission:
    """Accept the report: from now on its figures count in the official totals.

    Comments the school has ticked off and nobody has judged are confirmed with it.

    Raises:
        TransitionNotAllowed, Conflict: the report is not, or no longer, waiting for review; or comments were written
            that the school has never seen, which is said with their number.
    """
    now = timezone.now()
    apply_transition(submission=submission, action=Action.ACCEPT, by=by, at=now, accepted_at=now)
    comment_rounds.confirm_rest(submission=submission, by=by, at=now)
    _tell_school(submission, NotificationKind.ACCEPTED)
    return submission


@transaction.atomic
def reopen(*, submission: Submission, by: Any, comment: str, due_on: dt.date) -> Submission:
    """Give an accepted report back for correction of anything; its figures leave the official totals.

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
        correction_scope=CorrectionScope.ALL,
    )
    _tell_school(submission, NotificationKind.REOPENED, reason=event.comment, due_on=due_on)
    return submission


def _tell_school(submission: Submission, kind: NotificationKind, **context: Any) -> None:
    stage = message_stage(submission)
    notifying.notify(submission=submission, kind=kind, stage=stage, to="school", hold=WINDOW, **context)
