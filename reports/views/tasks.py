"""The tasks of a plan: how far each has come, who leads it, what is late."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from plans.models import Plan, Task
from reports.enums import Capability
from reports.permissions import can
from reports.presentation import Badge, addresses
from reports.queries.tracked_tasks import TrackedPlan, TrackedTask, tracked_plan
from reports.task_filters import PlanTaskFilter
from reports.task_pages import tree_page
from reports.task_presentation import achieved_words, percent_text, source_words, time_badge, tracked_badge
from schools.downloads import workbook_response
from schools.workbooks.lists import Column, Kind, list_workbook

COLUMNS = (
    Column("TT", 12),
    Column("Nội dung nhiệm vụ", 48),
    Column("Chủ trì", 24),
    Column("Phối hợp", 28),
    Column("Thời gian hoàn thành", 13, Kind.DATE),
    Column("Kết quả, sản phẩm", 28),
    Column("Tình trạng", 20),
    Column("Tiến độ (%)", 10, Kind.NUMBER),
    Column("Quá hạn (ngày)", 10, Kind.NUMBER),
    Column("Cách tính tiến độ", 28),
)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task as its line in the list."""

    tracked: TrackedTask
    url: str
    is_context: bool
    badge: Badge | None
    late: Badge | None
    percent: str
    width: int
    may_update: bool
    may_remind: bool


@require_safe
def plan_tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """The tree of the plan's tasks with progress and status, narrowed by the address; parents stay for orientation."""
    plan, tracked, filters = _found(request, pk)
    shown = filters.narrow(tracked.tasks)
    tree = tree_page(_with_parents(tracked.tasks, shown), request.GET.get("page"))
    context = {
        **_whole(plan, tracked),
        "filters": filters,
        "tree": tree,
        "page": tree.page,
        "lines": _lines(request.user, plan, [*tree.parents, *tree.rows], {row.task.pk for row in shown}),
        "count": sum(row.achieved is None for row in shown),
        "has_inferred": any(row.task.lead_is_inferred for row in shown),
        "period": next((row.reported.period for row in tracked.tasks if row.reported), None),
        "may_remind": can(request.user, Capability.CHASE, plan),
        "today": timezone.localdate(),
    }
    return render(request, "reports/tasks/plan.html", context)


@require_safe
def plan_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the plan's tasks have come together: a fragment, for pages that have other things to read."""
    plan = get_visible_plan(request, pk)
    return render(request, "reports/tasks/_progress.html", _whole(plan, track(request, plan)))


def _whole(plan: Plan, tracked: TrackedPlan) -> dict[str, Any]:
    return {
        "plan": plan,
        "tracked": tracked,
        "whole": achieved_words(tracked.whole, tracked.reported),
        "whole_percent": percent_text(tracked.whole.percent),
        "whole_width": round(tracked.whole.percent or 0),
    }


def get_visible_plan(request: HttpRequest, pk: int) -> Plan:
    """A plan the person may read, with what permissions ask of it.

    Raises:
        Http404: it does not exist or the person cannot see it.
    """
    plans = Plan.objects.visible_to(request.user).select_related("issuer", "receiver")
    return get_object_or_404(plans.prefetch_related("recipients"), pk=pk)


def track(request: HttpRequest, plan: Plan) -> TrackedPlan:
    """The plan's tasks as the person may know them."""
    reads = can(request.user, Capability.VIEW_RESULTS, plan)
    return tracked_plan(plan, today=timezone.localdate(), with_reports=reads)


def _found(request: HttpRequest, pk: int) -> tuple[Plan, TrackedPlan, PlanTaskFilter]:
    plan = get_visible_plan(request, pk)
    tracked = track(request, plan)
    return plan, tracked, PlanTaskFilter(request.GET, tasks=tracked.tasks)


def _with_parents(tasks: Sequence[TrackedTask], shown: Iterable[TrackedTask]) -> list[TrackedTask]:
    """The tasks shown and the parents above them, in the plan's order."""
    parents = {row.task.pk: row.task.parent_id for row in tasks}
    kept: set[int] = set()
    for row in shown:
        pk: int | None = row.task.pk
        while pk and pk not in kept:
            kept.add(pk)
            pk = parents.get(pk)
    return [row for row in tasks if row.task.pk in kept]


def _lines(user: Any, plan: Plan, rows: Sequence[TrackedTask], found: Collection[int]) -> list[TaskLine]:
    """The rows as lines; those not `found` by the filters are there for orientation. Rights and addresses are looked
    up once."""
    mine = set(Task.objects.filter(plan=plan).updatable_by(user).order_by().values_list("pk", flat=True))
    address, may_remind = addresses("task_detail"), can(user, Capability.CHASE, plan)
    return [_line(row, address, row.task.pk not in found, mine, may_remind) for row in rows]


def _line(row: TrackedTask, address: Any, is_context: bool, mine: set[int], may_remind: bool) -> TaskLine:
    task = row.task
    return TaskLine(
        tracked=row,
        url=address(task.pk),
        is_context=is_context,
        badge=tracked_badge(row),
        late=time_badge(task, row.today) if row.can_be_late else None,
        percent=percent_text(row.percent),
        width=round(row.percent or 0),
        may_update=task.pk in mine and not row.is_from_reports,
        may_remind=may_remind and row.is_asked_for,
    )


@require_safe
def plan_tasks_export(request: HttpRequest, pk: int) -> HttpResponse:
    """What the list shows, as an Excel file."""
    plan, tracked, filters = _found(request, pk)
    rows = [_cells(row) for row in filters.narrow(tracked.tasks)]
    notes = [plan.full_citation, f"Tiến độ chung: {achieved_words(tracked.whole, tracked.reported)}", *filters.words]
    return workbook_response(list_workbook("Nhiệm vụ của kế hoạch", COLUMNS, rows, notes=notes), "Nhiệm vụ")


def _cells(row: TrackedTask) -> list[Any]:
    task, badge = row.task, tracked_badge(row)
    return [
        task.code,
        task.title,
        f"{task.lead_text} (suy luận)" if task.lead_is_inferred else task.lead_text,
        row.row.coordinating_text,
        task.due_on,
        task.expected_result,
        badge and badge.text,
        None if row.percent is None else round(row.percent),
        row.days_late or None,
        _source(row),
    ]


def _source(row: TrackedTask) -> str:
    """Where the progress of a line comes from."""
    if row.achieved is not None:
        return f"{row.achieved.counted}/{row.achieved.total} việc có tiến độ"
    if row.reported is not None and row.is_from_reports:
        return f"báo cáo đã duyệt, {row.reported.coverage}"
    if row.task.same_as:
        return f"theo mục {row.task.same_as.code}"
    return source_words(row.told)


task_urls = [
    path("plans/<int:pk>/tasks/", plan_tasks, name="plan_tasks"),
    path("plans/<int:pk>/tasks/progress/", plan_progress, name="plan_progress"),
    path("plans/<int:pk>/tasks/export/", plan_tasks_export, name="plan_tasks_export"),
]
