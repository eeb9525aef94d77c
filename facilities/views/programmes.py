"""The programmes of plans: all of them, one of them, writing one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from facilities.models import Programme
from facilities.programme_forms import MilestoneForm, ProgrammeForm, UnitForm, plan_choices
from facilities.queries.places import standing_day
from facilities.queries.programmes import ProgrammeState, add_schools, programmes_of, states_of
from facilities.services import programming
from facilities.views.programme_access import (
    get_programme,
    get_writable,
    may_write,
    readable_plans,
    writable_plans,
)
from facilities.workbooks.programmes import programmes_workbook
from plans.digests import READ_AS, digest_of
from plans.models import Plan
from plans.services.errors import Conflict
from schools.downloads import workbook_response


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """The programmes of the plan of the URL, or of every plan the person reads, the latest plan first."""
    plans = readable_plans(request.user)
    known = plans.filter(pk__in=Programme.objects.values("plan")).order_by("-year", "pk")
    context = {
        "states": _states(request, plans),
        "plans": list(known),
        "chosen": request.GET.get("plan", ""),
        "may_add": writable_plans(request.user).exists(),
    }
    return render(request, "facilities/programmes/list.html", context)


@require_safe
def programme_list_export(request: HttpRequest) -> HttpResponse:
    """All milestones of the programmes on the list as an Excel file."""
    states = _states(request, readable_plans(request.user))
    return workbook_response(programmes_workbook(states), "Chương trình trường chuẩn quốc gia")


def _states(request: HttpRequest, plans: QuerySet[Plan]) -> list[ProgrammeState]:
    """The programmes of the list. What is no number in the address narrows nothing."""
    wanted = request.GET.get("plan", "")
    chosen = plans.filter(pk=int(wanted)) if wanted.isdecimal() else plans
    return states_of(programmes_of(chosen), timezone.localdate())


@require_safe
def programme_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One programme: its units with milestones and the schools behind them."""
    programme = get_programme(request.user, pk)
    return show_programme(request, programme)


def show_programme(request: HttpRequest, programme: Programme, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of a programme; a form that was refused comes back as `unit_form` or `milestone_form`."""
    today = timezone.localdate()
    state: ProgrammeState = states_of([programme], today)[0]
    day = standing_day(programme.plan, today)
    add_schools(state.units, day)
    context: dict[str, Any] = {"state": state, "programme": programme, "today": today, "day": day}
    context["may_write"] = may_write(request.user, programme)
    context["unit_form"] = context["milestone_form"] = None
    if context["may_write"]:
        context["unit_form"] = forms.get("unit_form") or UnitForm(programme=programme, day=day)
        context["milestone_form"] = forms.get("milestone_form") or MilestoneForm(programme=programme)
    return render(request, "facilities/programmes/detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def programme_new(request: HttpRequest) -> HttpResponse:
    """Write down a new programme of a plan."""
    readable_plans(request.user)
    plans = plan_choices(writable_plans(request.user))
    if not plans.exists():
        raise PermissionDenied
    form = ProgrammeForm(request.POST or None, plans=plans)
    if request.method == "POST" and form.is_valid():
        programme = programming.save_programme(programme=form.save(commit=False))
        messages.success(request, "Đã thêm chương trình. Thêm các đơn vị và mốc của chương trình.")
        return redirect("programme_detail", pk=programme.pk)
    context = {"form": form, "programme": None, READ_AS: "", "clash": None}
    return render(request, "facilities/programmes/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def programme_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a programme's name, aim, day and target; somebody else's change is shown, not overwritten."""
    programme = get_writable(request.user, pk)
    form = ProgrammeForm(request.POST or None, instance=programme, plans=plan_choices(writable_plans(request.user)))
    clash, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                changed = form.save(commit=False)
                programming.save_programme(programme=changed, read_as=request.POST.get(READ_AS, ""))
            except Conflict as error:
                clash, status = error.message, 409
            else:
                messages.success(request, "Đã lưu chương trình.")
                return redirect("programme_detail", pk=pk)
    stored = get_programme(request.user, pk)
    read_as = request.POST.get(READ_AS, "") if status == 422 else digest_of([stored])
    context = {"form": form, "programme": stored, READ_AS: read_as, "clash": clash}
    return render(request, "facilities/programmes/form.html", context, status=status)


@require_POST
def programme_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a programme away; the page with the button has said what goes with it."""
    programme = get_writable(request.user, pk)
    if "confirm" not in request.POST:
        return redirect("programme_edit", pk=pk)
    programming.remove_programme(programme=programme)
    messages.success(request, "Đã xóa chương trình.")
    return redirect("programme_list")


programme_urls = [
    path("facilities/programmes/", programme_list, name="programme_list"),
    path("facilities/programmes/export/", programme_list_export, name="programme_list_export"),
    path("facilities/programmes/new/", programme_new, name="programme_new"),
    path("facilities/programmes/<int:pk>/", programme_detail, name="programme_detail"),
    path("facilities/programmes/<int:pk>/edit/", programme_edit, name="programme_edit"),
    path("facilities/programmes/<int:pk>/delete/", programme_delete, name="programme_delete"),
]
