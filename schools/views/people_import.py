"""Many people from Excel: template, dry run, confirmation. openpyxl is loaded by the first request that needs it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schools.downloads import workbook_response
from schools.enums import OrganisationKind
from schools.people_forms import SLIP
from schools.people_rights import Reach, require_manager
from schools.services import invitations
from schools.services.people_import import appoint_all, read_entries, sign_entries
from schools.services.people_review import review
from schools.services.seats import Refused
from schools.views.people_slips import sending_address, slip_page
from schools.workbooks.safety import WorkbookRefused


def _require_importer(user: Any) -> Reach:
    reach = require_manager(user)
    if not (reach.is_administrator or reach.offices):
        raise PermissionDenied
    return reach


@require_safe
def people_template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill, with the schools the person looks after."""
    from schools.workbooks.people import people_template as template

    reach = _require_importer(request.user)
    units = reach.organisations().in_force(timezone.localdate()).filter(kind=OrganisationKind.SCHOOL)
    return workbook_response(template(units.order_by("sort_key", "pk")), "Danh sách người dùng")


@require_http_methods(["GET", "POST"])
def people_import(request: HttpRequest) -> HttpResponse:
    """Choose a filled workbook; then every mistake at its cell and everything it would do, with nothing stored."""
    from schools.workbooks.mistakes import blocking, in_order
    from schools.workbooks.people import PeopleUpload

    _require_importer(request.user)
    context: dict[str, Any] = {"most_megabytes": settings.WORKBOOK_MAX_BYTES // 1024 // 1024, "refusals": []}
    if request.method == "GET":
        return render(request, "schools/people/import.html", context)
    uploaded = request.FILES.get("workbook")
    try:
        if uploaded is None:
            raise WorkbookRefused("Chưa chọn tệp. Chọn tệp Excel đã điền rồi bấm “Kiểm tra tệp”.")
        upload = PeopleUpload(uploaded.read(settings.WORKBOOK_MAX_BYTES + 1))
    except WorkbookRefused as refused:
        return render(request, "schools/people/import.html", context | {"refusals": refused.messages}, status=422)
    found = review(upload.entries, by=request.user)
    for fault in found.faults:
        upload.note(fault.number, fault.column, fault.message)
    bad = in_order(blocking(upload.mistakes))
    context |= {"review": found, "mistakes": bad, "warnings": [m for m in upload.mistakes if m.is_warning]}
    context["confirmation"] = "" if bad else sign_entries(upload.entries, by=request.user)
    context["no_mail"] = sum(not line.person.email and line.person.user is None for line in found.lines)
    return render(request, "schools/people/import_check.html", context, status=422 if bad else 200)


@require_POST
def people_import_confirm(request: HttpRequest) -> HttpResponse:
    """Give the seats of the list that was checked, then send the mails or show the slips."""
    _require_importer(request.user)
    try:
        entries = read_entries(request.POST.get("confirmation", ""), by=request.user)
        seats, _ = appoint_all(entries, by=request.user)
        if not seats:
            messages.info(request, "Mọi người trong tệp đã có trên cổng; không tạo thêm ai.")
            return redirect("people_list")
        messages.success(request, f"Đã giao {len(seats)} vai trò.")
        if request.POST.get("way") == SLIP:
            return slip_page(request, seats)
        moment, skipped = invitations.invite(seats=seats, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("people_import")
    if skipped:
        names = ", ".join(skip.seat.user.full_name for skip in skipped[:10])
        messages.warning(request, f"{len(skipped)} người chưa có địa chỉ thư nên chưa mời: {names}. Hãy in phiếu.")
    return redirect(sending_address(moment) if len(skipped) < len(seats) else "people_list")


people_import_urls = [
    path("people/import/", people_import, name="people_import"),
    path("people/import/template/", people_template, name="people_template"),
    path("people/import/confirm/", people_import_confirm, name="people_import_confirm"),
]
