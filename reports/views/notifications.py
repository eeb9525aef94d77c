"""A person's messages, and the mails of a portal that writes them to files."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, Q, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from reports import mailbox
from reports.enums import NotificationStatus
from reports.models import Notification, Submission
from reports.models.notification import NotificationQuerySet
from reports.permissions import OFFICE_ROLES
from reports.services.delivering import message_id
from schools.enums import Role
from schools.queries import actor_of

PAGE_SIZE = 20
NOTIFICATION_NUMBER = re.compile(r"<notification-([0-9]{1,18})\.")


def _mine(request: HttpRequest) -> NotificationQuerySet:
    user: Any = request.user
    return Notification.objects.filter(recipient=user)


@require_safe
def notification_list(request: HttpRequest) -> HttpResponse:
    """The person's messages, unread first, then newest first. Cancelled ones never asked for anything."""
    rows = (
        _mine(request)
        .exclude(status=NotificationStatus.CANCELLED)
        .select_related("submission__organisation", "period")
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


@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    """The mails written to files, newest first.

    Administrators see every mail. Officers and heads see the notifications about reports they may see, the lists about
    periods they receive, their own digests, and never others: a mail with a link for a new password is as good as the
    account.
    """
    if not mailbox.writes_to_files():
        raise Http404
    actor = actor_of(request.user)
    if not actor.is_administrator and not actor.has_role(*OFFICE_ROLES):
        raise PermissionDenied
    mails = mailbox.written_mails()
    if not actor.is_administrator:
        mails = _about_visible_reports(mails, request.user)
    page = Paginator(mails, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "reports/mail_list.html", {"page": page})


def _about_visible_reports(mails: list[mailbox.WrittenMail], user: Any) -> list[mailbox.WrittenMail]:
    numbers = [int(found[1]) for mail in mails if (found := NOTIFICATION_NUMBER.match(mail.message_id))]
    received = actor_of(user).organisations(*OFFICE_ROLES)
    visible = Notification.objects.filter(
        Q(submission__in=Submission.objects.visible_to(user))
        | Q(submission=None, period__plan__receiver__in=received)
        | Q(submission=None, recipient=user),
        pk__in=numbers,
    )
    ids = {message_id(notification) for notification in visible.order_by("pk")}
    return [mail for mail in mails if mail.message_id in ids]


notification_urls = [
    path("notifications/", notification_list, name="notification_list"),
    path("notifications/read/", notification_read_all, name="notification_read_all"),
    path("notifications/<int:pk>/read/", notification_read, name="notification_read"),
    path("mail/", mail_list, name="mail_list"),
]
