"""A report to Excel and back: download, dry run, confirm. openpyxl is loaded by the first request that needs it."""

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reports import workflow
from reports.enums import Capability
from reports.models import Submission
from reports.queries.sheet import load_sheet
from reports.services.errors import Conflict
from reports.views.access import get_submission
from reports.workbooks.applying import ChangedMeanwhile, apply_upload
from reports.workbooks.confirmation import read_confirmation, sign_confirmation
from reports.workbooks.diff import Comparison, compare
from schools.workbooks.safety import WorkbookRefused

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def submission_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook of this very report, prefilled with what is stored."""
    from reports.workbooks.writing import build_workbook

    submission = get_submission(request.user, pk, Capability.VIEW_CONTENT)
    name = f"{submission.organisation.short_name} - {submission.full_title}.xlsx"
    response = HttpResponse(build_workbook(load_sheet(submission)), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, name.replace("/", "-"))
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "POST"])
def submission_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a filled workbook; then every error and every change, with nothing stored."""
    submission = get_submission(request.user, pk, Capability.EDIT)
    if not submission.is_editable:
        return _sent_already(request, submission)
    if request.method == "GET":
        return _upload_page(request, submission)
    uploaded = request.FILES.get("workbook")
    if uploaded is None:
        return _upload_page(request, submission, ["Chưa chọn tệp. Chọn tệp Excel đã điền rồi bấm “Kiểm tra tệp”."])
    try:
        comparison = _dry_run(uploaded, submission)
    except WorkbookRefused as refused:
        return _upload_page(request, submission, refused.messages)
    return _preview(request, submission, comparison, status=422 if comparison.upload.is_broken else 200)


@require_POST
def submission_upload_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Store what the dry run showed; when the report changed meanwhile, show the dry run anew."""
    submission = get_submission(request.user, pk, Capability.EDIT)
    if not submission.is_editable:
        return _sent_already(request, submission)
    confirmation = read_confirmation(request.POST.get("confirmation", ""), submission=submission, by=request.user)
    if confirmation is None:
        messages.error(request, "Lần kiểm tra tệp đã hết hiệu lực. Chọn lại tệp; chưa có gì được lưu.")
        return redirect("submission_upload", pk=pk)
    take = request.POST.getlist("take")
    try:
        count = apply_upload(submission=submission, by=request.user, confirmation=confirmation, take=take)
    except ChangedMeanwhile as changed:
        return _preview(request, submission, changed.comparison, status=409, changed=True)
    except (Conflict, workflow.TransitionNotAllowed) as error:
        messages.error(request, str(error))
        return redirect("submission_detail", pk=pk)
    messages.success(request, f"Đã nhập {count} ô từ tệp Excel." if count else "Không ô nào được chọn; chưa lưu gì.")
    return redirect("submission_check" if count else "submission_edit", pk=pk)


def _dry_run(uploaded: UploadedFile, submission: Submission) -> Comparison:
    from reports.workbooks.reading import read_workbook

    limit = settings.WORKBOOK_MAX_BYTES
    data = uploaded.read(limit + 1)
    sheet = load_sheet(submission)
    return compare(sheet, read_workbook(data, sheet, most_bytes=limit))


def _sent_already(request: HttpRequest, submission: Submission) -> HttpResponse:
    messages.info(
        request,
        f"{submission.words.capital} đã {submission.words.sending} nên không nhập tệp được. Chưa có gì được lưu.",
    )
    return redirect("submission_detail", pk=submission.pk)


def _upload_page(request: HttpRequest, submission: Submission, refusals: list[str] | None = None) -> HttpResponse:
    context = {
        "submission": submission,
        "refusals": refusals or [],
        "most_megabytes": settings.WORKBOOK_MAX_BYTES // 1024 // 1024,
    }
    return render(request, "reports/workbook_upload.html", context, status=422 if refusals else 200)


def _preview(
    request: HttpRequest, submission: Submission, comparison: Comparison, *, status: int, changed: bool = False
) -> HttpResponse:
    confirmation = None
    if comparison.can_confirm:
        confirmation = sign_confirmation(comparison, submission=submission, by=request.user)
    context = {
        "submission": submission,
        "comparison": comparison,
        "confirmation": confirmation,
        "is_too_long": comparison.can_confirm and confirmation is None,
        "changed": changed,
        "most_megabytes": settings.WORKBOOK_MAX_BYTES // 1024 // 1024,
    }
    return render(request, "reports/workbook_preview.html", context, status=status)


workbook_urls = [
    path("submissions/<int:pk>/workbook/", submission_workbook, name="submission_workbook"),
    path("submissions/<int:pk>/upload/", submission_upload, name="submission_upload"),
    path("submissions/<int:pk>/upload/confirm/", submission_upload_confirm, name="submission_upload_confirm"),
]
