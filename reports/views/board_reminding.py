"""Reminding the chosen schools now."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from reports.enums import NotificationStatus
from reports.models import Notification
from reports.queries.board import REMINDERS
from reports.services import prompting
from reports.views.board_preview import left_out_sentence, preview
from reports.views.board_selection import Selection
from vietnamese.dates import format_date


def remind(request: HttpRequest, chosen: Selection) -> HttpResponse:
    """Remind now. The rows are written here, the mails leave with the worker."""
    if "confirmed" not in request.POST:
        found = prompting.preview_remind_now(chosen.rows)
        return preview(request, chosen, "reports/board_remind.html", found.reminded, found.skipped)
    started = timezone.now()
    outcome = prompting.remind_now(submissions=chosen.rows, by=request.user)
    waiting = Notification.objects.filter(
        submission__in=[row.pk for row in outcome.reminded],
        kind__in=REMINDERS,
        created_at__gte=started,
        status=NotificationStatus.PENDING,
    ).count()
    today = format_date(timezone.localdate())
    ledger = f"{reverse('reminder_ledger')}?period={chosen.period.pk}&first={today}"
    count = len(outcome.reminded)
    say = messages.success if count else messages.warning
    say(
        request,
        format_html(
            '{} {}<a href="{}">Xem kết quả ở sổ nhắc</a>.{}',
            f"Đã nhắc {count} đơn vị." if count else "Không nhắc đơn vị nào.",
            f"{waiting} thư đang được gửi. " if waiting else "",
            ledger,
            left_out_sentence(chosen.left_out(outcome.skipped)),
        ),
    )
    return redirect(chosen.board_url)
