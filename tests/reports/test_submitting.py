"""Sending, taking back, returning, accepting: states, events, versions, receipts, messages."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from reports.enums import NotificationKind, SubmissionStatus
from reports.models import Notification, Submission, SubmissionEvent, SubmissionVersion
from reports.services import extending, reviewing, submitting
from reports.services.editing import save_report
from reports.services.errors import Conflict, ReportIncomplete
from reports.services.freezing import digest
from reports.workflow import TransitionNotAllowed
from tests.factories import SubmissionFactory
from tests.reports.conftest import Writing

pytestmark = pytest.mark.django_db
S = SubmissionStatus


@pytest.fixture
def ready(writing: Writing) -> Writing:
    """The report complete, not yet sent."""
    save_report(submission=writing.submission, by=writing.people["clerk"], changes=writing.complete())
    return writing


def submit(writing: Writing) -> Submission:
    return submitting.submit(submission=writing.submission, by=writing.people["principal"])


def soon() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=5)


def test_submit_freezes_a_version_and_gives_a_receipt(ready: Writing) -> None:
    submit(ready)

    submission = Submission.objects.get()
    version = SubmissionVersion.objects.get()
    assert (submission.status, submission.revision) == (S.SUBMITTED, 1)
    assert submission.receipt_code == f"BN-99-1-{submission.pk:04d}"
    assert submission.first_submitted_at == submission.submitted_at == version.created_at
    assert version.sha256 == digest(version.content)
    assert version.content["figures"][0] | {"note": ""} == {
        "code": ready.ratio.indicator.code, "state": "given", "numerator": "1", "denominator": "98", "value": None,
        "note": "", "justification": "",
    }  # fmt: skip
    assert version.content["figures"][1]["value"] == "1234"
    receipt = Notification.objects.filter(kind=NotificationKind.RECEIPT)
    assert {notice.recipient for notice in receipt} == {ready.people["principal"], ready.people["clerk"]}


def test_incomplete_report_names_everything_and_changes_nothing(writing: Writing) -> None:
    save_report(
        submission=writing.submission,
        by=writing.people["clerk"],
        changes={f"value-{writing.ratio.pk}-n": "99", f"value-{writing.ratio.pk}-d": "98"},
    )

    with pytest.raises(ReportIncomplete) as error:
        submit(writing)

    assert {issue.field for issue in error.value.issues} == {
        f"section-{writing.text.pk}",
        f"task-{writing.task.pk}-status",
        f"value-{writing.ratio.pk}-n",
        f"value-{writing.count.pk}-v",
    }
    assert Submission.objects.get().status == S.DRAFT
    assert not SubmissionVersion.objects.exists()


def test_submitting_what_somebody_just_changed_is_refused(ready: Writing) -> None:
    stale = Submission.objects.select_related("organisation__school", "period__plan").get()
    save_report(submission=ready.submission, by=ready.people["clerk"], changes={f"section-{ready.text.pk}": "Bản mới"})

    with pytest.raises(Conflict):
        submitting.submit(submission=stale, by=ready.people["principal"])
    assert Submission.objects.get().status == S.DRAFT


def test_second_submit_of_the_same_report_is_told_what_happened(ready: Writing) -> None:
    twin = Submission.objects.select_related("organisation__school", "period__plan").get()
    submit(ready)

    with pytest.raises(Conflict) as error:
        submitting.submit(submission=twin, by=ready.people["principal"])

    assert ready.people["principal"].full_name in error.value.message
    assert SubmissionEvent.objects.filter(action="submit").count() == 1
    assert SubmissionVersion.objects.count() == 1


def test_whole_round(ready: Writing) -> None:
    first = submit(ready).first_submitted_at
    reviewing.return_submission(
        submission=ready.submission, by=ready.people["officer"], comment=" Thiếu minh chứng ", due_on=soon()
    )
    assert (ready.submission.status, ready.submission.returned_due_on) == (S.RETURNED, soon())
    save_report(submission=ready.submission, by=ready.people["clerk"], changes={f"value-{ready.ratio.pk}-d": "99"})
    assert Submission.objects.get().status == S.RETURNED
    submit(ready)
    reviewing.accept(submission=ready.submission, by=ready.people["head"])

    submission = Submission.objects.get()
    assert (submission.status, submission.revision) == (S.ACCEPTED, 2)
    assert submission.first_submitted_at == first < submission.submitted_at
    assert list(submission.events.values_list("action", flat=True)) == ["save", "submit", "return", "submit", "accept"]
    assert [v.content["figures"][0]["denominator"] for v in submission.versions.all()] == ["98", "99"]
    assert submission.events.get(action="return").comment == "Thiếu minh chứng"
    kinds = set(Notification.objects.values_list("kind", "stage"))
    assert kinds == {
        ("receipt", "revision-1"),
        ("submitted", "revision-1"),
        ("returned", "revision-1"),
        ("receipt", "revision-2"),
        ("submitted", "revision-2"),
        ("accepted", "revision-2"),
    }


def test_withdraw_until_a_reviewer_opens(ready: Writing) -> None:
    submit(ready)
    submitting.withdraw(submission=ready.submission, by=ready.people["principal"])
    assert Submission.objects.get().status == S.DRAFT

    submit(ready)
    assert Submission.objects.get().revision == 2
    reviewing.mark_opened(submission=Submission.objects.get())
    with pytest.raises(Conflict, match="Người duyệt đã mở"):
        submitting.withdraw(submission=ready.submission, by=ready.people["principal"])


def test_nil_return_needs_a_reason_and_is_frozen(writing: Writing) -> None:
    with pytest.raises(ValueError, match="reason"):
        submitting.file_nil(submission=writing.submission, by=writing.people["principal"], reason="  ")
    submitting.file_nil(submission=writing.submission, by=writing.people["principal"], reason="Trường mới thành lập")

    assert Submission.objects.get().status == S.SUBMITTED
    assert SubmissionVersion.objects.get().content["nil_reason"] == "Trường mới thành lập"


def test_return_without_reason_is_refused(ready: Writing) -> None:
    submit(ready)
    with pytest.raises(ValueError, match="reason"):
        reviewing.return_submission(submission=ready.submission, by=ready.people["officer"], comment=" ", due_on=soon())
    assert Submission.objects.get().status == S.SUBMITTED


def test_reopen_takes_the_report_out_of_the_totals(ready: Writing) -> None:
    submit(ready)
    reviewing.accept(submission=ready.submission, by=ready.people["officer"])
    reviewing.reopen(submission=ready.submission, by=ready.people["head"], comment="Sai số liệu", due_on=soon())

    submission = Submission.objects.get()
    assert (submission.status, submission.accepted_at) == (S.RETURNED, None)
    assert not Submission.objects.accepted().exists()


def test_draft_cannot_be_accepted(ready: Writing) -> None:
    with pytest.raises(TransitionNotAllowed):
        reviewing.accept(submission=ready.submission, by=ready.people["officer"])


@pytest.mark.parametrize("winner", ["accept", "return"])
def test_of_two_reviewers_one_wins(ready: Writing, winner: str) -> None:
    submit(ready)
    slow = Submission.objects.select_related("organisation", "period__plan").get()
    calls = {
        "accept": lambda row: reviewing.accept(submission=row, by=ready.people["officer"]),
        "return": lambda row: reviewing.return_submission(
            submission=row, by=ready.people["head"], comment="Thiếu", due_on=soon()
        ),
    }
    calls[winner](ready.submission)

    with pytest.raises(Conflict):
        calls["return" if winner == "accept" else "accept"](slow)
    assert ready.submission.events.exclude(action__in=["save", "submit"]).count() == 1


@time_machine.travel(dt.datetime(2099, 3, 1, 9, tzinfo=dt.UTC))
def test_extension_must_lengthen(writing: Writing) -> None:
    last_day = writing.submission.period.last_day
    with pytest.raises(Conflict):
        extending.grant_extension(
            submission=writing.submission, by=writing.people["officer"], until=last_day, reason="Bão"
        )
    extending.grant_extension(
        submission=writing.submission, by=writing.people["officer"], until=last_day + dt.timedelta(days=3), reason="Bão"
    )

    row = Submission.objects.with_deadline().get()
    assert row.effective_last_day == row.first_last_day == last_day + dt.timedelta(days=3)
    assert Notification.objects.filter(kind=NotificationKind.EXTENDED).count() == 2


def test_sent_report_gets_no_extension() -> None:
    submission = SubmissionFactory(submitted=True)
    with pytest.raises(Conflict):
        extending.grant_extension(
            submission=submission, by=None, until=timezone.localdate() + dt.timedelta(days=9), reason="x"
        )
