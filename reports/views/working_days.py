"""The calendar of working days: public holidays, and the days the office has decided about itself."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from plans.models import CalendarDay
from plans.permissions import may_edit_calendar
from plans.year_days import days_of_year
from reports.calendar_forms import OFF, DaysForm
from vietnamese.dates import FIRST_YEAR, LAST_YEAR, format_date


@require_http_methods(["GET", "POST"])
def working_days(request: HttpRequest) -> HttpResponse:
    """The days of a year that are off or worked against the rule of the week; add some."""
    _require_keeper(request.user)
    form = DaysForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _add(request, form)
    year = _year(request)
    rows = days_of_year(year)
    context = {
        "form": form,
        "year": year,
        "years": range(year - 1, year + 2),
        "rows": rows,
        "off_count": sum(row.is_off for row in rows),
        "worked_count": sum(not row.is_off for row in rows),
    }
    return render(request, "reports/working_days.html", context, status=422 if form.errors else 200)


def _add(request: HttpRequest, form: DaysForm) -> HttpResponse:
    try:
        days = form.save()
    except IntegrityError:
        messages.error(request, "Có người vừa ghi một trong các ngày này. Xem lại lịch rồi thêm ngày còn thiếu.")
        return redirect(_page_of(form.cleaned_data["first"].year))
    what = "ngày nghỉ" if form.cleaned_data["kind"] == OFF else "ngày làm việc"
    listed = ", ".join(format_date(entry.day) for entry in days)
    messages.success(request, f"Đã thêm {len(days)} {what}: {listed}. Các mốc nhắc được tính lại theo lịch mới.")
    return redirect(_page_of(days[0].day.year))


@require_POST
def working_day_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a day of the office's own out of the calendar; the rule of the week and the public holidays hold again."""
    _require_keeper(request.user)
    entry = CalendarDay.objects.filter(pk=pk).first()
    if entry is None:
        messages.info(request, "Ngày này đã được bỏ khỏi lịch trước đó.")
        return redirect("working_days")
    day = entry.day
    entry.delete()
    messages.success(request, f"Đã bỏ ngày {format_date(day)} khỏi lịch; ngày này lại theo lịch chung.")
    return redirect(_page_of(day.year))


def _require_keeper(user: Any) -> None:
    if not may_edit_calendar(user):
        raise PermissionDenied


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= 4 else timezone.localdate().year
    return min(max(year, FIRST_YEAR + 1), LAST_YEAR - 1)


def _page_of(year: int) -> str:
    return f"{reverse('working_days')}?year={year}"


working_day_urls = [
    path("working-days/", working_days, name="working_days"),
    path("working-days/<int:pk>/remove/", working_day_remove, name="working_day_remove"),
]
