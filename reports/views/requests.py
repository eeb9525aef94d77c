"""What schools ask for: the list, one request with its life, and lists that ask the same (interface "Office" 7)."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.answer_times import answer_times, times_by
from reports.enums import RecommendationStatus
from reports.models import Recommendation
from reports.permissions import OFFICE_ROLES
from reports.presentation import Badge
from reports.queries.requests import Age, Ages, listed_requests, waits_of
from reports.queries.similar_requests import suggestions
from reports.request_forms import GroupForm
from reports.request_list_filter import RequestListFilter
from schools.downloads import workbook_response
from schools.queries import actor_of
from schools.workbooks.lists import Column, Kind, list_workbook

PAGE_SIZE = 30
MOST_EXPORTED = 5000
MOST_SUGGESTED = 20
BADGES = {
    RecommendationStatus.OPEN: Badge("warn", "▲", RecommendationStatus.OPEN.label),
    RecommendationStatus.ANSWERED: Badge("info", "✎", RecommendationStatus.ANSWERED.label),
    RecommendationStatus.CLOSED: Badge("good", "●", RecommendationStatus.CLOSED.label),
}
COLUMNS = (
    Column("Đơn vị", 24),
    Column("Kế hoạch", 34),
    Column("Báo cáo", 16),
    Column("Gửi", 22),
    Column("Kiến nghị", 60),
    Column("Nhóm", 30),
    Column("Đơn vị trả lời", 24),
    Column("Tình trạng", 16),
    Column("Nêu lúc", 17, Kind.DATETIME),
    Column("Số ngày", 9, Kind.NUMBER),
    Column("Số ngày làm việc", 9, Kind.NUMBER),
    Column("Trả lời", 60),
    Column("Trả lời lần đầu lúc", 17, Kind.DATETIME),
    Column("Trả lời gần nhất lúc", 17, Kind.DATETIME),
    Column("Giải quyết lúc", 17, Kind.DATETIME),
)


@dataclass(frozen=True, slots=True)
class ListRow:
    """A request on the list, with whether the person may group it."""

    request: Recommendation
    badge: Badge
    age: Age | None
    may_group: bool


def request_badge(request: Recommendation) -> Badge:
    """The state of a request in a word, a sign and a colour."""
    return BADGES[RecommendationStatus(request.status)]


def _found(request: HttpRequest, *, without: str = "") -> RequestListFilter:
    asked = request.GET.copy()
    asked.pop(without, None)
    queryset = listed_requests(request.user)
    return RequestListFilter(asked, queryset=queryset)


@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """The requests the person's organisation has raised, received or has to answer."""
    return render(request, "reports/requests/list.html", list_context(request, GroupForm()))


def list_context(request: HttpRequest, form: GroupForm) -> dict[str, Any]:
    """What the list shows; `form` is the one that makes a group of what is ticked."""
    found = _found(request)
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    today, ages = timezone.localdate(), Ages(shown, timezone.localdate())
    offices = actor_of(request.user).organisations(*OFFICE_ROLES)
    rows = [ListRow(row, request_badge(row), ages.of(row), _may_group(row, offices)) for row in shown]
    waits = waits_of(_found(request, without="status").qs)
    limit = settings.REQUEST_ANSWER_DAYS
    return {
        "filter": found,
        "page": page,
        "rows": rows,
        "counts": [(status, BADGES[status], sum(w.status == status for w in waits)) for status in RecommendationStatus],
        "times": answer_times(waits, today=today, limit=limit),
        "times_by_owner": times_by(waits, lambda wait: wait.owner, today=today, limit=limit),
        "times_by_period": times_by(waits, lambda wait: wait.period, today=today, limit=limit),
        "limit": limit,
        "may_group": any(row.may_group for row in rows),
        "group_form": form,
        "ticked": frozenset(),
    }


def _may_group(row: Recommendation, offices: frozenset[int]) -> bool:
    """As `can(user, GROUP_REQUESTS, plan)` says, for what is not over."""
    return row.submission.period.plan.receiver_id in offices and row.status != RecommendationStatus.CLOSED


@require_safe
def request_list_export(request: HttpRequest) -> HttpResponse:
    """The filtered list as an Excel file."""
    rows = list(_found(request).qs[:MOST_EXPORTED])
    ages = Ages(rows, timezone.localdate())
    cells = [_cells(row, ages.of(row)) for row in rows]
    return workbook_response(list_workbook("Kiến nghị", COLUMNS, cells), "Kiến nghị")


def _cells(row: Recommendation, age: Age | None) -> tuple[Any, ...]:
    period = row.submission.period
    return (
        row.submission.organisation.short_name,
        period.plan.title,
        period.report_name,
        row.get_addressee_display(),
        row.text,
        row.group.title if row.group else "",
        row.owner.short_name if row.owner else "",
        row.get_status_display(),
        row.raised_at,
        age.days if age else None,
        age.working if age else None,
        row.answer,
        row.first_answered_at,
        row.answered_at,
        row.closed_at,
    )


@require_safe
def request_similar(request: HttpRequest) -> HttpResponse:
    """Open requests that probably ask the same, ready to be grouped, for the office that receives them."""
    offices = actor_of(request.user).organisations(*OFFICE_ROLES)
    rows = listed_requests(request.user).open().filter(submission__period__plan__receiver__in=offices)
    found = suggestions(rows.order_by("raised_at", "pk"))
    return render(request, "reports/requests/similar.html", {"suggestions": found[:MOST_SUGGESTED]})


request_list_urls = [
    path("requests/", request_list, name="request_list"),
    path("requests/export/", request_list_export, name="request_list_export"),
    path("requests/similar/", request_similar, name="request_similar"),
]
