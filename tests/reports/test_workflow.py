"""The table of architecture §3, row by row and in all the combinations it does not allow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import workflow
from reports.enums import Action, Capability, SubmissionStatus
from reports.workflow import TRANSITIONS, TransitionNotAllowed, transition

S = SubmissionStatus

# action: (source → target), capability, comment required; written out by hand, not read from the code.
EXPECTED = {
    Action.SAVE: ({S.NOT_STARTED: S.DRAFT, S.DRAFT: S.DRAFT, S.RETURNED: S.RETURNED}, Capability.EDIT, False),
    Action.SUBMIT: ({S.DRAFT: S.SUBMITTED, S.RETURNED: S.SUBMITTED}, Capability.SUBMIT, False),
    Action.FILE_NIL: ({S.NOT_STARTED: S.SUBMITTED, S.DRAFT: S.SUBMITTED}, Capability.SUBMIT, True),
    Action.WITHDRAW: ({S.SUBMITTED: S.DRAFT}, Capability.WITHDRAW, False),
    Action.RETURN: ({S.SUBMITTED: S.RETURNED}, Capability.REVIEW, True),
    Action.ACCEPT: ({S.SUBMITTED: S.ACCEPTED}, Capability.REVIEW, False),
    Action.REOPEN: ({S.ACCEPTED: S.RETURNED}, Capability.REOPEN, True),
    Action.UNDO_ACCEPT: ({S.ACCEPTED: S.SUBMITTED}, Capability.REVIEW, False),
    Action.UNDO_RETURN: ({S.RETURNED: S.SUBMITTED}, Capability.REVIEW, False),
    Action.UNDO_REOPEN: ({S.RETURNED: S.ACCEPTED}, Capability.REOPEN, False),
}


def test_every_action_stands_in_the_table() -> None:
    assert set(TRANSITIONS) == set(Action) == set(EXPECTED)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("status", S)
def test_action_from_status(action: Action, status: SubmissionStatus) -> None:
    targets, capability, comment = EXPECTED[action]
    if status not in targets:
        with pytest.raises(TransitionNotAllowed) as error:
            transition(action, status)
        assert (error.value.action, error.value.status) == (action, status)
        return
    row = transition(action, status)
    assert (row.target_from(status), row.capability, row.comment_required) == (targets[status], capability, comment)


@given(st.lists(st.sampled_from(list(Action)), max_size=30))
def test_any_walk_stays_inside_the_states_and_never_leaves_a_report_stuck(actions: list[Action]) -> None:
    status = S.NOT_STARTED
    for action in actions:
        if action in workflow.allowed_actions(status):
            status = transition(action, status).target_from(status)
        assert workflow.allowed_actions(status)
        assert (status in workflow.EDITABLE) != (status in workflow.SENT)


def test_accepted_report_can_only_be_reopened_or_taken_back() -> None:
    assert workflow.allowed_actions(S.ACCEPTED) == (Action.REOPEN, Action.UNDO_ACCEPT)
