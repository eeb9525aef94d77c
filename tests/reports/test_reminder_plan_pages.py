"""The reminder plan as its office reads and edits it: days with their reasons, words with a preview, what went out."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from plans.models import Plan, ReportingPeriod
from reports.enums import NotificationKind, NotificationStatus
from reports.models import ReminderPlan, ReminderStage
from reports.services.planning import reminder_plan_of
from schools.enums import Role
from tests.factories import (
    CalendarDayFactory,
    NotificationFactory,
    PlanFactory,
    PlanReporterFactory,
    ReminderStageFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    member,
)

pytestmark = pytest.mark.django_db
Login = Callable[[Any], Client]
N = NotificationStatus
# session, user, seats, plan, reminder plan, unread; its periods, stages, days off, messages sent
QUERIES = 12
TODAY = dt.datetime(2018, 2, 20, 3, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _in_february() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def period() -> ReportingPeriod:
    """Owed until 9 March 2018, a Friday."""
    return ReportingPeriodFactory()


@pytest.fixture
def plan(period: ReportingPeriod) -> Plan:
    for name in ("MN Cẩm Vũ", "TH Tân An"):
        PlanReporterFactory(plan=period.plan, organisation=SchoolFactory(name=name).organisation)
    return period.plan


@pytest.fixture
def client_of_officer(login_as: Login, plan: Plan) -> Client:
    return login_as(member(plan.receiver, Role.OFFICER, full_name="Phạm Chuyên Viên"))


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def page(client: Client, plan: Plan, **query: str) -> Any:
    return client.get(reverse("reminder_plan", args=[plan.pk]), query)


def only(plan: Plan, **fields: Any) -> ReminderStage:
    """The plan's single stage."""
    reminder_plan = reminder_plan_of(plan)
    reminder_plan.stages.all().delete()
    return ReminderStageFactory(reminder_plan=reminder_plan, **fields)


# -- the timeline -------------------------------------------------------------------------------------------------


def test_the_default_stages_stand_as_sentences_on_their_days(client_of_officer: Client, plan: Plan) -> None:
    response = page(client_of_officer, plan)

    timeline = response.context["timeline"]
    assert [(line.day, line.words, line.stage.audience) for line in timeline.before] == [
        (dt.date(2018, 3, 2), "Trước hạn 7 ngày", "school"),
        (dt.date(2018, 3, 6), "Trước hạn 3 ngày", "school"),
        (dt.date(2018, 3, 8), "Trước hạn 1 ngày", "school"),
        (dt.date(2018, 3, 8), "Trước hạn 1 ngày", "officers"),
    ]
    assert [(line.day, line.words) for line in timeline.after] == [
        (dt.date(2018, 3, 10), "Sau hạn 1 ngày"),
        (dt.date(2018, 3, 13), "Sau hạn 2 ngày làm việc"),
        (dt.date(2018, 3, 16), "Sau hạn 5 ngày làm việc"),
        (dt.date(2018, 3, 20), "Sau hạn 7 ngày làm việc"),
    ]
    content = text(response)
    assert "<strong>Trước hạn 7 ngày</strong> · thư và trong cổng · người soạn và người ký của đơn vị" in content
    assert "Thứ Sáu, từ 07:00" in content
    assert "Hạn nộp: trước ngày 10/3/2018</strong>" in content
    assert ReminderPlan.objects.count() == 1


def test_a_day_off_moves_the_stage_and_says_why(client_of_officer: Client, plan: Plan) -> None:
    only(plan, days=-5)  # Sunday 4 March
    CalendarDayFactory(day=dt.date(2018, 3, 2), name="Hội thao")

    (line,) = page(client_of_officer, plan).context["timeline"].before

    assert (line.day, line.moved) == (dt.date(2018, 3, 1), "vì 04/03/2018 là Chủ nhật")


def test_after_the_deadline_a_quiet_day_lets_the_mail_wait(client_of_officer: Client, plan: Plan) -> None:
    only(plan, days=2)  # Sunday 11 March

    response = page(client_of_officer, plan)

    (line,) = response.context["timeline"].after
    assert line.day == dt.date(2018, 3, 12)
    assert "Không gửi đúng ngày vì 11/03/2018 là Chủ nhật." in text(response)


@pytest.mark.parametrize(
    ("today", "expected"), [("2018-02-20", 1), ("2018-03-20", 1), ("2018-03-21", 2), ("2019-01-01", 2)]
)
def test_the_period_shown_is_the_first_whose_reminders_are_not_over(
    login_as: Login, plan: Plan, today: str, expected: int
) -> None:
    ReportingPeriodFactory(plan=plan, position=2)
    with time_machine.travel(f"{today} 05:00:00+00:00", tick=False):
        client = login_as(member(plan.receiver, Role.HEAD))

        assert page(client, plan).context["period"].position == expected


def test_another_period_is_shown_when_asked_for(client_of_officer: Client, plan: Plan) -> None:
    second = ReportingPeriodFactory(plan=plan, position=2)
    foreign = ReportingPeriodFactory()

    assert page(client_of_officer, plan, period=str(second.pk)).context["period"] == second
    assert page(client_of_officer, plan, period=str(foreign.pk)).context["period"].position == 1
    assert page(client_of_officer, plan, period="x").context["period"].position == 1


def test_what_went_out_stands_at_its_stage_and_leads_to_the_ledger(
    client_of_officer: Client, plan: Plan, period: ReportingPeriod
) -> None:
    stage = only(plan, days=-7)
    reports = [SubmissionFactory(period=period) for _ in range(3)]
    for report, status in zip(reports, (N.SENT, N.FAILED, N.PENDING), strict=True):
        NotificationFactory(submission=report, stage=f"{stage.code} 2018-03-09 r0", status=status, sent_at=TODAY)
    NotificationFactory(submission=reports[0], stage="T-14 2018-03-09 r0", status=N.SENT, sent_at=TODAY)
    NotificationFactory(submission=reports[0], stage="H20180219", status=N.SENT, sent_at=TODAY)
    NotificationFactory(
        submission=reports[0], stage="accept 1", kind=NotificationKind.ACCEPTED, status=N.SENT, sent_at=TODAY
    )

    response = page(client_of_officer, plan)

    content = text(response)
    assert 'Đã gửi 1 thư</a> · 1 chờ gửi · <span class="text-danger">■ 1 không gửi được</span>' in content
    assert f'href="{reverse("reminder_ledger")}?period={period.pk}&amp;stage=T-7"' in content
    assert [(tally.words, tally.total) for tally in response.context["timeline"].others] == [
        ("nhắc thủ công", 1),
        ("trước hạn 14 ngày", 1),
    ]
    assert "trước hạn 14 ngày: 1 thông báo</a>" in content


def test_a_stage_switched_off_and_a_plan_switched_off_say_so(client_of_officer: Client, plan: Plan) -> None:
    stage = only(plan, is_active=False)
    assert "Đang tắt</span>" in text(page(client_of_officer, plan))
    ReminderPlan.objects.filter(pk=stage.reminder_plan_id).update(is_active=False)
    assert "không đơn vị nào được nhắc tự động" in text(page(client_of_officer, plan))


def test_without_stages_or_periods_the_page_says_what_to_do(
    login_as: Login, client_of_officer: Client, plan: Plan
) -> None:
    only(plan).delete()
    assert "Chưa có mốc nhắc nào" in text(page(client_of_officer, plan))
    bare = PlanFactory(receiver=plan.receiver)
    assert "Kế hoạch chưa có kỳ báo cáo" in text(page(client_of_officer, bare))


# -- hours --------------------------------------------------------------------------------------------------------


def test_hours_and_quiet_days_are_changed_and_signed(client_of_officer: Client, plan: Plan) -> None:
    only(plan, days=-6)  # Saturday 3 March, so Friday
    data = {"is_active": "on", "sends_from": "8h30", "sends_until": "17h", "skips_saturdays": "on"}

    response = client_of_officer.post(reverse("reminder_plan", args=[plan.pk]), data, follow=True)

    stored = ReminderPlan.objects.get(plan=plan)
    assert (stored.sends_from, stored.sends_until) == (dt.time(8, 30), dt.time(17))
    assert (stored.skips_saturdays, stored.skips_sundays, stored.skips_holidays) == (True, False, False)
    assert "Thứ Sáu, từ 08:30" in text(response)
    assert "Phạm Chuyên Viên sửa lúc 10:00, 20/02/2018" in text(response)


def test_hours_out_of_order_are_refused_and_kept_as_typed(client_of_officer: Client, plan: Plan) -> None:
    data = {"is_active": "on", "sends_from": "18:00", "sends_until": "08:00"}

    response = client_of_officer.post(reverse("reminder_plan", args=[plan.pk]), data)

    assert response.status_code == 422
    assert "Giờ bắt đầu gửi phải trước giờ thôi gửi." in text(response)
    assert 'value="18:00"' in text(response)
    assert "từ 07:00" in text(response)
    assert ReminderPlan.objects.get(plan=plan).sends_from == dt.time(7)


def test_an_hour_that_is_none_is_told_at_its_field(client_of_officer: Client, plan: Plan) -> None:
    response = client_of_officer.post(
        reverse("reminder_plan", args=[plan.pk]), {"sends_from": "sáng", "sends_until": ""}
    )

    errors = response.context["form"].errors
    assert errors["sends_from"] == ["Ghi giờ và phút, ví dụ 07:00 hoặc 17h30."]
    assert errors["sends_until"] == ["Ghi giờ, ví dụ 07:00."]
    assert 'value="sáng"' in text(response)


# -- who may ------------------------------------------------------------------------------------------------------


def test_only_the_receivers_people_may_look_and_change(login_as: Login, plan: Plan) -> None:
    stage = only(plan)
    addresses = [
        ("get", reverse("reminder_plan", args=[plan.pk])),
        ("post", reverse("reminder_plan", args=[plan.pk])),
        ("get", reverse("reminder_stage_new", args=[plan.pk])),
        ("post", reverse("reminder_stage_edit", args=[stage.pk])),
        ("post", reverse("reminder_stage_remove", args=[stage.pk])),
        ("post", reverse("reminder_plan_restore", args=[plan.pk])),
    ]
    reporter = plan.reporters.order_by("pk")[0].organisation

    def statuses(person: Any) -> set[int]:
        client = login_as(person)
        return {getattr(client, method)(url).status_code for method, url in addresses}

    assert statuses(member(plan.forwarded_to, Role.LEADER)) == {403}
    assert statuses(member(plan.forwarded_to, Role.ADMINISTRATOR)) == {403}
    assert statuses(member(reporter, Role.PRINCIPAL)) == {403}
    assert statuses(member(PlanFactory().receiver, Role.HEAD)) == {404}
    assert list(ReminderStage.objects.values_list("pk", flat=True).order_by("pk")) == [stage.pk]


def test_queries_do_not_grow_with_stages_or_messages(
    client_of_officer: Client, plan: Plan, period: ReportingPeriod, django_assert_num_queries: Callable[..., Any]
) -> None:
    stage = only(plan, days=-30)
    page(client_of_officer, plan)
    for number in (1, 2):
        for place in range(number):
            ReminderStageFactory(reminder_plan=stage.reminder_plan, days=-number * 10 - place)
            NotificationFactory(submission=SubmissionFactory(period=period), stage="T-7 2018-03-09 r0")
        with django_assert_num_queries(QUERIES):
            page(client_of_officer, plan)
