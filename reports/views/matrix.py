"""The matrix of a period: schools × indicators, as a page and as an Excel file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from reports.enums import Capability
from reports.matrix_table import LISTED_FINDINGS, MatrixTable
from reports.views.access import get_period
from reports.views.cell_history import cell_history_urls
from reports.views.matrix_bar import MatrixBar
from schools.downloads import workbook_response


@require_safe
def period_matrix(request: HttpRequest, pk: int) -> HttpResponse:
    """What each school says about each indicator of its level, what is missing and what stands out."""
    period = get_period(request.user, pk, Capability.VIEW_RESULTS)
    table = MatrixTable(request.user, period, request.GET)
    page = table.page(request.GET.get("page"))
    rows = list(page)
    context = {
        "period": period,
        "table": table,
        "bar": MatrixBar(table),
        "filter": table.filter,
        "page": page,
        "rows": table.shown(rows),
        "findings": table.findings(rows),
        "findings_limit": LISTED_FINDINGS,
    }
    return render(request, "reports/matrix.html", context)


@require_safe
def period_matrix_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The matrix as the address asks for it, all pages, with numerators and denominators on a second sheet."""
    from reports.workbooks.matrix import matrix_workbook  # openpyxl is for those who export

    period = get_period(request.user, pk, Capability.VIEW_RESULTS)
    table = MatrixTable(request.user, period, request.GET)
    return workbook_response(matrix_workbook(table), f"Bảng số liệu - {period.full_name}")


matrix_urls = [
    *cell_history_urls,
    path("periods/<int:pk>/matrix/", period_matrix, name="period_matrix"),
    path("periods/<int:pk>/matrix.xlsx", period_matrix_export, name="period_matrix_export"),
]
