"""A report as paper: the PDF is made by a worker and waited for, the Word file is written at once."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from reports.documents.docx import render_docx
from reports.documents.paper import build_paper
from reports.documents.wording import period_text
from reports.enums import Capability, FileState
from reports.models import Submission
from reports.services import rendering
from reports.views.access import get_submission
from reports.views.files import file_response, word_response


@require_http_methods(["GET", "HEAD", "POST"])
def submission_paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF of what the report says now; while there is none, its state. POST asks for it."""
    submission = _report(request, pk)
    if request.method == "POST":
        rendering.request_paper(submission=submission, by=request.user)
        return redirect("submission_paper", pk=pk)
    file = rendering.paper_of(submission)
    polled = request.htmx  # type: ignore[attr-defined]
    if file is not None and rendering.is_usable(file):
        if polled:
            return HttpResponseClientRedirect(reverse("submission_paper", args=[pk]))
        return file_response(request, file, file_name(submission, "pdf"), as_attachment=False)
    context = {
        "submission": submission,
        "file": file,
        "address": reverse("submission_paper", args=[pk]),
        "is_working": file is not None and file.state in (FileState.QUEUED, FileState.RENDERING),
        "is_failed": file is not None and file.state == FileState.FAILED,
    }
    return render(request, "reports/paper_file.html" if polled else "reports/paper.html", context)


@require_safe
def submission_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The same document as Word, for people who go on editing it."""
    submission = _report(request, pk)
    return word_response(render_docx(build_paper(submission)), file_name(submission, "docx"))


def _report(request: HttpRequest, pk: int) -> Submission:
    """The report. Figures no school has are part of the receiver's own summary and have no document of their own.

    Raises:
        Http404: invisible, or no report. PermissionDenied: visible, but not its content.
    """
    submission = get_submission(request.user, pk, Capability.VIEW_CONTENT)
    if submission.is_figures:
        raise Http404
    return submission


def file_name(submission: Submission, ending: str) -> str:
    """`Báo cáo 6 tháng năm 2018 - MN Cẩm Vũ.pdf`."""
    return f"Báo cáo {period_text(submission.period)} - {submission.organisation.short_name}.{ending}"


paper_urls = [
    path("submissions/<int:pk>/paper/pdf/", submission_paper, name="submission_paper"),
    path("submissions/<int:pk>/paper/docx/", submission_word, name="submission_word"),
]
