"""The reviewer's way: read with the checks beside, comment, then accept or return, then the next report."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from reports import permissions, workflow
from reports.checks import check_sheet, warnings_of
from reports.corrections import row_of
from reports.enums import Action, Capability, SubmissionStatus
from reports.forms import ActionForm, ExtensionForm, GiveBackForm, ReturnForm
from reports.models import Submission
from reports.presentation import status_badge
from reports.queries.comments import comments_of
from reports.queries.history import history_of
from reports.queries.last_year import add_last_year
from reports.queries.review_page import (
    Comments,
    Marker,
    changes_since_return,
    last_return,
    marked,
    next_of,
    place_of,
    sorted_comments,
    with_place,
    with_return,
)
from reports.queries.sheet import Sheet, load_sheet
from reports.review_filters import QueueFilter
from reports.services import extending, reviewing
from reports.services.errors import Conflict
from reports.views.access import get_submission
from reports.views.queue import carry
from reports.views.undo_notice import announce, undo_notice, withdraw


@require_safe
def submission_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The report with what changed, what was answered and what the checks ask on top; and what may be done with it."""
    submission = _submission(request, pk, Capability.REVIEW)
    reviewing.mark_opened(submission=submission)
    return render(request, "reports/submission_review.html", review_context(request, submission))


def _submission(request: HttpRequest, pk: int, capability: Capability) -> Submission:
    """The report with its place in the queue the reviewer goes through, and the version that was returned."""
    rows = with_return(with_place(Submission.objects.all(), _queue(request).qs))
    return get_submission(request.user, pk, capability, rows=rows)


def _queue(request: HttpRequest) -> QueueFilter:
    return QueueFilter.of(request.GET.get("queue", ""), request.user)


def review_context(request: HttpRequest, submission: Submission, **forms: ActionForm) -> dict[str, Any]:
    """What the review page shows. The content of an unsent draft stays with the school."""
    shown = permissions.can(request.user, Capability.VIEW_CONTENT, submission)
    sheet = load_sheet(submission) if shown else None
    context = {
        "submission": submission,
        "sheet": sheet,
        "badge": status_badge(submission),
        "place": place_of(submission),
        "queue": request.GET.get("queue", ""),
        "suffix": carry(request.GET.get("queue", "")),
        "undo": _undo(request, submission),
        "actions": permissions.allowed_actions(request.user, submission),
        "may_extend": permissions.can(request.user, Capability.EXTEND, submission),
        "extension_form": ExtensionForm(prefix="extension"),
    }
    if sheet:
        context |= _content(request, sheet)
    else:
        context |= {"may_comment": False, "comments": Comments([], [], {})}
        context["events"] = history_of(submission)
    return {"return_form": _return_form(context), **context, **forms}


def _content(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    """The report itself: rows with their marks, warnings, comments, changes."""
    add_last_year(sheet)
    submission = sheet.submission
    comments = sorted_comments(submission, comments_of(submission, for_school=False))
    warnings = warnings_of(check_sheet(sheet))
    changes = changes_since_return(sheet)
    changed = {row.anchor for row in changes.cells} | {row.anchor for row in changes.texts} if changes else set()
    waits = submission.status == SubmissionStatus.SUBMITTED
    queue, page_url = request.GET.get("queue", ""), _address(request, submission.pk)
    marker = Marker(
        comments=comments.by_row,
        changed=frozenset(changed),
        warned=frozenset(row_of(issue.field) for issue in warnings),
        asked=request.GET.get("comment") if waits else None,
    )
    return {
        **marked(sheet, marker),
        "whole": marker.at(""),
        "warnings": [(issue, row_of(issue.field)) for issue in warnings],
        "comments": comments,
        "changes": changes,
        "returned": last_return(submission),
        "may_comment": waits,
        "comment_url": reverse("comment_add", args=[submission.pk]) + carry(queue),
        "page_url": page_url,
        "asking": f"{page_url}{'&' if queue else '?'}comment=",
    }


def _return_form(context: dict[str, Any]) -> GiveBackForm:
    form = _empty_return_form(context)
    if context["submission"].is_figures:
        form.fields["due_on"].label = "Gửi lại chậm nhất ngày"
    return form


def _empty_return_form(context: dict[str, Any]) -> GiveBackForm:
    """With the reason that most returns have, when there are comments to go with it."""
    if Action.REOPEN in context["actions"]:
        return GiveBackForm(prefix="return")
    drafts = len(context["comments"].drafts)
    reason = f"Đề nghị đơn vị sửa theo {drafts} nhận xét kèm theo." if drafts else ""
    return ReturnForm(prefix="return", initial={"comment": reason})


def _undo(request: HttpRequest, submission: Submission) -> Any:
    """What can be taken back; nothing about this very report when it waits for review again."""
    notice = undo_notice(request)
    if notice and notice.pk == submission.pk and submission.status == SubmissionStatus.SUBMITTED:
        withdraw(request)
        return None
    return notice


@require_POST
def submission_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the report and go on with the next of the queue."""
    submission = get_submission(request.user, pk, Capability.REVIEW)
    try:
        reviewing.accept(submission=submission, by=request.user)
    except (Conflict, workflow.TransitionNotAllowed) as error:
        messages.error(request, str(error))
        return redirect(_address(request, pk))
    announce(
        request, submission, f"{submission.words.accepted} {submission.title.lower()} của {submission.organisation}."
    )
    return _go_on(request, submission)


def _address(request: HttpRequest, pk: int) -> str:
    return reverse("submission_review", args=[pk]) + carry(request.GET.get("queue", ""))


def _go_on(request: HttpRequest, submission: Submission) -> HttpResponse:
    """To the next report of the queue; to the queue itself when it is empty."""
    following = next_of(submission, _queue(request).qs)
    if following is not None:
        return redirect(_address(request, following))
    queue = request.GET.get("queue", "")
    return redirect(reverse("review_queue") + (f"?{queue}" if queue else ""))


def _give_back(
    request: HttpRequest, submission: Submission, form: GiveBackForm, service: Callable[..., Any], done: str
) -> HttpResponse | None:
    """Return or reopen: the answer when it was not done, None when it was."""
    if not form.is_valid():
        context = review_context(request, submission, return_form=form)
        return render(request, "reports/submission_review.html", context, status=422)
    try:
        service(submission=submission, by=request.user, **form.cleaned_data)
    except (Conflict, workflow.TransitionNotAllowed) as error:
        messages.error(request, str(error))
        return redirect(_address(request, submission.pk))
    announce(request, submission, f"{done} {submission.organisation}.")
    return None


@require_POST
def submission_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the school to complete the report, with reason and new date; then the next of the queue."""
    submission = _submission(request, pk, Capability.REVIEW)
    form = ReturnForm(request.POST, prefix="return")
    refused = _give_back(request, submission, form, reviewing.return_submission, "Đã yêu cầu bổ sung:")
    return refused or _go_on(request, submission)


@require_POST
def submission_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an accepted report back for correction."""
    submission = _submission(request, pk, Capability.REOPEN)
    form = GiveBackForm(request.POST, prefix="return")
    refused = _give_back(request, submission, form, reviewing.reopen, f"Đã {submission.words.reopen.lower()} của")
    return refused or redirect(_address(request, pk))


@require_POST
def submission_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the school more time."""
    submission = _submission(request, pk, Capability.EXTEND)
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
    return redirect(_address(request, pk))


review_urls = [
    path("submissions/<int:pk>/review/", submission_review, name="submission_review"),
    path("submissions/<int:pk>/accept/", submission_accept, name="submission_accept"),
    path("submissions/<int:pk>/return/", submission_return, name="submission_return"),
    path("submissions/<int:pk>/reopen/", submission_reopen, name="submission_reopen"),
    path("submissions/<int:pk>/extend/", submission_extend, name="submission_extend"),
]
