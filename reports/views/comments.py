"""Comments over HTTP: the reviewer writes, confirms, asks again; the school ticks off. And the undo of a decision."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from reports import workflow
from reports.enums import Action, Capability, CommentState
from reports.forms import CommentForm
from reports.models import ReviewComment
from reports.queries.places import section_of
from reports.queries.sheet import Sheet
from reports.services import answering, commenting, editing, undoing
from reports.services.errors import Conflict
from reports.views.access import get_submission
from reports.views.queue import carry
from reports.views.submissions import tell_refused

UNDONE = {
    Action.UNDO_ACCEPT: "Đã hoàn tác việc duyệt. Báo cáo trở lại chờ duyệt; đơn vị chưa nhận thư báo.",
    Action.UNDO_RETURN: "Đã hoàn tác yêu cầu bổ sung. Báo cáo trở lại chờ duyệt; các nhận xét trở lại chưa gửi.",
    Action.UNDO_REOPEN: "Đã hoàn tác việc mở lại. Báo cáo trở lại đã duyệt, số liệu vẫn trong tổng hợp chính thức.",
}


@require_POST
def comment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a comment at a place of the report."""
    submission = get_submission(request.user, pk, Capability.COMMENT)
    form = CommentForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(_review_address(request, pk, request.POST.get("anchor", "")))
    try:
        comment = commenting.add_comment(submission=submission, by=request.user, **form.cleaned_data)
    except (Conflict, ValueError) as error:
        # The page that comes back has no box for it any more, so what was typed comes back with the reason.
        messages.error(request, f"{error} Nhận xét chưa được lưu: “{form.cleaned_data['text']}”")
        return redirect(_review_address(request, pk))
    return redirect(_review_address(request, pk, f"comment-{comment.pk}"))


def _review_address(request: HttpRequest, pk: int, place: str = "") -> str:
    """The page of the report in the queue the reviewer goes through, at one place of it."""
    queue = carry(request.GET.get("queue", ""))
    return reverse("submission_review", args=[pk]) + queue + (f"#{place}" if place else "")


def _judge(request: HttpRequest, pk: int, service: Callable[..., Any], **arguments: Any) -> HttpResponse:
    """One step of the reviewer with one comment."""
    comment = _comment(request, pk, Capability.COMMENT)
    try:
        service(comment=comment, **arguments)
    except Conflict as conflict:
        messages.error(request, conflict.message)
    return redirect(_review_address(request, comment.submission_id, f"comment-{pk}"))


def _comment(request: HttpRequest, pk: int, capability: Capability) -> ReviewComment:
    """A comment for a person who may do this with its report. What was not sent does not exist for the school.

    Raises:
        Http404: invisible. PermissionDenied: visible, but not for this.
    """
    comment = get_object_or_404(ReviewComment, pk=pk)
    comment.submission = get_submission(request.user, comment.submission_id, capability)
    if capability == Capability.ANSWER_COMMENT and comment.state == CommentState.DRAFT:
        raise Http404
    return comment


@require_POST
def comment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a comment that was not sent."""
    return _judge(request, pk, commenting.remove_comment)


@require_POST
def comment_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm what the school did."""
    return _judge(request, pk, commenting.confirm, by=request.user)


@require_POST
def comment_reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for it again with the next return."""
    return _judge(request, pk, commenting.reject, by=request.user, text=request.POST.get("text", ""))


@require_POST
def comment_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick a comment off. The button stands in the form of the report, so what was typed there is saved first."""
    return _answer(request, pk, answering.mark_done, answer=request.POST.get(f"answer-{pk}", ""))


@require_POST
def comment_undone(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the tick back."""
    return _answer(request, pk, answering.unmark)


def _answer(request: HttpRequest, pk: int, service: Callable[..., Any], **arguments: Any) -> HttpResponse:
    comment = _comment(request, pk, Capability.ANSWER_COMMENT)
    submission = comment.submission
    changes = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    sheet: Sheet | None = None
    try:
        sheet = editing.save_report(submission=submission, by=request.user, changes=changes)
        tell_refused(request, sheet.refused)
        service(comment=comment, by=request.user, **arguments)
    except (Conflict, workflow.TransitionNotAllowed) as error:
        messages.error(request, str(error))
    if sheet is None:
        return redirect("submission_detail", pk=submission.pk)
    section = section_of(sheet, comment.anchor) if comment.anchor else changes.get("section", "")
    return redirect(f"{reverse('submission_edit', args=[submission.pk])}?section={section}#comment-{pk}")


@require_POST
def submission_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one's own last decision about the report, within the minute."""
    submission = get_submission(request.user, pk, Capability.REVIEW)
    try:
        action = undoing.undo(submission=submission, by=request.user)
    except Conflict as conflict:
        messages.error(request, conflict.message)
    else:
        messages.success(request, UNDONE[action])
    return redirect(_review_address(request, pk))


comment_urls = [
    path("submissions/<int:pk>/comments/", comment_add, name="comment_add"),
    path("submissions/<int:pk>/undo/", submission_undo, name="submission_undo"),
    path("comments/<int:pk>/remove/", comment_remove, name="comment_remove"),
    path("comments/<int:pk>/confirm/", comment_confirm, name="comment_confirm"),
    path("comments/<int:pk>/reject/", comment_reject, name="comment_reject"),
    path("comments/<int:pk>/done/", comment_done, name="comment_done"),
    path("comments/<int:pk>/undone/", comment_undone, name="comment_undone"),
]
