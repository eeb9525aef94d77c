"""The list of visits, who has not been visited, the list of what is to be mended, both as Excel; beginning a visit."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from facilities.enums import Capability, FindingResult, InspectionState
from facilities.inspection_filters import FindingFilter, InspectionFilter
from facilities.inspection_forms import StartForm
from facilities.inspection_periods import month_of, quarter_of, read_period
from facilities.models import Finding
from facilities.permissions import OFFICE_ROLES, can
from facilities.queries.inspections import Coverage, coverage, for_list, visible_inspections
from facilities.services.inspecting import start_inspection
from facilities.views.inspection_access import require_inspector
from schools.downloads import workbook_response
from schools.enums import OrganisationKind
from schools.models import Organisation
from schools.queries import actor_of
from schools.workbooks.lists import Column, Kind, list_workbook

PAGE_SIZE = 30
COLUMNS = (
    Column("Ngày kiểm tra", 13, Kind.DATE),
    Column("Trường", 28),
    Column("Địa bàn", 20),
    Column("Loại", 20),
    Column("Tình trạng", 14),
    Column("Việc phải khắc phục", 12, Kind.NUMBER),
    Column("Chưa khắc phục", 12, Kind.NUMBER),
    Column("Quá hạn", 10, Kind.NUMBER),
    Column("Kết luận", 50),
)
FINDING_COLUMNS = (
    Column("Trường", 28),
    Column("Địa bàn", 20),
    Column("Ngày kiểm tra", 13, Kind.DATE),
    Column("Nội dung", 40),
    Column("Nhận xét", 40),
    Column("Khắc phục chậm nhất ngày", 14, Kind.DATE),
    Column("Đã khắc phục ngày", 14, Kind.DATE),
    Column("Trường đã làm gì", 40),
)


@require_safe
def inspection_list(request: HttpRequest) -> HttpResponse:
    """Visits, filtered; for those who look at all schools also who has not been visited in the period."""
    filters = _visits(request)
    today = timezone.localdate()
    context: dict[str, Any] = {
        "filters": filters,
        "page": Paginator(filters.qs, PAGE_SIZE).get_page(request.GET.get("page")),
        "is_filtered": any(request.GET.get(name) for name in filters.filters),
        "may_inspect": can(request.user, Capability.INSPECT),
        "coverage": _coverage(request, today) if can(request.user, Capability.VIEW_FACILITIES) else [],
        "late": _own_findings(request).filter(mend_by__lt=today, mended_on=None).count(),
    }
    return render(request, "facilities/inspections/list.html", context)


def _visits(request: HttpRequest) -> InspectionFilter:
    today = timezone.localdate()
    return InspectionFilter(request.GET, queryset=for_list(visible_inspections(request.user), today), today=today)


def _coverage(request: HttpRequest, today: dt.date) -> list[Coverage]:
    """Of the month or quarter asked for, otherwise of the present ones: how many schools have been visited."""
    asked = read_period(request.GET.get("period", ""))
    return coverage([asked] if asked else [month_of(today), quarter_of(today)], today)


@require_safe
def inspection_export(request: HttpRequest) -> HttpResponse:
    """The filtered visits as an Excel file."""
    rows = [
        (
            visit.visited_on,
            visit.school.organisation.short_name,
            visit.school.commune and visit.school.commune.short_name,
            visit.get_kind_display(),
            visit.get_state_display(),
            visit.issues,
            visit.open_issues,
            visit.late_issues,
            visit.conclusion,
        )
        for visit in _visits(request).qs
    ]
    return workbook_response(list_workbook("Các lần kiểm tra", COLUMNS, rows), "Các lần kiểm tra")


@require_safe
def finding_list(request: HttpRequest) -> HttpResponse:
    """What ended visits found to be mended: overdue, open, mended."""
    filters = _findings(request)
    context = {
        "filters": filters,
        "page": Paginator(filters.qs, PAGE_SIZE).get_page(request.GET.get("page")),
        "is_filtered": any(request.GET.get(name) for name in filters.filters),
        "today": timezone.localdate(),
    }
    return render(request, "facilities/inspections/findings.html", context)


@require_safe
def finding_export(request: HttpRequest) -> HttpResponse:
    """The filtered findings as an Excel file."""
    rows = [
        (
            line.inspection.school.organisation.short_name,
            line.inspection.school.commune and line.inspection.school.commune.short_name,
            line.inspection.visited_on,
            line.text,
            line.note,
            line.mend_by,
            line.mended_on,
            line.mended_note,
        )
        for line in _findings(request).qs
    ]
    return workbook_response(list_workbook("Việc phải khắc phục", FINDING_COLUMNS, rows), "Việc phải khắc phục")


def _own_findings(request: HttpRequest) -> Any:
    visits = visible_inspections(request.user).filter(state=InspectionState.DONE)
    return Finding.objects.filter(inspection__in=visits, result=FindingResult.ISSUE)


def _findings(request: HttpRequest) -> FindingFilter:
    rows = _own_findings(request).select_related("inspection__school__organisation")
    rows = rows.prefetch_related("inspection__school__affiliations__commune").order_by("mend_by", "pk")
    return FindingFilter(request.GET, queryset=rows, today=timezone.localdate())


@require_http_methods(["GET", "HEAD", "POST"])
def inspection_new(request: HttpRequest) -> HttpResponse:
    """Begin a visit; `?school=` names the school."""
    require_inspector(request.user)
    if request.method != "POST":
        first = {"visited_on": timezone.localdate(), "members": str(request.user)}
        form = StartForm(initial={"school": request.GET.get("school", "")} | first)
        return render(request, "facilities/inspections/new.html", {"form": form})
    form = StartForm(request.POST)
    if not form.is_valid():
        return render(request, "facilities/inspections/new.html", {"form": form}, status=422)
    visit = start_inspection(office=office_of(request.user), by=request.user, **form.cleaned_data)
    return redirect("inspection_edit", pk=visit.pk)


def office_of(user: Any) -> Organisation:
    """The office for education in whose name the person visits schools."""
    seats = actor_of(user).seats
    office = next(s for s in seats if s.kind == OrganisationKind.EDUCATION_OFFICE and s.role in OFFICE_ROLES)
    return Organisation.objects.get(pk=office.organisation_id)


inspection_urls = [
    path("facilities/inspections/", inspection_list, name="inspection_list"),
    path("facilities/inspections/export/", inspection_export, name="inspection_export"),
    path("facilities/inspections/new/", inspection_new, name="inspection_new"),
    path("facilities/inspections/findings/", finding_list, name="finding_list"),
    path("facilities/inspections/findings/export/", finding_export, name="finding_export"),
]
