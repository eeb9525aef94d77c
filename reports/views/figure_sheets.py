"""The sheets of a period for figures no school has, as a list and as an Excel file."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from plans.models import ReportingPeriod
from reports.enums import Action, Capability, Purpose, SubmissionStatus
from reports.figure_filters import SheetFilter
from reports.models import Submission
from reports.models.submission import SubmissionQuerySet
from reports.permissions import allowed_actions, can
from reports.presentation import status_badge
from reports.purposes import REPORT
from reports.queries.completeness import counts_by_purpose
from reports.queries.figure_sheets import sheets_of, typed_sheets
from reports.views.access import get_period
from schools.downloads import workbook_response
from schools.workbooks.lists import Column, Kind, list_workbook

CONFIRM = "Xác nhận"
COLUMNS = (
    Column("Đơn vị", 28),
    Column("Tình trạng", 22),
    Column("Đã điền (%)", 9, Kind.NUMBER),
    Column("Sửa lần cuối", 17, Kind.DATETIME),
    Column("Người sửa", 22),
    Column("Gửi lúc", 17, Kind.DATETIME),
    Column("Mã", 8),
    Column("Chỉ tiêu", 44),
    Column("ĐVT", 10),
    Column("Tử số / mẫu số", 16),
    Column("Thực hiện", 16),
    Column("Ghi chú", 30),
)


def get_sheets(request: HttpRequest, pk: int) -> tuple[ReportingPeriod, SubmissionQuerySet]:
    """The period and the sheets of it the person may see: those of the whole plan for its receiver, their own for the
    people of a commune.

    Raises:
        Http404: the person sees neither the plan nor a sheet. PermissionDenied: the plan, but no sheet.
    """
    period = get_object_or_404(ReportingPeriod.objects.select_related("plan__receiver"), pk=pk)
    sheets = sheets_of(period, request.user)
    if not can(request.user, Capability.VIEW_BOARD, period) and not sheets.exists():
        get_period(request.user, pk, Capability.VIEW_BOARD)
        raise Http404
    return period, sheets


@require_safe
def period_figure_sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has entered what: the office's own sheet and those of the communes."""
    period, sheets = get_sheets(request, pk)
    found = SheetFilter(request.GET, queryset=sheets)
    rows = [(row, status_badge(row), *_next_step(request.user, row)) for row in found.qs]
    counts = counts_by_purpose(period)[Purpose.FIGURES]
    context = {
        "period": period,
        "when": period.full_name.removeprefix(REPORT.sheet).strip(),
        "filter": found,
        "rows": rows,
        "counts": counts,
        "is_whole": can(request.user, Capability.VIEW_BOARD, period),
        "may_enter": any(_is_entered_together(request.user, row) for row, *_ in rows),
        "may_confirm": any(verb == CONFIRM for *_, verb in rows),
        "purpose": Purpose.FIGURES.value,
        "is_filtered": any(found.data.get(name) for name in found.filters),
    }
    return render(request, "reports/figure_sheets.html", context)


def _is_entered_together(user: Any, submission: Submission) -> bool:
    """Whether the sheet is one the person may still write on the page of all communes."""
    is_commune = submission.organisation_id != submission.period.plan.receiver_id
    return is_commune and submission.is_editable and can(user, Capability.EDIT, submission)


def _next_step(user: Any, submission: Submission) -> tuple[str, str]:
    """Where the person goes from here and what they do there; nowhere when the content is not theirs to see."""
    actions = allowed_actions(user, submission)
    if Action.ACCEPT in actions:
        return reverse("submission_review", args=[submission.pk]), CONFIRM
    if Action.SAVE in actions:
        verb = "Nhập" if submission.status == SubmissionStatus.NOT_STARTED else "Nhập tiếp"
        return reverse("submission_edit", args=[submission.pk]), verb
    if can(user, Capability.VIEW_CONTENT, submission):
        return reverse("submission_detail", args=[submission.pk]), "Xem"
    return "", ""


@require_safe
def period_figure_sheets_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as filtered with every figure of each sheet, one line each."""
    period, sheets = get_sheets(request, pk)
    submissions = list(SheetFilter(request.GET, queryset=sheets).qs)
    grids = typed_sheets(submissions)
    rows = [
        [*_state(submission), row.code, row.name, row.unit, row.parts_text, row.actual_text or "Chưa nhập", row.note]
        for submission in submissions
        for row in grids[submission.pk].grid
    ]
    title = f"Số liệu của cơ quan và địa bàn, {period.label}"
    return workbook_response(list_workbook(title, COLUMNS, rows, notes=[period.plan.title]), title)


def _state(submission: Submission) -> list[Any]:
    return [
        submission.organisation.short_name,
        status_badge(submission).text,
        submission.filled_percent,
        submission.last_edited_at,
        str(submission.last_edited_by or ""),
        submission.submitted_at,
    ]


figure_sheet_urls = [
    path("periods/<int:pk>/sheets/", period_figure_sheets, name="period_figure_sheets"),
    path("periods/<int:pk>/sheets.xlsx", period_figure_sheets_export, name="period_figure_sheets_export"),
]
