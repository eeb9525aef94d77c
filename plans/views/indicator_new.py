"""An indicator the catalogue does not have yet."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from plans.indicator_forms import IndicatorForm
from plans.services.grid import define_indicator
from plans.views.access import get_editable_plan
from plans.views.steps import steps_of


@require_http_methods(["GET", "POST"])
def plan_indicator_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Define an indicator the catalogue does not have; it comes to the end of the plan's grid."""
    plan = get_editable_plan(request.user, pk)
    form = IndicatorForm(request.POST if request.method == "POST" else None, plan=plan)
    if form.is_bound and form.is_valid():
        indicator = form.save(commit=False)
        define_indicator(plan=plan, by=request.user, indicator=indicator, task=form.cleaned_data["task"])
        messages.success(request, f"Đã thêm chỉ tiêu {indicator} vào danh mục và vào cuối biểu.")
        return redirect("plan_indicators_edit", pk=pk)
    context = {"plan": plan, "steps": steps_of(plan, "plan_indicators_edit"), "form": form}
    return render(request, "plans/edit/indicator.html", context, status=422 if form.errors else 200)
