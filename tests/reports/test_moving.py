"""Moving a period's deadline: what is refused, who is told, what changes, what the log keeps."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from auditlog.models import LogEntry
from django.test import Client
from django.urls import reverse

from plans.enums import DeadlineRule, PlanStatus
from plans.models import ReportingPeriod
from reports.enums import NotificationKind
from reports.models import Notification, Submission
from reports.queries.completeness import completeness
from reports.queries.moves import preview_move, why_not_moved
from reports.services.errors import Conflict
from reports.services.moving import move_deadline
from schools.enums import Role
from tests.factories import (
    ExtensionFactory,
    NotificationFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    member,
)

pytestmark = pytest.mark.django_db
VN = dt.timezone(dt.timedelta(hours=7))
# The factory's period opens on 15 February and is due "trước ngày 10/3/2018": its last day is 9 March.
NOW = dt.datetime(2018, 3, 5, 9, 0, tzinfo=VN)
TODAY = NOW.date()
BEFORE, BY = DeadlineRule.BEFORE, DeadlineRule.NOT_LATER_THAN


@pytest.fixture(autouse=True)
def _on_the_fifth() -> Any:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def period() -> ReportingPeriod:
    return ReportingPeriodFactory()


@pytest.fixture
def head(period: ReportingPeriod) -> Any:
    return member(period.plan.receiver, Role.HEAD)


def move(period: ReportingPeriod, by: Any, day: int, rule: str = BEFORE, text: str = "") -> Any:
    return move_deadline(
        period=period, by=by, deadline_on=dt.date(2018, 3, day), rule=rule, text=text, reason=" Mưa lũ. "
    )


def school(name: str, period: ReportingPeriod, **state: Any) -> Submission:
    submission = SubmissionFactory(period=period, organisation=SchoolFactory(name=name).organisation, **state)
    member(submission.organisation, Role.PRINCIPAL)
    return submission


def told() -> list[str]:
    rows = Notification.objects.filter(kind=NotificationKind.DEADLINE_MOVED)
    return sorted(rows.values_list("submission__organisation__short_name", flat=True))


# -- what is refused ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "rule", "today", "said"),
    [
        (15, BEFORE, 5, ""),
        (10, BY, 5, ""),  # one day later than before
        (9, BY, 5, ""),  # the same last day in other words
        (10, BEFORE, 5, "không có gì thay đổi"),
        (9, BEFORE, 5, "Kỳ đã mở và các đơn vị đã được báo hạn đến hết ngày 09/03/2018"),
        (15, BEFORE, 15, "14/03/2018, đã qua"),
        (15, BY, 15, ""),
        (22, BEFORE, 5, "đóng sau ngày 20/03/2018"),
    ],
)
def test_rules_of_an_open_period(day: int, rule: str, today: int, said: str) -> None:
    period = ReportingPeriodFactory(closes_on=dt.date(2018, 3, 20))

    refusal = why_not_moved(period, dt.date(2018, 3, day), rule, "trước ngày 10/3/2018", today=dt.date(2018, 3, today))

    assert said in refusal
    assert bool(refusal) == bool(said)


def test_before_the_period_opens_the_day_may_become_earlier_but_not_before_the_opening(period: ReportingPeriod) -> None:
    early, too_early = dt.date(2018, 3, 1), dt.date(2018, 2, 15)
    january = dt.date(2018, 1, 10)

    assert why_not_moved(period, early, BEFORE, "x", today=january) == ""
    assert "trước ngày mở kỳ 15/02/2018" in why_not_moved(period, too_early, BEFORE, "x", today=january)


def test_the_deadline_of_a_plan_that_ended_stays() -> None:
    period = ReportingPeriodFactory(plan__status=PlanStatus.CLOSED)

    assert "không còn thực hiện" in why_not_moved(period, dt.date(2018, 3, 20), BEFORE, "x", today=TODAY)


# -- what changes -------------------------------------------------------------------------------------------------
def test_schools_whose_day_changes_are_told_and_others_keep_theirs(period: ReportingPeriod, head: Any) -> None:
    school("A chưa soạn", period)
    school("B nháp", period, draft=True)
    extended = school("C gia hạn", period)
    ExtensionFactory(submission=extended, until=dt.date(2018, 3, 25))
    school("D gia hạn ngắn", period)
    ExtensionFactory(submission=Submission.objects.last(), until=dt.date(2018, 3, 12))
    school("E bổ sung", period, returned=True)
    school("G đã nộp", period, submitted=True)
    school("H kỳ khác", ReportingPeriodFactory(plan=period.plan, position=2, opens_on=dt.date(2018, 3, 1)))

    done = move(period, head, 15)

    names = ["A chưa soạn", "B nháp", "D gia hạn ngắn"]
    assert [row.organisation.short_name for row in done.told] == names
    assert sorted(row.organisation.short_name for row in done.own_day) == ["C gia hạn", "E bổ sung"]
    assert told() == names
    period.refresh_from_db()
    assert (period.last_day, period.deadline_text) == (dt.date(2018, 3, 14), "trước ngày 15/3/2018")
    days = Submission.objects.filter(period=period).with_deadline().order_by("organisation__sort_key")
    assert [row.owed_until.day for row in days] == [14, 14, 25, 14, 14, 14]


def test_the_message_names_new_and_old_day_and_the_reason(period: ReportingPeriod, head: Any) -> None:
    school("A", period)

    move(period, head, 15, BY, "chậm nhất ngày 15/3")

    message = Notification.objects.get(kind=NotificationKind.DEADLINE_MOVED)
    assert message.status == "pending"
    assert "chậm nhất ngày 15/3 (hạn cuối 23:59 ngày 15/03/2018)" in message.body
    assert "hạn cũ: hết ngày 09/03/2018" in message.body
    assert "Mưa lũ." in message.body


def test_reminders_of_the_old_day_that_wait_are_not_sent(period: ReportingPeriod, head: Any) -> None:
    waiting = NotificationFactory(submission=school("A", period), stage="T-3 2018-03-09 r0")
    of_another = NotificationFactory(submission=school("B", ReportingPeriodFactory()), stage="T-3 2018-03-09 r0")

    move(period, head, 15)

    waiting.refresh_from_db()
    of_another.refresh_from_db()
    assert (waiting.status, of_another.status) == ("cancelled", "pending")


def test_other_words_for_the_same_day_disturb_nobody(period: ReportingPeriod, head: Any) -> None:
    school("A", period)

    done = move(period, head, 9, BY)

    assert (done.told, done.own_day, told()) == ([], [], [])
    period.refresh_from_db()
    assert period.deadline_text == "chậm nhất ngày 9/3/2018"


def test_late_reports_that_become_punctual_are_named_before(period: ReportingPeriod, head: Any) -> None:
    school("A đúng hạn", period, submitted=True)
    school("B trễ 2", period, accepted=True, days_late=2)
    school("C trễ 9", period, accepted=True, days_late=9)
    with time_machine.travel(dt.datetime(2018, 3, 13, 8, 0, tzinfo=VN)):
        preview = preview_move(period, dt.date(2018, 3, 15), BEFORE)
        before = completeness(period)
        move(period, head, 15)
        period.refresh_from_db()

    assert [row.organisation.short_name for row in preview.becomes_on_time] == ["B trễ 2"]
    assert (before.on_time, before.late) == (1, 2)
    assert (completeness(period).on_time, completeness(period).late) == (2, 1)


def test_the_log_keeps_who_from_where_to_where_and_why(period: ReportingPeriod, head: Any) -> None:
    move(period, head, 15)

    entry = LogEntry.objects.get_for_object(period).order_by("-pk")[0]
    assert (entry.actor, entry.additional_data) == (head, {"reason": "Mưa lũ."})
    assert entry.changes["last_day"] == ["2018-03-09", "2018-03-14"]
    assert entry.changes["deadline_text"] == ["trước ngày 10/3/2018", "trước ngày 15/3/2018"]


def test_whoever_saw_an_older_deadline_is_told(period: ReportingPeriod, head: Any) -> None:
    stale = ReportingPeriod.objects.get(pk=period.pk)
    move(period, head, 15)

    with pytest.raises(Conflict, match="“trước ngày 15/3/2018”"):
        move(stale, head, 20)
    with pytest.raises(ValueError, match="reason"):
        move_deadline(period=period, by=head, deadline_on=dt.date(2018, 3, 20), rule=BY, text="", reason=" ")


@pytest.mark.parametrize("schools", [1, 3])
def test_moving_takes_the_same_queries_for_any_number_of_schools(
    period: ReportingPeriod, head: Any, schools: int, django_assert_num_queries: Any
) -> None:
    for number in range(schools):
        school(f"Trường {number}", period)

    with django_assert_num_queries(37):
        move(period, head, 15)
    assert len(told()) == schools


# -- the page -----------------------------------------------------------------------------------------------------
FORM = {"deadline_on": "15/3/2018", "rule": "before", "text": "", "comment": "Mưa lũ."}


@pytest.fixture
def page(period: ReportingPeriod, head: Any, login_as: Any) -> tuple[Client, str]:
    return login_as(head), reverse("period_deadline", args=[period.pk])


def test_nothing_is_saved_before_the_preview_was_seen(page: tuple[Client, str], period: ReportingPeriod) -> None:
    client, url = page
    school("A", period)
    school("B trễ", period, accepted=True, days_late=2)

    preview = client.post(url, FORM)

    html = preview.content.decode()
    assert "hết ngày 14/03/2018" in html
    assert "1 đơn vị</b> chưa nộp nhận thư" in html
    assert "1 báo cáo nộp trễ sẽ thành đúng hạn" in html
    assert ReportingPeriod.objects.get(pk=period.pk).last_day == dt.date(2018, 3, 9)
    assert told() == []

    done = client.post(url, FORM | {"confirm": "1", "seen": preview.context["seen"]}, follow=True)

    assert "Đã đổi hạn: hết ngày 14/03/2018. 1 đơn vị được báo hạn mới." in done.content.decode()
    assert "hết ngày 09/03/2018 → hết ngày 14/03/2018" in done.content.decode()
    assert "“Mưa lũ.”" in done.content.decode()
    assert told() == ["A"]


def test_a_preview_of_an_older_deadline_is_not_saved(
    page: tuple[Client, str], period: ReportingPeriod, head: Any
) -> None:
    client, url = page
    seen = client.post(url, FORM).context["seen"]
    move(period, head, 12)

    answer = client.post(url, FORM | {"confirm": "1", "seen": seen})

    assert answer.status_code == 422
    assert "vừa được đổi trong lúc thầy/cô thao tác" in answer.content.decode()
    assert ReportingPeriod.objects.get(pk=period.pk).last_day == dt.date(2018, 3, 11)


def test_back_from_the_preview_the_form_keeps_what_was_typed(page: tuple[Client, str]) -> None:
    client, url = page

    html = client.post(url, FORM | {"edit": "1"}).content.decode()

    assert 'value="15/3/2018"' in html
    assert "Xem trước: chưa lưu" not in html


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"deadline_on": "9/3/2018"}, "hạn chỉ có thể lùi về sau"),
        ({"deadline_on": "31/2/2018"}, "Không có ngày 31"),
        ({"text": "trước ngày 12/3/2018"}, "Lời văn nêu một ngày khác với hạn gửi mới."),
        ({"comment": ""}, "Ghi rõ lý do."),
        ({"rule": "sometime"}, "Hãy chọn"),
    ],
)
def test_mistakes_are_said(page: tuple[Client, str], change: dict[str, str], said: str) -> None:
    client, url = page

    answer = client.post(url, FORM | change)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_wording_may_name_the_new_day_or_none(page: tuple[Client, str]) -> None:
    client, url = page

    for words in ("trước ngày 15/3", "Trước ngày 15/03/2018", "cuối tuần thứ hai của tháng 3"):
        assert client.post(url, FORM | {"text": words}).status_code == 200, words


@pytest.mark.parametrize("schools", [1, 3])
def test_query_count_of_the_preview(
    page: tuple[Client, str], period: ReportingPeriod, schools: int, django_assert_num_queries: Any
) -> None:
    client, url = page
    for number in range(schools):
        school(f"Trường {number}", period)
    client.post(url, FORM)

    with django_assert_num_queries(7):
        client.post(url, FORM)
