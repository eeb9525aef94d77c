"""The page on which a unit registers the plan it has made itself."""

import copy
import logging
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from plans.digests import READ_AS, digest_of
from plans.enums import FileType
from plans.models import Plan, UnitPlan
from plans.own_indicators import asked_of
from plans.own_target_forms import OwnTargetForm
from plans.services.errors import Conflict
from plans.services.sections import SectionChanged
from plans.services.unit_planning import register_unit_plan, seen_of
from plans.unit_plan_access import may_read_unit_plan, may_register, own_units
from plans.unit_plan_forms import UnitPlanForm
from plans.views.access import get_plan
from schools.models import Organisation

logger = logging.getLogger(__name__)
CONTENT_TYPES = {
    FileType.PDF: "application/pdf",
    FileType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_http_methods(["GET", "POST"])
def plan_own(request: HttpRequest, pk: int) -> HttpResponse:
    """What the unit has registered; while the plan is in force it can be written."""
    plan = get_plan(request.user, pk)
    units = own_units(request.user, plan)
    if not units:
        raise PermissionDenied
    unit = next((unit for unit in units if str(unit.pk) == request.GET.get("unit")), units[0])
    if request.method == "POST":
        if not may_register(plan):
            raise PermissionDenied
        return _save(request, plan, units, unit)
    return _show(request, plan, units, unit, *_forms(None, None, plan, unit))


def _forms(data: Any, files: Any, plan: Plan, unit: Organisation) -> tuple[UnitPlanForm, list[OwnTargetForm]]:
    stored = UnitPlan.objects.filter(plan=plan, organisation=unit).first()
    owns = {own.indicator_id: own for own in stored.targets.all()} if stored else {}
    rows = [
        OwnTargetForm(data, indicator=indicator, wanted=wanted, own=owns.get(indicator.pk))
        for indicator, wanted in asked_of(plan, unit)
    ]
    return UnitPlanForm(data, files, instance=copy.copy(stored) if stored else None), rows


def _save(request: HttpRequest, plan: Plan, units: list[Organisation], unit: Organisation) -> HttpResponse:
    form, rows = _forms(request.POST, request.FILES, plan, unit)
    if not all([form.is_valid(), *(row.is_valid() for row in rows)]):
        return _show(request, plan, units, unit, form, rows, status=422)
    try:
        register_unit_plan(
            plan=plan,
            organisation=unit,
            by=request.user,
            data=form.cleaned_data,
            targets=[target for row in rows if (target := row.target())],
            read_as=request.POST.get(READ_AS, ""),
            file=form.checked,
            drop_file=bool(form.cleaned_data.get("drop_file")),
        )
    except SectionChanged as error:
        clash = f"{error.message} Bấm lưu lần nữa để thay bằng phần đang ghi, hoặc tải lại trang để xem bản đã lưu."
        return _show(request, plan, units, unit, form, rows, status=409, clash=clash)
    except Conflict as error:
        messages.error(request, error.message)
        return redirect("plan_detail", pk=plan.pk)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _show(request, plan, units, unit, form, rows, status=422)
    for note in form.notes:
        messages.info(request, note)
    messages.success(request, "Đã đăng ký kế hoạch của đơn vị.")
    return redirect(f"{reverse('plan_own', args=[plan.pk])}?unit={unit.pk}")


def _show(
    request: HttpRequest,
    plan: Plan,
    units: list[Organisation],
    unit: Organisation,
    form: UnitPlanForm,
    rows: list[OwnTargetForm],
    *,
    status: int = 200,
    clash: str = "",
) -> HttpResponse:
    stored = UnitPlan.objects.filter(plan=plan, organisation=unit).select_related("registered_by").first()
    kept = request.POST.get(READ_AS) if status == 422 else None
    context = {
        "plan": plan,
        "units": units,
        "unit": unit,
        "stored": stored,
        "form": form,
        "rows": rows,
        "clash": clash,
        "may_register": may_register(plan),
        "read_as": kept or digest_of(seen_of(plan, unit)),
        "has_errors": status == 422,
    }
    return render(request, "plans/units/own.html", context, status=status)


@require_safe
def unit_plan_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a unit's plan, always to be kept and never to be run by the browser."""
    rows = UnitPlan.objects.select_related("plan", "organisation").exclude(file="")
    row = get_object_or_404(rows.filter(plan__in=Plan.objects.visible_to(request.user)), pk=pk)
    if not may_read_unit_plan(request.user, row):
        raise PermissionDenied
    try:
        stream = row.file.open("rb")
    except OSError:
        logger.exception("unit plan %s has no file in the storage", row.pk)
        raise Http404 from None
    headers = {
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    kind = CONTENT_TYPES[FileType(row.file_type)]
    return FileResponse(stream, as_attachment=True, filename=row.file_name, content_type=kind, headers=headers)


own_plan_urls = [
    path("plans/<int:pk>/own/", plan_own, name="plan_own"),
    path("unit-plans/<int:pk>/file/", unit_plan_file, name="unit_plan_file"),
]
