"""A person's messages."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from reports import mailbox
from reports.enums import NotificationStatus
from reports.models import Notification
from reports.models.notification import NotificationQuerySet
from reports.permissions import OFFICE_ROLES
from schools.enums import Role
from schools.queries import actor_of

PAGE_SIZE = 20


def _mine(request: HttpRequest) -> NotificationQuerySet:
    user: Any = request.user
    return Notification.objects.filter(recipient=user)


@require_safe
def notification_list(request: HttpRequest) -> HttpResponse:
    """The person's messages, unread first, then newest first. Cancelled ones never asked for anything."""
    rows = (
        _mine(request)
        .exclude(status=NotificationStatus.CANCELLED)
        .select_related("submission__organisation", "period", "task__plan")
        .order_by(Case(When(read_at=None, then=Value(0)), default=Value(1)), "-created_at", "-pk")
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    shows_mails = mailbox.writes_to_files() and actor_of(request.user).has_role(*OFFICE_ROLES, Role.ADMINISTRATOR)
    return render(request, "reports/notification_list.html", {"page": page, "shows_mails": shows_mails})


@require_POST
def notification_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a message read; with `open` in the form, go on to the page it is about: its own link, or its report."""
    notification = get_object_or_404(_mine(request), pk=pk)
    Notification.objects.filter(pk=pk, read_at=None).update(read_at=timezone.now())
    if "open" not in request.POST:
        return redirect("notification_list")
    if url_has_allowed_host_and_scheme(notification.link_path, allowed_hosts=None):
        return redirect(notification.link_path)
    if notification.submission_id:
        return redirect("submission_detail", notification.submission_id)
    return redirect("home")


@require_POST
def notification_read_all(request: HttpRequest) -> HttpResponse:
    """Mark all the person's messages read."""
    unread = _mine(request).filter(read_at=None).exclude(status=NotificationStatus.CANCELLED)
    count = unread.update(read_at=timezone.now())
    messages.success(request, f"Đã đánh dấu {count} thông báo là đã đọc.")
    return redirect("notification_list")


notification_urls = [
    path("notifications/", notification_list, name="notification_list"),
    path("notifications/read/", notification_read_all, name="notification_read_all"),
    path("notifications/<int:pk>/read/", notification_read, name="notification_read"),
]
