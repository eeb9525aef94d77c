"""The chain of one task: why there is such a task, who carries it out, and what has come of it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_GET

from plans.chain.listing import served
from plans.models import Plan, Task
from reports.queries.chain import task_chain
from reports.queries.chain_figures import latest_entries, task_figures
from reports.queries.task_reports import said_about
from reports.task_presentation import percent_text, status_badge

PAGE_SIZE, FRAGMENT_SIZE = 80, 15


def _task(user: Any, pk: int, *related: str) -> Task:
    """A task of a plan that the person may read.

    Raises:
        Http404: it does not exist or its plan is hidden from them.
    """
    tasks = Task.objects.filter(plan__in=Plan.objects.visible_to(user)).select_related("plan", *related)
    return get_object_or_404(tasks, pk=pk)


@require_GET
def task_chain_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Up to the document that the task serves and down to the tasks that carry it out. Its figures and the units'
    entries are two parts of the page that load after it, or pages of their own without script."""
    task = _task(request.user, pk, "lead")
    chain = task_chain(task, request.user)
    context = {
        "task": task,
        "chain": chain,
        "documents": served(chain.documents),
        "top": chain.above[-1].task.plan if chain.above else task.plan,
    }
    return render(request, "reports/chain/task.html", context)


@require_GET
def task_chain_figures(request: HttpRequest, pk: int) -> HttpResponse:
    """The indicators of the task with target and figure."""
    task = _task(request.user, pk)
    return _part(request, "figures", {"task": task, "figures": task_figures(task, request.user)})


@require_GET
def task_chain_units(request: HttpRequest, pk: int) -> HttpResponse:
    """What the units say about the task in their latest accepted reports, and how many have said anything."""
    task = _task(request.user, pk)
    reported = said_about(task.plan, [task]).get(task.pk) if task.is_reported else None
    size = FRAGMENT_SIZE if request.htmx else PAGE_SIZE  # type: ignore[attr-defined]
    page = Paginator(latest_entries(task, request.user), size).get_page(request.GET.get("page"))
    entries = [(entry, status_badge(entry.status)) for entry in page.object_list]
    percent = percent_text(reported.percent) if reported else ""
    context = {"task": task, "reported": reported, "percent": percent, "page": page, "entries": entries}
    return _part(request, "units", context)


def _part(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    """A part of the chain for htmx, or the same part as a page."""
    part = {"figures": "reports/chain/_figures.html", "units": "reports/chain/_units.html"}[name]
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, part, context)
    return render(request, "reports/chain/part.html", context | {"part": part})


chain_urls = [
    path("tasks/<int:pk>/chain/", task_chain_page, name="task_chain"),
    path("tasks/<int:pk>/chain/figures/", task_chain_figures, name="task_chain_figures"),
    path("tasks/<int:pk>/chain/units/", task_chain_units, name="task_chain_units"),
]
