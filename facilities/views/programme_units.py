"""The units of a programme and their milestones: adding, noting what was reached, taking back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from facilities.models import ProgrammeMilestone, ProgrammeUnit
from facilities.programme_forms import EVERY_UNIT, DayForm, MilestoneForm, UnitForm
from facilities.queries.places import standing_day
from facilities.queries.programmes import UnitState, add_schools
from facilities.services import programming
from facilities.views.programme_access import get_milestone, get_unit, get_writable, may_write
from facilities.views.programmes import show_programme
from plans.services.errors import Conflict


@require_POST
def programme_unit_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a school or commune into the programme."""
    programme = get_writable(request.user, pk)
    day = standing_day(programme.plan, timezone.localdate())
    form = UnitForm(request.POST, programme=programme, day=day)
    if not form.is_valid():
        return show_programme(request, programme, status=422, unit_form=form)
    programming.add_unit(
        programme=programme, organisation=form.cleaned_data["organisation"], note=form.cleaned_data["note"]
    )
    messages.success(request, "Đã thêm đơn vị.")
    return redirect("programme_detail", pk=pk)


@require_POST
def programme_milestone_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a step for one unit or for all."""
    programme = get_writable(request.user, pk)
    form = MilestoneForm(request.POST, programme=programme)
    if not form.is_valid():
        return show_programme(request, programme, status=422, milestone_form=form)
    chosen = form.cleaned_data["unit"]
    units = [unit for unit in programme.units.all() if chosen in (EVERY_UNIT, str(unit.pk))]
    count = programming.add_milestone(
        units=units, name=form.cleaned_data["name"], planned_on=form.cleaned_data["planned_on"]
    )
    messages.success(request, f"Đã thêm mốc cho {count} đơn vị.")
    return redirect("programme_detail", pk=pk)


@require_safe
def programme_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: its milestones with what can be done about them, and its schools."""
    return _show(request, get_unit(request.user, pk))


def _show(request: HttpRequest, unit: ProgrammeUnit, problem: str = "", status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    state = UnitState(unit, today)
    add_schools([state], standing_day(unit.programme.plan, today))
    context = {
        "state": state,
        "unit": unit,
        "programme": unit.programme,
        "today": today,
        "problem": problem,
        "may_write": may_write(request.user, unit.programme),
    }
    return render(request, "facilities/programmes/unit.html", context, status=status)


@require_POST
def programme_unit_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Finish the unit on a day, take that back, or take the unit out of the programme."""
    unit = get_unit(request.user, pk, to_write=True)
    action = request.POST.get("action", "")
    if action == "remove":
        programming.remove_unit(unit=unit)
        messages.success(request, f"Đã đưa {unit.organisation} ra khỏi chương trình.")
        return redirect("programme_detail", pk=unit.programme_id)
    if action == "reopen":
        programming.reopen_unit(unit=unit)
        messages.success(request, "Đã bỏ ghi hoàn thành.")
        return redirect("programme_unit", pk=pk)
    form = DayForm(request.POST)
    if not form.is_valid():
        return _show(request, unit, problem=" ".join(map(str, form.errors["on"])), status=422)
    try:
        programming.finish_unit(unit=unit, on=form.cleaned_data["on"])
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã ghi hoàn thành.")
    return redirect("programme_unit", pk=pk)


@require_POST
def programme_milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a milestone was reached on a day, take that back, or drop it."""
    milestone = get_milestone(request.user, pk)
    action = request.POST.get("action", "")
    if action == "reach":
        return _reach(request, milestone)
    if action == "take_back":
        programming.take_back(milestone=milestone)
        messages.success(request, "Đã bỏ ghi đạt mốc.")
    elif action == "remove":
        programming.remove_milestone(milestone=milestone)
        messages.success(request, "Đã xóa mốc.")
    else:
        raise Http404
    return redirect("programme_unit", pk=milestone.unit_id)


def _reach(request: HttpRequest, milestone: ProgrammeMilestone) -> HttpResponse:
    form = DayForm(request.POST)
    if not form.is_valid():
        unit = get_unit(request.user, milestone.unit_id, to_write=True)
        return _show(request, unit, problem=f"{milestone.name}: {' '.join(map(str, form.errors['on']))}", status=422)
    try:
        programming.reach(milestone=milestone, on=form.cleaned_data["on"])
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã ghi đạt mốc.")
    return redirect("programme_unit", pk=milestone.unit_id)


programme_unit_urls = [
    path("facilities/programmes/<int:pk>/units/add/", programme_unit_add, name="programme_unit_add"),
    path("facilities/programmes/<int:pk>/milestones/add/", programme_milestone_add, name="programme_milestone_add"),
    path("facilities/programme-units/<int:pk>/", programme_unit, name="programme_unit"),
    path("facilities/programme-units/<int:pk>/change/", programme_unit_change, name="programme_unit_change"),
    path("facilities/milestones/<int:pk>/", programme_milestone, name="programme_milestone"),
]
