"""Taking back a decision about a report, within a minute and while nothing has followed.

The mails of these decisions wait for the same minute, so an undone one has told nobody anything.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from reports import workflow
from reports.enums import Action, CorrectionScope, NotificationKind
from reports.models import ReviewComment, Submission, SubmissionEvent
from reports.permissions import can
from reports.services import comment_rounds, notifying
from reports.services.errors import Conflict
from reports.services.transitions import apply_transition, message_stage

WINDOW = dt.timedelta(seconds=60)
UNDO_OF = {done: undo for undo, done in workflow.UNDOES.items()}
MESSAGES = {
    Action.ACCEPT: NotificationKind.ACCEPTED,
    Action.RETURN: NotificationKind.RETURNED,
    Action.REOPEN: NotificationKind.REOPENED,
}
TOO_LATE = "Không hoàn tác được: đã quá một phút, hoặc báo cáo đã có thao tác khác sau đó."


def _last_event(submission: Submission) -> SubmissionEvent | None:
    return SubmissionEvent.objects.filter(submission=submission).order_by("-at", "-pk").first()


def _undo_of(event: SubmissionEvent, submission: Submission, by: Any, now: dt.datetime) -> Action | None:
    """Which undo the person may take: theirs was the last thing that happened, less than a minute ago, and the school
    has not touched the report since. None otherwise."""
    action = UNDO_OF.get(Action(event.action))
    if action is None or event.by_id != by.pk or not event.at <= now < event.at + WINDOW:
        return None
    if event.to_status != submission.status or (submission.last_edited_at and submission.last_edited_at > event.at):
        return None
    return action if can(by, workflow.TRANSITIONS[action].capability, submission) else None


@transaction.atomic
def undo(*, submission: Submission, by: Any) -> Action:
    """Take back the person's last decision; returns which undo it was.

    The report is where it was, its comments and dates too; the log shows both the decision and the undo.

    Raises:
        Conflict: a minute has passed, somebody else acted since, or the school has begun to correct.
    """
    # Whoever decides or writes now waits here, so the last event is the last one until the end.
    Submission.objects.select_for_update().filter(pk=submission.pk).values_list("pk").get()
    submission.refresh_from_db(fields=["status", "revision", "opened_at", "last_edited_at"])
    now = timezone.now()
    event = _last_event(submission)
    action = _undo_of(event, submission, by, now) if event else None
    if event is None or action is None:
        raise Conflict(TOO_LATE)
    given_back, changes = _as_before(submission, event, action)
    apply_transition(
        submission=submission,
        action=action,
        by=by,
        at=now,
        only_if={"last_edited_at": submission.last_edited_at},
        opened_at=submission.opened_at or now,
        **changes,
    )
    if action == Action.UNDO_RETURN:
        earlier = given_back.at if given_back else None
        comment_rounds.take_back_sending(submission=submission, at=event.at, earlier=earlier)
    elif action == Action.UNDO_ACCEPT:
        comment_rounds.take_back_confirming(submission=submission, at=event.at)
    _take_back_messages(submission, MESSAGES[workflow.UNDOES[action]])
    return action


def _take_back_messages(submission: Submission, kind: NotificationKind) -> None:
    stage = message_stage(submission)
    notifying.cancel(submission=submission, kind=kind, stage=stage)
    # Told to the receiver instead where nobody at the school would have got it.
    lost = f"{kind.value} {stage}"[:40]
    notifying.cancel(submission=submission, kind=NotificationKind.NO_RECIPIENT, stage=lost)


def _as_before(
    submission: Submission, event: SubmissionEvent, action: Action
) -> tuple[SubmissionEvent | None, dict[str, Any]]:
    """The return that stood before the decision, if any, and the columns as they were, read from the events."""
    if action == Action.UNDO_ACCEPT:
        return None, {"accepted_at": None}
    earlier = _standing_events(submission, event)
    given_back = next((row for row in earlier if row.action in (Action.RETURN, Action.REOPEN)), None)
    accepted = next((row for row in earlier if row.action == Action.ACCEPT), None)
    return given_back, {
        "returned_due_on": given_back.due_on if given_back else None,
        "correction_scope": _scope_of(given_back),
        "accepted_at": accepted.at if accepted and action == Action.UNDO_REOPEN else None,
    }


def _standing_events(submission: Submission, before: SubmissionEvent) -> list[SubmissionEvent]:
    """The events before one, newest first, without those that were undone."""
    standing: list[SubmissionEvent] = []
    for event in SubmissionEvent.objects.filter(submission=submission).order_by("at", "pk"):
        if event.pk == before.pk:
            break
        if Action(event.action) in workflow.UNDOES:
            standing.pop()  # an undo always follows at once what it takes back
        else:
            standing.append(event)
    return standing[::-1]


def _scope_of(given_back: SubmissionEvent | None) -> CorrectionScope:
    """The scope an earlier return had: place by place when it sent comments to places. No event says that a reviewer
    opened everything all the same; it decides nothing until the next return sets it anew."""
    if given_back is None or given_back.action == Action.REOPEN:
        return CorrectionScope.ALL
    sent = ReviewComment.objects.filter(submission=given_back.submission_id, sent_at=given_back.at).exclude(anchor="")
    return CorrectionScope.COMMENTED if sent.exists() else CorrectionScope.ALL
