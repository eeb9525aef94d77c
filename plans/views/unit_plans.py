"""Which units have registered their own plans, and what they want together beside what the plan wants."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from plans.models import Plan, UnitPlan
from plans.permissions import handles_reports
from plans.unit_plan_access import follows_units, may_register
from plans.unit_plan_rows import sum_rows, unit_rows
from plans.views.access import get_plan
from schools.downloads import workbook_response
from schools.enums import Level, Levels
from schools.models import Organisation
from schools.widgets import plain_select, search_box
from schools.workbooks.lists import Column, Kind, list_workbook
from vietnamese.forms import NFCCharField

PAGE_SIZE = 100
REGISTERED, MISSING = "yes", "no"
COLUMNS = [
    Column("Đơn vị", 30),
    Column("Cấp học", 18),
    Column("Đã đăng ký", 12),
    Column("Số, ký hiệu", 20),
    Column("Ngày ban hành", 14, Kind.DATE),
    Column("Trích yếu", 50),
    Column("Tệp", 30),
    Column("Chỉ tiêu đã ghi", 12, Kind.NUMBER),
    Column("Đăng ký lúc", 18, Kind.DATETIME),
]


class UnitFilter(forms.Form):
    q = NFCCharField(label="Tìm đơn vị", required=False, widget=search_box())
    level = forms.ChoiceField(
        label="Cấp học", required=False, widget=plain_select(), choices=[("", "Mọi cấp học"), *Level.choices]
    )
    state = forms.ChoiceField(
        label="Đăng ký",
        required=False,
        widget=plain_select(),
        choices=[("", "Đã và chưa đăng ký"), (REGISTERED, "Đã đăng ký"), (MISSING, "Chưa đăng ký")],
    )

    def applied(self, bodies: QuerySet[Any]) -> QuerySet[Any]:
        """The units that match; a wrong value filters nothing."""
        self.is_valid()
        wanted = {name: self.cleaned_data.get(name, "") for name in self.fields}
        if wanted["q"]:
            bodies = bodies.matching(wanted["q"])  # type: ignore[attr-defined]
        if wanted["level"]:
            bodies = bodies.filter(school__levels__in=Levels.containing(wanted["level"]))
        if wanted["state"]:
            bodies = bodies.filter(has_plan=wanted["state"] == REGISTERED)
        return bodies


def _followed(request: HttpRequest, pk: int) -> tuple[Plan, QuerySet[Any]]:
    """The plan and the units that carry it out, each with `has_plan`."""
    plan = get_plan(request.user, pk)
    if not follows_units(request.user, plan):
        raise PermissionDenied
    own = UnitPlan.objects.filter(plan=plan, organisation=OuterRef("pk"))
    bodies = Organisation.objects.filter(reporting_duties__plan=plan).annotate(has_plan=Exists(own))
    return plan, bodies.order_by("sort_key", "pk")


@require_safe
def plan_units(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has registered and who has not, filtered; below, the sum of their targets."""
    plan, bodies = _followed(request, pk)
    filters = UnitFilter(request.GET)
    page = Paginator(filters.applied(bodies), PAGE_SIZE).get_page(request.GET.get("page"))
    everybody = list(bodies.values_list("short_name", "has_plan", "school__levels"))
    waiting = [name for name, has_plan, _ in everybody if not has_plan]
    context: dict[str, Any] = {
        "plan": plan,
        "filters": filters,
        "page": page,
        "rows": unit_rows(plan, page.object_list),
        "sums": sum_rows(plan, [levels for *_, levels in everybody if levels]),
        "registered": len(everybody) - len(waiting),
        "total": len(everybody),
        "waiting": waiting,
        "may_remind": may_register(plan) and handles_reports(request.user, plan),
        "is_filtered": any(request.GET.get(name) for name in filters.fields),
    }
    return render(request, "plans/units/list.html", context)


@require_safe
def plan_units_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as the page shows it, as an Excel file."""
    plan, bodies = _followed(request, pk)
    filters = UnitFilter(request.GET)
    lines: list[list[Any]] = []
    for row in unit_rows(plan, filters.applied(bodies)):
        own = row.plan
        if own is None:
            lines.append([row.organisation.short_name, row.levels, "Chưa", "", None, "", "", None, None])
            continue
        facts = [own.full_number, own.issued_on, own.subject, own.file_name, row.targets, own.registered_at]
        lines.append([row.organisation.short_name, row.levels, "Có", *facts])
    data = list_workbook(f"Kế hoạch thực hiện của các đơn vị: {plan.title}", COLUMNS, lines)
    return workbook_response(data, f"Kế hoạch của các đơn vị {plan.year}")


unit_plan_urls = [
    path("plans/<int:pk>/units/", plan_units, name="plan_units"),
    path("plans/<int:pk>/units/export/", plan_units_export, name="plan_units_export"),
]
