"""The school asks for more time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from reports.enums import Capability
from reports.extension_forms import AskExtensionForm
from reports.models import Submission
from reports.permissions import can
from reports.presentation import status_badge
from reports.queries.extensions import requests_of
from reports.services import requesting
from reports.services.errors import Conflict
from reports.views.access import get_submission


@require_http_methods(["GET", "POST"])
def extension_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """The school asks for more time for one report, or sees what it has asked."""
    submission = get_submission(request.user, pk, Capability.EDIT)
    if not can(request.user, Capability.ASK_EXTENSION, submission):
        why = "Số liệu không có gia hạn" if submission.is_figures else "Báo cáo đã nộp nên không cần gia hạn"
        messages.info(request, f"{why}.")
        return redirect("submission_detail", pk=pk)
    form = AskExtensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _ask(request, submission, form):
        return redirect("extension_ask", pk=pk)
    context = {
        "submission": submission,
        "form": form,
        "badge": status_badge(submission),
        "latest": requests_of([submission]).get(pk),
    }
    return render(request, "reports/extension_ask.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequest, submission: Submission, form: AskExtensionForm) -> bool:
    until, reason = form.cleaned_data["until"], form.cleaned_data["comment"]
    try:
        requesting.ask_extension(submission=submission, by=request.user, until=until, reason=reason)
    except Conflict as conflict:
        form.add_error(None, conflict.message)
        return False
    messages.success(request, "Đã gửi đề nghị. Hạn hiện nay còn hiệu lực cho đến khi cơ quan nhận báo cáo trả lời.")
    return True


@require_POST
def extension_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The school takes its open request back."""
    submission = get_submission(request.user, pk, Capability.EDIT)
    try:
        requesting.withdraw_request(submission=submission, by=request.user)
    except Conflict as conflict:
        messages.error(request, conflict.message)
    else:
        messages.success(request, "Đã rút đề nghị gia hạn.")
    return redirect("extension_ask", pk=pk)


extension_urls = [
    path("submissions/<int:pk>/extension-request/", extension_ask, name="extension_ask"),
    path("submissions/<int:pk>/extension-request/withdraw/", extension_withdraw, name="extension_withdraw"),
]
