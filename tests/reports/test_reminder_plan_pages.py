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
from reports.models import Notification, ReminderPlan, ReminderStage
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
WORDS = {
    "when": "before",
    "distance": "5",
    "unit": "calendar",
    "audience": "school",
    "channel": "mail",
    "subject": "Nhắc nộp {kỳ} của {trường}",
    "body": "{Kỳ} cần gửi {hạn}.",
    "is_active": "on",
}


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


# -- one stage ----------------------------------------------------------------------------------------------------


def new(client: Client, plan: Plan, **data: str) -> Any:
    return client.post(reverse("reminder_stage_new", args=[plan.pk]), {**WORDS, **data}, follow=True)


def test_a_stage_is_added(client_of_officer: Client, plan: Plan) -> None:
    response = new(client_of_officer, plan, when="after", distance="3", unit="working", audience="signer")

    stage = ReminderStage.objects.get(code="T+3w-signer")
    assert (stage.days, stage.channel, stage.is_active) == (3, "mail", True)
    assert "Đã lưu mốc “sau hạn 3 ngày làm việc”. Áp dụng từ lần gửi tới; thư đã gửi giữ nguyên." in text(response)


def test_the_day_of_the_deadline_needs_no_distance(client_of_officer: Client, plan: Plan) -> None:
    new(client_of_officer, plan, when="on", distance="")

    assert ReminderStage.objects.get(code="T").days == 0


def test_a_stage_is_changed_and_shows_what_it_was(client_of_officer: Client, plan: Plan) -> None:
    stage = only(plan, days=-7, body="Lời cũ của {trường}.")
    url = reverse("reminder_stage_edit", args=[stage.pk])
    before = text(client_of_officer.get(url))
    assert 'value="7"' in before
    assert "Lời cũ của {trường}." in before
    assert "Lời cũ của MN Cẩm Vũ." in before

    client_of_officer.post(url, {**WORDS, "distance": "6", "is_active": ""})

    stage.refresh_from_db()
    assert (stage.code, stage.days, stage.is_active, stage.body) == ("T-6", -6, False, WORDS["body"])


@pytest.mark.parametrize(
    ("data", "field", "complaint"),
    [
        ({"distance": ""}, "distance", "Ghi số ngày, từ 1 đến 60."),
        ({"distance": "61"}, "distance", "Giá trị không được lớn hơn 60."),
        ({"distance": "hai"}, "distance", None),
        ({"when": ""}, "when", "Chọn trước hạn, đúng ngày hay sau hạn."),
        ({"subject": " "}, "subject", "Ghi tiêu đề."),
        ({"body": "Kính gửi {lớp}, {tr}"}, "body", "{lớp}, {tr}"),
        ({"subject": "Nhắc {trường"}, "subject", "{"),
        ({"distance": "7"}, "distance", "Kế hoạch nhắc đã có mốc này cho đối tượng này."),
        ({"audience": "head"}, "distance", "Danh sách đơn vị quá hạn chỉ gửi sau hạn"),
        ({"audience": "pigeon"}, "audience", None),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    client_of_officer: Client, plan: Plan, data: dict[str, str], field: str, complaint: str | None
) -> None:
    only(plan, days=-7)
    typed = {**WORDS, "subject": "Nhắc kỳ này", "body": "Lời đang gõ dở", **data}

    response = new(client_of_officer, plan, **typed)

    assert response.status_code == 422
    form = response.context["form"]
    assert field in form.errors
    assert complaint is None or complaint in " ".join(form.errors[field])
    assert {name: form[name].value() for name in typed if name != "is_active"} == {
        name: value for name, value in typed.items() if name != "is_active"
    }
    assert ReminderStage.objects.count() == 1


def test_all_mistakes_are_told_at_once(client_of_officer: Client, plan: Plan) -> None:
    response = new(client_of_officer, plan, distance="", subject="{lớp}", body="{thầy}")

    assert set(response.context["form"].errors) == {"distance", "subject", "body"}


def test_the_preview_is_the_mail_of_a_real_school_and_stores_nothing(client_of_officer: Client, plan: Plan) -> None:
    school = plan.reporters.get(organisation__short_name="TH Tân An").organisation

    response = new(client_of_officer, plan, preview="1", school=str(school.pk), body="{Trường} còn {số ngày} ngày.")

    preview = response.context["preview"]
    assert preview.message.subject == "Nhắc nộp báo cáo 3 tháng của TH Tân An"
    # Five days before 9 March is Sunday the 4th, so it is written on Friday the 2nd.
    assert "TH Tân An còn 7 ngày." in preview.message.body
    assert preview.sends_at == dt.datetime(2018, 3, 2, 0, 0, tzinfo=dt.UTC)
    assert "{Trường} còn {số ngày} ngày." in response.context["form"]["body"].value()
    assert "Kỳ này chưa mở" in text(response)
    assert not ReminderStage.objects.filter(code="T-5").exists()


def test_the_preview_of_a_sent_report_says_that_nobody_gets_it(
    client_of_officer: Client, plan: Plan, period: ReportingPeriod
) -> None:
    school = plan.reporters.get(organisation__short_name="TH Tân An").organisation
    SubmissionFactory(period=period, organisation=school, submitted=True)

    response = new(client_of_officer, plan, preview="1", school=str(school.pk))

    assert "Đơn vị này đã nộp nên sẽ không nhận thư" in text(response)


def test_the_preview_of_a_list_names_schools_and_its_own_placeholders(
    client_of_officer: Client, plan: Plan, period: ReportingPeriod
) -> None:
    SubmissionFactory(period=period, organisation=SchoolFactory(name="MN Đông").organisation)

    response = new(
        client_of_officer,
        plan,
        preview="1",
        when="after",
        audience="officers",
        subject="{số đơn vị} đơn vị",
        body="{danh sách}",
    )

    assert response.context["preview"].message.subject == "1 đơn vị"
    assert "1. MN Đông" in response.context["preview"].message.body
    assert "<code>{danh sách}</code>" in text(response)
    assert "<code>{trường}</code>" not in text(response)


def test_a_preview_with_mistakes_shows_them_and_no_mail(client_of_officer: Client, plan: Plan) -> None:
    response = new(client_of_officer, plan, preview="1", body="{lớp}")

    assert response.status_code == 422
    assert response.context["preview"] is None
    assert "Sửa các chỗ được nêu rồi bấm “Xem trước”." in text(response)


def test_a_school_of_another_plan_is_no_example(client_of_officer: Client, plan: Plan) -> None:
    stranger = PlanReporterFactory().organisation

    response = new(client_of_officer, plan, preview="1", school=str(stranger.pk))

    assert set(response.context["form"].errors) == {"school"}
    assert stranger.short_name not in text(response)


def test_a_stage_is_removed_and_its_mails_stay(client_of_officer: Client, plan: Plan, period: ReportingPeriod) -> None:
    stage = only(plan)
    NotificationFactory(submission=SubmissionFactory(period=period), stage=f"{stage.code} 2018-03-09 r0")
    content = text(client_of_officer.get(reverse("reminder_stage_edit", args=[stage.pk])))
    assert "Từ nay không ai được nhắc ở mốc này nữa." in content

    url = reverse("reminder_stage_remove", args=[stage.pk])
    client_of_officer.post(url)
    assert ReminderStage.objects.count() == 1
    response = client_of_officer.post(url, {"confirm": "1"}, follow=True)

    assert "Đã xóa mốc “trước hạn 7 ngày”." in text(response)
    assert (ReminderStage.objects.count(), Notification.objects.count()) == (0, 1)
    assert "trước hạn 7 ngày: 1 thông báo" in text(response)


def test_the_default_stages_come_back(client_of_officer: Client, plan: Plan) -> None:
    only(plan, days=-20)

    client_of_officer.post(reverse("reminder_plan_restore", args=[plan.pk]))

    codes = list(ReminderStage.objects.order_by("days", "pk").values_list("code", flat=True))
    assert codes[:3] == ["T-7", "T-3", "T-1"]
    assert "T-20" not in codes


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
