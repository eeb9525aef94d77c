"""Every change of a plan in force, for everybody who sees the plan."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from plans.permissions import may_edit_plan
from plans.revision_rows import revision_rows
from plans.views.access import get_plan

PAGE_SIZE = 20


@require_GET
def plan_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """The revisions, newest first: when, by whom, why, and what became different."""
    plan = get_plan(request.user, pk)
    page = Paginator(plan.revisions.select_related("made_by").order_by("-number"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "plan": plan,
        "page": page,
        "rows": revision_rows(page.object_list),
        "may_edit": may_edit_plan(request.user, plan),
    }
    return render(request, "plans/changes.html", context)


change_urls = [path("plans/<int:pk>/changes/", plan_changes, name="plan_changes")]
