"""The units behind one figure: who gave what, on which footing, and who did not and why."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from facilities.enums import Capability as Facility
from facilities.indicators import ABOUT_STANDARD
from facilities.permissions import can as may
from plans.models import Indicator, PlanIndicator, Target
from reports.enums import Capability
from reports.formula_words import formula_words
from reports.permissions import can
from reports.queries.then import targets_at_end_of
from reports.results_filter import ResultsFilter
from reports.views.results_bar import OF_UNITS, filter_bar
from reports.views.unit_tables import PartTable, unit_table

PAGE_SIZE = 120  # the schools of a district on one page


@dataclass(frozen=True)
class Asked:
    """The indicator of the address, with the plan's target for it when there is one."""

    indicator: Indicator
    target: Target | None


def asked_indicator(filters: ResultsFilter) -> Asked:
    """The target or tracked indicator that `?indicator=` names.

    Raises:
        Http404: the plan neither has a target for it nor asks for it.
    """
    code = filters.query.get("indicator", "")
    targets = targets_at_end_of(filters.period, today=timezone.localdate())
    target = next((row for row in targets if row.indicator.code == code), None)
    if target is not None:
        return Asked(target.indicator, target)
    rows = PlanIndicator.objects.filter(plan=filters.period.plan_id, indicator__code=code)
    row = rows.select_related("indicator").order_by("pk").first()
    if row is None:
        raise Http404
    return Asked(row.indicator, None)


def units_page(request: HttpRequest, filters: ResultsFilter) -> HttpResponse:
    """The units behind the figure that `?indicator=` names, searched and sorted as the address says.

    Raises:
        Http404: the plan does not know the indicator.
    """
    asked = asked_indicator(filters)
    table = unit_table(asked.indicator, filters)
    page = Paginator(table.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "period": filters.period,
        "filters": filters,
        "provisional": filters.provisional,
        "indicator": asked.indicator,
        "target": asked.target,
        "formula": formula_words(asked.indicator, filters.period.data_to),
        "opens_reports": can(request.user, Capability.VIEW_BOARD, filters.period),
        "shows_standard": asked.indicator.code in ABOUT_STANDARD and may(request.user, Facility.VIEW_FACILITIES),
        "bar": filter_bar(filters, OF_UNITS, looks_for="Tìm đơn vị (không cần dấu)"),
        "table": table,
        "headings": table.headings,
        "page": page,
        "rows": page.object_list,
    }
    template = "reports/results_parts.html" if isinstance(table, PartTable) else "reports/results_units.html"
    return render(request, template, context)
