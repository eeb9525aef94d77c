"""Which indicators the plan's reports ask for: their order, whether an answer is needed, and for which task."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from plans.digests import READ_AS, digest_of
from plans.indicator_search import AddForm, LinkForm
from plans.models import Plan, PlanIndicator
from plans.services.errors import Conflict
from plans.services.grid import GridChange, add_to_grid, grid_rows, link_to_task, save_grid
from plans.services.sections import SectionChanged
from plans.views.access import get_editable_plan
from plans.views.clashes import Clash
from plans.views.indicator_new import plan_indicator_new
from plans.views.steps import steps_of

FARTHEST = 32_767


@require_http_methods(["GET", "POST"])
def plan_indicators_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The grid as a list; beside it the catalogue, searched without diacritics, or one row to be tied to a task."""
    plan = get_editable_plan(request.user, pk)
    action = request.POST.get("action", "")
    if request.method == "GET":
        return _show(request, plan)
    if action == "add":
        return _add(request, plan)
    if action == "link":
        return _link(request, plan)
    return _save(request, plan)


def _save(request: HttpRequest, plan: Plan) -> HttpResponse:
    changes = _changes(request, plan)
    try:
        save_grid(plan=plan, by=request.user, read_as=request.POST.get(READ_AS, ""), changes=changes)
    except SectionChanged as error:
        return _show(request, plan, changes=changes, clash=Clash(error.message), status=409)
    except Conflict as error:
        messages.error(request, error.message)
        return _show(request, plan, changes=changes, status=409)
    messages.success(request, "Đã lưu biểu số liệu.")
    return redirect("plan_indicators_edit", pk=plan.pk)


def _changes(request: HttpRequest, plan: Plan) -> dict[int, GridChange]:
    """What was typed about each row the plan has; a place that is no number means the end of the list."""
    found = {}
    for pk in plan.plan_indicators.values_list("pk", flat=True):
        if f"position-{pk}" not in request.POST:
            continue
        typed = request.POST[f"position-{pk}"].strip()
        position = min(int(typed), FARTHEST) if typed.isascii() and typed.isdigit() and len(typed) < 9 else None
        found[pk] = GridChange(position, f"required-{pk}" in request.POST, f"remove-{pk}" in request.POST)
    return found


def _add(request: HttpRequest, plan: Plan) -> HttpResponse:
    form = AddForm(request.POST, plan=plan, words=request.GET.get("q", ""))
    if not form.is_valid():
        return _show(request, plan, adding=form, status=422)
    data = form.cleaned_data
    count = add_to_grid(plan=plan, by=request.user, indicators=data["indicator"], task=data["task"])
    messages.success(request, f"Đã thêm {count} chỉ tiêu vào cuối biểu.")
    return redirect("plan_indicators_edit", pk=plan.pk)


def _link(request: HttpRequest, plan: Plan) -> HttpResponse:
    row = _row(plan, request.POST.get("row", ""))
    form = LinkForm(request.POST, plan=plan)
    if row is None or not form.is_valid():
        raise Http404
    link_to_task(plan=plan, by=request.user, row=row, task=form.cleaned_data["task"])
    messages.success(request, "Đã gắn nhiệm vụ.")
    return redirect("plan_indicators_edit", pk=plan.pk)


def _row(plan: Plan, number: str) -> PlanIndicator | None:
    if not (number.isascii() and number.isdigit()):
        return None
    return plan.plan_indicators.select_related("indicator").filter(pk=number).first()


def _show(
    request: HttpRequest,
    plan: Plan,
    *,
    changes: dict[int, GridChange] | None = None,
    adding: AddForm | None = None,
    clash: Clash | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = list(plan.plan_indicators.select_related("indicator", "task").order_by("position", "pk"))
    stored = {row.pk: GridChange(row.position, row.is_required) for row in rows}
    words, row = request.GET.get("q", ""), _row(plan, request.GET.get("row", ""))
    context: dict[str, Any] = {
        "plan": plan,
        "steps": steps_of(plan, "plan_indicators_edit"),
        "rows": [(item, (changes or {}).get(item.pk, stored[item.pk])) for item in rows],
        "row": row,
        "linking": LinkForm(plan=plan, initial={"task": row.task_id}) if row else None,
        "adding": adding or AddForm(plan=plan, words=words),
        "words": words,
        "clash": clash,
        "read_as": digest_of(grid_rows(plan)),
    }
    return render(request, "plans/edit/indicators.html", context, status=status)


indicator_urls = [
    path("plans/<int:pk>/edit/indicators/", plan_indicators_edit, name="plan_indicators_edit"),
    path("plans/<int:pk>/edit/indicators/new/", plan_indicator_new, name="plan_indicator_new"),
]
