"""The deadlines of all plans that concern a person: the page, and the feed for calendar programs."""

import datetime as dt
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from plans.year_days import days_of_year
from reports import ical
from reports.calendar_days import Entry
from reports.month import Month
from reports.queries.calendar import calendar_entries
from reports.services import feeding

# Nobody in between keeps it, and no search engine lists an address that leaked.
FEED_HEADERS = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """One month as a grid and the year as a list, of all plans or of one."""
    today = timezone.localdate()
    month = Month.read(request.GET.get("year", ""), request.GET.get("month", ""), today=today)
    everything = calendar_entries(request.user, today=today)
    plan = request.GET.get("plan", "")
    chosen = [entry for entry in everything if plan in ("", str(entry.plan_id))]
    in_year = [entry for entry in chosen if entry.day.year == month.year]
    notes = {row.day: (row.name, row.is_off) for row in days_of_year(month.year)}
    feed = feeding.feed_of(request.user)
    context = {
        "month": month,
        "weekdays": WEEKDAYS,
        "weeks": month.weeks(chosen, notes, today=today),
        "months": _by_month(in_year),
        "count": len(in_year),
        "coming": next((entry.key for entry in in_year if entry.day >= today and not entry.is_done), ""),
        "years": sorted({today.year, month.year, *(entry.day.year for entry in everything)}),
        "plans": sorted({(entry.plan_id, entry.plan_title) for entry in everything}, key=lambda row: -row[0]),
        "plan": plan,
        "today": today,
        "feed": feed,
        "feed_url": _address(feeding.token_of(feed)) if feed else "",
    }
    return render(request, "reports/calendar.html", context)


def _by_month(entries: list[Entry]) -> list[tuple[int, list[Entry]]]:
    return [(number, list(group)) for number, group in groupby(entries, key=lambda entry: entry.day.month)]


def _address(token: str) -> str:
    return settings.BASE_URL + reverse("calendar_feed", args=[token])


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


calendar_urls = [
    path("calendar/", calendar, name="calendar"),
    path("calendar/renew/", calendar_renew, name="calendar_renew"),
    path("calendar/<str:token>.ics", calendar_feed, name="calendar_feed"),
]
