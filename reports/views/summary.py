"""The summary of a period: the document as it reads now, its sections to edit, its life and its files."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from reports.documents.sections import OPENING
from reports.enums import Capability
from reports.permissions import can
from reports.queries.summaries import shown_summary
from reports.queries.summary_sections import worked_summary
from reports.services import summarising
from reports.views.access import get_period, require
from reports.views.summary_file_cards import file_context
from reports.views.summary_life import life_context
from reports.views.summary_sheet import sheet_of


@require_http_methods(["GET", "HEAD", "POST"])
def period_summary(request: HttpRequest, pk: int) -> HttpResponse:
    """What the document says, section by section. Readers see what is published.

    Looking writes nothing: until somebody begins, `summary` is a draft without a row. POST begins it and opens one of
    its sections.
    """
    period = get_period(request.user, pk, Capability.VIEW_SUMMARY)
    if request.method == "POST":
        require(request.user, Capability.EDIT_SUMMARY, period)
        begun = summarising.begin(period=period, by=request.user)
        return redirect("summary_section", pk=begun.pk, key=request.POST.get("section") or OPENING)
    summary = shown_summary(request.user, period)
    context: dict[str, Any] = {"period": period, "summary": summary}
    if summary is not None:
        work = worked_summary(summary)
        context |= {
            "may_edit": summary.is_draft and can(request.user, Capability.EDIT_SUMMARY, period),
            "work": work,
            "sheet": sheet_of(work.document, work.sections),
            "edited_count": sum(section.row is not None for section in work.sections.values()),
            **life_context(request.user, summary, work.document),
            **file_context(request.user, summary, work.document),
        }
    return render(request, "reports/summary/page.html", context)


summary_urls = [path("periods/<int:pk>/summary/", period_summary, name="period_summary")]
