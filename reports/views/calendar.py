"""The deadlines of all plans that concern a person, as a page."""

from itertools import groupby

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from plans.year_days import days_of_year
from reports.calendar_days import Entry
from reports.month import Month
from reports.queries.calendar import calendar_entries
from reports.services import feeding

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


calendar_urls = [
    path("calendar/", calendar, name="calendar"),
]
