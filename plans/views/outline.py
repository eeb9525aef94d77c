"""What the report must contain: its headings, and where to take them from."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.views.decorators.http import require_POST

from plans.digests import READ_AS
from plans.models import Plan
from plans.section_forms import SectionForm
from plans.services import outlines
from plans.services.errors import Conflict
from plans.views.access import get_editable_plan
from plans.views.rows import RowPage

MOST_PLANS = 30


def _sources(request: HttpRequest, plan: Plan, form: Any) -> dict[str, Any]:
    """Ready outlines, and the plans whose outline can be taken over."""
    plans = Plan.objects.visible_to(request.user).exclude(pk=plan.pk).annotate(sections=Count("outline", distinct=True))
    others = plans.filter(sections__gt=0).order_by("-year", "-pk")[:MOST_PLANS]
    return {"presets": outlines.presets().values(), "others": others}


plan_outline_edit = RowPage(
    name="plan_outline_edit",
    template="plans/edit/outline.html",
    rows=outlines.outline_of,
    form=SectionForm,
    saved="Đã lưu mục của đề cương.",
    removed="Đã bỏ mục khỏi đề cương.",
    in_use="Chưa bỏ được mục này: {count} chỗ trong báo cáo đã dùng.",
    context_of=_sources,
)


@require_POST
def plan_outline_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over a ready outline or that of another plan, in the place of what stands there."""
    plan = get_editable_plan(request.user, pk)
    kind, _, key = request.POST.get("source", "").partition(":")
    if kind == "preset" and key in outlines.presets():
        sections = list(outlines.presets()[key].sections)
    elif kind == "plan" and key.isascii() and key.isdigit():
        sections = outlines.values_of(get_object_or_404(Plan.objects.visible_to(request.user), pk=key))
    else:
        raise Http404
    try:
        outlines.replace_outline(plan=plan, by=request.user, sections=sections, read_as=request.POST.get(READ_AS, ""))
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Đã lấy đề cương gồm {len(sections)} mục.")
    return redirect("plan_outline_edit", pk=pk)


outline_urls = [
    path("plans/<int:pk>/edit/outline/", plan_outline_edit, name="plan_outline_edit"),
    path("plans/<int:pk>/edit/outline/take/", plan_outline_take, name="plan_outline_take"),
]
