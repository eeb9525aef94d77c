"""The mails of a portal that writes them to files instead of sending them."""

import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from reports import mailbox
from reports.models import Notification, Submission
from reports.permissions import OFFICE_ROLES
from reports.services.delivering import message_id
from schools.queries import actor_of

PAGE_SIZE = 20
NOTIFICATION_NUMBER = re.compile(r"<notification-([0-9]{1,18})\.")


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
        | Q(task__plan__receiver__in=received)
        | Q(submission=None, recipient=user),
        pk__in=numbers,
    )
    ids = {message_id(notification) for notification in visible.order_by("pk")}
    return [mail for mail in mails if mail.message_id in ids]


mail_urls = [path("mail/", mail_list, name="mail_list")]
