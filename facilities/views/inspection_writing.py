"""The form of a visit: saved as a whole without a script, cell by cell and photo by photo with one."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from facilities.enums import FindingResult, InspectionState
from facilities.models import Inspection, Photo
from facilities.services.inspecting import MOST_CELLS, Saved, VisitCell, drop_inspection, save_cells
from facilities.services.photos import FileRefused, add_photo, remove_photo
from facilities.views.inspection_access import get_own_visit
from facilities.visit_cells import VISIT_TEXTS, shown_part
from facilities.visit_form import lines_of, stale_cells, typed_cells
from vietnamese.dates import format_time

LARGEST_BODY = 256 * 1024
ENDED = "Lần kiểm tra đã kết thúc nên không ghi thêm được. Nội dung vừa nhập còn giữ trong máy này."
ANSWERS = [(value, label) for value, label in FindingResult.choices if value != FindingResult.NOT_LOOKED]


@require_http_methods(["GET", "HEAD", "POST"])
def inspection_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One topic after the other. POST saves the page as a whole, unless somebody else wrote on it meanwhile: then both
    texts are shown and nothing is written."""
    visit = get_own_visit(request.user, pk)
    if visit.state != InspectionState.DRAFT:
        messages.info(request, "Lần kiểm tra đã kết thúc nên không sửa được nữa.")
        return redirect("inspection_detail", pk=pk)
    if request.method != "POST":
        return _form(request, visit)
    cells, version = typed_cells(request.POST), request.POST.get("version", "")
    stale = stale_cells(visit, cells) if version != str(visit.version) else {}
    saved = None if stale else save_cells(inspection_id=pk, cells=cells, by=request.user, version=visit.version)
    if saved is None:
        return _form(request, visit, typed={cell.name: cell.value for cell in cells}, stale=stale, status=409)
    refused = saved.refused | _take_photos(request, visit)
    if refused:
        return _form(request, get_own_visit(request.user, pk), typed=_kept(cells, saved), refused=refused, status=422)
    if request.POST.get("go") == "end":
        return redirect("inspection_end", pk=pk)
    messages.success(request, f"Đã lưu lúc {format_time(saved.at)}.")
    return redirect(request.get_full_path())


def _kept(cells: list[VisitCell], saved: Saved) -> dict[str, str]:
    return {cell.name: cell.value for cell in cells if cell.name in saved.refused}


def _form(request: HttpRequest, visit: Inspection, *, status: int = 200, **found: Any) -> HttpResponse:
    lines = lines_of(visit, **found)
    context = {
        "visit": visit,
        "lines": lines,
        "answers": ANSWERS,
        "looked_at": sum(line.result != FindingResult.NOT_LOOKED for line in lines),
        "general_photos": [photo for photo in visit.photos.all() if photo.finding_id is None],
        "texts": {part: found.get("typed", {}).get(f"visit-{part}", shown_part(visit, part)) for part in VISIT_TEXTS},
        "stale": found.get("stale", {}),
        "refused": found.get("refused", {}),
    }
    return render(request, "facilities/inspections/edit.html", context, status=status)


def _take_photos(request: HttpRequest, visit: Inspection) -> dict[str, str]:
    """The photos sent with the page; what was refused, by input."""
    lines = {f"photo-{line.pk}": line for line in visit.findings.all()}
    refused = {}
    for name in request.FILES:
        for upload in request.FILES.getlist(name):
            try:
                add_photo(upload=upload, by=request.user, inspection=visit, finding=lines.get(name))
            except FileRefused as refusal:
                refused[name] = f"{upload.name}: {refusal.message}"
    return refused


@require_POST
def inspection_cells(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what was just typed. Body: `{"cells": [[name, text, what I saw before], …]}`."""
    visit = get_own_visit(request.user, pk)
    cells = _read(request)
    if cells is None:
        return JsonResponse({"message": "Dữ liệu gửi lên không đúng dạng."}, status=400)
    saved = save_cells(inspection_id=visit.pk, cells=cells, by=request.user)
    if saved is None:
        return JsonResponse({"message": ENDED}, status=409)
    return JsonResponse({"at": format_time(saved.at), "conflicts": saved.conflicts, "locked": saved.refused})


def _read(request: HttpRequest) -> list[VisitCell] | None:
    if int(request.headers.get("Content-Length") or 0) > LARGEST_BODY:
        return None
    try:
        rows = json.loads(request.body)["cells"]
        return [_cell(*row) for row in rows] if len(rows) <= MOST_CELLS else None
    except (ValueError, KeyError, TypeError):
        return None


def _cell(name: Any, value: Any, base: Any = None) -> VisitCell:
    if not isinstance(name, str) or not isinstance(value, str) or not isinstance(base, str | None) or "\0" in value:
        raise TypeError("a cell is made of texts")
    return VisitCell(name, value, base)


@require_POST
def inspection_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one photo of the queue in the browser, perhaps of one line (`finding`); answers with its picture."""
    visit = get_own_visit(request.user, pk)
    if visit.state != InspectionState.DRAFT:
        return JsonResponse({"message": "Lần kiểm tra đã kết thúc nên không nhận thêm ảnh."}, status=409)
    number, upload = request.POST.get("finding", ""), request.FILES.get("photo")
    line = next((line for line in visit.findings.all() if str(line.pk) == number), None)
    if upload is None or (number and line is None):
        return JsonResponse({"message": "Không có ảnh, hoặc nội dung kiểm tra không còn."}, status=422)
    try:
        caption = request.POST.get("caption", "")
        photo = add_photo(upload=upload, by=request.user, inspection=visit, finding=line, caption=caption)
    except FileRefused as refusal:
        return JsonResponse({"message": refusal.message}, status=422)
    html = render_to_string("facilities/inspections/_photo.html", {"photo": photo, "may_remove": True}, request)
    return JsonResponse({"pk": photo.pk, "html": html})


@require_POST
def inspection_photo_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a photo off a visit that has not ended."""
    photo = get_object_or_404(Photo.objects.filter(inspection__isnull=False), pk=pk)
    visit = get_own_visit(request.user, photo.inspection_id or 0)
    if visit.state == InspectionState.DRAFT:
        remove_photo(photo=photo, by=request.user)
        messages.success(request, "Đã gỡ ảnh.")
    else:
        messages.error(request, "Lần kiểm tra đã kết thúc nên không gỡ được ảnh.")
    place = f"#finding-{photo.finding_id}" if photo.finding_id else "#photos"
    return redirect(reverse("inspection_edit", args=[visit.pk]) + place)


@require_POST
def inspection_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away a visit begun by mistake, with all that was written on it."""
    visit = get_own_visit(request.user, pk)
    if drop_inspection(inspection=visit, by=request.user):
        messages.success(request, "Đã bỏ lần kiểm tra đang ghi.")
        return redirect("inspection_list")
    messages.error(request, "Lần kiểm tra đã kết thúc nên không bỏ được.")
    return redirect("inspection_detail", pk=pk)


inspection_writing_urls = [
    path("facilities/inspections/<int:pk>/edit/", inspection_edit, name="inspection_edit"),
    path("facilities/inspections/<int:pk>/cells/", inspection_cells, name="inspection_cells"),
    path("facilities/inspections/<int:pk>/photos/", inspection_photo, name="inspection_photo"),
    path("facilities/inspections/photos/<int:pk>/remove/", inspection_photo_remove, name="inspection_photo_remove"),
    path("facilities/inspections/<int:pk>/drop/", inspection_drop, name="inspection_drop"),
]
