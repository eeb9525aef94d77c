"""Pages of the plans."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone

from plans.enums import PlanStatus
from plans.forms import PlanFilter
from plans.models import Plan
from plans.permissions import (
    handles_reports,
    may_copy_plan,
    may_edit_plan,
    may_write_plans,
    reads_results,
    receives_reports,
)
from plans.queries import recipient_groups, relation_groups, task_tree, with_page_contents
from plans.unit_plan_access import follows_units, with_own_duty

PAGE_SIZE = 50


def plan_list(request: HttpRequest) -> HttpResponse:
    """The plans that concern the person, latest year first."""
    filters = PlanFilter(request.GET, queryset=Plan.objects.visible_to(request.user))
    page = Paginator(filters.qs.for_list(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "may_write": may_write_plans(request.user),
        "is_filtered": any(request.GET.get(name) for name in ("q", "year", "status")),
    }
    return render(request, "plans/list.html", context)


def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan as a document: chain, recipients, tasks with their six columns, targets, periods, outline."""
    plan: Any = get_object_or_404(
        with_own_duty(with_page_contents(Plan.objects.visible_to(request.user)), request.user), pk=pk
    )
    rows = task_tree(plan)
    context = {
        "plan": plan,
        "relation_groups": relation_groups(plan, readable=Plan.objects.visible_to(request.user)),
        "recipient_groups": recipient_groups(plan.recipients.all()),
        "rows": rows,
        # The full texts together are longer than the rest of the page, so one is shown at a time.
        "open_task": int(asked) if (asked := request.GET.get("task", "")).isdecimal() else None,
        "task_count": sum(not row.has_children for row in rows),
        "has_inferred": any(row.task.lead_is_inferred for row in rows),
        "own_unit": plan.is_own and plan.status != PlanStatus.DRAFT,
        "follows_units": follows_units(request.user, plan),
        "may_edit": may_edit_plan(request.user, plan),
        "may_copy": may_copy_plan(request.user, plan),
        "plans_reminders": handles_reports(request.user, plan),
        "sees_board": receives_reports(request.user, plan),
        "sees_results": reads_results(request.user, plan),
        "today": timezone.localdate(),
    }
    return render(request, "plans/detail.html", context)


page_urls = [
    path("plans/", plan_list, name="plan_list"),
    path("plans/<int:pk>/", plan_detail, name="plan_detail"),
]
