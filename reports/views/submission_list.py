"""All reports a person may see, as a page and as an Excel file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from reports.filters import SubmissionListFilter
from reports.models import Submission
from reports.presentation import status_badge
from schools.downloads import workbook_response
from schools.workbooks.lists import Column, Kind, list_workbook

PAGE_SIZE = 60
COLUMNS = (
    Column("Đơn vị", 26),
    Column("Báo cáo", 18),
    Column("Kế hoạch", 40),
    Column("Năm", 8, Kind.NUMBER),
    Column("Còn đúng hạn đến hết ngày", 14, Kind.DATE),
    Column("Nộp lần đầu", 17, Kind.DATETIME),
    Column("Nộp lần cuối", 17, Kind.DATETIME),
    Column("Đã điền (%)", 9, Kind.NUMBER),
    Column("Tình trạng", 30),
)


def _found(request: HttpRequest) -> SubmissionListFilter:
    """The reports the filters let through, newest deadlines first."""
    visible = Submission.objects.visible_to(request.user).for_list()
    ordered = visible.order_by("-period__deadline_on", "organisation__sort_key", "pk")
    return SubmissionListFilter(request.GET, queryset=ordered, user=request.user)


@require_safe
def submission_list(request: HttpRequest) -> HttpResponse:
    """All reports the person may see."""
    found = _found(request)
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(submission, status_badge(submission)) for submission in page.object_list]
    return render(request, "reports/submission_list.html", {"filter": found, "page": page, "rows": rows})


@require_safe
def submission_list_export(request: HttpRequest) -> HttpResponse:
    """The filtered list, all pages, in its order."""
    data = list_workbook("Báo cáo của các đơn vị", COLUMNS, (_cells(submission) for submission in _found(request).qs))
    return workbook_response(data, "Báo cáo của các đơn vị")


def _cells(submission: Submission) -> list[Any]:
    return [
        submission.organisation.short_name,
        submission.title,
        submission.period.plan.title,
        submission.period.year,
        submission.owed_until,
        submission.first_submitted_at,
        submission.submitted_at,
        submission.filled_percent,
        status_badge(submission).text,
    ]


submission_list_urls = [
    path("submissions/", submission_list, name="submission_list"),
    path("submissions/export/", submission_list_export, name="submission_list_export"),
]
