"""The files of a summary: asking for one, watching it being made, stopping it, taking it away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST, require_safe

from reports.documents.current import summary_document
from reports.documents.wording import period_text
from reports.enums import Capability, FileFormat, FileState
from reports.models import SummaryReport
from reports.queries.summary_files import SUMMARY_FORMATS, ready_file, shown_files
from reports.services import rendering
from reports.views.access import get_period, get_visible_or_404, require
from reports.views.files import file_response
from reports.views.summary_file_cards import file_context
from vietnamese.dates import format_datetime

TOO_LATE = "Không có tệp nào đang tạo; có thể tệp đã xong trước khi dừng."
STOPPED = "Đã dừng tạo tệp."


@require_POST
def summary_begin_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a file of a summary that nobody has begun to write: its draft begins with it."""
    period = get_period(request.user, pk, Capability.VIEW_SUMMARY)
    summary = SummaryReport.objects.filter(period=period).order_by("-revision").first() or SummaryReport(period=period)
    require(request.user, Capability.VIEW_SUMMARY, summary)
    return _ask(request, rendering.summary_of(period))


@require_POST
def summary_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a file of what the summary says now; also again, when the last one failed or was stopped."""
    return _ask(request, _summary(request, pk))


@require_POST
def summary_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the file that is being made: the desk's, because others may be waiting for it."""
    summary = _summary(request, pk)
    require(request.user, Capability.ISSUE_SUMMARY, summary)
    row = shown_files(summary).get(_format(request))
    stopped = row is not None and rendering.cancel(row=row, by=request.user)
    messages.info(request, STOPPED if stopped else TOO_LATE)
    return redirect("period_summary", pk=summary.period_id)


@require_GET
def summary_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The state of the files alone, asked for again and again while one is being made."""
    summary = _summary(request, pk)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("period_summary", pk=summary.period_id)
    context = file_context(request.user, summary)
    if not context["is_working"]:
        # Only the last answer says what is out of date: building the document takes longer than a look.
        context = file_context(request.user, summary, summary_document(summary))
    return render(request, "reports/summary/_files.html", {"summary": summary, **context})


@require_safe
def summary_file(request: HttpRequest, pk: int, file_format: str) -> HttpResponseBase:
    """The finished file; the summary's page when there is none yet."""
    summary = _summary(request, pk)
    file = ready_file(summary, file_format)
    if file is None or not rendering.is_usable(file):
        return redirect("period_summary", pk=summary.period_id)
    return file_response(request, file, file_name(summary, file_format), as_attachment=True)


def file_name(summary: SummaryReport, file_format: str) -> str:
    """`Báo cáo tổng hợp 6 tháng năm 2018.pdf`; a draft says so, lest it is passed on as the report."""
    first = "Phụ lục số liệu báo cáo tổng hợp" if file_format == FileFormat.XLSX else "Báo cáo tổng hợp"
    draft = " (bản nháp)" if summary.is_draft else ""
    return f"{first} {period_text(summary.period)}{draft}.{file_format}"


def _ask(request: HttpRequest, summary: SummaryReport) -> HttpResponse:
    asked = rendering.request_file(summary=summary, by=request.user, file_format=_format(request))
    if asked.state == FileState.READY:
        made = format_datetime(asked.ready_at)
        messages.info(request, f"Nội dung báo cáo không thay đổi; dùng lại tệp đã tạo lúc {made}.")
    return redirect("period_summary", pk=summary.period_id)


def _format(request: HttpRequest) -> str:
    """Raises:
    Http404: summaries are not made in this format.
    """
    file_format = request.POST.get("format", FileFormat.PDF)
    if file_format not in SUMMARY_FORMATS:
        raise Http404
    return file_format


def _summary(request: HttpRequest, pk: int) -> SummaryReport:
    queryset = SummaryReport.objects.select_related("period__plan")
    summary = get_visible_or_404(queryset, request.user, pk)
    require(request.user, Capability.VIEW_SUMMARY, summary)
    return summary


summary_file_urls = [
    path("periods/<int:pk>/summary/file/", summary_begin_file, name="summary_begin_file"),
    path("summaries/<int:pk>/files/", summary_make, name="summary_make"),
    path("summaries/<int:pk>/files/stop/", summary_stop, name="summary_stop"),
    path("summaries/<int:pk>/progress/", summary_progress, name="summary_progress"),
    path("summaries/<int:pk>/pdf/", summary_file, {"file_format": FileFormat.PDF}, name="summary_pdf"),
    path("summaries/<int:pk>/docx/", summary_file, {"file_format": FileFormat.DOCX}, name="summary_word"),
    path("summaries/<int:pk>/xlsx/", summary_file, {"file_format": FileFormat.XLSX}, name="summary_excel"),
]
