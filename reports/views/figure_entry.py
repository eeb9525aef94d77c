"""All communes of a period in one form: enter, copy from the period before, send."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from plans.models import ReportingPeriod
from reports import workflow
from reports.enums import Capability, CorrectionScope
from reports.figure_entry import Line, digest_of, line_of, said, typed_for
from reports.models import Submission
from reports.permissions import can
from reports.purposes import REPORT
from reports.queries.figure_sheets import definitions_of, typed_sheets
from reports.queries.sheet import Sheet
from reports.services.editing import overlay
from reports.services.entering import Entered, carry_sheets, save_sheets, send_sheets
from reports.views.figure_sheets import get_sheets

CHANGED = "vừa được người khác sửa; chưa lưu gì ở dòng này. Số liệu đang có: "


@require_http_methods(["GET", "HEAD", "POST"])
def period_figure_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Communes × the indicators asked of them. Each line is saved as the sheet of its commune."""
    period, found = get_sheets(request, pk)
    communes = [row for row in found if row.organisation_id != period.plan.receiver_id]
    mine = [row for row in communes if can(request.user, Capability.EDIT, row)]
    if communes and not mine:
        raise PermissionDenied
    sheets = typed_sheets(mine)
    if request.method == "POST":
        return _act(request, period, sheets)
    return _page(request, period, [_line(sheet) for sheet in sheets.values()])


def _is_open(sheet: Sheet) -> bool:
    """Whether the line may be typed into here; what was returned place by place is corrected in its own sheet."""
    report = sheet.submission
    return report.status in workflow.EDITABLE and report.correction_scope == CorrectionScope.ALL


def _line(sheet: Sheet, **said_of_it: Any) -> Line:
    return line_of(sheet, is_open=_is_open(sheet), **{"asks_all": False, **said_of_it})


def _page(request: HttpRequest, period: ReportingPeriod, lines: list[Line], status: int = 200) -> HttpResponse:
    # The communes are all asked for the same rows, so the first line gives the head of the table.
    head = [row for row, _ in lines[0].cells] if lines else []
    definitions = definitions_of(head)
    context = {
        "period": period,
        "when": period.full_name.removeprefix(REPORT.sheet).strip(),
        "lines": lines,
        "head": [(row, definitions.get(row.indicator_id, "")) for row in head],
        "open": sum(line.is_open for line in lines),
        "wrong": [line for line in lines if line.is_wrong],
    }
    return render(request, "reports/figure_entry.html", context, status=status)


def _act(request: HttpRequest, period: ReportingPeriod, sheets: Mapping[int, Sheet]) -> HttpResponse:
    """Save what was typed; then copy or send. What was not done stays on the page with its reason."""
    posted = {name: text for name, text in request.POST.items() if isinstance(text, str)}
    changes, stale = _changes(sheets, posted)
    saved = save_sheets(changes=changes, by=request.user)
    left = dict(saved.refused)
    go = posted.get("go", "save")
    free = [sheet.submission for pk, sheet in sheets.items() if _is_open(sheet) and pk not in left | stale]
    then = ACTIONS.get(go, _only_save)(request, period, free)
    left |= then.refused
    _say(request, go, saved, then)
    if not left and not stale:
        return redirect("period_figure_entry", pk=period.pk)
    return _shown_again(request, period, sheets, posted, left, stale)


def _changes(
    sheets: Mapping[int, Sheet], posted: Mapping[str, str]
) -> tuple[dict[Submission, dict[str, str]], dict[int, str]]:
    """What differs from what is stored, by commune; and the communes somebody else has changed since the page was
    opened, with what they hold now."""
    changes: dict[Submission, dict[str, str]] = {}
    stale: dict[int, str] = {}
    for pk, sheet in sheets.items():
        typed, stored = typed_for(sheet.submission, posted), digest_of(sheet)
        if not typed or not _is_open(sheet):
            continue
        now = said(sheet)
        overlay(sheet, typed)
        if digest_of(sheet) == stored:
            continue
        if posted.get(f"u{pk}-digest") != stored:
            stale[pk] = f"{CHANGED}{now}."
        else:
            changes[sheet.submission] = typed
    return changes, stale


def _only_save(request: HttpRequest, period: ReportingPeriod, free: list[Submission]) -> Entered:
    return Entered()


def _carry(request: HttpRequest, period: ReportingPeriod, free: list[Submission]) -> Entered:
    return carry_sheets(submissions=free, by=request.user)


def _send_chosen(request: HttpRequest, period: ReportingPeriod, free: list[Submission]) -> Entered:
    chosen = set(request.POST.getlist("chosen"))
    return _send(request, period, [row for row in free if str(row.pk) in chosen])


def _send_complete(request: HttpRequest, period: ReportingPeriod, free: list[Submission]) -> Entered:
    return _send(request, period, [row for row in free if row.filled_percent == 100])


def _send(request: HttpRequest, period: ReportingPeriod, wanted: list[Submission]) -> Entered:
    return send_sheets(period=period, submissions=wanted, by=request.user)


ACTIONS: dict[str, Callable[[HttpRequest, ReportingPeriod, list[Submission]], Entered]] = {
    "carry": _carry,
    "send": _send_chosen,
    "send-complete": _send_complete,
}


def _say(request: HttpRequest, go: str, saved: Entered, then: Entered) -> None:
    if saved.done:
        messages.success(request, f"Đã lưu số liệu của {len(saved.done)} địa bàn.")
    if then.done:
        done = "Đã chép chỗ còn trống từ kỳ trước cho" if go == "carry" else "Đã gửi số liệu của"
        messages.success(request, f"{done} {len(then.done)} địa bàn.")
    if go.startswith("send") and not then.done and not then.refused:
        messages.warning(request, "Chưa gửi phiếu nào: chưa chọn địa bàn, hoặc chưa địa bàn nào đủ số liệu.")
    elif not (saved.done or then.done or saved.refused or then.refused):
        messages.info(request, "Không có gì thay đổi.")


def _shown_again(
    request: HttpRequest,
    period: ReportingPeriod,
    sheets: Mapping[int, Sheet],
    posted: Mapping[str, str],
    left: Mapping[int, str],
    stale: Mapping[int, str],
) -> HttpResponse:
    """The page as it is stored now, with the typed texts of the lines that were not saved, and every reason."""
    chosen = set(request.POST.getlist("chosen"))
    lines = []
    for pk, fresh in typed_sheets([sheet.submission for sheet in sheets.values()]).items():
        digest = digest_of(fresh)
        if pk in stale:
            overlay(fresh, typed_for(fresh.submission, posted))
        lines.append(
            _line(
                fresh, digest=digest, asks_all=pk in left, error=left.get(pk, ""), stored=stale.get(pk, ""),
                is_chosen=str(pk) in chosen,
            )
        )  # fmt: skip
    return _page(request, period, lines, status=409 if stale else 422)


figure_entry_urls = [path("periods/<int:pk>/sheets/communes/", period_figure_entry, name="period_figure_entry")]
