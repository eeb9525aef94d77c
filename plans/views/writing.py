"""Beginning a plan and writing its head."""

import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from plans.digests import READ_AS, digest_of
from plans.header_forms import HeaderForm
from plans.models import Plan
from plans.new_plan_forms import NewPlanForm
from plans.permissions import may_issue_plan, may_write_plans
from plans.services import writing
from plans.services.errors import Conflict
from plans.services.sections import SectionChanged
from plans.views.access import get_editable_plan
from plans.views.clashes import Clash, differences_between
from plans.views.steps import steps_of


@require_http_methods(["GET", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    """Begin a plan as a draft of the person's organisation or of a body above it."""
    if not may_write_plans(request.user):
        raise PermissionDenied
    form = NewPlanForm(request.POST if request.method == "POST" else None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            plan, filled = writing.create_plan(by=request.user, data=form.changes())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            for note in form.notes:
                messages.info(request, note)
            if filled:
                messages.info(request, f"Lấy theo tên gọi của {plan.issuer.name}: {', '.join(filled)}. Sửa nếu khác.")
            messages.success(request, "Đã tạo dự thảo. Ghi tiếp các phần theo thứ tự ở hàng trên.")
            return redirect("plan_edit", pk=plan.pk)
    return render(request, "plans/edit/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The head of a plan. A save against an older state shows what differs and waits for a decision."""
    plan = get_editable_plan(request.user, pk)
    form = HeaderForm(request.POST if request.method == "POST" else None, by=request.user, instance=copy.copy(plan))
    clash = None
    if request.method == "POST" and form.is_valid():
        try:
            sent = request.POST.get(READ_AS, "")
            writing.save_header(plan=plan, by=request.user, data=form.changes(), read_as=sent)
        except SectionChanged as error:
            plan = get_editable_plan(request.user, pk)
            clash = Clash(error.message, differences_between(form, HeaderForm(by=request.user, instance=plan)))
        except Conflict as error:
            messages.error(request, error.message)
            return redirect("plan_list")
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            for note in form.notes:
                messages.info(request, note)
            messages.success(request, "Đã lưu thông tin chung.")
            return redirect("plan_edit", pk=pk)
    return render(
        request,
        "plans/edit/header.html",
        {
            "plan": plan,
            "steps": steps_of(plan, "plan_edit"),
            "form": form,
            "clash": clash,
            "read_as": _read_as(request, plan, form, clash),
            "issues": may_issue_plan(request.user, plan),
        },
        status=409 if clash else 422 if form.errors else 200,
    )


def _read_as(request: HttpRequest, plan: Plan, form: HeaderForm, clash: Clash | None) -> str:
    """A form with mistakes keeps the state it was read in; after a clash the person has seen the newest."""
    if form.errors and clash is None and request.method == "POST":
        return request.POST.get(READ_AS, "")
    return digest_of(writing.header_rows(plan))


writing_urls = [
    path("plans/new/", plan_new, name="plan_new"),
    path("plans/<int:pk>/edit/", plan_edit, name="plan_edit"),
]
