"""More time: given to one or to a selection, asked for, answered once, ended by sending."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine

from plans.enums import PlanStatus
from reports.enums import NotificationKind, RequestState
from reports.models import Extension, ExtensionRequest, Notification, Submission
from reports.queries.history import history_of, latest_request
from reports.services import requesting
from reports.services.errors import Conflict
from reports.services.extending import grant_extension, grant_extensions
from reports.services.submitting import file_nil
from tests.factories import ExtensionRequestFactory, ReportingPeriodFactory, SubmissionFactory, member

pytestmark = pytest.mark.django_db
VN = dt.timezone(dt.timedelta(hours=7))
# The period's last day is 9 March.
BEFORE = dt.datetime(2018, 3, 5, 9, 0, tzinfo=VN)
ASKED, LATER = dt.date(2018, 3, 16), dt.date(2018, 3, 20)


@dataclass
class Case:
    """A draft with its school's principal and the receiver's officer."""

    submission: Submission
    principal: Any
    officer: Any

    def ask(self, until: dt.date = ASKED) -> ExtensionRequest:
        return requesting.ask_extension(
            submission=self.submission, by=self.principal, until=until, reason=" Trường mất điện. "
        )

    def fresh(self) -> Submission:
        return Submission.objects.select_related("period").get(pk=self.submission.pk)

    def messages(self, kind: NotificationKind) -> list[Notification]:
        return list(Notification.objects.filter(kind=kind).exclude(status="cancelled").order_by("pk"))


@pytest.fixture
def case() -> Case:
    submission = SubmissionFactory(draft=True)
    return Case(
        submission,
        member(submission.organisation, "principal"),
        member(submission.period.plan.receiver, "officer"),
    )


@pytest.fixture(autouse=True)
def _on_the_fifth() -> Any:
    with time_machine.travel(BEFORE):
        yield


# -- a selection --------------------------------------------------------------------------------------------------
def test_selection_keeps_what_was_given_and_names_who_was_left_out_and_why(case: Case) -> None:
    period = case.submission.period
    sent = SubmissionFactory(period=period, submitted=True)
    later = SubmissionFactory(period=period)
    grant_extension(submission=later, by=case.officer, until=LATER, reason="Bão")

    result = grant_extensions(submissions=[case.submission, sent, later], by=case.officer, until=ASKED, reason="Mưa lũ")

    assert [extension.submission for extension in result.granted] == [case.submission]
    assert dict(result.refused) == {
        "Báo cáo đã nộp, không cần gia hạn.": [sent],
        "Ngày gia hạn phải sau ngày 20/03/2018.": [later],
    }
    assert [row.until for row in Extension.objects.order_by("pk")] == [LATER, ASKED]


@pytest.mark.parametrize(
    ("change", "until", "said"),
    [
        ({}, dt.date(2018, 3, 9), "Ngày gia hạn phải sau ngày 09/03/2018."),
        ({}, dt.date(2081, 3, 20), "Ngày 20/03/2081 cách hôm nay hơn một năm"),
        ({"plan__status": PlanStatus.CLOSED}, ASKED, "Kế hoạch đã kết thúc"),
        ({"closes_on": dt.date(2018, 3, 15)}, ASKED, "Kỳ báo cáo đóng sau ngày 15/03/2018"),
    ],
)
def test_what_cannot_be_granted_is_refused_in_words(
    case: Case, change: dict[str, Any], until: dt.date, said: str
) -> None:
    submission = SubmissionFactory(period=ReportingPeriodFactory(**change))

    with pytest.raises(Conflict, match=said):
        grant_extension(submission=submission, by=case.officer, until=until, reason="Bão")

    assert not Extension.objects.exists()
    assert not Notification.objects.exists()


# -- asking -------------------------------------------------------------------------------------------------------
def test_request_waits_and_tells_the_officers_where_to_answer(case: Case) -> None:
    request = case.ask()

    assert (request.state, request.reason, request.until) == (RequestState.OPEN, "Trường mất điện.", ASKED)
    [message] = case.messages(NotificationKind.EXTENSION_ASKED)
    assert message.recipient == case.officer
    assert message.link_path == f"/extension-requests/{request.pk}/"
    assert message.link_path in message.body
    assert "đến hết ngày 16/03/2018" in message.body
    assert "Trường mất điện." in message.body
    assert case.fresh().owed_until == dt.date(2018, 3, 9)


def test_a_second_request_is_refused_while_one_waits(case: Case) -> None:
    case.ask()

    with pytest.raises(Conflict, match="đến hết ngày 16/03/2018 đang chờ trả lời"):
        case.ask(LATER)

    assert ExtensionRequest.objects.count() == 1


def test_a_sent_report_needs_no_time(case: Case) -> None:
    sent = SubmissionFactory(submitted=True)

    with pytest.raises(Conflict, match="Báo cáo đã nộp"):
        requesting.ask_extension(submission=sent, by=case.principal, until=ASKED, reason="x")


def test_withdrawn_request_makes_room_for_another_and_officers_are_not_told_any_more(case: Case) -> None:
    first = case.ask()
    requesting.withdraw_request(submission=case.submission, by=case.principal)
    second = case.ask(LATER)

    first.refresh_from_db()
    assert (first.state, first.decided_by) == (RequestState.WITHDRAWN, case.principal)
    assert [message.link_path for message in case.messages(NotificationKind.EXTENSION_ASKED)] == [
        f"/extension-requests/{second.pk}/"
    ]
    requesting.withdraw_request(submission=case.submission, by=case.principal)
    with pytest.raises(Conflict, match="đã được trả lời hoặc đã rút"):
        requesting.withdraw_request(submission=case.submission, by=case.principal)


# -- answering ----------------------------------------------------------------------------------------------------
def test_granting_moves_the_last_day_and_tells_the_school(case: Case) -> None:
    request = requesting.grant_request(request=case.ask(), by=case.officer, until=LATER, answer="Nộp đủ minh chứng.")

    assert (request.state, request.answer, request.decided_by) == (
        RequestState.GRANTED, "Nộp đủ minh chứng.", case.officer,
    )  # fmt: skip
    assert request.extension is not None
    assert (request.extension.until, request.extension.granted_by) == (LATER, case.officer)
    assert case.fresh().owed_until == LATER
    [message] = case.messages(NotificationKind.EXTENDED)
    assert message.recipient == case.principal
    assert "đến hết ngày 20/03/2018" in message.body
    assert "Nộp đủ minh chứng." in message.body


def test_declining_keeps_the_day_and_tells_the_school_why(case: Case) -> None:
    request = requesting.decline_request(request=case.ask(), by=case.officer, answer=" Đã gia hạn kỳ trước. ")

    assert (request.state, request.answer) == (RequestState.DECLINED, "Đã gia hạn kỳ trước.")
    assert case.fresh().owed_until == dt.date(2018, 3, 9)
    [message] = case.messages(NotificationKind.EXTENSION_DECLINED)
    assert message.recipient == case.principal
    assert "Đã gia hạn kỳ trước." in message.body
    assert "trước ngày 10/3/2018 (hạn cuối 23:59 ngày 09/03/2018)" in message.body
    with pytest.raises(ValueError, match="reason"):
        requesting.decline_request(request=case.ask(), by=case.officer, answer=" ")


def declining(request: ExtensionRequest, by: Any) -> ExtensionRequest:
    return requesting.decline_request(request=request, by=by, answer="Không.")


def granting(request: ExtensionRequest, by: Any) -> ExtensionRequest:
    return requesting.grant_request(request=request, by=by, until=LATER)


@pytest.mark.parametrize(
    ("first", "second", "label"), [(declining, granting, "không đồng ý"), (granting, declining, "đồng ý")]
)
def test_a_second_answer_is_told_who_was_first(
    case: Case, first: Callable[..., Any], second: Callable[..., Any], label: str
) -> None:
    request = case.ask()
    first(request, case.officer)
    state = ExtensionRequest.objects.get().state
    other = member(case.submission.period.plan.receiver, "head")

    with pytest.raises(Conflict, match=rf"09:00, 05/03/2018 \({case.officer.full_name}\): {label}"):
        second(request, other)

    assert ExtensionRequest.objects.get().state == state


def test_a_day_that_cannot_be_granted_leaves_the_request_open(case: Case) -> None:
    request = case.ask()

    with pytest.raises(Conflict, match="phải sau ngày 09/03/2018"):
        requesting.grant_request(request=request, by=case.officer, until=dt.date(2018, 3, 8))

    assert ExtensionRequest.objects.get().state == RequestState.OPEN


def test_an_extension_given_from_elsewhere_answers_the_request(case: Case) -> None:
    request = case.ask()

    extension = grant_extension(submission=case.submission, by=case.officer, until=LATER, reason="Mưa lũ toàn vùng")

    request.refresh_from_db()
    assert (request.state, request.extension, request.answer) == (
        RequestState.GRANTED, extension, "Cơ quan nhận báo cáo đã gia hạn.",
    )  # fmt: skip


def test_sending_ends_the_request(case: Case) -> None:
    request = case.ask()

    file_nil(submission=case.fresh(), by=case.principal, reason="Không phát sinh")

    request.refresh_from_db()
    assert (request.state, request.answer) == (
        RequestState.WITHDRAWN, "Báo cáo đã nộp nên đề nghị tự kết thúc.",
    )  # fmt: skip
    assert case.messages(NotificationKind.EXTENSION_ASKED) == []
    with pytest.raises(Conflict, match="Báo cáo đã nộp nên đề nghị tự kết thúc"):
        granting(request, case.officer)


def test_when_the_plan_has_ended_a_request_can_only_be_declined(case: Case) -> None:
    request = case.ask()
    plan = case.submission.period.plan
    plan.status = PlanStatus.CLOSED
    plan.save()

    with pytest.raises(Conflict, match="Kế hoạch đã kết thúc"):
        granting(request, case.officer)

    assert declining(request, case.officer).state == RequestState.DECLINED


# -- the history --------------------------------------------------------------------------------------------------
def test_history_tells_requests_answers_and_extensions_with_the_events(
    case: Case, django_assert_num_queries: Any
) -> None:
    with time_machine.travel(BEFORE):
        requesting.decline_request(request=case.ask(), by=case.officer, answer="Chưa đủ lý do.")
    with time_machine.travel(BEFORE + dt.timedelta(hours=1)):
        case.ask()
        requesting.withdraw_request(submission=case.submission, by=case.principal)
    with time_machine.travel(BEFORE + dt.timedelta(hours=2)):
        granting(case.ask(), case.officer)
    with time_machine.travel(BEFORE + dt.timedelta(hours=3)):
        file_nil(submission=case.fresh(), by=case.principal, reason="Không phát sinh")
    ExtensionRequestFactory()  # of another report

    with django_assert_num_queries(1):
        rows = history_of(case.submission)

    assert [(row.title, row.by, row.due_on) for row in rows] == [
        ("Báo cáo không phát sinh", case.principal.full_name, None),
        ("Gia hạn", case.officer.full_name, LATER),
        ("Đề nghị gia hạn", case.principal.full_name, ASKED),
        ("Trả lời đề nghị gia hạn: đơn vị rút đề nghị", case.principal.full_name, ASKED),
        ("Đề nghị gia hạn", case.principal.full_name, ASKED),
        ("Trả lời đề nghị gia hạn: không đồng ý", case.officer.full_name, ASKED),
        ("Đề nghị gia hạn", case.principal.full_name, ASKED),
    ]
    assert rows[1].comment == "Theo đề nghị của đơn vị: Trường mất điện."
    assert rows[5].comment == "Chưa đủ lý do."
    assert rows[0].at == BEFORE + dt.timedelta(hours=3)


def test_latest_request_is_read_from_the_history(case: Case) -> None:
    assert latest_request(history_of(case.submission)) is None
    request = case.ask()
    waiting = latest_request(history_of(case.submission))
    declining(request, case.officer)
    answered = latest_request(history_of(case.submission))

    assert waiting is not None
    assert answered is not None
    assert (waiting.state, waiting.until, waiting.answer) == ("open", ASKED, "")
    assert (answered.state, answered.until, answered.answer) == ("declined", ASKED, "Không.")
