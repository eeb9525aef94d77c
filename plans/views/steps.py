"""The parts of a plan in the order in which an officer writes them; every page of the editor shows them as its menu."""

from dataclasses import dataclass

from django.urls import reverse

from plans.enums import PlanStatus
from plans.models import Plan

# Name of the page → what the menu calls it.
STEPS: tuple[tuple[str, str], ...] = (
    ("plan_edit", "Thông tin chung"),
    ("plan_relations", "Văn bản liên quan"),
    ("plan_recipients", "Nơi nhận"),
    ("plan_tasks_edit", "Nhiệm vụ"),
    ("plan_indicators_edit", "Biểu số liệu"),
    ("plan_targets_edit", "Mục tiêu"),
    ("plan_periods_edit", "Kỳ báo cáo"),
    ("plan_outline_edit", "Đề cương"),
    ("plan_audience", "Đơn vị báo cáo"),
    ("plan_issue", "Kiểm tra và ban hành"),
)


@dataclass(frozen=True)
class Step:
    title: str
    url: str
    is_current: bool


def steps_of(plan: Plan, current: str) -> list[Step]:
    """The menu of the editor for one plan; `current` is the name of the page that is open. What is in force is not
    issued again."""
    open_to = [step for step in STEPS if step[0] != "plan_issue" or plan.status == PlanStatus.DRAFT]
    return [Step(title, reverse(name, args=[plan.pk]), name == current) for name, title in open_to]
