"""One collection: taking it away, or stopping it while it is made."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from facilities.queries.inspections import visible_inspections
from plans.models import Plan
from reports.documents.wording import period_text
from reports.enums import Capability, CollectionKind, FileFormat
from reports.models import CollectedFile
from reports.permissions import can
from reports.services.claims import cancel, is_usable
from reports.views.files import file_response
from vietnamese.dates import format_date
from vietnamese.files import file_name


@require_safe
def collection_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The finished file; the page that offers it when there is none."""
    row = _collection(request.user, pk)
    if not is_usable(row):
        return redirect(_page(row))
    return file_response(request, row, name_of(row), as_attachment=row.format != FileFormat.PDF)


@require_POST
def collection_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop what waits or is being made; papers that are finished stay and are used the next time."""
    row = _collection(request.user, pk)
    if cancel(row=row, by=request.user):
        messages.info(request, "Đã dừng. Bản in đã xong được giữ lại cho lần tạo sau.")
    else:
        messages.info(request, "Tệp đã xong hoặc đã dừng từ trước.")
    return redirect(_page(row))


def name_of(row: CollectedFile) -> str:
    """`Tập báo cáo của các đơn vị 6 tháng năm 2018.pdf`, with the body's name or the day where there is one."""
    about = period_text(row.period) if row.period else str(row.plan.year)
    if row.organisation:
        about = f"{row.organisation.short_name} {about}"
    if row.inspection:
        about = f"{row.inspection.school} - {format_date(row.inspection.visited_on).replace('/', '.')}"
    if row.kind == CollectionKind.UNREPORTED:
        about = f"{about} - {format_date(row.requested_at).replace('/', '.')}"
    return file_name(f"{row.get_kind_display()} {about}.{row.format}")


def _collection(user: Any, pk: int) -> CollectedFile:
    """Raises:
    Http404: its plan is invisible. PermissionDenied: the plan is visible, but not this.
    """
    related = ("plan", "period__plan", "organisation", "inspection__school__organisation")
    row = get_object_or_404(CollectedFile.objects.select_related(*related), pk=pk)
    if row.inspection_id:
        # Who may read the visit may have its minutes: both sides keep a copy.
        if not visible_inspections(user).filter(pk=row.inspection_id).exists():
            raise Http404
        return row
    capability = Capability.VIEW_RESULTS if row.kind == CollectionKind.YEARBOOK else Capability.VIEW_BOARD
    if not can(user, capability, row.plan):
        if not Plan.objects.visible_to(user).filter(pk=row.plan_id).exists():
            raise Http404
        raise PermissionDenied
    return row


def _page(row: CollectedFile) -> str:
    """The page that offers this file."""
    if row.kind == CollectionKind.YEARBOOK:
        return reverse("plan_yearbook", args=[row.plan_id])
    if row.inspection_id:
        return reverse("inspection_minutes", args=[row.inspection_id])
    if row.kind == CollectionKind.MINUTES:
        return reverse("unit_minutes", args=[row.plan_id, row.organisation_id])
    return reverse("period_papers", args=[row.period_id])


collection_urls = [
    path("collections/<int:pk>/", collection_file, name="collection_file"),
    path("collections/<int:pk>/cancel/", collection_cancel, name="collection_cancel"),
]
