"""The reminder ledger: what was sent, to whom, when, and what became of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from plans.enums import PlanStatus
from plans.models import Plan
from reports.enums import Capability, NotificationStatus
from reports.ledger_filters import LedgerFilter
from reports.models import Notification
from reports.permissions import OFFICE_ROLES
from reports.presentation import Badge, addresses
from reports.queries.ledger import export_row, outcome_counts, with_names
from reports.reminders import code_words
from reports.sending import FAILED, error_in_words, sending_badge
from reports.services import retrying
from reports.services.errors import Conflict
from reports.views.access import get_visible_or_404, require
from schools.downloads import workbook_response
from schools.queries import actor_of
from schools.workbooks.lists import Column, Kind, list_workbook

PAGE_SIZE = 25  # each row carries the whole message
# What a person looks through in Excel; more is a mistake of the filter and would hold up the server.
MOST_EXPORTED = 20_000
COLUMNS = (
    Column("Lúc", 17, Kind.DATETIME),
    Column("Đơn vị", 24),
    Column("Kế hoạch", 30),
    Column("Kỳ, nhiệm vụ", 18),
    Column("Loại", 20),
    Column("Tiêu đề", 44),
    Column("Người nhận", 24),
    Column("Địa chỉ", 28),
    Column("Kết quả", 22),
    Column("Gửi lúc", 17, Kind.DATETIME),
    Column("Lỗi", 36),
)


@require_safe
def reminder_ledger(request: HttpRequest) -> HttpResponse:
    """The messages about the plans whose reports the person's organisation receives."""
    found = _found(request)
    page = Paginator(with_names(found.qs), PAGE_SIZE).get_page(request.GET.get("page"))
    review = addresses("submission_review")
    rows = [_row(notification, review(notification.submission_id or 0)) for notification in page]
    context = {
        "filter": found,
        "page": page,
        "rows": rows,
        "outcomes": outcome_counts(_found(request, without="status").qs),
        "stage_words": code_words(request.GET.get("stage", "")),
        "chosen": request.GET.get("status", ""),
        "may_retry_all": request.GET.get("status") == FAILED and page.paginator.count > 1,
        "plans": Plan.objects.received_by(actor_of(request.user))
        .exclude(status=PlanStatus.DRAFT)
        .order_by("-year", "pk"),
    }
    return render(request, "reports/reminders/ledger.html", context)


def _found(request: HttpRequest, *, without: str = "") -> LedgerFilter:
    if not actor_of(request.user).has_role(*OFFICE_ROLES):
        raise PermissionDenied
    asked = request.GET.copy()
    asked.pop(without, None)
    return LedgerFilter(asked, user=request.user)


def _row(notification: Notification, review_url: str) -> tuple[Notification, Badge, str, str, bool]:
    failed = notification.status == NotificationStatus.FAILED
    url = review_url if notification.submission_id else notification.link_path
    return notification, sending_badge(notification), error_in_words(notification.error), url, failed


@require_safe
def reminder_ledger_export(request: HttpRequest) -> HttpResponse:
    """The filtered ledger as an Excel file."""
    rows = [export_row(notification) for notification in with_names(_found(request).qs)[:MOST_EXPORTED]]
    return workbook_response(list_workbook("Sổ nhắc", COLUMNS, rows), "Sổ nhắc")


@require_POST
def notification_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a message once more that could not be sent."""
    notification: Any = get_visible_or_404(Notification.objects.select_related("recipient"), request.user, pk)
    require(request.user, Capability.PLAN_REMINDERS, notification)
    try:
        retrying.retry(notification=notification, by=request.user)
    except Conflict as conflict:
        messages.error(request, conflict.message)
    else:
        messages.success(request, f"Sẽ gửi lại cho {notification.recipient} trong ít phút. Kết quả ghi ở sổ này.")
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if safe else "reminder_ledger")


@require_POST
def notification_retry_all(request: HttpRequest) -> HttpResponse:
    """Send every failed message of the filtered ledger once more; the filters stand in the address."""
    count = retrying.retry_all(notifications=_found(request).qs, by=request.user)
    if count:
        messages.success(request, f"Sẽ gửi lại {count} thư trong ít phút. Kết quả ghi ở sổ này.")
    else:
        messages.info(request, "Không có thư lỗi nào để gửi lại.")
    kept = request.GET.copy()
    kept.pop("status", None)
    return redirect(f"{reverse('reminder_ledger')}?{kept.urlencode()}")


ledger_urls = [
    path("reminders/", reminder_ledger, name="reminder_ledger"),
    path("reminders/export/", reminder_ledger_export, name="reminder_ledger_export"),
    path("reminders/retry/", notification_retry_all, name="notification_retry_all"),
    path("notifications/<int:pk>/retry/", notification_retry, name="notification_retry"),
]
