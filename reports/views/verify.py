"""Genuine or not: anybody asks with the code on a page, or with the file itself. No login, no cookie, nothing kept."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from plans.file_names import size_text
from reports import guessing
from reports.queries.verifying import Verdict, by_code, by_file
from reports.uploaded_hash import HashedUpload, HashingUploadHandler
from reports.verification import Malformed, grouped, normalised

# An answer changes with the next revision, and no search engine lists it.
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
ROOM_FOR_FORM = 64 * 1024
MALFORMED = "Mã xác thực gồm 10 chữ và số, in ở cuối mỗi trang, thí dụ A1B2C-D3E4F. Đề nghị xem lại và nhập đủ."
NO_FILE = "Chưa chọn tệp cần kiểm tra."
TOO_LARGE = "Tệp quá lớn; chỉ kiểm tra tệp đến {size}. Tệp do cổng phát hành luôn nhỏ hơn mức này."
WAIT = "Địa chỉ mạng này đã hỏi nhiều mã hoặc tệp không có. Đề nghị thử lại sau 10 phút."


@login_not_required
@csrf_exempt  # it answers and changes nothing, and a token would need a cookie
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The two questions; a typed code leads to its page, a file is answered at once."""
    if guessing.has_to_wait(request):
        return _page(request, status=429, wait=WAIT)
    if request.method == "POST":
        return _answer_file(request)
    typed = request.GET.get("code", "")
    if not typed.strip():
        return _page(request)
    try:
        return redirect("verify_code", code=normalised(typed))
    except Malformed:
        return _page(request, typed=typed[:100], code_error=MALFORMED)


@login_not_required
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the code on a paper stands for; the QR code leads here."""
    if guessing.has_to_wait(request):
        return _page(request, status=429, wait=WAIT)
    try:
        stored = normalised(code)
    except Malformed:
        return _page(request, status=404, typed=code[:100], code_error=MALFORMED)
    if stored != code:
        return redirect("verify_code", code=stored)
    answer = by_code(stored)
    if answer.verdict == Verdict.UNKNOWN:
        guessing.count_miss(request)
    status = 404 if answer.verdict == Verdict.UNKNOWN else 200
    return _page(request, status=status, answer=answer, code=grouped(stored))


def _answer_file(request: HttpRequest) -> HttpResponse:
    limit = settings.VERIFY_MAX_BYTES
    too_large = TOO_LARGE.format(size=size_text(limit))
    if int(request.META.get("CONTENT_LENGTH") or 0) > limit + ROOM_FOR_FORM:
        return _page(request, status=413, file_error=too_large)
    handler = HashingUploadHandler(limit=limit)
    request.upload_handlers = [handler]
    upload: Any = request.FILES.get("file")
    if handler.is_too_large:
        return _page(request, status=413, file_error=too_large)
    if not isinstance(upload, HashedUpload):
        return _page(request, status=422, file_error=NO_FILE)
    answer = by_file(upload.sha256)
    if answer.verdict == Verdict.UNKNOWN:
        guessing.count_miss(request)
    return _page(request, answer=answer, upload=upload)


def _page(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    everything = {
        "answer": None, "upload": None, "code": "", "typed": "", "code_error": "", "file_error": "", "wait": "",
        "size_text": size_text(settings.VERIFY_MAX_BYTES), **context,
    }  # fmt: skip
    response = render(request, "reports/verify.html", everything, status=status)
    for name, value in HEADERS.items():
        response[name] = value
    return response


verify_urls = [
    path("verify/", verify, name="verify"),
    path("verify/<str:code>/", verify_code, name="verify_code"),
]
