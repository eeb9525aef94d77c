"""The reminder plan of a plan: where it comes from, what may be written into it, and what a change does not do."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from plans.models import Plan
from reports.enums import Audience, Channel, DayUnit
from reports.models import Notification, ReminderPlan, ReminderStage, Submission
from reports.services.delivering import deliver_pending
from reports.services.planning import (
    reminder_plan_of,
    remove_stage,
    restore_defaults,
    save_hours,
    save_stage,
    stage_name,
)
from reports.services.reminding import send_due_reminders
from tests.factories import (
    CalendarDayFactory,
    PlanFactory,
    ReminderStageFactory,
    SubmissionFactory,
    UserFactory,
    member,
)
from tests.reports.clockwork import at, beat, ledger, owed, walk

pytestmark = pytest.mark.django_db
WORDS = {"subject": "Nhắc nộp {kỳ}", "body": "Đề nghị {trường} {nộp} {kỳ}."}
DEFAULT_CODES = ["T-7", "T-3", "T-1", "T-1-officers", "T+1", "T+2w-officers", "T+5w-head", "T+7w-leaders"]


def codes(plan: Plan) -> list[str]:
    return list(plan.reminder_plan.stages.order_by("days", "pk").values_list("code", flat=True))


def save(plan: Plan, stage: ReminderStage | None = None, **data: Any) -> ReminderStage:
    fields = data if stage else {"days": -5, **WORDS, **data}
    return save_stage(reminder_plan=reminder_plan_of(plan), by=UserFactory(), data=fields, stage=stage)


def mistakes(plan: Plan, **data: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as found:
        save(plan, **data)
    return found.value.message_dict


# -- the plan itself ----------------------------------------------------------------------------------------------
def test_it_is_created_once_with_the_default_stages() -> None:
    plan = PlanFactory()
    first, again = reminder_plan_of(plan), reminder_plan_of(plan)
    assert (first, ReminderPlan.objects.count()) == (again, 1)
    assert codes(plan) == DEFAULT_CODES
    assert (first.sends_from, first.sends_until, first.skips_sundays, first.skips_holidays) == (
        dt.time(7),
        dt.time(21),
        True,
        True,
    )


def test_an_empty_plan_stays_empty_and_defaults_can_be_restored() -> None:
    plan, editor = PlanFactory(), UserFactory()
    for stage in reminder_plan_of(plan).stages.all():
        remove_stage(stage=stage, by=editor)
    assert reminder_plan_of(plan).stages.count() == 0
    restore_defaults(reminder_plan=reminder_plan_of(plan), by=editor)
    assert codes(plan) == DEFAULT_CODES
    assert ReminderPlan.objects.get().updated_by == editor


# -- stages -------------------------------------------------------------------------------------------------------
def test_a_new_stage_gets_its_code_and_the_editor_is_kept() -> None:
    plan, editor = PlanFactory(), UserFactory()
    stage = save_stage(
        reminder_plan=reminder_plan_of(plan),
        by=editor,
        data={"days": 3, "unit": DayUnit.WORKING, "audience": Audience.SIGNER, "channel": Channel.PORTAL, **WORDS},
    )
    assert (stage.code, stage_name(stage), stage.is_active) == ("T+3w-signer", "sau hạn 3 ngày làm việc", True)
    assert ReminderPlan.objects.get().updated_by == editor


def test_a_changed_distance_changes_the_code() -> None:
    plan = PlanFactory()
    stage = reminder_plan_of(plan).stages.get(code="T-3")
    save(plan, stage, days=-4)
    assert ReminderStage.objects.get(pk=stage.pk).code == "T-4"


def test_the_last_day_has_no_unit() -> None:
    stage = save(PlanFactory(), days=0, unit=DayUnit.WORKING)
    assert (stage.code, stage.unit) == ("T", DayUnit.CALENDAR)


def test_all_mistakes_are_told_at_once_with_their_fields() -> None:
    found = mistakes(PlanFactory(), days=61, subject="{truong}", body="", channel="pigeon")
    assert set(found) == {"days", "subject", "body", "channel"}
    assert found["subject"] == ["Không có từ thay thế {truong} cho đối tượng này."]


@pytest.mark.parametrize("days", [-61, 61])
def test_a_stage_stays_within_reach(days: int) -> None:
    assert "days" in mistakes(PlanFactory(), days=days)


@pytest.mark.parametrize("days", [-60, 60])
def test_the_farthest_stage_is_allowed(days: int) -> None:
    assert save(PlanFactory(), days=days).days == days


@pytest.mark.parametrize("audience", [Audience.HEAD, Audience.LEADERS])
@pytest.mark.parametrize("days", [-1, 0])
def test_head_and_leaders_are_told_after_the_deadline_only(audience: str, days: int) -> None:
    words = {"subject": "{số đơn vị} đơn vị", "body": "{danh sách}"}
    assert "days" in mistakes(PlanFactory(), days=days, audience=audience, **words)


def test_the_words_of_a_school_are_unknown_in_a_list() -> None:
    found = mistakes(PlanFactory(), days=3, audience=Audience.OFFICERS)
    assert found == {"body": ["Không có từ thay thế {trường}, {nộp} cho đối tượng này."]}


def test_the_same_stage_twice_is_refused_and_changes_nothing() -> None:
    plan = PlanFactory()
    assert mistakes(plan, days=-7) == {"days": ["Kế hoạch nhắc đã có mốc này cho đối tượng này."]}
    assert codes(plan) == DEFAULT_CODES


def test_two_people_who_add_the_same_stage_at_once_are_not_shown_an_error_page() -> None:
    plan = PlanFactory()
    reminder_plan = reminder_plan_of(plan)
    others: list[bool] = []

    def somebody_else(execute: Callable[..., object], sql: str, *args: object) -> object:
        if sql.startswith("INSERT") and "reports_reminderstage" in sql and not others:
            others.append(True)  # only once
            ReminderStageFactory(reminder_plan=reminder_plan, days=-5, subject="Của người khác")
        return execute(sql, *args)

    with connection.execute_wrapper(somebody_else):
        assert mistakes(plan) == {"days": ["Kế hoạch nhắc đã có mốc này cho đối tượng này."]}
    assert others == [True], "the other one came between the check and the writing"


def test_hours_are_kept_in_order() -> None:
    reminder_plan = reminder_plan_of(PlanFactory())
    with pytest.raises(ValidationError, match="Giờ bắt đầu gửi phải trước giờ thôi gửi"):
        save_hours(reminder_plan=reminder_plan, by=None, data={"sends_from": dt.time(9), "sends_until": dt.time(8)})


# -- what a change does to a round that runs ----------------------------------------------------------------------
@pytest.fixture
def report() -> Submission:
    """A report of period 2, owed until 09/06/2018."""
    return owed()


def test_another_distance_does_not_remind_again_who_was_reminded_on_or_after_its_day(report: Submission) -> None:
    plan = report.period.plan
    send_due_reminders(now=at("06/06/2018 08:00"))
    stage = reminder_plan_of(plan).stages.get(code="T-3")
    save(plan, stage, days=-4)
    send_due_reminders(now=at("06/06/2018 09:00"))
    send_due_reminders(now=at("07/06/2018 08:00"))
    assert ledger("reminder") == ["06/06/2018 T-3"]


def test_a_new_stage_waits_for_tomorrow_when_somebody_was_reminded_today(report: Submission) -> None:
    plan = report.period.plan
    beat(at("06/06/2018 08:00"))
    save(plan, days=-2)  # 07/06/2018
    save(plan, reminder_plan_of(plan).stages.get(code="T-1"), days=-3, unit=DayUnit.WORKING)  # 06/06/2018 too
    beat(at("06/06/2018 10:00"))
    beat(at("07/06/2018 08:00"))
    assert ledger("reminder") == ["06/06/2018 T-3", "07/06/2018 T-2"]


def test_words_stages_and_plans_that_are_switched_off_send_nothing(report: Submission) -> None:
    plan = report.period.plan
    stage = reminder_plan_of(plan).stages.get(code="T-3")
    save(plan, stage, is_active=False)
    walk("05/06/2018", "07/06/2018")
    # T-7 was missed before this walk began, and it is what speaks while T-3 is silent.
    assert ledger("reminder") == ["05/06/2018 T-7"]
    save_hours(reminder_plan=reminder_plan_of(plan), by=None, data={"is_active": False})
    run = send_due_reminders(now=at("08/06/2018 08:00"))
    assert (run.written, dict(run.periods[report.period].skipped)) == (0, {"kế hoạch nhắc đang tắt": 1})


def test_changed_words_are_used_from_the_next_reminder_on(report: Submission) -> None:
    plan = report.period.plan
    stage = reminder_plan_of(plan).stages.get(code="T-3")
    save(plan, stage, subject="Mời {trường} gửi {kỳ}", body="Còn {số ngày} ngày.")
    send_due_reminders(now=at("06/06/2018 08:00"))
    row = Notification.objects.get(kind="reminder", status="pending")
    assert row.subject == f"Mời {report.organisation.short_name} gửi báo cáo 6 tháng"
    assert "\n\nCòn 3 ngày.\n\n" in row.body


def test_a_stage_for_the_signer_goes_to_the_signer(report: Submission) -> None:
    member(report.organisation, "clerk")
    principal = report.organisation.memberships.get(role="principal").user
    save(report.period.plan, days=-2, audience=Audience.SIGNER)
    send_due_reminders(now=at("07/06/2018 08:00"))
    written = Notification.objects.filter(kind="reminder", stage__startswith="T-2-signer")
    assert [(row.recipient, row.status) for row in written] == [(principal, "pending")]


def test_a_school_without_a_signer_is_reminded_all_the_same() -> None:
    report = SubmissionFactory(period__position=2)
    clerk = member(report.organisation, "clerk")
    save(report.period.plan, days=-2, audience=Audience.SIGNER)
    send_due_reminders(now=at("07/06/2018 08:00"))
    assert Notification.objects.get(stage__startswith="T-2-signer").recipient == clerk


def test_a_stage_for_the_portal_sends_no_mail(report: Submission) -> None:
    save(report.period.plan, days=-2, channel=Channel.PORTAL)
    send_due_reminders(now=at("07/06/2018 08:00"))
    assert Notification.objects.get(stage__startswith="T-2").status == "portal_only"


def test_new_hours_and_days_off_hold_for_mails_that_wait_already(report: Submission) -> None:
    plan = report.period.plan
    send_due_reminders(now=at("06/06/2018 08:00"))
    CalendarDayFactory(day=dt.date(2018, 6, 6), is_off=True, name="Nghỉ đột xuất")
    save_hours(reminder_plan=reminder_plan_of(plan), by=None, data={"sends_from": dt.time(9)})
    assert deliver_pending(now=at("06/06/2018 08:01")).postponed == 1
    assert Notification.objects.get(status="pending").not_before == at("07/06/2018 09:00")
    assert deliver_pending(now=at("07/06/2018 09:00")).sent == 1


def test_each_plan_goes_by_its_own_stages() -> None:
    first, second = owed(), owed()
    for stage in reminder_plan_of(second.period.plan).stages.all():
        remove_stage(stage=stage, by=UserFactory())
    save(second.period.plan, days=-2)
    walk("05/06/2018", "09/06/2018", hours=[8])
    stages = {
        report: [row.stage.split(" ")[0] for row in report.notifications.exclude(status="cancelled").order_by("pk")]
        for report in (first, second)
    }
    assert stages == {first: ["T-7", "T-3", "T-1"], second: ["T-2"]}
