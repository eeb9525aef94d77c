"""Reminding the unit that leads a task, by hand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from plans.models import Task
from reports.enums import Capability
from reports.services.task_reminding import remind_task_now
from reports.views.access import require
from reports.views.tasks import get_visible_plan


@require_POST
def plan_tasks_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind the unit of one task of the plan; the form names the task."""
    plan = get_visible_plan(request, pk)
    require(request.user, Capability.CHASE, plan)
    number = request.POST.get("task", "")
    tasks = Task.objects.filter(plan=plan).select_related("plan", "lead")
    task: Task = get_object_or_404(tasks, pk=int(number) if number.isascii() and number.isdigit() else 0)
    why_not = remind_task_now(task=task)
    unit = task.lead_text or plan.receiver.name
    if why_not:
        messages.warning(request, f"Không nhắc nhiệm vụ {task.code}: {why_not}.")
    else:
        messages.success(request, f"Đã nhắc {unit} về nhiệm vụ {task.code}. Kết quả gửi ghi ở sổ nhắc.")
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back) if safe else redirect("plan_tasks", plan.pk)


task_reminding_urls = [path("plans/<int:pk>/tasks/remind/", plan_tasks_remind, name="plan_tasks_remind")]
