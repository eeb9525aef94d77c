"""Checking a plan and putting it in force; deleting a draft, ending a plan, beginning one from an older."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from plans.checks.facts import facts_of
from plans.checks.people import heads_for
from plans.checks.readiness import findings_of
from plans.enums import PlanStatus
from plans.permissions import may_issue_plan
from plans.services.errors import Conflict
from plans.services.issuing import PlanNotReady, issue_plan
from plans.services.retiring import close_plan, delete_draft
from plans.views.access import get_editable_plan, get_issuable_plan
from plans.views.steps import STEPS, steps_of


@require_safe
def plan_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything missing or suspicious in one list; what is in force already is shown as it is."""
    plan = get_editable_plan(request.user, pk)
    if plan.status != PlanStatus.DRAFT:
        return redirect("plan_detail", pk=pk)
    names, facts = dict(STEPS), facts_of(plan)
    found = [(finding, names[finding.step], reverse(finding.step, args=[pk])) for finding in findings_of(facts)]
    context = {
        "plan": plan,
        "steps": steps_of(plan, "plan_issue"),
        "errors": [row for row in found if row[0].blocks],
        "warnings": [row for row in found if not row[0].blocks],
        "may_issue": may_issue_plan(request.user, plan),
        "heads": heads_for(facts),
        "today": timezone.localdate(),
        "periods": facts.periods,
        "reporter_count": len(facts.reporters),
    }
    return render(request, "plans/edit/issue.html", context)


@require_POST
def plan_issue_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the plan in force, by the head."""
    plan = get_issuable_plan(request.user, pk)
    try:
        issue_plan(plan=plan, by=request.user)
    except Conflict as error:
        messages.error(request, error.message)
        return redirect("plan_list")
    except PlanNotReady:
        messages.error(request, "Chưa ban hành được: còn chỗ phải sửa.")
        return redirect("plan_issue", pk=pk)
    messages.success(request, "Đã ban hành. Các kỳ đến ngày mở đã mở; đơn vị báo cáo đã được báo.")
    return redirect("plan_detail", pk=pk)


@require_POST
def plan_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a draft, only by the button that says what goes."""
    plan = get_editable_plan(request.user, pk)
    if "confirm" not in request.POST:
        return redirect("plan_edit", pk=pk)
    title = plan.title
    try:
        delete_draft(plan=plan, by=request.user)
    except Conflict as error:
        messages.error(request, error.message)
        return redirect("plan_edit", pk=pk)
    messages.success(request, f"Đã xóa dự thảo “{title}”.")
    return redirect("plan_list")


@require_POST
def plan_close(request: HttpRequest, pk: int) -> HttpResponse:
    """End a plan in force, only by the button that says what follows."""
    plan = get_issuable_plan(request.user, pk)
    if "confirm" not in request.POST:
        return redirect("plan_edit", pk=pk)
    try:
        close_plan(plan=plan, by=request.user)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Kế hoạch đã kết thúc. Báo cáo và kết quả vẫn xem được.")
    return redirect("plan_detail", pk=pk)


issuing_urls = [
    path("plans/<int:pk>/issue/", plan_issue, name="plan_issue"),
    path("plans/<int:pk>/issue/confirm/", plan_issue_confirm, name="plan_issue_confirm"),
    path("plans/<int:pk>/delete/", plan_delete, name="plan_delete"),
    path("plans/<int:pk>/close/", plan_close, name="plan_close"),
]
