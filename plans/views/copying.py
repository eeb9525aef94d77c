"""Beginning a plan from an older one."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from plans.models import Plan
from plans.permissions import may_copy_plan
from plans.services.copying import copy_plan
from plans.views.access import get_plan
from vietnamese.forms import VietnameseDecimalField


class CopyForm(forms.Form):
    year = VietnameseDecimalField(label="Năm của kế hoạch mới", integer=True, min_value=2000, max_value=2100)


@require_http_methods(["GET", "POST"])
def plan_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the year, then make the draft; a plan that is over can be copied too."""
    plan = get_plan(request.user, pk)
    if not may_copy_plan(request.user, plan):
        raise PermissionDenied
    form = CopyForm(request.POST if request.method == "POST" else None, initial={"year": plan.year + 1})
    if request.method == "POST" and form.is_valid():
        try:
            result = copy_plan(source=plan, by=request.user, year=int(form.cleaned_data["year"]))
        except ValidationError as error:
            form.add_error("year", error.messages)
        else:
            if result.left_out:
                messages.warning(request, f"Không còn hoạt động nên không chép: {', '.join(result.left_out[:10])}.")
            messages.success(request, "Đã chép thành dự thảo. Xem lại từng phần, ghi số, ngày và căn cứ mới.")
            return redirect("plan_edit", pk=result.plan.pk)
    context = {"plan": plan, "form": form, "counts": _counts(plan)}
    return render(request, "plans/edit/copy.html", context, status=422 if form.errors else 200)


def _counts(plan: Plan) -> list[tuple[str, int]]:
    """What is taken along, in numbers."""
    parts = {
        "nhiệm vụ": plan.tasks,
        "chỉ tiêu trong biểu": plan.plan_indicators,
        "mục tiêu": plan.targets,
        "kỳ báo cáo": plan.periods,
        "mục đề cương": plan.outline,
        "đơn vị báo cáo": plan.reporters,
        "nơi nhận": plan.recipients,
    }
    return [(name, rows.count()) for name, rows in parts.items()]


copying_urls = [path("plans/<int:pk>/copy/", plan_copy, name="plan_copy")]
