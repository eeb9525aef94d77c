"""The form by which the office corrects the calendar of working days."""

import datetime as dt
from typing import Any

from django import forms
from django.db import transaction

from plans.calendars import public_holidays, working_calendar
from plans.models import CalendarDay
from reports.forms import ActionForm
from vietnamese.dates import format_date
from vietnamese.forms import NFCCharField, VietnameseDateField

OFF, WORKED = "off", "worked"
# Tết with its weekends is nine days; anything much longer is a slip of the pen.
LONGEST = 31


class DaysForm(ActionForm):
    """One day, or several in a row, that the office has off or works although others have not.

    Days that are so anyway are left out: in a row of days off the public holidays, in a row of worked days the
    ordinary working days.
    """

    kind = forms.ChoiceField(
        label="Loại",
        choices=[(OFF, "Ngày nghỉ"), (WORKED, "Ngày vẫn làm việc (làm bù)")],
        initial=OFF,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn ngày nghỉ hay ngày làm việc."},
    )
    first = VietnameseDateField(label="Từ ngày", error_messages={"required": "Ghi ngày."})
    last = VietnameseDateField(
        label="Đến hết ngày", required=False, help_text="Để trống nếu chỉ một ngày. Ví dụ: 08/02/2027."
    )
    name = NFCCharField(
        label="Nội dung",
        max_length=120,
        help_text="Ví dụ: nghỉ bù Quốc khánh; làm bù.",
        error_messages={"required": "Ghi nội dung, ví dụ: nghỉ bù Quốc khánh."},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, kind = data.get("first"), data.get("kind")
        if not first or "last" not in data or not kind:
            return data
        last = data["last"] or first
        if last < first:
            self.add_error("last", "Ngày cuối không thể trước ngày đầu.")
        elif (last - first).days >= LONGEST:
            self.add_error("last", f"Mỗi lần thêm nhiều nhất {LONGEST} ngày.")
        else:
            data["days"] = self._days(first, last, kind)
        return data

    def _days(self, first: dt.date, last: dt.date, kind: str) -> list[dt.date]:
        days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
        known = list(CalendarDay.objects.filter(day__in=days).order_by("day").values_list("day", flat=True))
        if known:
            listed = ", ".join(format_date(day) for day in known)
            self.add_error("first", f"Đã có trong lịch: {listed}. Xóa mục cũ trước khi ghi lại.")
            return []
        calendar = working_calendar(first, last)
        if kind == WORKED:
            days = [day for day in days if not calendar.is_working(day)]
            if not days:
                self.add_error("first", "Ngày này vốn là ngày làm việc.")
        else:
            holidays = {**public_holidays(first.year), **public_holidays(last.year)}
            names = [holidays[day] for day in days if day in holidays]
            days = [day for day in days if day not in holidays]
            if not days:
                self.add_error("first", f"Ngày này vốn là ngày lễ ({names[0]}).")
        return days

    @transaction.atomic
    def save(self) -> list[CalendarDay]:
        """Write the days one by one, because the record of changes hears of single saves only."""
        is_off = self.cleaned_data["kind"] == OFF
        name = self.cleaned_data["name"]
        return [CalendarDay.objects.create(day=day, name=name, is_off=is_off) for day in self.cleaned_data["days"]]
