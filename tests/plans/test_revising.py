"""Freezing a plan's targets and periods, and telling what changed."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from plans.enums import Operator, PlanStatus
from plans.models import Indicator, Plan
from plans.revision_changes import differences
from plans.revisions import content_of, digest
from plans.services.errors import Conflict
from plans.services.revising import ChangeRefused, change_plan, freeze_revision, preview_change
from plans.signals import Opinion, plan_change_proposed, plan_changed
from tests.factories import (
    IndicatorFactory,
    MilestoneFactory,
    PlanFactory,
    PlanReporterFactory,
    ReportingPeriodFactory,
    TargetFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    """A plan with one target (at least 80 %, half of the way by the first period), two periods and one reporter."""
    plan = PlanFactory()
    ReportingPeriodFactory(plan=plan, position=2)
    target = TargetFactory(plan=plan, indicator=IndicatorFactory(code="Z01", short_name="Tỷ lệ thử"))
    MilestoneFactory(target=target)
    PlanReporterFactory(plan=plan)
    return plan


def test_the_first_revision_needs_no_reason_and_has_number_one(plan: Plan) -> None:
    head = UserFactory()

    revision = freeze_revision(plan=plan, by=head)

    assert (revision.number, revision.reason, revision.made_by) == (1, "", head)
    assert revision.content == content_of(plan)
    assert revision.sha256 == digest(revision.content)


def test_freezing_again_without_a_change_of_the_plan_gives_the_same_revision(plan: Plan) -> None:
    first = freeze_revision(plan=plan, by=None)
    Indicator.objects.filter(targets__plan=plan).update(short_name="Tên khác")

    assert freeze_revision(plan=plan, by=None, reason="Nạp lại") == first
    assert plan.revisions.count() == 1


def test_a_change_needs_a_reason_and_gets_the_next_number(plan: Plan) -> None:
    freeze_revision(plan=plan, by=None)
    plan.targets.update(value=Decimal(85))

    with pytest.raises(ValueError, match="reason"):
        freeze_revision(plan=plan, by=None, reason="  ")
    second = freeze_revision(plan=plan, by=None, reason=" Nâng mục tiêu ")

    assert (second.number, second.reason) == (2, "Nâng mục tiêu")


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"value": Decimal(85)}, "Z01 Tỷ lệ thử: mục tiêu ≥ 80% → ≥ 85%."),
        ({"operator": Operator.GREATER}, "Z01 Tỷ lệ thử: mục tiêu ≥ 80% → > 80%."),
        ({"stretch_value": Decimal("90.5")}, "Z01 Tỷ lệ thử: mức phấn đấu (không ghi) → 90,5."),
        ({"baseline": Decimal(70)}, "Z01 Tỷ lệ thử: mốc so sánh (không ghi) → 70."),
        ({"baseline_on": dt.date(2017, 12, 31)}, "Z01 Tỷ lệ thử: ngày của mốc (không ghi) → 31/12/2017."),
        ({"baseline_is_illustrative": True}, "Z01 Tỷ lệ thử: mốc là dữ liệu minh họa không → có."),
        ({"wording": "từ 80%"}, "Z01 Tỷ lệ thử: lời văn (không ghi) → “từ 80%”."),
        ({"is_norm": True}, "Z01 Tỷ lệ thử: là định mức, mốc thủ tục không → có."),
    ],
)
def test_every_part_of_a_target_is_told(plan: Plan, changes: dict[str, Any], line: str) -> None:
    before = content_of(plan)
    plan.targets.update(**changes)

    assert differences(before, content_of(plan)) == [line]


def test_a_range_tells_both_ends_once(plan: Plan) -> None:
    before = content_of(plan)
    plan.targets.update(operator=Operator.RANGE, value=4, stretch_value=5)

    assert differences(before, content_of(plan)) == ["Z01 Tỷ lệ thử: mục tiêu ≥ 80% → 4–5%."]


def test_targets_that_come_and_go_are_told_with_their_scope(plan: Plan) -> None:
    before = content_of(plan)
    plan.targets.all().delete()
    TargetFactory(plan=plan, level="MN", indicator=IndicatorFactory(code="Z02", short_name="Khác"), value=Decimal(7))

    assert differences(before, content_of(plan)) == [
        "Bỏ mục tiêu Z01 Tỷ lệ thử: ≥ 80%.",
        "Thêm mục tiêu Z02 Khác (Mầm non): ≥ 7%.",
    ]


def test_a_milestone_is_told_by_its_period(plan: Plan) -> None:
    before = content_of(plan)
    plan.targets.get().milestones.update(expected_share=Decimal("0.625"))

    assert differences(before, content_of(plan)) == ["Z01 Tỷ lệ thử: mốc tiến độ kỳ 3 tháng 50% → 62,5%."]


def test_every_part_of_a_period_is_told(plan: Plan) -> None:
    before = content_of(plan)
    period = plan.periods.get(position=2)
    period.deadline_on, period.deadline_text = dt.date(2018, 6, 20), "trước ngày 20/6/2018"
    period.forward_on = dt.date(2018, 6, 25)
    period.save()
    plan.periods.filter(position=1).delete()

    assert differences(before, content_of(plan)) == [
        "Z01 Tỷ lệ thử: mốc tiến độ kỳ 3 tháng 50% → (không ghi).",
        "Bỏ kỳ 3 tháng (trước ngày 10/03/2018).",
        "Kỳ 6 tháng: hạn gửi 10/06/2018 → 20/06/2018.",
        "Kỳ 6 tháng: lời văn của hạn “trước ngày 10/6/2018” → “trước ngày 20/6/2018”.",
        "Kỳ 6 tháng: hạn gửi báo cáo tổng hợp (không ghi) → 25/06/2018.",
    ]


def test_reporters_that_come_and_go_are_told_by_name(plan: Plan) -> None:
    before, name = content_of(plan), plan.reporters.get().organisation.short_name
    plan.reporters.all().delete()

    assert differences(before, content_of(plan)) == [f"Bỏ 1 đơn vị báo cáo: {name}."]
    assert differences(content_of(plan), before) == [f"Thêm 1 đơn vị báo cáo: {name}."]


def test_the_order_of_targets_is_told(plan: Plan) -> None:
    plan.targets.update(position=10)
    other = TargetFactory(plan=plan, position=50)
    before = content_of(plan)
    plan.targets.exclude(pk=other.pk).update(position=99)

    assert differences(before, content_of(plan)) == ["Thứ tự các mục tiêu thay đổi."]


# -- changing a plan in force ---------------------------------------------------------------------------------------
@pytest.fixture
def hearing() -> Iterator[dict[str, list[Any]]]:
    """What the signals tell; `opinions` is what is answered to a proposal."""
    heard: dict[str, list[Any]] = {"proposed": [], "changed": [], "opinions": [Opinion(consequences=["Có thư."])]}

    def propose(**told: Any) -> Opinion:
        heard["proposed"].append(told)
        return heard["opinions"][0]

    def change(**told: Any) -> None:
        heard["changed"].append(told)

    plan_change_proposed.connect(propose)
    plan_changed.connect(change)
    yield heard
    plan_change_proposed.disconnect(propose)
    plan_changed.disconnect(change)


def raise_target(plan: Plan) -> Any:
    return lambda: plan.targets.update(value=Decimal(85))


def test_a_preview_tells_lines_and_consequences_and_writes_nothing(plan: Plan, hearing: Any) -> None:
    preview = preview_change(plan=plan, apply=raise_target(plan))

    assert preview.lines == ["Z01 Tỷ lệ thử: mục tiêu ≥ 80% → ≥ 85%."]
    assert "Có thư." in preview.consequences
    assert plan.targets.get().value == 80
    assert plan.revisions.count() == 0
    assert hearing["changed"] == []


def test_a_change_keeps_what_was_before_it_too(plan: Plan, hearing: Any) -> None:
    head = UserFactory()

    revision = change_plan(plan=plan, by=head, reason="Nâng mục tiêu", apply=raise_target(plan))

    before, after = plan.revisions.order_by("number")
    assert (before.number, before.content["targets"][0]["value"], before.made_by) == (1, "80", None)
    assert (after, after.content["targets"][0]["value"], after.made_by) == (revision, "85", head)
    [told] = hearing["changed"]
    assert (told["plan"], told["revision"], told["by"], told["reason"]) == (plan, revision, head, "Nâng mục tiêu")
    assert differences(told["before"], told["after"]) == ["Z01 Tỷ lệ thử: mục tiêu ≥ 80% → ≥ 85%."]


def test_a_refused_change_leaves_everything_as_it_was(plan: Plan, hearing: Any) -> None:
    hearing["opinions"][0] = Opinion(refusals=["Đã có 3 báo cáo."])

    with pytest.raises(ChangeRefused, match=r"Đã có 3 báo cáo\.") as raised:
        change_plan(plan=plan, by=None, reason="Vì sao", apply=raise_target(plan))

    assert "Đã có 3 báo cáo." in raised.value.refusals
    assert plan.targets.get().value == 80
    assert plan.revisions.count() == 0
    assert hearing["changed"] == []


def test_a_change_that_changes_nothing_tells_nobody(plan: Plan, hearing: Any) -> None:
    first = freeze_revision(plan=plan, by=None)

    assert change_plan(plan=plan, by=None, reason="Vì sao", apply=lambda: None) == first
    assert hearing["changed"] == []


def test_a_change_without_a_reason_is_not_made(plan: Plan) -> None:
    with pytest.raises(ValueError, match="reason"):
        change_plan(plan=plan, by=None, reason=" ", apply=raise_target(plan))

    assert plan.targets.get().value == 80


@pytest.mark.parametrize("status", [PlanStatus.DRAFT, PlanStatus.CLOSED])
def test_only_a_plan_in_force_is_changed_with_a_revision(plan: Plan, status: str) -> None:
    Plan.objects.filter(pk=plan.pk).update(status=status)

    with pytest.raises(Conflict):
        change_plan(plan=plan, by=None, reason="Vì sao", apply=raise_target(plan))

    assert plan.targets.get().value == 80
