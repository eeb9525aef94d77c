"""Decisions about a report, comments and their undo at the same moment: one wins, one event is written."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from reports.enums import Action, CommentState, NotificationStatus, SubmissionStatus
from reports.models import Notification, ReviewComment, SectionEntry, SubmissionEvent
from reports.services.answering import mark_done, unmark
from reports.services.commenting import add_comment
from reports.services.editing import save_report
from reports.services.errors import Conflict
from reports.services.reviewing import accept, return_submission
from reports.services.submitting import submit, withdraw
from reports.services.undoing import undo
from tests.days import days_ahead
from tests.services.conftest import Services
from tests.services.racing import held_shut, race, wait_at_gate
from tests.services.story import Story, begin
from tests.services.visitor import Visitor

Work = Callable[[], Any]


@pytest.fixture
def sent() -> Story:
    """A report that waits for review."""
    story = begin()
    story.write()
    submit(submission=story.copy(), by=story.principal)
    return story


def give_back(story: Story, *anchors: str) -> None:
    for anchor in anchors:
        add_comment(submission=story.copy(), by=story.officer, anchor=anchor, text="Nêu rõ.")
    returning(story)()


def returning(story: Story) -> Work:
    submission, due_on = story.copy(), timezone.localdate() + dt.timedelta(days=14)
    return lambda: return_submission(submission=submission, by=story.officer, comment="Thiếu.", due_on=due_on)


def accepting(story: Story) -> Work:
    submission = story.copy()
    return lambda: accept(submission=submission, by=story.officer)


def submitting(story: Story) -> Work:
    submission = story.copy()
    return lambda: submit(submission=submission, by=story.principal)


def withdrawing(story: Story) -> Work:
    submission = story.copy()
    return lambda: withdraw(submission=submission, by=story.principal)


def saving(story: Story) -> Work:
    submission = story.copy()
    changes = {f"section-{story.text.pk}": "Sửa ngay khi được trả."}
    return lambda: save_report(submission=submission, by=story.clerk, changes=changes)


def undoing(story: Story) -> Work:
    submission = story.copy()
    return lambda: undo(submission=submission, by=story.officer)


def commenting(story: Story) -> Work:
    submission = story.copy()
    return lambda: add_comment(submission=submission, by=story.officer, anchor="", text="Nêu rõ nguyên nhân.")


def events(story: Story) -> list[str]:
    return list(
        SubmissionEvent.objects.filter(submission=story.submission).order_by("pk").values_list("action", flat=True)
    )


@pytest.mark.parametrize(("first", "second"), [(returning, withdrawing), (withdrawing, returning)])
def test_returning_against_withdrawing(sent: Story, first: Callable, second: Callable) -> None:
    before = events(sent)
    winner, loser = race(sent.submission, first(sent), second(sent))

    assert isinstance(loser, Conflict)
    assert sent.copy().status == winner.status
    assert len(events(sent)) == len(before) + 1


def resubmitting(story: Story) -> Work:
    """The school takes the report back and sends it anew in one go."""
    submission = story.copy()

    def work() -> None:
        with transaction.atomic():
            withdraw(submission=submission, by=story.principal)
            submit(submission=submission, by=story.principal)

    return work


def test_submitting_against_the_return_of_what_was_sent_before(sent: Story) -> None:
    """The reviewer has read the first revision: the second is not returned unread, though it waits for review, too."""
    before = events(sent)
    _, loser = race(sent.submission, resubmitting(sent), returning(sent))

    assert isinstance(loser, Conflict)
    assert (sent.copy().status, sent.copy().revision) == (SubmissionStatus.SUBMITTED, 2)
    assert events(sent) == [*before, "withdraw", "submit"]


def test_the_return_against_submitting_anew(sent: Story) -> None:
    before = events(sent)
    _, loser = race(sent.submission, returning(sent), resubmitting(sent))

    assert isinstance(loser, Conflict)
    assert (sent.copy().status, sent.copy().revision) == (SubmissionStatus.RETURNED, 1)
    assert events(sent) == [*before, "return"]


def test_submitting_again_against_undoing_the_return(sent: Story) -> None:
    give_back(sent)
    before = events(sent)

    _, loser = race(sent.submission, submitting(sent), undoing(sent))
    assert isinstance(loser, Conflict)
    assert (sent.copy().status, sent.copy().revision) == (SubmissionStatus.SUBMITTED, 2)
    assert events(sent) == [*before, "submit"]


def test_undoing_the_return_against_submitting_again(sent: Story) -> None:
    give_back(sent)
    before = events(sent)

    _, loser = race(sent.submission, undoing(sent), submitting(sent))
    assert isinstance(loser, Conflict)
    assert (sent.copy().status, sent.copy().revision) == (SubmissionStatus.SUBMITTED, 1)
    assert events(sent) == [*before, "undo_return"]


def test_undoing_against_the_schools_save(sent: Story) -> None:
    give_back(sent)
    _, loser = race(sent.submission, undoing(sent), saving(sent))

    assert isinstance(loser, Conflict)
    assert sent.copy().status == SubmissionStatus.SUBMITTED
    assert SectionEntry.objects.get().text == "Nhà trường đã phân công cụ thể."


def test_the_schools_save_against_undoing(sent: Story) -> None:
    give_back(sent)
    before = events(sent)
    _, loser = race(sent.submission, saving(sent), undoing(sent))

    assert isinstance(loser, Conflict)
    assert sent.copy().status == SubmissionStatus.RETURNED
    assert SectionEntry.objects.get().text == "Sửa ngay khi được trả."
    assert events(sent) == before
    assert not Notification.objects.filter(status=NotificationStatus.CANCELLED, kind="returned").exists()


def test_two_undos_of_one_decision(sent: Story) -> None:
    accepting(sent)()
    _, loser = race(sent.submission, undoing(sent), undoing(sent))

    assert isinstance(loser, Conflict)
    assert sent.copy().status == SubmissionStatus.SUBMITTED
    assert events(sent).count("undo_accept") == 1


def test_no_report_is_accepted_over_a_comment_that_is_being_written(sent: Story) -> None:
    _, loser = race(sent.submission, commenting(sent), accepting(sent))

    assert isinstance(loser, Conflict)
    assert "Còn 1 nhận xét chưa gửi" in loser.message
    assert sent.copy().status == SubmissionStatus.SUBMITTED
    assert "accept" not in events(sent)


def test_no_comment_is_written_into_a_report_that_was_just_accepted(sent: Story) -> None:
    _, loser = race(sent.submission, accepting(sent), commenting(sent))

    assert isinstance(loser, Conflict)
    assert not ReviewComment.objects.exists()


def test_no_report_is_sent_over_a_tick_that_is_taken_back(sent: Story) -> None:
    give_back(sent, "")
    made = ReviewComment.objects.select_related("submission").get()
    mark_done(comment=made, by=sent.clerk)
    before = events(sent)

    _, loser = race(sent.submission, lambda: unmark(comment=made, by=sent.clerk), submitting(sent))

    assert isinstance(loser, Conflict)
    assert ReviewComment.objects.get().state == CommentState.SENT
    assert events(sent) == before


@pytest.mark.usefixtures("static_files")
@pytest.mark.parametrize(
    ("step", "fields", "action", "done"),
    [
        ("accept", {}, Action.ACCEPT, SubmissionStatus.ACCEPTED),
        (
            "return",
            {"return-comment": "Thiếu.", "return-due_on": days_ahead(30)},
            Action.RETURN,
            SubmissionStatus.RETURNED,
        ),
    ],
)
def test_a_double_click_of_the_reviewer_decides_once(
    services: Services, sent: Story, step: str, fields: dict[str, str], action: Action, done: SubmissionStatus
) -> None:
    visitor = Visitor(services.start_web(workers=2))
    visitor.log_in(sent.officer)
    page = f"/submissions/{sent.submission.pk}"
    form = visitor.get(f"{page}/review/").form(f"{page}/{step}/")
    form.fields.update(fields)

    with ThreadPoolExecutor(2) as pool:
        with held_shut(sent.submission):
            clicks = [pool.submit(visitor.send, form) for _ in range(2)]
            wait_at_gate(2)
        answers = [click.result() for click in clicks]

    assert [answer.status for answer in answers] == [200, 200]
    assert sent.copy().status == done
    assert events(sent).count(action) == 1
    assert Notification.objects.filter(kind={"accept": "accepted", "return": "returned"}[step]).count() == 2
