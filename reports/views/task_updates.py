"""One task: what it asks, how far it has come, and telling so; the files of its history."""

import logging
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from plans.enums import FileType, TaskStatus
from plans.models import Plan, Task, TaskFile
from plans.permissions import acting_unit, may_update_task, noting_unit
from plans.queries import TaskRow
from plans.services import progressing
from plans.services.errors import Conflict
from plans.services.progressing import NothingNew, Progressed, Refusal
from reports.enums import Capability
from reports.permissions import can
from reports.presentation import Badge
from reports.queries.task_page import TaskPage, for_task_page, task_page
from reports.queries.told import told_of
from reports.services.task_updating import tell_task
from reports.task_forms import TaskNoteForm, TaskUpdateForm
from reports.task_presentation import (
    percent_text,
    reported_badge,
    source_words,
    status_badge,
    time_badge,
    told_badge,
)
from reports.views.evidence import CONTENT_TYPES
from schools.models import Organisation

logger = logging.getLogger(__name__)


@require_safe
def task_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The task with its six columns, its history, its equals, and what reports say about it."""
    return _page(request, _get_task(request, pk))


@require_POST
def task_update(request: HttpRequest, pk: int) -> HttpResponse:
    """Write how far the task has come, or a coordinating unit's note; bad files are named, good ones kept."""
    task = _get_task(request, pk)
    form = _form(request, task, request.POST)
    if form is None:
        raise PermissionDenied
    if not form.is_valid():
        return _page(request, task, form, status=422)
    try:
        outcome = _write(request, task, form)
    except NothingNew as nothing:
        form.add_error(None, nothing.message)
        return _page(request, task, form, nothing.refused, status=422)
    except Conflict as conflict:
        messages.error(request, conflict.message)
    else:
        _tell(request, outcome)
    return redirect(f"{reverse('task_detail', args=[task.pk])}#history")


@require_safe
def task_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of a task's history, for everybody who may read the plan; always saved to disk, never shown in place."""
    plans = Plan.objects.visible_to(request.user)
    row = get_object_or_404(TaskFile.objects.filter(update__task__plan__in=plans), pk=pk)
    headers = {
        "ETag": f'"{row.sha256}"',
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    unchanged = get_conditional_response(request, etag=headers["ETag"])
    if unchanged is not None:
        return unchanged
    try:
        stream = row.file.open("rb")
    except OSError:
        logger.exception("task file %s has no file in the storage", row.pk)
        raise Http404 from None
    kind = CONTENT_TYPES[FileType(row.type)]
    return FileResponse(stream, as_attachment=True, filename=row.name, content_type=kind, headers=headers)


def _get_task(request: HttpRequest, pk: int) -> Task:
    """Raises:
    Http404: it does not exist, or its plan is not visible to the person.
    """
    tasks = Task.objects.filter(plan__in=Plan.objects.visible_to(request.user))
    return get_object_or_404(for_task_page(tasks), pk=pk)


def _form(request: HttpRequest, task: Task, data: Any = None) -> TaskUpdateForm | TaskNoteForm | None:
    """The form that fits the person's part in the task; None for a reader."""
    if may_update_task(request.user, task):
        return TaskUpdateForm(data, task=task)
    return TaskNoteForm(data) if noting_unit(request.user, task) else None


def _write(request: HttpRequest, task: Task, form: TaskUpdateForm | TaskNoteForm) -> Progressed:
    files, user = request.FILES.getlist("files"), request.user
    if isinstance(form, TaskUpdateForm):
        unit = get_object_or_404(Organisation, pk=acting_unit(user, task))
        told = told_of(task)
        shown = (told.status, told.progress)
        return tell_task(task=task, by=user, organisation=unit, files=files, shown=shown, **form.cleaned_data)
    unit = get_object_or_404(Organisation, pk=noting_unit(user, task))
    return progressing.add_note(task=task, by=user, organisation=unit, text=form.cleaned_data["text"], files=files)


def _tell(request: HttpRequest, outcome: Progressed) -> None:
    messages.success(request, "Đã cập nhật nhiệm vụ.")
    for warning in outcome.warnings:
        messages.warning(request, warning)
    for refusal in outcome.refused:
        messages.warning(request, f"Không nhận tệp “{refusal.name}”: {refusal.message}")


def _badge(task: Task, page: TaskPage) -> Badge | None:
    """A task with tasks below it has no state of its own; what only reports speak of has theirs."""
    if page.below:
        return None
    return reported_badge(page.reported) if page.is_from_reports and page.reported else told_badge(task)


def _page(
    request: HttpRequest,
    task: Task,
    form: TaskUpdateForm | TaskNoteForm | None = None,
    refused: list[Refusal] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    told, today = told_of(task), timezone.localdate()
    page = task_page(task, request.user)
    form = form or _form(request, task)
    is_update = isinstance(form, TaskUpdateForm)
    context = {
        "task": task,
        "plan": task.plan,
        "page": page,
        "row": TaskRow(task, len(page.path), bool(page.below)),
        "badge": _badge(task, page),
        "late": None if page.below else time_badge(task, today),
        "progress": None if page.is_from_reports else told.progress,
        "source_words": source_words(told),
        "reported_percent": percent_text(page.reported.percent) if page.reported else "",
        "history": [(update, status_badge(update.status)) for update in page.updates],
        "own_entries": [(entry, status_badge(entry.status)) for entry in page.own_entries],
        "form": form,
        "is_update": is_update,
        "asks_done": is_update and told.progress == progressing.FULL and told.status != TaskStatus.DONE,
        "refused": refused or [],
        "may_chase": can(request.user, Capability.CHASE, task.plan),
    }
    return render(request, "reports/tasks/task.html", context, status=status)


task_update_urls = [
    path("tasks/<int:pk>/", task_detail, name="task_detail"),
    path("tasks/<int:pk>/update/", task_update, name="task_update"),
    path("tasks/files/<int:pk>/", task_file, name="task_file"),
]
