""" "Việc của đơn vị tôi": the tasks of a person's own units over all plans."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from plans.models import Plan, Task
from plans.queries import TaskRow
from reports.presentation import Badge, addresses
from reports.queries.my_tasks import for_my_list, my_tasks, reporting_plans
from reports.queries.told import Told, told_of
from reports.queries.tracked_tasks import days_late
from reports.task_filters import MyTaskFilter
from reports.task_presentation import time_badge, told_badge
from schools.downloads import workbook_response
from schools.queries import actor_of
from schools.workbooks.lists import Column, Kind, list_workbook
from vietnamese.text import search_key

PAGE_SIZE = 40
COLUMNS = (
    Column("Kế hoạch", 30),
    Column("TT", 12),
    Column("Nội dung nhiệm vụ", 48),
    Column("Vai trò", 12),
    Column("Chủ trì", 24),
    Column("Phối hợp", 28),
    Column("Thời gian hoàn thành", 13, Kind.DATE),
    Column("Tình trạng", 18),
    Column("Tiến độ (%)", 10, Kind.NUMBER),
    Column("Quá hạn (ngày)", 10, Kind.NUMBER),
)


@dataclass(frozen=True, slots=True)
class MyLine:
    """One task as its line in the list."""

    task: Any
    url: str
    part: str
    badge: Badge
    late: Badge | None
    told: Told
    may_update: bool


@require_safe
def my_task_list(request: HttpRequest) -> HttpResponse:
    """What the person's units lead, follow and share; late and due soonest first."""
    filters, found = _found(request)
    page = Paginator(for_my_list(found), PAGE_SIZE).get_page(request.GET.get("page"))
    today, address = timezone.localdate(), addresses("task_detail")
    shown = list(page.object_list)
    ids = [task.pk for task in shown]
    mine = set(Task.objects.filter(pk__in=ids).updatable_by(request.user).order_by().values_list("pk", flat=True))
    context = {
        "filters": filters,
        "page": page,
        "lines": [_line(task, address(task.pk), task.pk in mine, today) for task in shown],
        "reporting_plans": reporting_plans(actor_of(request.user)),
    }
    return render(request, "reports/tasks/mine.html", context)


def _found(request: HttpRequest) -> tuple[MyTaskFilter, QuerySet[Any]]:
    tasks = my_tasks(actor_of(request.user))
    plans = Plan.objects.filter(pk__in=tasks.order_by().values("plan")).order_by("-year", "pk")
    filters = MyTaskFilter(request.GET, plans=plans)
    for word in search_key(filters.chosen("q") or "").split():
        tasks = tasks.filter(search_key__contains=word)
    if status := filters.chosen("status"):
        tasks = tasks.filter(told_status=status)
    if plan := filters.chosen("plan"):
        tasks = tasks.filter(plan=plan)
    if part := filters.chosen("part"):
        tasks = tasks.filter(is_led=part == MyTaskFilter.LEADS)
    if filters.chosen("overdue"):
        tasks = tasks.filter(due_on__lt=timezone.localdate(), is_done=0)
    return filters, tasks


def _line(task: Any, url: str, may_update: bool, today: Any) -> MyLine:
    told = told_of(task)
    return MyLine(task, url, _part(task), told_badge(task), time_badge(task, today), told, may_update)


def _part(task: Any) -> str:
    if task.is_led:
        return "Chủ trì"
    return "Theo dõi" if task.is_followed else "Phối hợp"


@require_safe
def my_task_export(request: HttpRequest) -> HttpResponse:
    """What the list shows, as an Excel file."""
    filters, found = _found(request)
    today = timezone.localdate()
    rows = [_cells(task, today) for task in for_my_list(found)]
    data = list_workbook("Việc của đơn vị", COLUMNS, rows, notes=filters.words)
    return workbook_response(data, "Việc của đơn vị")


def _cells(task: Any, today: Any) -> list[Any]:
    return [
        task.plan.title,
        task.code,
        task.title,
        _part(task),
        task.lead_text,
        TaskRow(task, 0, False).coordinating_text,
        task.due_on,
        told_of(task).status.label,
        told_of(task).progress,
        days_late(task, today) or None,
    ]


my_task_urls = [
    path("tasks/", my_task_list, name="my_tasks"),
    path("tasks/export/", my_task_export, name="my_tasks_export"),
]
