"""Files of a report: send, look at, take off."""

import logging

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from plans.enums import FileType
from plans.file_names import shown_name
from plans.models import OutlineSection
from reports import workflow
from reports.enums import Capability
from reports.models import Evidence, Submission
from reports.queries.evidence import IMAGES, attached_to, sections_of
from reports.services import attaching
from reports.services.attaching import Attaching, Refusal
from reports.services.correcting import Locked
from reports.services.errors import Conflict
from reports.views.access import get_submission

logger = logging.getLogger(__name__)

CONTENT_TYPES = {
    FileType.PDF: "application/pdf",
    FileType.JPEG: "image/jpeg",
    FileType.PNG: "image/png",
    FileType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileType.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_POST
def evidence_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the files sent to one section; without a script the page answers, with one a short account of each."""
    submission = get_submission(request.user, pk, Capability.EDIT)
    number = request.POST.get("section", "")
    section = sections_of(submission).filter(pk=number if number.isascii() and number.isdigit() else 0).first()
    files = request.FILES.getlist("files")
    if section is None or not files:
        missing = "Mục này không có trong báo cáo." if section is None else "Chưa chọn tệp nào."
        return _answer(request, submission, section, Attaching(refused=[Refusal("", missing)]))
    try:
        result = attaching.attach_files(submission=submission, by=request.user, section=section, files=files)
    except Locked as locked:
        return _answer(
            request,
            submission,
            section,
            Attaching(refused=[Refusal(shown_name(f.name or ""), locked.message) for f in files]),
        )
    except (Conflict, workflow.TransitionNotAllowed) as error:
        return _too_late(request, submission, str(error))
    return _answer(request, submission, section, result)


@require_POST
def evidence_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one file off the report."""
    evidence = _evidence(request, pk, Capability.EDIT)
    submission, section, name = evidence.submission, evidence.section, evidence.name
    try:
        attaching.remove_evidence(evidence=evidence, by=request.user)
    except Locked as locked:
        if not _wants_json(request):
            messages.error(request, f"Chưa gỡ tệp “{name}”. {locked.message}")
            return redirect(_section_address(submission, section))
        return _answer(request, submission, section, Attaching(refused=[Refusal(name, locked.message)]))
    except (Conflict, workflow.TransitionNotAllowed) as error:
        return _too_late(request, submission, str(error))
    if not _wants_json(request):
        messages.success(request, f"Đã gỡ tệp “{name}”.")
    return _answer(request, submission, section, Attaching())


@require_safe
def evidence_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file itself, for those who may read the report. Pictures are shown, everything else is saved to disk."""
    evidence = _evidence(request, pk, Capability.VIEW_CONTENT)
    headers = {
        "ETag": f'"{evidence.sha256}"',
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    unchanged = get_conditional_response(request, etag=headers["ETag"])
    if unchanged is not None:
        return unchanged
    try:
        stream = evidence.file.open("rb")
    except OSError:
        logger.exception("evidence %s has no file in the storage", evidence.pk)
        raise Http404 from None
    return FileResponse(
        stream,
        as_attachment=evidence.type not in IMAGES or "download" in request.GET,
        filename=evidence.name,
        content_type=CONTENT_TYPES[FileType(evidence.type)],
        headers=headers,
    )


def _evidence(request: HttpRequest, pk: int, capability: Capability) -> Evidence:
    evidence = get_object_or_404(Evidence.objects.select_related("section"), pk=pk)
    evidence.submission = get_submission(request.user, evidence.submission_id, capability)
    return evidence


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _answer(
    request: HttpRequest, submission: Submission, section: OutlineSection | None, result: Attaching
) -> HttpResponse:
    """What became of the files: all refusals at once, each with the name of its file."""
    if _wants_json(request) and section is not None:
        files = attached_to(submission, section)
        account = {
            "taken": result.taken,
            "refused": [{"name": refusal.name, "message": refusal.message} for refusal in result.refused],
            "list": render_to_string("reports/edit/_evidence_list.html", {"files": files}),
            "filled": submission.filled_percent,
        }
        return JsonResponse(account, status=422 if result.refused else 200)
    address = _section_address(submission, section)
    if result.refused:
        context = {"submission": submission, "section": section, "result": result, "address": address}
        return render(request, "reports/evidence_refused.html", context, status=422)
    if result.taken:
        messages.success(request, f"Đã tải lên {len(result.taken)} tệp.")
    return redirect(address)


def _section_address(submission: Submission, section: OutlineSection | None) -> str:
    place = f"?section={section.code}#evidence-{section.pk}" if section else ""
    return reverse("submission_edit", args=[submission.pk]) + place


def _too_late(request: HttpRequest, submission: Submission, message: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"taken": [], "refused": [{"name": "", "message": message}]}, status=409)
    messages.error(request, message)
    return redirect("submission_detail", pk=submission.pk)


evidence_urls = [
    path("submissions/<int:pk>/evidence/", evidence_add, name="evidence_add"),
    path("evidence/<int:pk>/", evidence_file, name="evidence_file"),
    path("evidence/<int:pk>/remove/", evidence_remove, name="evidence_remove"),
]
