"""The money of a plan: over all schools, of one school, and as an Excel file."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from facilities.enums import Capability
from facilities.fund_filter import FundFilter
from facilities.models import Allocation, Contribution
from facilities.money import Money
from facilities.permissions import can
from facilities.queries.funds import Overview, keeper_of, ledger, money_of_schools, overview, plans_with_funds
from facilities.queries.places import standing_day
from facilities.views.fund_access import get_fund_plan, get_fund_school, may_contribute
from plans.models import Plan
from schools.downloads import workbook_response
from schools.models import School
from schools.workbooks.lists import Column, Kind, list_workbook

PAGE_SIZE = 60
MONEY = (
    Column("Giá trị công trình", 16, Kind.NUMBER),
    Column("Đã giao", 14, Kind.NUMBER),
    Column("Đã chi", 14, Kind.NUMBER),
    Column("Còn lại", 14, Kind.NUMBER),
    Column("Cộng đồng đóng góp", 16, Kind.NUMBER),
    Column("Ngày công", 12, Kind.NUMBER),
    Column("Còn thiếu", 14, Kind.NUMBER),
)


def _chosen(request: HttpRequest, plans: Sequence[Plan]) -> Plan | None:
    """The plan of the URL if the person may read its funds, otherwise the latest one."""
    wanted = request.GET.get("plan", "")
    return next((plan for plan in plans if str(plan.pk) == wanted), plans[0] if plans else None)


def _overview(request: HttpRequest, plan: Plan) -> tuple[FundFilter, Overview]:
    """The filtered schools of the plan with their money."""
    filters = FundFilter(request.GET, day=standing_day(plan, timezone.localdate()))
    schools = School.objects.filter(organisation__reporting_duties__plan=plan).select_related("organisation")
    known = filters.applied(schools.order_by("organisation__sort_key", "pk"))
    return filters, overview(plan, known)


@require_safe
def fund_overview(request: HttpRequest) -> HttpResponse:
    """Needed, allocated, spent, contributed and missing: in sum, by source, by school."""
    if not can(request.user, Capability.VIEW_FACILITIES):
        raise PermissionDenied
    plans = list(plans_with_funds(request.user))
    plan = _chosen(request, plans)
    context: dict[str, Any] = {"plans": plans, "plan": plan}
    if plan:
        filters, found = _overview(request, plan)
        page = Paginator(found.lines, PAGE_SIZE).get_page(request.GET.get("page"))
        is_filtered = any(request.GET.get(name) for name in filters.fields)
        context |= {
            "filters": filters,
            "found": found,
            "page": page,
            "is_filtered": is_filtered,
            "keeper": keeper_of(plan),
            "may_edit": can(request.user, Capability.EDIT_FUNDS, plan),
            "may_name_keeper": can(request.user, Capability.NAME_KEEPER, plan),
            "whole": found.money + found.shared,
        }
    return render(request, "facilities/funds/overview.html", context)


@require_safe
def fund_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The filtered table as an Excel file, in million đồng."""
    plan = get_fund_plan(request.user, pk)
    _, found = _overview(request, plan)
    lines = [[line.school.organisation.short_name, *_cells(line.money)] for line in found.lines]
    lines.append(["Chung cho các trường", *_cells(found.shared)])
    lines.append(["Cộng", *_cells(found.money + found.shared)[:-1], found.gap])
    data = list_workbook(
        f"Kinh phí: {plan.title}", (Column("Trường", 30), *MONEY), lines, notes=("Đơn vị tính: triệu đồng.",)
    )
    return workbook_response(data, f"Kinh phí {plan.year}")


def _cells(money: Money) -> list[Any]:
    return [
        money.needed,
        money.allocated,
        money.spent,
        money.balance,
        money.contributed,
        money.labour_days,
        money.gap,
    ]


@require_safe
def fund_school(request: HttpRequest, pk: int, school_pk: int) -> HttpResponse:
    """One school: each allocation with what was spent from it, contributions, and what is missing."""
    plan, school = get_fund_school(request.user, pk, school_pk)
    return _lines(request, plan, school, money_of_schools(ledger(plan, school.pk)).get(school.pk, Money()))


@require_safe
def fund_shared(request: HttpRequest, pk: int) -> HttpResponse:
    """Allocations that belong to no single school."""
    plan = get_fund_plan(request.user, pk)
    return _lines(request, plan, None, money_of_schools(ledger(plan)).get(None, Money()))


def _lines(request: HttpRequest, plan: Plan, school: School | None, money: Money) -> HttpResponse:
    allocations = Allocation.objects.filter(plan=plan, school=school).select_related("source", "work")
    rows = list(allocations.prefetch_related("expenditures").order_by("allocated_on", "pk"))
    given = Contribution.objects.filter(plan=plan, school=school) if school else Contribution.objects.none()
    context = {
        "plan": plan,
        "school": school,
        "money": money,
        "allocations": [(row, sum(spent.amount_million for spent in row.expenditures.all())) for row in rows],
        "contributions": given,
        "may_edit": can(request.user, Capability.EDIT_FUNDS, plan),
        "may_contribute": school is not None and may_contribute(request.user, plan, school),
        "reads_all": can(request.user, Capability.VIEW_FUNDS, plan),
        "today": timezone.localdate(),
    }
    return render(request, "facilities/funds/lines.html", context)


fund_urls = [
    path("facilities/funds/", fund_overview, name="fund_overview"),
    path("facilities/funds/<int:pk>/export/", fund_export, name="fund_export"),
    path("facilities/funds/<int:pk>/shared/", fund_shared, name="fund_shared"),
    path("facilities/funds/<int:pk>/schools/<int:school_pk>/", fund_school, name="fund_school"),
]
