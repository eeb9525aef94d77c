"""The summary of a period: the document as it reads now, its sections to edit, its life and its files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from reports.enums import Capability
from reports.permissions import can
from reports.queries.summaries import shown_summary
from reports.services import summarising
from reports.views.access import get_period, require
from reports.views.summary_files import file_context
from reports.views.summary_life import life_context


@require_http_methods(["GET", "HEAD", "POST"])
def period_summary(request: HttpRequest, pk: int) -> HttpResponse:
    """What the document says, section by section. Readers see what is published; POST begins the draft.

    Looking writes nothing: until somebody begins, `summary` is a draft without a row.
    """
    period = get_period(request.user, pk, Capability.VIEW_SUMMARY)
    if request.method == "POST":
        require(request.user, Capability.EDIT_SUMMARY, period)
        summarising.begin(period=period, by=request.user)
        return redirect("period_summary", pk=pk)
    summary = shown_summary(request.user, period)
    context = {
        "period": period,
        "summary": summary,
        "may_edit": summary is not None and summary.is_draft and can(request.user, Capability.EDIT_SUMMARY, period),
    }
    if summary is not None:
        context |= life_context(request.user, summary) | file_context(request.user, summary)
    return render(request, "reports/summary/page.html", context)


summary_urls = [path("periods/<int:pk>/summary/", period_summary, name="period_summary")]
