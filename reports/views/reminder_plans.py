"""The reminder plan of a plan: its stages on their days, its hours, and the words it uses."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from plans.models import Plan, ReportingPeriod
from reports.enums import Capability
from reports.models import ReminderPlan, ReminderStage
from reports.queries.timeline import calendar_of, sending_moment, tallies_of, timeline_of
from reports.reminder_forms import HoursForm, StageForm
from reports.services import planning
from reports.services.previewing import Preview, preview_of
from reports.views.access import get_visible_or_404, require
from reports.wording import placeholders_of


@require_http_methods(["GET", "POST"])
def reminder_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What the plan's schools get, when, and what has gone out; posting changes the hours."""
    plan = _plan(request.user, pk)
    schedule = planning.reminder_plan_of(plan)
    form = HoursForm(request.POST if request.method == "POST" else None, instance=schedule)
    if request.method == "POST" and form.is_valid():
        planning.save_hours(reminder_plan=schedule, by=request.user, data=form.changes())
        messages.success(request, "Đã lưu giờ và ngày gửi. Áp dụng cho mọi lời nhắc chưa gửi.")
        return redirect("reminder_plan", pk=pk)
    if form.errors:  # the form has put what was typed on the row; the days speak of what is stored
        schedule = ReminderPlan.objects.get(pk=schedule.pk)
    context = {"plan": plan, "schedule": schedule, "form": form, **_timeline(request, plan, schedule)}
    return render(request, "reports/reminders/plan.html", context, status=422 if form.errors else 200)


def _plan(user: Any, pk: int) -> Plan:
    plan: Plan = get_visible_or_404(Plan.objects.select_related("receiver"), user, pk)
    require(user, Capability.PLAN_REMINDERS, plan)
    return plan


def _timeline(request: HttpRequest, plan: Plan, schedule: ReminderPlan) -> dict[str, Any]:
    """The stages on the days of the period asked for, else of the first that is not over."""
    periods = list(plan.periods.order_by("position"))
    stages = list(schedule.stages.order_by("days", "pk"))
    calendar = calendar_of(periods)
    lines = {period.pk: timeline_of(period, schedule, stages, calendar) for period in periods}
    today = timezone.localdate()
    asked = [period for period in periods if str(period.pk) == request.GET.get("period")]
    running = [period for period in periods if (lines[period.pk].last_day or period.last_day) >= today]
    period = next(iter([*asked, *running, *reversed(periods)]), None)
    timeline = timeline_of(period, schedule, stages, calendar, tallies_of(period)) if period else None
    return {"periods": periods, "period": period, "timeline": timeline, "stages": stages}


@require_http_methods(["GET", "POST"])
def reminder_stage_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a stage."""
    plan = _plan(request.user, pk)
    return _edit(request, plan, planning.reminder_plan_of(plan), None)


@require_http_methods(["GET", "POST"])
def reminder_stage_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a stage, its words, or whether it is used."""
    stage = _stage(request.user, pk)
    return _edit(request, stage.reminder_plan.plan, stage.reminder_plan, stage)


def _stage(user: Any, pk: int) -> ReminderStage:
    stage = get_object_or_404(ReminderStage.objects.select_related("reminder_plan"), pk=pk)
    stage.reminder_plan.plan = _plan(user, stage.reminder_plan.plan_id)
    return stage


def _edit(request: HttpRequest, plan: Plan, schedule: ReminderPlan, stage: ReminderStage | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = StageForm(data, reminder_plan=schedule, plan=plan, stage=stage)
    if data is not None and form.is_valid() and "preview" not in data:
        try:
            saved = planning.save_stage(
                reminder_plan=schedule, by=request.user, data=form.cleaned_data["stage"], stage=stage
            )
        except ValidationError as error:  # somebody else was faster with the same stage
            form.add_error(None, error.messages)
        else:
            name = planning.stage_name(saved)
            messages.success(request, f"Đã lưu mốc “{name}”. Áp dụng từ lần gửi tới; thư đã gửi giữ nguyên.")
            return redirect("reminder_plan", pk=plan.pk)
    preview = _preview(plan, schedule, form, stage)
    audience = form["audience"].value() or "school"
    context = {
        "plan": plan,
        "form": form,
        "stage": stage,
        "preview": preview,
        "placeholders": placeholders_of(audience),
    }
    return render(request, "reports/reminders/stage.html", context, status=422 if form.errors else 200)


def _preview(plan: Plan, schedule: ReminderPlan, form: StageForm, stage: ReminderStage | None) -> Preview | None:
    """The mail for the period that comes next, with the organisation chosen, else the first."""
    shown = form.checked if form.is_bound else stage
    period = next_period(plan)
    chosen = form.cleaned_data.get("school") if form.is_bound else None
    organisation = chosen or form.schools.first()
    if shown is None or period is None or organisation is None:
        return None
    at = sending_moment(shown, period.last_day, schedule, calendar_of([period]))
    return preview_of(shown, period, organisation, at)


def next_period(plan: Plan) -> ReportingPeriod | None:
    """The first period whose deadline has not passed, else the last one."""
    periods = list(plan.periods.order_by("position"))
    today = timezone.localdate()
    return next((period for period in periods if period.last_day >= today), periods[-1] if periods else None)


@require_POST
def reminder_stage_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a stage out of the plan; what it has sent stays in the ledger. Only by the button that says so."""
    stage = _stage(request.user, pk)
    if "confirm" not in request.POST:
        return redirect("reminder_stage_edit", pk=pk)
    name = planning.stage_name(stage)
    planning.remove_stage(stage=stage, by=request.user)
    messages.success(request, f"Đã xóa mốc “{name}”. Thư mốc này đã gửi vẫn còn trong sổ nhắc.")
    return redirect("reminder_plan", pk=stage.reminder_plan.plan_id)


@require_POST
def reminder_plan_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the stages back to those every plan begins with."""
    plan = _plan(request.user, pk)
    planning.restore_defaults(reminder_plan=planning.reminder_plan_of(plan), by=request.user)
    messages.success(request, "Các mốc nhắc đã trở lại như ban đầu.")
    return redirect("reminder_plan", pk=pk)


reminder_plan_urls = [
    path("plans/<int:pk>/reminders/", reminder_plan, name="reminder_plan"),
    path("plans/<int:pk>/reminders/new/", reminder_stage_new, name="reminder_stage_new"),
    path("plans/<int:pk>/reminders/restore/", reminder_plan_restore, name="reminder_plan_restore"),
    path("reminder-stages/<int:pk>/", reminder_stage_edit, name="reminder_stage_edit"),
    path("reminder-stages/<int:pk>/remove/", reminder_stage_remove, name="reminder_stage_remove"),
]
