"""More time, asked, answered and given by several people at the same moment on a real PostgreSQL: one wins, the others
are told, and nothing is written twice."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.utils import timezone

from plans.enums import DeadlineRule
from plans.models import ReportingPeriod
from reports.enums import NotificationKind, RequestState, SubmissionStatus
from reports.models import Extension, ExtensionRequest, Notification
from reports.queries.calendar import calendar_entries
from reports.queries.history import history_of
from reports.services import requesting
from reports.services.errors import Conflict
from reports.services.extending import grant_extension
from reports.services.moving import move_deadline
from reports.services.submitting import submit
from tests.factories import ExtensionRequestFactory, SubmissionFactory
from tests.services.racing import race
from tests.services.story import Story, begin

Work = Callable[[], Any]


@pytest.fixture
def story() -> Story:
    """A report that could be sent, due in ten days."""
    story = begin()
    story.write()
    return story


@pytest.fixture
def asked(story: Story) -> ExtensionRequest:
    return ExtensionRequestFactory(submission=story.submission, until=in_days(20), requested_by=story.clerk)


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def copy(asked: ExtensionRequest) -> ExtensionRequest:
    """The request as another person's page has loaded it."""
    return ExtensionRequest.objects.select_related("submission").get(pk=asked.pk)


def granting(story: Story, asked: ExtensionRequest) -> Work:
    request = copy(asked)
    return lambda: requesting.grant_request(request=request, by=story.officer, until=in_days(20))


def declining(story: Story, asked: ExtensionRequest) -> Work:
    request = copy(asked)
    return lambda: requesting.decline_request(request=request, by=story.officer, answer="Không.")


def withdrawing(story: Story, asked: ExtensionRequest) -> Work:
    submission = story.copy()
    return lambda: requesting.withdraw_request(submission=submission, by=story.principal)


def sending(story: Story, asked: ExtensionRequest) -> Work:
    submission = story.copy()
    return lambda: submit(submission=submission, by=story.principal)


def kinds() -> set[str]:
    about_sending = [NotificationKind.RECEIPT, NotificationKind.SUBMITTED]
    return set(Notification.objects.exclude(kind__in=about_sending).values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("first", "second", "state", "extensions", "said"),
    [
        (granting, declining, RequestState.GRANTED, 1, {"extended"}),
        (declining, granting, RequestState.DECLINED, 0, {"ext_declined"}),
        (granting, granting, RequestState.GRANTED, 1, {"extended"}),
        (granting, withdrawing, RequestState.GRANTED, 1, {"extended"}),
        (withdrawing, granting, RequestState.WITHDRAWN, 0, set()),
        (sending, granting, RequestState.WITHDRAWN, 0, set()),
        (sending, declining, RequestState.WITHDRAWN, 0, set()),
    ],
)
def test_a_request_is_answered_once(
    story: Story,
    asked: ExtensionRequest,
    first: Callable[..., Work],
    second: Callable[..., Work],
    state: RequestState,
    extensions: int,
    said: set[str],
) -> None:
    winner, loser = race(story.submission, first(story, asked), second(story, asked))

    assert not isinstance(winner, Conflict)
    assert isinstance(loser, Conflict)
    assert ExtensionRequest.objects.get().state == state
    assert Extension.objects.count() == extensions
    assert kinds() == said


def test_a_report_sent_just_after_the_extension_is_sent(story: Story, asked: ExtensionRequest) -> None:
    granted, sent = race(story.submission, granting(story, asked), sending(story, asked))

    assert (granted.state, sent.status) == (RequestState.GRANTED, SubmissionStatus.SUBMITTED)
    assert ExtensionRequest.objects.get().state == RequestState.GRANTED


def test_history_and_calendar_say_the_same_on_this_database(story: Story, asked: ExtensionRequest) -> None:
    granting(story, asked)()
    sending(story, asked)()
    SubmissionFactory(period=story.period, returned=True, sent_at=timezone.now(), returned_due_on=in_days(3))

    assert [row.title for row in history_of(story.submission)] == [
        "Nộp báo cáo", "Gia hạn", "Đề nghị gia hạn", "Lưu",
    ]  # fmt: skip
    today = timezone.localdate()
    assert [(entry.kind, entry.day) for entry in calendar_entries(story.officer, today=today)] == [
        ("opening", in_days(-10)), ("own_day", in_days(3)), ("deadline", in_days(9)),
    ]  # fmt: skip
    assert [(entry.kind, entry.day) for entry in calendar_entries(story.clerk, today=today)] == [("owed", in_days(20))]


def test_principal_and_clerk_ask_at_once(story: Story) -> None:
    def asking(by: Any) -> Work:
        submission = story.copy()
        return lambda: requesting.ask_extension(submission=submission, by=by, until=in_days(20), reason="Mưa lũ")

    first, second = race(story.submission, asking(story.principal), asking(story.clerk))

    assert ExtensionRequest.objects.get() == first
    assert isinstance(second, Conflict)
    assert "đang chờ trả lời" in second.message
    told = Notification.objects.filter(kind=NotificationKind.EXTENSION_ASKED)
    assert {row.recipient for row in told} == {story.officer, story.head}
    assert told.count() == 2


def test_two_officers_give_the_same_day(story: Story) -> None:
    def giving() -> Work:
        submission = story.copy()
        return lambda: grant_extension(submission=submission, by=story.officer, until=in_days(20), reason="Mưa lũ")

    first, second = race(story.submission, giving(), giving())

    assert Extension.objects.get() == first
    assert isinstance(second, Conflict)
    assert "Ngày gia hạn phải sau ngày" in second.message


def test_two_heads_move_the_same_deadline(story: Story) -> None:
    def moving(days: int) -> Work:
        period = ReportingPeriod.objects.get(pk=story.period.pk)
        return lambda: move_deadline(
            period=period,
            by=story.officer,
            deadline_on=in_days(days),
            rule=DeadlineRule.NOT_LATER_THAN,
            text="",
            reason="Mưa lũ",
        )

    before = LogEntry.objects.get_for_object(story.period).count()
    done, loser = race(story.period, moving(20), moving(25))

    assert isinstance(loser, Conflict)
    assert ReportingPeriod.objects.get(pk=story.period.pk).last_day == done.new_day == in_days(20)
    assert LogEntry.objects.get_for_object(story.period).count() == before + 1
    assert Notification.objects.filter(kind=NotificationKind.DEADLINE_MOVED).count() == 2  # principal and clerk
