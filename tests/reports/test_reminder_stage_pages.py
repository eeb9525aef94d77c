"""One stage of a reminder plan: written, previewed, changed, removed; nothing typed is lost."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from plans.models import Plan, ReportingPeriod
from reports.enums import NotificationStatus
from reports.models import Notification, ReminderStage
from reports.services.planning import reminder_plan_of
from schools.enums import Role
from tests.factories import (
    NotificationFactory,
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


def only(plan: Plan, **fields: Any) -> ReminderStage:
    """The plan's single stage."""
    reminder_plan = reminder_plan_of(plan)
    reminder_plan.stages.all().delete()
    return ReminderStageFactory(reminder_plan=reminder_plan, **fields)


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
