"""The life of a report, as one table. Buttons, permissions, guide and tests all read it."""

from dataclasses import dataclass
from types import MappingProxyType

from reports.enums import Action, Capability, SubmissionStatus

S = SubmissionStatus


@dataclass(frozen=True)
class Transition:
    """One action: from which states, to which state, who may, and whether a reason must be given."""

    action: Action
    sources: frozenset[SubmissionStatus]
    target: SubmissionStatus | None
    capability: Capability
    comment_required: bool = False

    def target_from(self, status: SubmissionStatus) -> SubmissionStatus:
        """The state after the action. A returned report stays returned while it is being corrected."""
        if self.target is not None:
            return self.target
        return S.RETURNED if status == S.RETURNED else S.DRAFT


class TransitionNotAllowed(Exception):
    """The action does not exist for the report's state. `status` is the state it is in."""

    def __init__(self, action: Action, status: SubmissionStatus) -> None:
        self.action, self.status = action, status
        super().__init__(f"{action.label}: báo cáo đang ở tình trạng “{status.label}”.")


TRANSITIONS = MappingProxyType(
    {
        row.action: row
        for row in (
            Transition(Action.SAVE, frozenset({S.NOT_STARTED, S.DRAFT, S.RETURNED}), None, Capability.EDIT),
            Transition(Action.SUBMIT, frozenset({S.DRAFT, S.RETURNED}), S.SUBMITTED, Capability.SUBMIT),
            Transition(Action.FILE_NIL, frozenset({S.NOT_STARTED, S.DRAFT}), S.SUBMITTED, Capability.SUBMIT, True),
            Transition(Action.WITHDRAW, frozenset({S.SUBMITTED}), S.DRAFT, Capability.WITHDRAW),
            Transition(Action.RETURN, frozenset({S.SUBMITTED}), S.RETURNED, Capability.REVIEW, True),
            Transition(Action.ACCEPT, frozenset({S.SUBMITTED}), S.ACCEPTED, Capability.REVIEW),
            Transition(Action.REOPEN, frozenset({S.ACCEPTED}), S.RETURNED, Capability.REOPEN, True),
            Transition(Action.UNDO_ACCEPT, frozenset({S.ACCEPTED}), S.SUBMITTED, Capability.REVIEW),
            Transition(Action.UNDO_RETURN, frozenset({S.RETURNED}), S.SUBMITTED, Capability.REVIEW),
            Transition(Action.UNDO_REOPEN, frozenset({S.RETURNED}), S.ACCEPTED, Capability.REOPEN),
        )
    }
)

# Each takes back what its partner did, within a minute and while nothing has followed (services/undoing.py).
UNDOES = MappingProxyType(
    {Action.UNDO_ACCEPT: Action.ACCEPT, Action.UNDO_RETURN: Action.RETURN, Action.UNDO_REOPEN: Action.REOPEN}
)

EDITABLE = TRANSITIONS[Action.SAVE].sources
SENT = frozenset({S.SUBMITTED, S.ACCEPTED})


def allowed_actions(status: SubmissionStatus) -> tuple[Action, ...]:
    """The actions that exist for a state, in the order of the table."""
    return tuple(action for action, row in TRANSITIONS.items() if status in row.sources)


def transition(action: Action, status: SubmissionStatus) -> Transition:
    """The row of the action.

    Raises:
        TransitionNotAllowed: the action does not exist for this state.
    """
    row = TRANSITIONS[action]
    if status not in row.sources:
        raise TransitionNotAllowed(action, SubmissionStatus(status))
    return row
