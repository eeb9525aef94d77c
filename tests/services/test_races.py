"""Two people at the same moment on a real PostgreSQL: one wins, the other is told, nothing happens twice.

Reminders and mails have their own races in test_reminder_races.
"""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.utils import timezone

from reports.enums import Action, SubmissionStatus
from reports.models import (
    Notification,
    SectionEntry,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
    SummaryFile,
    SummaryReport,
    TaskEntry,
)
from reports.services.editing import save_report
from reports.services.errors import Conflict
from reports.services.opening import open_period
from reports.services.rendering import cancel, render_file, request_file, summary_of
from reports.services.reviewing import accept, mark_opened, return_submission
from reports.services.submitting import submit, withdraw
from tests.factories import PlanReporterFactory, SummaryReportFactory
from tests.services.conftest import Services
from tests.services.racing import held_shut, race, wait_at_gate
from tests.services.story import Story, begin
from tests.services.visitor import Visitor

Step = Callable[[Story], Callable[[], Any]]


def submitting(story: Story) -> Callable[[], Any]:
    submission = story.copy()
    return lambda: submit(submission=submission, by=story.principal)


def saving(story: Story) -> Callable[[], Any]:
    submission = story.copy()
    changes = {f"section-{story.text.pk}": "Sửa vào phút chót."}
    return lambda: save_report(submission=submission, by=story.clerk, changes=changes)


def withdrawing(story: Story) -> Callable[[], Any]:
    submission = story.copy()
    return lambda: withdraw(submission=submission, by=story.principal)


def accepting(story: Story) -> Callable[[], Any]:
    submission = story.copy()
    return lambda: accept(submission=submission, by=story.officer)


def returning(story: Story) -> Callable[[], Any]:
    submission, due_on = story.copy(), timezone.localdate() + dt.timedelta(days=14)
    return lambda: return_submission(submission=submission, by=story.officer, comment="Thiếu.", due_on=due_on)


@pytest.fixture
def draft() -> Story:
    """A report that is filled in and can be sent."""
    story = begin()
    story.write()
    return story


@pytest.fixture
def sent(draft: Story) -> Story:
    """A report that waits for review."""
    submit(submission=draft.copy(), by=draft.principal)
    return draft


def told(outcome: Any, *, by: str, action: Action) -> bool:
    """Whether the outcome is a conflict that names who was faster with what."""
    return isinstance(outcome, Conflict) and f"vừa được {by} thao tác “{action.label}”" in outcome.message


def test_two_people_submit_the_same_report(draft: Story) -> None:
    winner, loser = race(draft.submission, submitting(draft), submitting(draft))

    assert winner.status == SubmissionStatus.SUBMITTED
    assert told(loser, by=draft.principal.full_name, action=Action.SUBMIT)
    assert SubmissionEvent.objects.filter(action=Action.SUBMIT).count() == 1
    assert [version.revision for version in SubmissionVersion.objects.all()] == [1]
    assert sorted(Notification.objects.values_list("kind", "recipient__username")) == [
        ("receipt", "hieutruong"),
        ("receipt", "vanthu"),
        ("submitted", "chuyenvien"),
        ("submitted", "truongphong"),
    ]


def test_a_save_that_comes_during_the_submission_is_refused(draft: Story) -> None:
    _, loser = race(draft.submission, submitting(draft), saving(draft))

    assert told(loser, by=draft.principal.full_name, action=Action.SUBMIT)
    assert SectionEntry.objects.get().text == "Nhà trường đã phân công cụ thể."
    assert SubmissionVersion.objects.get().content["sections"][0]["text"] == "Nhà trường đã phân công cụ thể."


def test_what_was_not_checked_is_not_submitted(draft: Story) -> None:
    _, loser = race(draft.submission, saving(draft), submitting(draft))

    assert isinstance(loser, Conflict)
    assert SectionEntry.objects.get().text == "Sửa vào phút chót."
    assert draft.copy().status == SubmissionStatus.DRAFT
    assert not SubmissionVersion.objects.exists()
    assert not Notification.objects.exists()


def test_two_people_save_different_sections(draft: Story) -> None:
    """One fills what the other leaves alone, the other clears something: the share must follow what both wrote."""
    write_text, clear_text = {f"section-{draft.text.pk}": "Mới."}, {f"section-{draft.text.pk}": ""}
    clear_task = {f"task-{draft.task.pk}-status": ""}
    save_report(submission=draft.copy(), by=draft.clerk, changes=clear_text)
    principals, clerks = draft.copy(), draft.copy()
    race(
        draft.submission,
        lambda: save_report(submission=principals, by=draft.principal, changes=write_text),
        lambda: save_report(submission=clerks, by=draft.clerk, changes=clear_task),
    )

    assert SectionEntry.objects.get().text == "Mới."
    assert TaskEntry.objects.get().status == ""
    assert draft.copy().edit_version == 4
    assert draft.copy().filled_percent == 66  # two of three


@pytest.mark.parametrize(
    ("first", "second", "status", "kind"),
    [
        (returning, accepting, SubmissionStatus.RETURNED, ["returned"]),
        (accepting, returning, SubmissionStatus.ACCEPTED, ["accepted"]),
        (accepting, withdrawing, SubmissionStatus.ACCEPTED, ["accepted"]),
        (withdrawing, accepting, SubmissionStatus.DRAFT, []),
    ],
)
def test_of_two_decisions_the_first_stands(
    sent: Story, first: Step, second: Step, status: SubmissionStatus, kind: list[str]
) -> None:
    before = SubmissionEvent.objects.count()
    _, loser = race(sent.submission, first(sent), second(sent))

    [event] = SubmissionEvent.objects.order_by("pk")[before:]
    assert (sent.copy().status, event.to_status) == (status, status)
    assert told(loser, by=event.by.full_name, action=Action(event.action))
    written = (
        Notification.objects.exclude(kind__in=["receipt", "submitted"])
        .order_by()
        .values_list("kind", flat=True)
        .distinct()
    )
    assert list(written) == kind


def test_a_report_opened_by_a_reviewer_is_not_withdrawn(sent: Story) -> None:
    opened = sent.copy()
    _, loser = race(sent.submission, lambda: mark_opened(submission=opened), withdrawing(sent))

    assert isinstance(loser, Conflict)
    assert sent.copy().status == SubmissionStatus.SUBMITTED
    assert sent.copy().opened_at is not None


@pytest.mark.usefixtures("static_files")
def test_a_double_click_sends_once(services: Services, draft: Story) -> None:
    visitor = Visitor(services.start_web(workers=2))
    visitor.log_in(draft.principal)
    page = f"/submissions/{draft.submission.pk}"
    form = visitor.get(f"{page}/check/").form(f"{page}/submit/")

    with ThreadPoolExecutor(2) as pool:
        with held_shut(draft.submission):
            clicks = [pool.submit(visitor.send, form) for _ in range(2)]
            wait_at_gate(2)
        answers = [click.result() for click in clicks]

    assert [answer.status for answer in answers] == [200, 200]
    texts = " ".join(answer.text for answer in answers)  # each message is shown once, by whichever page came first
    assert texts.count("Đã nộp báo cáo. Số biên nhận") == 1
    assert texts.count("Thao tác vừa rồi không được thực hiện.") == 1
    assert SubmissionEvent.objects.filter(action=Action.SUBMIT).count() == 1
    assert SubmissionVersion.objects.count() == 1
    assert Notification.objects.filter(kind="receipt").count() == 2  # principal and clerk


def test_two_schedulers_open_a_period() -> None:
    period = begin().period
    PlanReporterFactory(plan=period.plan)
    PlanReporterFactory(plan=period.plan)
    race(Submission, lambda: open_period(period=period), lambda: open_period(period=period))

    assert period.submissions.count() == 3


def test_two_leaders_ask_for_the_first_summary(draft: Story) -> None:
    one, other = race(SummaryReport, lambda: summary_of(draft.period), lambda: summary_of(draft.period))

    assert one == other == SummaryReport.objects.get()


def test_two_leaders_ask_for_the_same_file(draft: Story, published: list[Any]) -> None:
    summary = SummaryReportFactory(period=draft.period)
    one, other = race(SummaryFile, lambda: request_file(summary=summary), lambda: request_file(summary=summary))

    assert one == other == SummaryFile.objects.get()
    assert published == [("reports.render_summary_file", (one.pk,))]


def test_two_workers_take_the_same_file(draft: Story) -> None:
    file = request_file(summary=SummaryReportFactory(period=draft.period))
    outcomes = race(file, lambda: render_file(file_id=file.pk), lambda: render_file(file_id=file.pk))

    assert outcomes == [True, False]
    file.refresh_from_db()
    assert (file.state, file.attempts) == ("ready", 1)


def test_a_worker_takes_the_file_that_somebody_stops(draft: Story) -> None:
    file = request_file(summary=SummaryReportFactory(period=draft.period))
    outcomes = race(file, lambda: render_file(file_id=file.pk), lambda: cancel(row=file))

    assert outcomes == [False, True]
    file.refresh_from_db()
    assert (file.state, bool(file.file)) == ("cancelled", False)
    again = request_file(summary=file.summary)
    assert (again.pk, render_file(file_id=again.pk)) == (file.pk, True)
