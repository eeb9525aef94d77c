"""What a change of a plan in force means for its reports: what is refused, who is told, what opens, what stops."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from auditlog.models import LogEntry

from plans.enums import DeadlineRule
from plans.models import Plan, PlanReporter, ReportingPeriod
from plans.services.revising import ChangeRefused, change_plan, preview_change
from reports.enums import NotificationKind, NotificationStatus
from reports.models import Notification, Submission
from reports.services.moving import move_deadline
from schools.enums import Role
from tests.factories import (
    IndicatorFactory,
    IndicatorValueFactory,
    NotificationFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlanReporterFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    TargetFactory,
    member,
)

pytestmark = pytest.mark.django_db
VN = dt.timezone(dt.timedelta(hours=7))
# The first period opens on 15 February and is due before 10 March 2018.
NOW = dt.datetime(2018, 3, 5, 9, 0, tzinfo=VN)


@pytest.fixture(autouse=True)
def _on_the_fifth() -> Any:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def plan() -> Plan:
    plan = PlanFactory()
    ReportingPeriodFactory(plan=plan)
    TargetFactory(plan=plan, indicator=IndicatorFactory(code="Z01", short_name="Tỷ lệ thử"))
    return plan


@pytest.fixture
def head(plan: Plan) -> Any:
    return member(plan.receiver, Role.HEAD)


def school(plan: Plan, name: str, **state: Any) -> Submission:
    row = SubmissionFactory(
        period=plan.periods.get(position=1), organisation=SchoolFactory(name=name).organisation, **state
    )
    member(row.organisation, Role.PRINCIPAL)
    return row


def change(plan: Plan, by: Any, apply: Callable[[], Any]) -> None:
    change_plan(plan=plan, by=by, reason="Điều chỉnh", apply=apply)


def altering(plan: Plan, **values: Any) -> Callable[[], None]:
    """Give the first period other values."""

    def apply() -> None:
        period = plan.periods.get(position=1)
        for name, value in values.items():
            setattr(period, name, value)
        period.save()

    return apply


def refusals(plan: Plan, apply: Callable[[], Any]) -> list[str]:
    return preview_change(plan=plan, apply=apply).refusals


# -- what is refused ------------------------------------------------------------------
def test_a_target_reports_were_written_against_does_not_go(plan: Plan) -> None:
    for name in ("MN A", "MN B"):
        IndicatorValueFactory(submission=school(plan, name, submitted=True), plan_indicator=plan.plan_indicators.get())
    school(plan, "MN C", submitted=True)  # did not answer this one

    found = refusals(plan, lambda: plan.targets.all().delete())

    assert found == ["Z01 Tỷ lệ thử: 2 báo cáo đã nộp theo mục tiêu này nên chỉ đổi được, không bỏ được."]


def test_a_target_nobody_has_reported_on_goes(plan: Plan) -> None:
    IndicatorValueFactory(submission=school(plan, "MN A", draft=True), plan_indicator=plan.plan_indicators.get())

    assert refusals(plan, lambda: plan.targets.all().delete()) == []


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({"label": "Quý I"}, "tên kỳ"),
        ({"data_to": dt.date(2018, 3, 1)}, "ngày chốt"),
        ({"data_from": dt.date(2018, 1, 2), "school_year": 2018}, "ngày bắt đầu số liệu, năm học"),
    ],
)
def test_a_period_with_sent_reports_keeps_what_they_say_of_it(plan: Plan, values: dict[str, Any], kept: str) -> None:
    assert refusals(plan, altering(plan, **values)) == []
    school(plan, "MN A", submitted=True)

    assert refusals(plan, altering(plan, **values)) == [f"Kỳ 3 tháng đã có 1 báo cáo đã nộp nên giữ nguyên {kept}."]


def test_a_deadline_moves_only_by_the_rules_of_moving_one(plan: Plan) -> None:
    earlier = altering(plan, deadline_on=dt.date(2018, 3, 8), deadline_text="trước ngày 8/3/2018")
    later = altering(plan, deadline_on=dt.date(2018, 3, 20), deadline_text="trước ngày 20/3/2018")

    assert refusals(plan, earlier)[0].startswith("Kỳ 3 tháng: Kỳ đã mở và các đơn vị đã được báo hạn")
    assert refusals(plan, later) == []


def test_a_new_period_is_not_overdue_from_the_start(plan: Plan) -> None:
    def add(day: dt.date) -> Callable[[], Any]:
        return lambda: ReportingPeriodFactory(
            plan=plan, position=2, opens_on=day - dt.timedelta(days=9), deadline_on=day
        )

    assert refusals(plan, add(dt.date(2018, 3, 2))) == ["Kỳ 6 tháng: hạn gửi đã qua."]
    assert refusals(plan, add(dt.date(2018, 6, 10))) == []


def test_a_unit_that_has_begun_its_report_stays(plan: Plan) -> None:
    begun, untouched = school(plan, "MN A", draft=True), school(plan, "MN B")

    def drop(row: Submission) -> Callable[[], Any]:
        return lambda: PlanReporter.objects.filter(organisation=row.organisation).delete()

    assert refusals(plan, drop(untouched)) == []
    name = begun.organisation.short_name
    assert refusals(plan, drop(begun)) == [f"{name} đã soạn hoặc nộp 1 báo cáo nên không bỏ được."]


def test_what_is_refused_is_not_done(plan: Plan, head: Any) -> None:
    school(plan, "MN A", submitted=True)

    with pytest.raises(ChangeRefused):
        change(plan, head, altering(plan, label="Quý I"))

    assert plan.periods.get().label == "3 tháng"
    assert Notification.objects.filter(kind=NotificationKind.PLAN_CHANGED).count() == 0


# -- what follows ------------------------------------------------------------------
def test_those_who_report_are_told_what_and_why(plan: Plan, head: Any) -> None:
    told = school(plan, "MN A")
    SubmissionFactory(period=ReportingPeriodFactory())  # another plan's school

    change(plan, head, lambda: plan.targets.update(value=85))

    message = Notification.objects.get(kind=NotificationKind.PLAN_CHANGED)
    assert message.recipient.memberships.get().organisation == told.organisation
    assert "- Z01 Tỷ lệ thử: mục tiêu ≥ 80% → ≥ 85%." in message.body
    assert "Lý do: Điều chỉnh" in message.body
    assert message.link_path == f"/plans/{plan.pk}/changes/"


def test_reminders_that_name_the_old_day_do_not_go_out(plan: Plan, head: Any) -> None:
    waiting = NotificationFactory(submission=school(plan, "MN A"), kind=NotificationKind.REMINDER)
    done = school(plan, "MN B", submitted=True)

    change(plan, head, altering(plan, deadline_on=dt.date(2018, 3, 20), deadline_text="trước ngày 20/3/2018"))

    waiting.refresh_from_db()
    assert waiting.status == NotificationStatus.CANCELLED
    # A new day begins a new round of reminders for whoever still owes, who is not told twice.
    moved = Notification.objects.filter(kind=NotificationKind.DEADLINE_MOVED)
    assert {row.submission for row in moved} == {waiting.submission}
    changed = Notification.objects.get(kind=NotificationKind.PLAN_CHANGED)
    assert changed.recipient.memberships.get().organisation == done.organisation
    entry = LogEntry.objects.get_for_object(plan.periods.get()).order_by("-pk").first()
    assert (entry.additional_data, entry.actor) == ({"reason": "Điều chỉnh"}, head)


def test_a_new_day_among_other_changes_is_told_both_ways(plan: Plan, head: Any) -> None:
    school(plan, "MN A")

    def apply() -> None:
        altering(plan, deadline_on=dt.date(2018, 3, 20), deadline_text="trước ngày 20/3/2018")()
        plan.targets.update(value=85)

    change(plan, head, apply)

    kinds = set(Notification.objects.values_list("kind", flat=True))
    assert kinds == {NotificationKind.DEADLINE_MOVED, NotificationKind.PLAN_CHANGED}


def test_a_change_that_leaves_the_day_leaves_the_reminders(plan: Plan, head: Any) -> None:
    waiting = NotificationFactory(submission=school(plan, "MN A"), kind=NotificationKind.REMINDER)

    change(plan, head, lambda: plan.targets.update(value=85))

    waiting.refresh_from_db()
    assert waiting.status == NotificationStatus.PENDING


def test_a_new_period_that_is_open_asks_for_reports_at_once(plan: Plan, head: Any) -> None:
    row = school(plan, "MN A")

    change(plan, head, lambda: ReportingPeriodFactory(plan=plan, position=2, opens_on=dt.date(2018, 3, 1)))

    assert Submission.objects.filter(organisation=row.organisation, period__position=2).count() == 1


def test_a_new_unit_owes_the_open_periods_and_a_dropped_one_nothing(plan: Plan, head: Any) -> None:
    gone, new = school(plan, "MN A"), SchoolFactory(name="MN B").organisation

    def apply() -> None:
        PlanReporter.objects.filter(organisation=gone.organisation).delete()
        PlanReporterFactory(plan=plan, organisation=new)

    change(plan, head, apply)

    assert list(Submission.objects.values_list("organisation", flat=True)) == [new.pk]


def test_the_preview_names_what_follows(plan: Plan) -> None:
    school(plan, "MN A", draft=True)
    school(plan, "MN B")

    def apply() -> None:
        altering(plan, deadline_on=dt.date(2018, 3, 20), deadline_text="trước ngày 20/3/2018")()
        plan.targets.update(value=85)

    assert preview_change(plan=plan, apply=apply).consequences == [
        "Kỳ 3 tháng: 2 đơn vị chưa nộp theo hạn mới; lời nhắc theo hạn cũ không gửi nữa.",
        "1 báo cáo đang soạn hiện mục tiêu mới.",
        "2 đơn vị báo cáo được báo qua cổng và thư, kèm lý do.",
    ]


# -- moving one deadline ------------------------------------------------------------------
def test_moving_a_deadline_writes_revisions_too(plan: Plan, head: Any) -> None:
    period = ReportingPeriod.objects.select_related("plan").get(plan=plan)

    move_deadline(
        period=period, by=head, deadline_on=dt.date(2018, 3, 20), rule=DeadlineRule.BEFORE, text="", reason=" Mưa lũ. "
    )

    first, second = plan.revisions.order_by("number")
    assert [row["deadline_on"] for row in first.content["periods"]] == ["2018-03-10"]
    assert [row["deadline_on"] for row in second.content["periods"]] == ["2018-03-20"]
    assert (first.reason, second.reason, second.made_by) == ("", "Mưa lũ.", head)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_a_preview_do_not_depend_on_the_number_of_reports(
    plan: Plan, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        PlanIndicatorFactory(plan=plan)
        school(plan, f"MN {number}", submitted=True)

    with django_assert_num_queries(14):
        preview_change(plan=plan, apply=lambda: plan.targets.update(value=85))
