"""Which organisations nobody can write to, told before the deadline, with what can be done about it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from plans.models import ReportingPeriod
from reports.enums import Capability
from reports.presentation import addresses
from reports.queries.reachability import Obstacle, UnreachableOrganisation, unreachable
from reports.views.access import get_period
from schools.downloads import workbook_response
from schools.models import School
from schools.workbooks.lists import Column, list_workbook
from vietnamese.text import search_key

WHAT_TO_DO = {
    Obstacle.NOBODY: "Đề nghị người quản trị thêm người soạn, người ký cho đơn vị.",
    Obstacle.NO_ADDRESS: "Gọi điện, đề nghị ghi địa chỉ thư trong hồ sơ trên cổng.",
    Obstacle.FAILED: "Gọi điện hỏi địa chỉ đúng, đề nghị sửa trong hồ sơ rồi gửi lại ở sổ nhắc.",
    Obstacle.PORTAL_ONLY: "Người này đã chọn không nhận thư: nhắc bằng điện thoại khi gần hạn.",
}
COLUMNS = (Column("Đơn vị", 28), Column("Lý do", 28), Column("Người, điện thoại", 44), Column("Cần làm", 60))


@require_safe
def unreachable_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The organisations expected to report for the period of whom nobody would get a mail."""
    period = get_period(request.user, pk, Capability.PLAN_REMINDERS)
    found = unreachable(period)
    query = request.GET.get("q", "")
    shown = _matching(found, query)
    school_url = addresses("school_detail")
    schools = dict(
        School.objects.filter(organisation__in=[row.organisation.pk for row in shown])
        .order_by()
        .values_list("organisation", "pk")
    )
    context = {
        "period": period,
        "query": query,
        "total": len(found),
        "rows": [
            (
                row,
                school_url(schools[row.organisation.pk]) if row.organisation.pk in schools else "",
                WHAT_TO_DO[row.obstacle],
            )
            for row in shown
        ],
    }
    return render(request, "reports/reminders/unreachable.html", context)


def _matching(rows: list[UnreachableOrganisation], query: str) -> list[UnreachableOrganisation]:
    words = search_key(query).split()
    return [row for row in rows if all(word in row.organisation.search_key for word in words)]


@require_safe
def unreachable_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same list as an Excel file, to be telephoned through."""
    period: ReportingPeriod = get_period(request.user, pk, Capability.PLAN_REMINDERS)
    rows = _matching(unreachable(period), request.GET.get("q", ""))
    title = f"Đơn vị không gửi thư được, {period.report_name.lower()}"
    lines = [[row.organisation.short_name, row.reason, _people(row), WHAT_TO_DO[row.obstacle]] for row in rows]
    return workbook_response(list_workbook(title, COLUMNS, lines, notes=[period.plan.title]), title)


def _people(row: UnreachableOrganisation) -> str:
    def told(user: Any) -> str:
        return ", ".join(filter(None, (user.full_name, user.phone)))

    return "; ".join(told(user) for user, _ in row.people) or row.organisation.phone


unreachable_urls = [
    path("periods/<int:pk>/unreachable/", unreachable_list, name="unreachable_list"),
    path("periods/<int:pk>/unreachable/export/", unreachable_export, name="unreachable_export"),
]
