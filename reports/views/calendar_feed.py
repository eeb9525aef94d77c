"""The deadlines of a person as a feed for calendar programs, under an address of its own."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from reports import ical
from reports.queries.calendar import calendar_entries
from reports.services import feeding

# Nobody in between keeps it, and no search engine lists an address that leaked.
FEED_HEADERS = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The same days for a calendar program, which has no password but the address itself."""
    now = timezone.now()
    try:
        reader: Any = feeding.reader_of(token, now=now)
    except feeding.NoFeed:
        raise Http404
    today: dt.date = timezone.localdate(now)
    entries = ical.in_feed(calendar_entries(reader, today=today), today=today)
    # Weak, because the file also carries the moment at which it was written.
    etag = f'W/"{ical.fingerprint(entries)}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        body = ical.write_calendar(entries, now=now)
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="han-bao-cao.ics"'
    for name, value in {"ETag": etag, **FEED_HEADERS}.items():
        response[name] = value
    return response


@require_POST
def calendar_renew(request: HttpRequest) -> HttpResponse:
    """Make the address of the feed, or a new one in place of the old."""
    had_one = feeding.feed_of(request.user) is not None
    feeding.renew_feed(user=request.user)
    old = " Địa chỉ cũ không còn dùng được; cần thay trong các phần mềm lịch đã đăng ký." if had_one else ""
    messages.success(request, f"Đã tạo địa chỉ lịch riêng.{old}")
    return redirect(reverse("calendar") + "#feed")


calendar_feed_urls = [
    path("calendar/renew/", calendar_renew, name="calendar_renew"),
    path("calendar/<str:token>.ics", calendar_feed, name="calendar_feed"),
]
