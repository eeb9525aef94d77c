"""The reviewer's way: read with the checks beside, then accept or return."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from reports import permissions, workflow
from reports.checks import check_sheet, warnings_of
from reports.enums import Capability
from reports.forms import ActionForm, ExtensionForm, ReturnForm
from reports.models import Submission
from reports.presentation import status_badge
from reports.queries.sheet import load_sheet
from reports.services import extending, reviewing
from reports.services.errors import Conflict
from reports.views.access import get_submission


@require_GET
def submission_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The report with its warnings first, and what the reviewer may do with it."""
    submission = get_submission(request.user, pk, Capability.REVIEW)
    reviewing.mark_opened(submission=submission)
    return render(request, "reports/submission_review.html", review_context(request, submission))


def review_context(request: HttpRequest, submission: Submission, **forms: ActionForm) -> dict[str, Any]:
    """What the review page shows. The content of an unsent draft stays with the school."""
    shown = permissions.can(request.user, Capability.VIEW_CONTENT, submission)
    sheet = load_sheet(submission) if shown else None
    return {
        "submission": submission,
        "sheet": sheet,
        "badge": status_badge(submission),
        "warnings": warnings_of(check_sheet(sheet)) if sheet else [],
        "events": submission.events.select_related("by").order_by("-at", "-pk"),
        "actions": permissions.allowed_actions(request.user, submission),
        "may_extend": permissions.can(request.user, Capability.EXTEND, submission),
        "return_form": ReturnForm(prefix="return"),
        "extension_form": ExtensionForm(prefix="extension"),
        **forms,
    }


@require_POST
def submission_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the report and go on with the oldest one still waiting."""
    submission = get_submission(request.user, pk, Capability.REVIEW)
    try:
        reviewing.accept(submission=submission, by=request.user)
    except (Conflict, workflow.TransitionNotAllowed) as error:
        messages.error(request, str(error))
        return redirect("submission_review", pk=pk)
    messages.success(request, f"Đã duyệt {submission.period.report_name.lower()} của {submission.organisation}.")
    following = next_in_queue(request.user, submission)
    return redirect("submission_review", pk=following) if following else redirect("home")


def next_in_queue(user: Any, submission: Submission) -> int | None:
    """The report of the same period that has waited longest."""
    waiting = Submission.objects.visible_to(user).awaiting_review().filter(period=submission.period_id)
    return waiting.order_by("submitted_at", "pk").values_list("pk", flat=True).first()


def _give_back(
    request: HttpRequest, pk: int, capability: Capability, service: Callable[..., Any], done: str
) -> HttpResponse:
    """Return and reopen differ in who may and from which state; form and answer are the same."""
    submission = get_submission(request.user, pk, capability)
    form = ReturnForm(request.POST, prefix="return")
    if not form.is_valid():
        context = review_context(request, submission, return_form=form)
        return render(request, "reports/submission_review.html", context, status=422)
    try:
        service(submission=submission, by=request.user, **form.cleaned_data)
    except (Conflict, workflow.TransitionNotAllowed) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{done} {submission.organisation}. Đơn vị nhận được thông báo kèm lý do và hạn mới.")
    return redirect("submission_review", pk=pk)


@require_POST
def submission_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the school to complete the report, with reason and new date."""
    return _give_back(request, pk, Capability.REVIEW, reviewing.return_submission, "Đã yêu cầu bổ sung:")


@require_POST
def submission_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an accepted report back for correction."""
    return _give_back(request, pk, Capability.REOPEN, reviewing.reopen, "Đã mở lại báo cáo của")


@require_POST
def submission_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the school more time."""
    submission = get_submission(request.user, pk, Capability.EXTEND)
    form = ExtensionForm(request.POST, prefix="extension")
    if not form.is_valid():
        context = review_context(request, submission, extension_form=form)
        return render(request, "reports/submission_review.html", context, status=422)
    try:
        extending.grant_extension(
            submission=submission,
            by=request.user,
            until=form.cleaned_data["due_on"],
            reason=form.cleaned_data["comment"],
        )
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Đã gia hạn cho {submission.organisation}.")
    return redirect("submission_review", pk=pk)


review_urls = [
    path("submissions/<int:pk>/review/", submission_review, name="submission_review"),
    path("submissions/<int:pk>/accept/", submission_accept, name="submission_accept"),
    path("submissions/<int:pk>/return/", submission_return, name="submission_return"),
    path("submissions/<int:pk>/reopen/", submission_reopen, name="submission_reopen"),
    path("submissions/<int:pk>/extend/", submission_extend, name="submission_extend"),
]
