"""Taking a decision back: within the minute, by the same person, while nothing has followed."""

import datetime as dt
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.enums import Action, CommentState, CorrectionScope, NotificationStatus, SubmissionStatus
from reports.models import Notification, ReviewComment, Submission, SubmissionEvent
from reports.services import answering, commenting, undoing
from reports.services.delivering import deliver_pending
from reports.services.editing import save_report
from reports.services.errors import Conflict
from reports.services.reviewing import accept, reopen
from reports.services.submitting import submit
from reports.services.undoing import WINDOW, undo
from tests.reports.commenting import comment, give_back, loaded, send
from tests.reports.conftest import Writing

pytestmark = pytest.mark.django_db
DECISION_KINDS = ("accepted", "returned", "reopened")


@pytest.fixture
def sent(writing: Writing) -> Writing:
    send(writing)
    return writing


def do_accept(writing: Writing, who: str = "officer") -> Submission:
    return accept(submission=loaded(writing), by=writing.people[who])


def do_reopen(writing: Writing) -> Submission:
    due_on = timezone.localdate() + dt.timedelta(days=5)
    return reopen(submission=loaded(writing), by=writing.people["head"], comment="Số liệu sai.", due_on=due_on)


def take_back(writing: Writing, who: str = "officer") -> Action:
    return undo(submission=loaded(writing), by=writing.people[who])


def columns(writing: Writing) -> dict[str, Any]:
    names = ("status", "revision", "submitted_at", "first_submitted_at", "accepted_at", "returned_due_on")
    return dict(
        Submission.objects.filter(pk=writing.submission.pk).values(*names, "correction_scope", "edit_version")[0]
    )


def later(monkeypatch: pytest.MonkeyPatch, delta: dt.timedelta) -> None:
    moment = timezone.now() + delta
    monkeypatch.setattr(timezone, "now", lambda: moment)


# -- what comes back ----------------------------------------------------------------------------------------------
def test_an_acceptance_is_undone(sent: Writing) -> None:
    before = columns(sent)
    do_accept(sent)

    assert take_back(sent) == Action.UNDO_ACCEPT

    assert columns(sent) == before
    log = list(SubmissionEvent.objects.order_by("pk").values_list("action", "from_status", "to_status"))
    assert log[-2:] == [("accept", "submitted", "accepted"), ("undo_accept", "accepted", "submitted")]


def test_a_return_is_undone_with_its_comments(sent: Writing) -> None:
    before = columns(sent)
    give_back(sent, "", f"value-{sent.count.pk}")

    assert take_back(sent) == Action.UNDO_RETURN

    assert columns(sent) == before
    assert set(ReviewComment.objects.values_list("state", "sent_at")) == {(CommentState.DRAFT, None)}


def test_the_second_return_leaves_dates_and_scope_of_the_first(sent: Writing) -> None:
    give_back(sent, f"value-{sent.count.pk}")
    answering.mark_done(comment=ReviewComment.objects.get(), by=sent.people["clerk"])
    submit(submission=loaded(sent), by=sent.people["principal"])
    before = columns(sent)
    assert before["returned_due_on"] is not None
    assert before["correction_scope"] == CorrectionScope.COMMENTED
    give_back(sent, "", opens_all=True)

    take_back(sent)

    assert columns(sent) == before
    assert list(ReviewComment.objects.order_by("pk").values_list("state", flat=True)) == ["done", "draft"]


def test_what_was_asked_for_again_can_still_be_let_go_after_the_undo(sent: Writing) -> None:
    give_back(sent, "")
    answering.mark_done(comment=ReviewComment.objects.get(), by=sent.people["clerk"])
    submit(submission=loaded(sent), by=sent.people["principal"])
    commenting.reject(comment=ReviewComment.objects.get(), by=sent.people["officer"])
    before = ReviewComment.objects.values().get()
    give_back(sent)

    take_back(sent)

    assert ReviewComment.objects.values().get() == before
    commenting.remove_comment(comment=ReviewComment.objects.get())
    assert ReviewComment.objects.get().state == CommentState.DONE


def test_a_return_that_was_undone_before_does_not_count(sent: Writing) -> None:
    before = columns(sent)
    give_back(sent, f"value-{sent.count.pk}")
    take_back(sent)
    give_back(sent)

    take_back(sent)

    assert columns(sent) == before


def test_a_reopening_is_undone_to_the_same_acceptance(sent: Writing) -> None:
    do_accept(sent)
    before = columns(sent)
    do_reopen(sent)

    assert take_back(sent, "head") == Action.UNDO_REOPEN

    assert columns(sent) == before
    assert before["accepted_at"] is not None


def test_confirmed_by_the_acceptance_is_as_it_was(sent: Writing) -> None:
    give_back(sent, "", "")
    for row in ReviewComment.objects.all():
        answering.mark_done(comment=row, by=sent.people["clerk"])
    submit(submission=loaded(sent), by=sent.people["principal"])
    first = ReviewComment.objects.order_by("pk")[0]
    commenting.confirm(comment=first, by=sent.people["officer"])
    do_accept(sent)

    take_back(sent)

    states = ReviewComment.objects.order_by("pk").values_list("state", "confirmed_by")
    assert list(states) == [("confirmed", sent.people["officer"].pk), ("done", None)]


# -- who and when -------------------------------------------------------------------------------------------------
def test_only_who_acted_may(sent: Writing) -> None:
    do_accept(sent)

    with pytest.raises(Conflict, match="Không hoàn tác được"):
        take_back(sent, "head")
    assert undo(submission=loaded(sent), by=sent.people["officer"]) == Action.UNDO_ACCEPT


def test_who_lost_the_office_may_not(sent: Writing) -> None:
    do_accept(sent)
    sent.people["officer"].memberships.update(starts_on="2010-01-01", ends_on="2017-12-31")
    officer = type(sent.people["officer"]).objects.get(pk=sent.people["officer"].pk)

    with pytest.raises(Conflict):
        undo(submission=loaded(sent), by=officer)


@pytest.mark.parametrize(("wait", "possible"), [(0, True), (59, True), (60, False), (3600, False)])
def test_the_minute(sent: Writing, monkeypatch: pytest.MonkeyPatch, wait: int, possible: bool) -> None:
    do_accept(sent)
    later(monkeypatch, dt.timedelta(seconds=wait) - (timezone.now() - loaded(sent).accepted_at))

    with nullcontext() if possible else pytest.raises(Conflict):
        take_back(sent)

    assert loaded(sent).status == (SubmissionStatus.SUBMITTED if possible else SubmissionStatus.ACCEPTED)


def test_not_after_the_school_has_written(sent: Writing) -> None:
    give_back(sent)
    save_report(submission=loaded(sent), by=sent.people["clerk"], changes={f"value-{sent.count.pk}-v": "9"})

    with pytest.raises(Conflict):
        take_back(sent)
    assert loaded(sent).status == SubmissionStatus.RETURNED


def test_not_after_a_comment_was_ticked_off(sent: Writing) -> None:
    give_back(sent, "")
    answering.mark_done(comment=ReviewComment.objects.get(), by=sent.people["clerk"])

    with pytest.raises(Conflict):
        take_back(sent)
    assert ReviewComment.objects.get().state == CommentState.DONE


def test_not_twice_and_not_over_another_decision(sent: Writing) -> None:
    do_accept(sent)
    take_back(sent)
    with pytest.raises(Conflict):
        take_back(sent)

    do_accept(sent)
    do_reopen(sent)
    with pytest.raises(Conflict):
        take_back(sent, "officer")


def test_what_was_submitted_is_not_undone(sent: Writing) -> None:
    with pytest.raises(Conflict):
        undo(submission=loaded(sent), by=sent.people["principal"])


# -- mails --------------------------------------------------------------------------------------------------------
def mails(writing: Writing) -> list[Notification]:
    return list(Notification.objects.filter(submission=writing.submission, kind__in=DECISION_KINDS).order_by("pk"))


def test_mails_of_a_decision_wait_for_the_minute(sent: Writing, mailoutbox: list[Any]) -> None:
    do_accept(sent)

    rows = [row for row in mails(sent) if row.status == NotificationStatus.PENDING]
    assert rows
    for row in rows:
        assert dt.timedelta(0) <= row.not_before - loaded(sent).accepted_at - WINDOW < dt.timedelta(seconds=5)
    deliver_pending()
    assert [mail for mail in mailoutbox if "duyệt" in mail.subject.lower() and mail.to] == []


def test_an_undone_decision_tells_nobody(sent: Writing, mailoutbox: list[Any], monkeypatch: Any) -> None:
    give_back(sent)
    take_back(sent)
    mailoutbox.clear()

    later(monkeypatch, dt.timedelta(hours=12))
    deliver_pending()

    assert {row.status for row in mails(sent)} == {NotificationStatus.CANCELLED}
    assert Notification.objects.unread_by(sent.people["principal"].pk).filter(kind="returned").count() == 0
    assert [mail for mail in mailoutbox if "bổ sung" in mail.subject.lower()] == []


def test_the_same_decision_taken_again_is_told(sent: Writing) -> None:
    do_accept(sent)
    take_back(sent)

    do_accept(sent)

    statuses = [row.status for row in mails(sent)]
    assert statuses.count(NotificationStatus.CANCELLED) == 2  # principal and clerk
    assert len(statuses) == 4


# -- the page -----------------------------------------------------------------------------------------------------
def test_undo_over_the_page(sent: Writing, login_as: Callable[[Any], Client]) -> None:
    do_accept(sent)
    client = login_as(sent.people["officer"])

    page = client.post(reverse("submission_undo", args=[sent.submission.pk]), follow=True)

    assert "Đã hoàn tác việc duyệt" in page.content.decode()
    history = client.get(reverse("submission_detail", args=[sent.submission.pk])).content.decode()
    assert "Hoàn tác duyệt" in history
    again = client.post(reverse("submission_undo", args=[sent.submission.pk]), follow=True)
    assert undoing.TOO_LATE in again.content.decode()


def test_a_comment_written_meanwhile_is_no_hindrance(sent: Writing) -> None:
    """After an undone return the drafts can be changed and the report returned again."""
    give_back(sent, "")
    take_back(sent)
    commenting.remove_comment(comment=ReviewComment.objects.get())
    comment(sent, f"task-{sent.task.pk}")

    assert give_back(sent).correction_scope == CorrectionScope.COMMENTED
