"""More time for the chosen schools."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from reports.forms import ExtensionForm
from reports.services import extending
from reports.views.board_preview import left_out_sentence, preview
from reports.views.board_selection import Selection
from vietnamese.dates import format_date

SENT = "đã gửi báo cáo"


def extend(request: HttpRequest, chosen: Selection) -> HttpResponse:
    """More time: which day and why, then who gets it, then done."""
    form = ExtensionForm(request.POST if "due_on" in request.POST else None)
    if not form.is_valid() or "again" in request.POST:
        owed = [row for row in chosen.rows if not row.is_sent]
        sent = [row for row in chosen.rows if row.is_sent]
        status = 422 if form.errors else 200
        return preview(request, chosen, "reports/board_extend.html", owed, {SENT: sent}, form=form, status=status)
    until, reason = form.cleaned_data["due_on"], form.cleaned_data["comment"]
    if "confirmed" not in request.POST:
        able, refused = _extendable(chosen.rows, until)
        details = {"until": until, "reason": reason, "punctual": chosen.named(_punctual(able))}
        return preview(request, chosen, "reports/board_extend.html", able, refused, **details)
    result = extending.grant_extensions(submissions=chosen.rows, by=request.user, until=until, reason=reason)
    skipped = left_out_sentence(chosen.left_out(result.refused))
    if result.granted:
        count = len(result.granted)
        messages.success(
            request, f"Đã gia hạn {count} đơn vị đến hết ngày {format_date(until)}; các đơn vị được báo ngay.{skipped}"
        )
    else:
        messages.warning(request, f"Không gia hạn được đơn vị nào.{skipped}")
    return redirect(chosen.board_url)


def _punctual(rows: list[Any]) -> list[Any]:
    """Those that sent first too late, and count as on time with any day from today (docs/adr/0003)."""
    return [row for row in rows if row.first_submitted_at and row.days_late]


def _extendable(rows: list[Any], until: dt.date) -> tuple[list[Any], dict[str, list[Any]]]:
    prefetch_related_objects(rows, "extensions")
    able: list[Any] = []
    refused: dict[str, list[Any]] = {}
    for row in rows:
        reason = extending.why_not_extended(row, until)
        if reason:
            refused.setdefault(reason, []).append(row)
        else:
            able.append(row)
    return able, refused
