"""The tasks of a plan along the months: a picture, and the same as a table."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.documents.task_timeline import HEAD, LABELS, LEFT, RIGHT, WIDTH, spoken, task_timeline
from reports.presentation import addresses
from reports.task_presentation import tracked_badge
from reports.views.tasks import get_visible_plan, track


@require_safe
def plan_timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture needs no script and prints without colour; tasks without a date are counted below it."""
    plan, today = get_visible_plan(request, pk), timezone.localdate()
    tasks = track(request, plan).tasks
    timeline = task_timeline(tasks, today)
    address = addresses("task_detail")
    context = {
        "plan": plan,
        "today": today,
        "timeline": timeline,
        "spoken": spoken(timeline, today) if timeline else "",
        "rows": [(bar, address(bar.tracked.task.pk), tracked_badge(bar.tracked)) for bar in timeline.bars]
        if timeline
        else [],
        "undated": sum(row.achieved is None and not (row.task.due_on or row.task.starts_on) for row in tasks),
        "size": {"width": WIDTH, "labels": LABELS, "left": LEFT, "right": RIGHT, "head": HEAD, "words": RIGHT + 8},
    }
    return render(request, "reports/tasks/timeline.html", context)


task_timeline_urls = [path("plans/<int:pk>/timeline/", plan_timeline, name="plan_timeline")]
