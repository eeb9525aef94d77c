"""Which units report: found by kind, level, commune or name, then picked."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from plans.audience_forms import AudienceFilter
from plans.enums import PlanStatus
from plans.models import Plan
from plans.permissions import may_issue_plan
from plans.services.audience import add_reporters, drop_reporters
from plans.services.errors import Conflict
from plans.views.access import get_editable_plan
from plans.views.steps import steps_of
from schools.enums import Level, OrganisationKind

PAGE_SIZE = 60
SCHOOL = OrganisationKind.SCHOOL.value
QUICK = [(SCHOOL, "", "Mọi trường"), *((SCHOOL, level.value, level.label) for level in Level)]


@require_safe
def plan_audience(request: HttpRequest, pk: int) -> HttpResponse:
    """The units that match the filter, each with a tick."""
    plan = get_editable_plan(request.user, pk)
    filters = AudienceFilter(request.GET, plan=plan)
    context = {
        "plan": plan,
        "steps": steps_of(plan, "plan_audience"),
        "filters": filters,
        "page": Paginator(filters.found(), PAGE_SIZE).get_page(request.GET.get("page")),
        "count": plan.reporters.count(),
        "quick": QUICK,
        "may_change": _may_change(request, plan),
        "is_filtered": any(request.GET.get(name) for name in filters.fields),
    }
    return render(request, "plans/edit/audience.html", context)


def _may_change(request: HttpRequest, plan: Plan) -> bool:
    """Once reports are owed, who owes them is the head's to say."""
    return plan.status == PlanStatus.DRAFT or may_issue_plan(request.user, plan)


@require_POST
def plan_audience_pick(request: HttpRequest, pk: int) -> HttpResponse:
    """Add or drop the units that are ticked, or add all that match the filter of the address."""
    plan = get_editable_plan(request.user, pk)
    if not _may_change(request, plan):
        raise PermissionDenied
    _pick(request, plan, AudienceFilter(request.GET, plan=plan))
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse("plan_audience", args=[pk]) + query)


def _pick(request: HttpRequest, plan: Plan, filters: AudienceFilter) -> None:
    action, reason = request.POST.get("action", ""), request.POST.get("reason", "").strip()
    ticked = {int(value) for value in request.POST.getlist("unit") if value.isascii() and value.isdigit()}
    meant = filters.found() if action.endswith("_all") else filters.bodies.filter(pk__in=ticked)
    units = set(meant.values_list("pk", flat=True))
    if not units:
        messages.warning(request, "Chưa chọn đơn vị nào.")
        return
    if plan.status == PlanStatus.IN_FORCE and not reason:
        messages.error(request, "Kế hoạch đang thực hiện: ghi lý do thay đổi đơn vị báo cáo.")
        return
    given: dict[str, Any] = {"plan": plan, "by": request.user, "organisations": units, "reason": reason}
    try:
        if action.startswith("drop"):
            messages.success(request, f"Đã bỏ {drop_reporters(**given)} đơn vị.")
        else:
            messages.success(request, f"Đã thêm {add_reporters(**given)} đơn vị phải báo cáo.")
    except Conflict as error:
        messages.error(request, error.message)


audience_urls = [
    path("plans/<int:pk>/edit/audience/", plan_audience, name="plan_audience"),
    path("plans/<int:pk>/edit/audience/pick/", plan_audience_pick, name="plan_audience_pick"),
]
