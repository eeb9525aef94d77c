"""One visit: reading it, ending it, and what the school has mended."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from facilities.enums import Capability, FindingResult, InspectionState
from facilities.inspection_forms import MendedForm
from facilities.models import Finding, Inspection
from facilities.permissions import can
from facilities.queries.inspections import visible_inspections
from facilities.services.ending_inspections import VisitChanged, VisitIncomplete, end_inspection
from facilities.services.mending import tell_mended
from facilities.views.inspection_access import get_own_visit, get_visit
from facilities.visit_checks import issues_of, not_looked_at


@require_safe
def inspection_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The visit as it was written down; the school tells here what it has mended."""
    return _page(request, get_visit(request.user, pk))


def _page(request: HttpRequest, visit: Inspection, refused: MendedForm | None = None) -> HttpResponse:
    lines = list(visit.findings.all())
    issues = [line for line in lines if line.result == FindingResult.ISSUE]
    may_mend = visit.state == InspectionState.DONE and can(request.user, Capability.ASSESS, visit.school)
    forms = {line.pk: MendedForm(finding=line) for line in issues} if may_mend else {}
    if refused is not None:
        forms[refused.finding.pk] = refused
    context = {
        "visit": visit,
        "issues": [(line, forms.get(line.pk)) for line in issues],
        "others": [line for line in lines if line.result != FindingResult.ISSUE],
        "good": sum(line.result == FindingResult.GOOD for line in lines),
        "left_out": len(not_looked_at(lines)),
        "general_photos": [photo for photo in visit.photos.all() if photo.finding_id is None],
        "may_inspect": can(request.user, Capability.INSPECT),
        "is_open": visit.state == InspectionState.DRAFT,
        "refused": refused.finding.pk if refused else None,
        "today": timezone.localdate(),
    }
    return render(request, "facilities/inspections/detail.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def inspection_end(request: HttpRequest, pk: int) -> HttpResponse:
    """What is missing, what ending means, and ending it."""
    visit = get_own_visit(request.user, pk)
    if visit.state != InspectionState.DRAFT:
        return redirect("inspection_detail", pk=pk)
    if request.method != "POST":
        return _end_page(request, visit)
    version, leave_out = request.POST.get("version", ""), bool(request.POST.get("leave_out"))
    try:
        end_inspection(
            inspection=visit,
            version=int(version) if version.isascii() and version.isdigit() else -1,
            by=request.user,
            leave_out=leave_out,
        )
    except VisitChanged:
        messages.error(request, "Lần kiểm tra vừa được sửa ở nơi khác, chưa kết thúc. Hãy xem lại rồi kết thúc.")
        return redirect("inspection_end", pk=pk)
    except VisitIncomplete:
        return _end_page(request, visit, leave_out=leave_out, status=422)
    messages.success(request, "Đã kết thúc lần kiểm tra và báo cho nhà trường.")
    return redirect("inspection_detail", pk=pk)


def _end_page(request: HttpRequest, visit: Inspection, *, leave_out: bool = False, status: int = 200) -> HttpResponse:
    lines = list(visit.findings.all())
    today = timezone.localdate()
    left = not_looked_at(lines)
    context: dict[str, Any] = {
        "visit": visit,
        "left": left if len(left) < len(lines) else [],
        "leave_out": leave_out,
        "blocking": issues_of(visit, lines, leave_out=True, today=today),
        "was_refused": status != 200,
        "to_mend": sum(line.result == FindingResult.ISSUE for line in lines),
        "works": [line for line in lines if line.work_id and line.seen_percent is not None],
    }
    return render(request, "facilities/inspections/end.html", context, status=status)


@require_POST
def finding_mended(request: HttpRequest, pk: int) -> HttpResponse:
    """A school tells on which day it mended a thing, and how."""
    visits = visible_inspections(request.user).filter(state=InspectionState.DONE)
    rows = Finding.objects.filter(inspection__in=visits, result=FindingResult.ISSUE)
    finding = get_object_or_404(rows.select_related("inspection__school"), pk=pk)
    if not can(request.user, Capability.ASSESS, finding.inspection.school):
        raise PermissionDenied
    form = MendedForm(request.POST, finding=finding)
    if not form.is_valid():
        return _page(request, get_visit(request.user, finding.inspection_id), refused=form)
    told = {key: form.cleaned_data[key] for key in ("mended_on", "note", "seen")}
    if tell_mended(finding=finding, by=request.user, **told):
        messages.success(request, "Đã ghi việc khắc phục; cơ quan kiểm tra xem được ngay.")
    else:
        messages.error(request, "Người khác của trường vừa ghi việc này; chưa ghi đè. Hãy xem lại.")
    return redirect(reverse("inspection_detail", args=[finding.inspection_id]) + f"#finding-{pk}")


inspection_page_urls = [
    path("facilities/inspections/<int:pk>/", inspection_detail, name="inspection_detail"),
    path("facilities/inspections/<int:pk>/end/", inspection_end, name="inspection_end"),
    path("facilities/findings/<int:pk>/mended/", finding_mended, name="finding_mended"),
]
