"""Writing a work down, and telling how far it is."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from facilities.enums import Capability
from facilities.models import Work
from facilities.services import works
from facilities.views.works_access import get_work, require_area
from facilities.work_forms import ProgressForm, WorkForm
from plans.services.errors import Conflict


@require_http_methods(["GET", "POST"])
def work_new(request: HttpRequest) -> HttpResponse:
    """A new work; `?school=` chooses its school."""
    require_area(request.user, Capability.EDIT_FACILITIES)
    form = WorkForm(request.POST or None, initial={"school": request.GET.get("school", "")})
    if not form.is_valid():
        return _show(request, form, None, status=422 if form.is_bound else 200)
    try:
        work = works.save_work(work=None, values=form.values(), funding=form.funding(), by=request.user)
    except Conflict as conflict:
        form.add_error("name", conflict.message)
        return _show(request, form, None, status=409)
    messages.success(request, f"Đã ghi công trình “{work.name}”.")
    return redirect("work_detail", work.pk)


@require_http_methods(["GET", "POST"])
def work_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What the office knows of a work. If somebody was faster, what was typed stays and the new state is shown."""
    work = get_work(request.user, pk, Capability.EDIT_FACILITIES)
    seen = request.POST.get("version", "")
    form = WorkForm(request.POST or None, instance=work)
    if not form.is_valid():
        return _show(request, form, work, status=422 if form.is_bound else 200)
    version = int(seen) if seen.isdecimal() else -1
    try:
        works.save_work(work=work, values=form.values(), funding=form.funding(), by=request.user, version=version)
    except Conflict as conflict:
        stored = Work.objects.select_related("school__organisation").filter(pk=pk).first()
        form.add_error(None, conflict.message)
        return _show(request, _with_version(form, stored), work, status=409, stored=stored)
    messages.success(request, "Đã lưu công trình.")
    return redirect("work_detail", pk)


@require_POST
def work_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a work away that was written down by mistake."""
    work = get_work(request.user, pk, Capability.EDIT_FACILITIES)
    if "confirm" not in request.POST:
        return redirect("work_edit", pk)
    name = work.name
    works.delete_work(work=work, by=request.user)
    messages.success(request, f"Đã xóa công trình “{name}”.")
    return redirect("work_list")


@require_http_methods(["GET", "POST"])
def work_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the work is, with photos; made for a phone."""
    work = get_work(request.user, pk, Capability.TELL_WORK)
    form = ProgressForm(request.POST or None, work=work)
    if not form.is_valid():
        return _ask(request, work, form, status=422 if form.is_bound else 200)
    try:
        told = works.tell_progress(work=work, by=request.user, photos=request.FILES.getlist("photos"), **form.told())
    except works.ProgressRefused as refusal:
        for name, problem in refusal.problems.items():
            form.add_error(name, problem)
        return _ask(request, work, form, status=422)
    except Conflict as conflict:
        form.add_error(None, conflict.message)
        work.refresh_from_db()
        return _ask(request, work, _with_version(form, work), status=409)
    for name, why in told.refused:
        messages.warning(request, f"Ảnh “{name}” không nhận: {why}")
    messages.success(request, "Đã ghi tiến độ công trình." if told.is_new else "Tiến độ này đã được ghi trước đó.")
    return redirect("work_detail", pk)


def _with_version(form: Any, stored: Work | None) -> Any:
    """The form as it was typed, ready to be saved over what is there now."""
    if stored is not None:
        form.data = form.data.copy()
        form.data["version"] = str(stored.version)
    return form


def _show(request: HttpRequest, form: WorkForm, work: Work | None, *, status: int, stored: Any = None) -> HttpResponse:
    context = {"form": form, "work": work, "stored": stored}
    return render(request, "facilities/works/edit.html", context, status=status)


def _ask(request: HttpRequest, work: Work, form: ProgressForm, *, status: int) -> HttpResponse:
    had_photos = bool(request.FILES)
    context = {"form": form, "work": work, "had_photos": had_photos}
    return render(request, "facilities/works/progress.html", context, status=status)


work_writing_urls = [
    path("facilities/works/new/", work_new, name="work_new"),
    path("facilities/works/<int:pk>/edit/", work_edit, name="work_edit"),
    path("facilities/works/<int:pk>/delete/", work_delete, name="work_delete"),
    path("facilities/works/<int:pk>/progress/", work_progress, name="work_progress"),
]
