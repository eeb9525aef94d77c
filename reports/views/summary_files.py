"""The files of a summary: asking for one, watching it being made, taking it away."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST, require_safe

from reports.documents.current import summary_document
from reports.documents.docx import render_docx
from reports.documents.wording import period_text
from reports.enums import Capability, FileState
from reports.models import SummaryReport
from reports.queries.summaries import changed_since, current_file
from reports.services import rendering
from reports.views.access import get_period, get_visible_or_404, require
from reports.views.files import pdf_response, word_response
from vietnamese.dates import format_datetime


@require_POST
def summary_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the file of what the summary of the period says now."""
    period = get_period(request.user, pk, Capability.VIEW_SUMMARY)
    summary = rendering.summary_of(period)
    require(request.user, Capability.VIEW_SUMMARY, summary)
    asked = rendering.request_file(summary=summary, by=request.user)
    if asked.state == FileState.READY:
        made = format_datetime(asked.ready_at)
        messages.info(request, f"Nội dung báo cáo không thay đổi; dùng lại tệp đã tạo lúc {made}.")
    return redirect("period_summary", pk=period.pk)


@require_GET
def summary_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The state of the file alone, asked for again and again while it is being made."""
    summary = _summary(request, pk)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("period_summary", pk=summary.period_id)
    context = {"period": summary.period, "summary": summary, **file_context(request.user, summary)}
    return render(request, "reports/summary/_files.html", context)


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
    """The same document as Word, as it stands now: it is written while the person waits."""
    summary = _summary(request, pk)
    name = f"Báo cáo tổng hợp {period_text(summary.period)}.docx"
    return word_response(render_docx(summary_document(summary)), name)


def file_context(user: Any, summary: SummaryReport) -> dict[str, Any]:
    """What `reports/summary/_files.html` reads: the file and what may be done with it.

    A file that vanished from the storage counts as none. A draft that nobody has begun has no row: `summary.pk` is
    None, and it has no files.
    """
    period = summary.period
    file = current_file(period) if summary.pk else None
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


def _summary(request: HttpRequest, pk: int) -> SummaryReport:
    queryset = SummaryReport.objects.select_related("period__plan")
    summary = get_visible_or_404(queryset, request.user, pk)
    require(request.user, Capability.VIEW_SUMMARY, summary)
    return summary


summary_file_urls = [
    path("periods/<int:pk>/summary/file/", summary_request, name="summary_request"),
    path("summaries/<int:pk>/pdf/", summary_pdf, name="summary_pdf"),
    path("summaries/<int:pk>/docx/", summary_word, name="summary_word"),
    path("summaries/<int:pk>/progress/", summary_progress, name="summary_progress"),
]
