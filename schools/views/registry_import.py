"""The registry as a workbook: downloaded, uploaded, looked at, confirmed. What HTTP says is translated here only."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schools.downloads import workbook_response
from schools.models import RegistryUpload
from schools.permissions import may_import_registry
from schools.services.registry_state import load_state
from vietnamese.dates import format_date

MISTAKES_SHOWN, SCHOOLS_SHOWN = 60, 12


def _check(request: HttpRequest) -> None:
    """Raises:
    PermissionDenied: the person does not keep the registry.
    """
    if not may_import_registry(request.user):
        raise PermissionDenied


@require_safe
def registry_export(request: HttpRequest) -> HttpResponse:
    """The whole registry as a workbook that can be imported again."""
    from schools.workbooks.registry_export import registry_workbook

    _check(request)
    return workbook_response(registry_workbook(load_state()), f"Danh bạ trường {format_date(timezone.localdate())}")


@require_http_methods(["GET", "HEAD", "POST"])
def registry_import(request: HttpRequest) -> HttpResponse:
    """Bring a workbook; it is kept, and what it would change is shown on its own page."""
    from schools.workbooks.registry_dry_run import MOST_BYTES
    from schools.workbooks.registry_import import keep_upload
    from schools.workbooks.safety import WorkbookRefused

    _check(request)
    refusals: list[str] = []
    if request.method == "POST":
        file = request.FILES.get("workbook")
        try:
            if file is None:
                raise WorkbookRefused("Chưa chọn tệp nào.")
            upload = keep_upload(data=file.read(MOST_BYTES + 1), name=file.name or "", by=request.user)
            return redirect("registry_import_preview", upload.pk)
        except WorkbookRefused as refused:
            refusals = refused.messages
    context = {"refusals": refusals, **_uploads(request), "most_megabytes": MOST_BYTES // 1024 // 1024}
    return render(request, "schools/import.html", context, status=422 if refusals else 200)


def _uploads(request: HttpRequest) -> dict[str, Any]:
    """The workbook that waits for this person, and what was imported lately."""
    rows = RegistryUpload.objects.defer("data").select_related("by")
    waiting = rows.filter(by_id=request.user.pk, applied_at=None).first()
    return {"waiting": waiting, "applied": rows.filter(applied_at__isnull=False)[:10]}


@require_safe
def registry_import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The dry run of an upload, open to all who keep the registry; of one that was applied, what came of it."""
    _check(request)
    return _preview(request, get_object_or_404(RegistryUpload, pk=pk))


def _preview(request: HttpRequest, upload: RegistryUpload, *, changed: bool = False) -> HttpResponse:
    from schools.workbooks.registry_import import preview
    from schools.workbooks.safety import WorkbookRefused

    if upload.applied_at:
        return render(request, "schools/import_done.html", {"upload": upload})
    try:
        result = preview(upload)
    except WorkbookRefused as refused:
        context = {"refusals": refused.messages, **_uploads(request), "most_megabytes": 5}
        return render(request, "schools/import.html", context, status=422)
    errors = Paginator(result.errors, MISTAKES_SHOWN).get_page(request.GET.get("errors"))
    context = {
        "upload": upload,
        "result": result,
        "changed": changed,
        "errors": errors,
        "warnings": Paginator(result.warnings, MISTAKES_SHOWN).get_page(request.GET.get("warnings")),
        "page": Paginator(result.schools, SCHOOLS_SHOWN).get_page(request.GET.get("page")),
    }
    return render(request, "schools/import_preview.html", context, status=409 if changed else 200)


@require_POST
def registry_import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Write exactly what was shown; when the registry changed meanwhile, show the new dry run instead."""
    from schools.workbooks.registry_import import AlreadyApplied, ChangedMeanwhile, apply_upload

    _check(request)
    upload = get_object_or_404(RegistryUpload, pk=pk)
    try:
        done = apply_upload(upload=upload, seen=request.POST.get("seen", ""), by=request.user)
    except AlreadyApplied:
        messages.info(request, "Tệp này đã được nhập trước đó; không ghi thêm lần nữa.")
    except ChangedMeanwhile:
        return _preview(request, upload, changed=True)
    else:
        messages.success(request, f"Đã nhập: {done.created} dòng mới, {done.changed} dòng thay đổi.")
    return redirect("registry_import_preview", pk)


registry_import_urls = [
    path("schools/export/registry.xlsx", registry_export, name="registry_export"),
    path("schools/import/", registry_import, name="registry_import"),
    path("schools/import/<int:pk>/", registry_import_preview, name="registry_import_preview"),
    path("schools/import/<int:pk>/confirm/", registry_import_confirm, name="registry_import_confirm"),
]
