"""The head moves the deadline of a period: first what it would change, then the change."""

import datetime as dt
from typing import Any

from auditlog.models import LogEntry
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from plans.models import ReportingPeriod
from reports.deadline_forms import DeadlineForm
from reports.enums import Capability
from reports.queries import moves
from reports.services import moving
from reports.services.errors import Conflict
from reports.views.access import get_period
from vietnamese.dates import format_date

MOVES_READ = 50


@require_http_methods(["GET", "POST"])
def period_deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """Another deadline for everybody: form, preview, done. Nothing is saved before the preview was seen."""
    period = get_period(request.user, pk, Capability.MOVE_DEADLINE)
    form = DeadlineForm(request.POST or None, initial={"rule": period.deadline_rule})
    preview = None
    if request.method == "POST" and form.is_valid():
        confirmed = "confirm" in request.POST and request.POST.get("seen") == _seen(period)
        if confirmed and _move(request, period, form):
            return redirect("period_deadline", pk=pk)
        if "confirm" in request.POST and not confirmed:
            form.add_error(None, "Hạn của kỳ vừa được đổi trong lúc thầy/cô thao tác. Đề nghị xem lại trước khi lưu.")
        if "edit" not in request.POST:
            preview = _preview(period, form)
    context = {
        "period": period,
        "form": form,
        "preview": preview,
        "seen": _seen(period),
        "moves": _earlier(period),
        "words": _words(form) if preview else "",
    }
    return render(request, "reports/period_deadline.html", context, status=422 if form.errors else 200)


def _seen(period: ReportingPeriod) -> str:
    """The deadline on which a preview was built."""
    return f"{period.deadline_on.isoformat()} {period.deadline_rule}"


def _words(form: DeadlineForm) -> str:
    data = form.cleaned_data
    return data.get("text") or moves.default_words(data["deadline_on"], data["rule"])


def _preview(period: ReportingPeriod, form: DeadlineForm) -> moves.MovePreview | None:
    """What would change; None, with the reason in the form, when it may not."""
    if form.errors:
        return None
    data = form.cleaned_data
    refusal = moves.why_not_moved(period, data["deadline_on"], data["rule"], _words(form), today=timezone.localdate())
    if refusal:
        form.add_error("deadline_on", refusal)
        return None
    return moves.preview_move(period, data["deadline_on"], data["rule"])


def _move(request: HttpRequest, period: ReportingPeriod, form: DeadlineForm) -> bool:
    data = form.cleaned_data
    try:
        done = moving.move_deadline(
            period=period,
            by=request.user,
            deadline_on=data["deadline_on"],
            rule=data["rule"],
            text=data["text"],
            reason=data["comment"],
        )
    except Conflict as conflict:
        form.add_error(None, conflict.message)
        return False
    messages.success(
        request, f"Đã đổi hạn: hết ngày {format_date(done.new_day)}. {len(done.told)} đơn vị được báo hạn mới."
    )
    return True


def _earlier(period: ReportingPeriod) -> list[dict[str, Any]]:
    """Earlier changes of the deadline as the log has them, the newest first."""
    entries = LogEntry.objects.get_for_object(period).filter(action=LogEntry.Action.UPDATE).select_related("actor")
    found = []
    for entry in entries.order_by("-timestamp", "-pk")[:MOVES_READ]:
        changes = entry.changes or {}
        before, after = changes.get("last_day") or changes.get("deadline_text") or ("", "")
        if before or after:
            reason = (entry.additional_data or {}).get("reason", "")
            moved = {"old": _shown(before), "new": _shown(after), "reason": reason}
            found.append({"at": entry.timestamp, "by": entry.actor or "", **moved})
    return found


def _shown(logged: str) -> str:
    """A logged day as people write it; a wording stays as it is."""
    try:
        return f"hết ngày {format_date(dt.date.fromisoformat(logged))}"
    except ValueError:
        return f"“{logged}”"


deadline_urls = [path("periods/<int:pk>/deadline/", period_deadline, name="period_deadline")]
