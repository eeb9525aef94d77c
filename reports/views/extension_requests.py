"""Requests for more time: the list, and the receiver's answer to one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from reports.enums import Capability, RequestState
from reports.extension_forms import DeclineForm, GrantForm
from reports.forms import ActionForm
from reports.models import ExtensionRequest
from reports.permissions import can
from reports.presentation import status_badge
from reports.queries.extensions import visible_requests
from reports.request_filters import RequestFilter
from reports.services import requesting
from reports.services.errors import Conflict
from reports.views.access import require
from schools.downloads import workbook_response
from schools.workbooks.lists import Column, Kind, list_workbook

PAGE_SIZE = 60
MOST_EXPORTED = 5000
COLUMNS = (
    Column("Đơn vị", 28),
    Column("Kế hoạch", 34),
    Column("Báo cáo", 18),
    Column("Đề nghị lúc", 17, Kind.DATETIME),
    Column("Người đề nghị", 22),
    Column("Đề nghị đến hết ngày", 13, Kind.DATE),
    Column("Lý do", 44),
    Column("Kết quả", 18),
    Column("Gia hạn đến hết ngày", 13, Kind.DATE),
    Column("Trả lời", 44),
    Column("Người trả lời", 22),
    Column("Trả lời lúc", 17, Kind.DATETIME),
)


def _found(request: HttpRequest) -> RequestFilter:
    return RequestFilter(request.GET, queryset=visible_requests(request.user), user=request.user)


@require_safe
def extension_requests(request: HttpRequest) -> HttpResponse:
    """Requests and answers: the office those it was asked, a school its own."""
    found = _found(request)
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(row, can(request.user, Capability.EXTEND, row.submission)) for row in page.object_list]
    return render(request, "reports/extension_requests.html", {"filter": found, "page": page, "rows": rows})


@require_safe
def extension_requests_export(request: HttpRequest) -> HttpResponse:
    """The filtered list as an Excel file."""
    rows = [_export_row(row) for row in _found(request).qs[:MOST_EXPORTED]]
    return workbook_response(list_workbook("Đề nghị gia hạn", COLUMNS, rows), "Đề nghị gia hạn")


def _export_row(row: ExtensionRequest) -> tuple[Any, ...]:
    period = row.submission.period
    return (
        row.submission.organisation.short_name,
        period.plan.title,
        period.report_name,
        row.requested_at,
        row.requested_by or "",
        row.until,
        row.reason,
        row.get_state_display(),
        row.extension.until if row.extension else None,
        row.answer,
        row.decided_by or "",
        row.decided_at,
    )


@require_http_methods(["GET", "POST"])
def extension_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One request with what matters for the answer: grant it, perhaps for another day, or decline it."""
    asked = get_object_or_404(visible_requests(request.user), pk=pk)
    require(request.user, Capability.EXTEND, asked.submission)
    declines = request.POST.get("decision") == "decline"
    posted = request.POST if request.method == "POST" else None
    grant = GrantForm(None if declines else posted, prefix="grant", initial={"until": asked.until})
    decline = DeclineForm(posted if declines else None, prefix="decline")
    chosen: ActionForm = decline if declines else grant
    if chosen.is_valid() and _decide(request, asked, chosen, declines=declines):
        return redirect("extension_requests")
    context = {
        "asked": asked,
        "submission": asked.submission,
        "badge": status_badge(asked.submission),
        "extensions": asked.submission.extensions.select_related("granted_by").order_by("granted_at", "pk"),
        "grant_form": grant,
        "decline_form": decline,
        "is_open": asked.state == RequestState.OPEN,
    }
    return render(request, "reports/extension_decide.html", context, status=422 if chosen.errors else 200)


def _decide(request: HttpRequest, asked: ExtensionRequest, form: ActionForm, *, declines: bool) -> bool:
    name = asked.submission.organisation.short_name
    try:
        if declines:
            requesting.decline_request(request=asked, by=request.user, **form.cleaned_data)
            done = f"Đã trả lời {name}: không gia hạn. Đơn vị nhận được lý do; hạn không thay đổi."
        else:
            requesting.grant_request(request=asked, by=request.user, **form.cleaned_data)
            done = f"Đã gia hạn cho {name}. Hạn mới có hiệu lực ngay và đơn vị nhận được thông báo."
    except Conflict as conflict:
        form.add_error(None, conflict.message)
        asked.refresh_from_db(fields=["state", "answer", "decided_by", "decided_at"])
        return False
    messages.success(request, done)
    return True


extension_request_urls = [
    path("extension-requests/", extension_requests, name="extension_requests"),
    path("extension-requests/export/", extension_requests_export, name="extension_requests_export"),
    path("extension-requests/<int:pk>/", extension_decide, name="extension_decide"),
]
