"""The summary of a period: what it contains, making its file, watching it being made, taking it away."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from plans.models import ReportingPeriod
from reports.documents.docx import render_docx
from reports.documents.summary import build_summary
from reports.documents.wording import period_text
from reports.enums import Capability, FileState
from reports.models import SummaryFile, SummaryReport
from reports.queries.completeness import completeness
from reports.queries.summaries import changed_since, current_file
from reports.services import rendering
from reports.views.access import get_period, get_visible_or_404, require
from reports.views.files import pdf_response, word_response
from vietnamese.dates import format_datetime


@require_http_methods(["GET", "HEAD", "POST"])
def period_summary(request: HttpRequest, pk: int) -> HttpResponse:
    """What the document contains and the state of its file; POST asks for the file."""
    period = get_period(request.user, pk, Capability.VIEW_SUMMARY)
    if request.method == "POST":
        asked = rendering.request_file(summary=rendering.summary_of(period), by=request.user)
        if asked.state == FileState.READY:
            made = format_datetime(asked.ready_at)
            messages.info(request, f"Nội dung báo cáo không thay đổi; dùng lại tệp đã tạo lúc {made}.")
        return redirect("period_summary", pk=period.pk)
    file = current_file(period)
    context = {
        "period": period,
        "counts": completeness(period),
        "target_count": period.plan.targets.whole().count(),
        **_file_context(period, file),
    }
    return render(request, "reports/summary.html", context)


@require_GET
def summary_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The state of the file alone, asked for again and again while it is being made."""
    summary = _summary(request, pk)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("period_summary", pk=summary.period_id)
    context = {"period": summary.period, **_file_context(summary.period, current_file(summary.period))}
    return render(request, "reports/summary_file.html", context)


@require_safe
def summary_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The finished file; the summary's page when there is none yet."""
    summary = _summary(request, pk)
    file = current_file(summary.period)
    if file is None or not rendering.is_usable(file):
        return redirect("period_summary", pk=summary.period_id)
    name = f"Báo cáo tổng hợp {period_text(summary.period)}.pdf"
    return pdf_response(request, file, name, as_attachment=True)


@require_safe
def summary_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The same document as Word, of the figures as they stand now: it is written while the person waits."""
    summary = _summary(request, pk)
    return word_response(render_docx(build_summary(summary)), f"Báo cáo tổng hợp {period_text(summary.period)}.docx")


def _summary(request: HttpRequest, pk: int) -> SummaryReport:
    queryset = SummaryReport.objects.select_related("period__plan")
    summary = get_visible_or_404(queryset, request.user, pk)
    require(request.user, Capability.VIEW_SUMMARY, summary)
    return summary


def _file_context(period: ReportingPeriod, file: SummaryFile | None) -> dict[str, Any]:
    """The file and what may be done with it. A file that vanished from the storage counts as none."""
    if file is not None and file.state == FileState.READY and not rendering.is_usable(file):
        file = None
    is_ready = file is not None and file.state == FileState.READY
    return {
        "file": file,
        "is_ready": is_ready,
        "is_failed": file is not None and file.state == FileState.FAILED,
        "is_working": file is not None and file.state in (FileState.QUEUED, FileState.RENDERING),
        "is_outdated": file is not None and is_ready and changed_since(period, file.requested_at),
    }


summary_urls = [
    path("periods/<int:pk>/summary/", period_summary, name="period_summary"),
    path("summaries/<int:pk>/pdf/", summary_pdf, name="summary_pdf"),
    path("summaries/<int:pk>/docx/", summary_word, name="summary_word"),
    path("summaries/<int:pk>/progress/", summary_progress, name="summary_progress"),
]
