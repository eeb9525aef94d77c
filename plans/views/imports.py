"""Documents on their way to a plan: bring one, see how far it is, try again, take the source back, remove."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from plans.enums import ImportState
from plans.import_forms.review import Review
from plans.import_forms.summing import summed
from plans.import_forms.tallies import tallies
from plans.import_forms.upload import UploadForm
from plans.imports.parts import Part
from plans.imports.warnings import placed
from plans.models import PlanImport
from plans.permissions import may_write_plans
from plans.reading.sources import SourceRefused
from plans.services import importing
from plans.services.errors import Conflict

PAGE_SIZE = 20
WORKING = (ImportState.QUEUED, ImportState.READING)


def get_import(user: Any, pk: int, *, light: bool = False) -> PlanImport:
    """An import of an organisation for which the person writes plans; `light` leaves the proposal where it is.

    Raises:
        Http404: it does not exist or belongs to others; the two are not told apart.
    """
    rows: QuerySet[PlanImport] = PlanImport.objects.visible_to(user).select_related("organisation", "plan")
    return get_object_or_404(rows.defer("proposal", "corrections") if light else rows, pk=pk)


def number_in(text: str) -> int:
    """A number of an address or a hidden field; 0 for whatever else was put there."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


@require_http_methods(["GET", "HEAD", "POST"])
def plan_import_new(request: HttpRequest) -> HttpResponse:
    """Bring a document, beside the list of those that were brought."""
    if not may_write_plans(request.user):
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        name, data = form.source
        try:
            row = importing.start_import(
                organisation=form.cleaned_data["organisation"], name=name, data=data, by=request.user
            )
        except (importing.SourceTooLarge, SourceRefused) as refusal:
            form.add_error("file" if form.cleaned_data["file"] else "text", refusal.message)
        else:
            return redirect("plan_import", pk=row.pk)
    rows = PlanImport.objects.visible_to(request.user).defer("proposal", "corrections")
    listed = rows.select_related("plan", "created_by", "organisation")
    page = Paginator(listed, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "plans/import/new.html", {"form": form, "page": page}, status=422 if form.errors else 200)


@require_safe
def plan_import(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the document is; once it is read, what was found, part by part."""
    row = get_import(request.user, pk)
    polled = request.htmx  # type: ignore[attr-defined]
    is_working = row.state in WORKING
    context: dict[str, Any] = {"row": row, "is_working": is_working, "is_failed": row.state == ImportState.FAILED}
    if is_working or context["is_failed"]:
        name = "plans/import/progress.html" if polled else "plans/import/waiting.html"
        return render(request, name, context)
    if polled:
        return HttpResponseClientRedirect(reverse("plan_import", args=[pk]))
    review = Review(row)
    context |= {"parts": list(Part), "tallies": tallies(review), "warnings": placed(review.warnings, review.lines)}
    context |= {"left": summed(review).left if row.plan_id else [], "is_saved": row.state == ImportState.SAVED}
    return render(request, "plans/import/overview.html", context)


@require_safe
def plan_import_source(request: HttpRequest, pk: int) -> FileResponse:
    """The document as it was brought: to be kept, never to be opened by the browser."""
    row = get_import(request.user, pk, light=True)
    return FileResponse(
        row.source.open("rb"),
        as_attachment=True,
        filename=row.source_name,
        content_type="application/octet-stream",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
    )


@require_POST
def plan_import_retry(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_import(request.user, pk, light=True)
    try:
        importing.retry_import(plan_import=row, by=request.user)
    except Conflict as conflict:
        messages.warning(request, conflict.message)
    return redirect("plan_import", pk=pk)


@require_POST
def plan_import_delete(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_import(request.user, pk, light=True)
    try:
        importing.delete_import(plan_import=row, by=request.user)
    except Conflict as conflict:
        messages.warning(request, conflict.message)
        return redirect("plan_import", pk=pk)
    messages.success(request, f"Đã xóa văn bản nhập “{row.source_name}”.")
    return redirect("plan_import_new")


import_urls = [
    path("plans/import/", plan_import_new, name="plan_import_new"),
    path("plans/import/<int:pk>/", plan_import, name="plan_import"),
    path("plans/import/<int:pk>/source/", plan_import_source, name="plan_import_source"),
    path("plans/import/<int:pk>/retry/", plan_import_retry, name="plan_import_retry"),
    path("plans/import/<int:pk>/delete/", plan_import_delete, name="plan_import_delete"),
]
