"""What the plan wants its indicators to reach: for everybody, for a level, for one unit."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from plans.digests import READ_AS
from plans.models import Plan, Target
from plans.services.targets import target_rows, write_targets
from plans.target_grid import TargetGrid
from plans.views.access import get_editable_plan
from plans.views.changing import Pending, part_context, save_or_preview
from plans.views.steps import steps_of
from vietnamese.text import search_key

PAGE_SIZE = 8
MOST_NEW = 12
SCOPES = {
    "": ("Mọi phạm vi", Q()),
    "whole": ("Toàn bộ", Q(level="", organisation=None)),
    "level": ("Từng cấp học", ~Q(level="")),
    "unit": ("Từng đơn vị", Q(organisation__isnull=False)),
}


@require_http_methods(["GET", "POST"])
def plan_targets_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of the grid with a row for a new target; posting saves it, or shows what a plan in force would become."""
    plan = get_editable_plan(request.user, pk)
    page = Paginator(_found(request, plan), PAGE_SIZE).get_page(request.GET.get("page"))
    if request.method == "GET":
        return _show(request, plan, page, TargetGrid(plan=plan, targets=page.object_list))
    if "more" in request.POST:
        return _show(request, plan, page, TargetGrid(_with_more(request.POST), plan=plan, targets=page.object_list))
    grid = TargetGrid(request.POST, plan=plan, targets=page.object_list)
    if not grid.is_valid():
        return _show(request, plan, page, grid, status=422)
    outcome = save_or_preview(
        request, plan, apply=partial(write_targets, plan=plan, rows=grid.rows()), rows=target_rows
    )
    if isinstance(outcome, Pending):
        return _show(request, plan, page, grid, status=outcome.status, pending=outcome)
    messages.success(request, "Đã lưu mục tiêu." if outcome.changed else "Không có gì thay đổi.")
    return redirect(f"{reverse('plan_targets_edit', args=[pk])}?{request.GET.urlencode()}")


def _found(request: HttpRequest, plan: Plan) -> QuerySet[Target]:
    """The targets the address of the page asks for."""
    found = plan.targets.filter(SCOPES.get(request.GET.get("scope", ""), SCOPES[""])[1])
    for word in search_key(request.GET.get("q", "")).split():
        found = found.filter(Q(indicator__search_key__contains=word) | Q(organisation__search_key__contains=word))
    return found.select_related("indicator", "organisation").prefetch_related("milestones").order_by("position", "pk")


def _with_more(posted: Any) -> Any:
    """What was typed, and one more empty row."""
    data = posted.copy()
    total = data.get("targets-TOTAL_FORMS", "0")
    count = int(total) if total.isascii() and total.isdigit() else 0
    data["targets-TOTAL_FORMS"] = str(min(count, PAGE_SIZE + MOST_NEW) + 1)
    return data


def _show(
    request: HttpRequest,
    plan: Plan,
    page: Page[Target],
    grid: Any,
    *,
    status: int = 200,
    pending: Pending | None = None,
) -> HttpResponse:
    kept = request.POST.get(READ_AS, "") if request.method == "POST" and not (pending and pending.is_clash) else ""
    context = {
        "plan": plan,
        "steps": steps_of(plan, "plan_targets_edit"),
        "grid": grid,
        "page": page,
        "scopes": [(key, label) for key, (label, _) in SCOPES.items()],
        "scope": request.GET.get("scope", ""),
        "words": request.GET.get("q", ""),
        "pending": pending,
        **part_context(plan, target_rows, keeps=kept),
    }
    return render(request, "plans/edit/targets.html", context, status=status)


target_urls = [path("plans/<int:pk>/edit/targets/", plan_targets_edit, name="plan_targets_edit")]
