"""All figures of one unit over time, with the area's beside them."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET

from plans.models import Indicator
from reports.enums import Capability
from reports.permissions import can
from reports.queries.filter_choices import task_groups
from reports.queries.school_figures import asked_indicators, unit_figures
from reports.queries.unit_reports import UnitReports, is_own, may_read_figures, newest_plan_of, unit_reports
from reports.school_figures_filter import SchoolFiguresFilter
from reports.school_rows import figure_cards, own_name
from reports.workbooks.school_figures import school_figures_workbook
from schools.downloads import workbook_response

PAGE_SIZE = 8


@dataclass(frozen=True)
class Asked:
    """What a request asks for: whose figures, which of them, and whether those that wait for review are among them."""

    unit: UnitReports
    filter: SchoolFiguresFilter
    kept: list[tuple[str, Indicator]]
    is_own: bool

    @property
    def waiting(self) -> bool:
        return self.is_own or self.filter.provisional


def _asked(request: HttpRequest, plan_pk: int, org_pk: int) -> Asked:
    """Raises:
    Http404: the unit reports nothing in the plan, or the person may not read its figures.
    """
    unit = unit_reports(plan_pk, org_pk)
    if unit is None or not may_read_figures(request.user, unit.plan, org_pk):
        raise Http404
    filters = SchoolFiguresFilter(request.GET, task_groups(unit.periods[-1]), asked_indicators(unit))
    return Asked(unit, filters, filters.kept(), is_own(request.user, org_pk))


@require_GET
def school_figures(request: HttpRequest, plan_pk: int, org_pk: int) -> HttpResponse:
    """The unit's indicators, some on a page, in the order of the plan. `?provisional=1` adds the unit's figures that
    wait for review; its own people always see them."""
    asked = _asked(request, plan_pk, org_pk)
    page = Paginator(asked.kept, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    figures = unit_figures(asked.unit, [indicator for _, indicator in shown], waiting=asked.waiting)
    context: dict[str, Any] = {
        "unit": asked.unit.unit,
        "plan": asked.unit.plan,
        "own_name": own_name(asked.unit.unit),
        "filter": asked.filter,
        "page": page,
        "cards": figure_cards([title for title, _ in shown], figures, asked.unit.unit),
        "asked": len(asked.filter.indicators),
        "is_own": asked.is_own,
        "waiting": asked.waiting,
        "may_inspect": can(request.user, Capability.VIEW_BOARD, asked.unit.plan),
    }
    return render(request, "reports/school_figures.html", context)


@require_GET
def school_figures_export(request: HttpRequest, plan_pk: int, org_pk: int) -> HttpResponse:
    """All figures that the filter lets through, of all pages, as an Excel file."""
    asked = _asked(request, plan_pk, org_pk)
    figures = unit_figures(asked.unit, [indicator for _, indicator in asked.kept], waiting=asked.waiting)
    rows = list(zip([title for title, _ in asked.kept], figures, strict=True))
    data = school_figures_workbook(asked.unit, rows, waiting=asked.waiting, notes=asked.filter.words)
    return workbook_response(data, f"Số liệu qua các kỳ {asked.unit.unit.short_name}")


@require_GET
def unit_figures_newest(request: HttpRequest, org_pk: int) -> HttpResponse:
    """To the unit's figures in the newest plan in which the person may read them.

    Raises:
        Http404: there is no such plan.
    """
    plan = newest_plan_of(request.user, org_pk)
    if plan is None:
        raise Http404
    return redirect("school_figures", plan_pk=plan, org_pk=org_pk)


school_figures_urls = [
    path("plans/<int:plan_pk>/schools/<int:org_pk>/", school_figures, name="school_figures"),
    path("plans/<int:plan_pk>/schools/<int:org_pk>/figures.xlsx", school_figures_export, name="school_figures_export"),
    path("units/<int:org_pk>/figures/", unit_figures_newest, name="unit_figures"),
]
