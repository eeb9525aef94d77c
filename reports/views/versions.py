"""The history of a report's versions, the same page for the school and for the receiver."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from reports.enums import Capability
from reports.queries.sheet import load_sheet
from reports.queries.versions import chosen, compare, version_rows
from reports.views.access import get_submission


@require_safe
def submission_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """All versions and the differences between two of them (`?from=1&to=2`, or `to=draft`)."""
    submission = get_submission(request.user, pk, Capability.VIEW_CONTENT)
    sheet = load_sheet(submission)
    rows = version_rows(sheet)
    pair = chosen(rows, request.GET.get("from", ""), request.GET.get("to", ""))
    context = {
        "submission": submission,
        "rows": rows,
        "pair": pair,
        "comparison": compare(sheet, *pair) if pair else None,
    }
    return render(request, "reports/versions.html", context)


version_urls = [path("submissions/<int:pk>/versions/", submission_versions, name="submission_versions")]
