"""The form in which the periods of a plan are written: one card each."""

import datetime as dt
from typing import Any

from django import forms

from plans.deadline_words import default_words, names_another_day
from plans.deadlines import last_on_time_day
from plans.enums import DeadlineRule
from plans.services.periods import PERIOD_VALUES, PeriodRow
from plans.working_days import WorkingCalendar
from schools.widgets import PlainSelect
from vietnamese.dates import format_date, school_year_of, weekday_name
from vietnamese.forms import NFCCharField, VietnameseDateField, VietnameseDecimalField

SMALL = {"class": "form-control form-control-sm"}


def _day(label: str, *, required: bool = True) -> VietnameseDateField:
    field = VietnameseDateField(label=label, required=required, error_messages={"required": "Ghi ngày."})
    field.widget.attrs |= SMALL
    return field


class PeriodForm(forms.Form):
    """One period. A missing wording is written from day and rule, a missing school year read from the data cut-off."""

    row = forms.IntegerField(widget=forms.HiddenInput, required=False)
    label = NFCCharField(
        label="Tên kỳ",
        max_length=40,
        widget=forms.TextInput(attrs=SMALL),
        error_messages={"required": "Ghi tên kỳ."},
    )
    data_from = _day("Số liệu từ ngày")
    data_to = _day("Chốt hết ngày")
    school_year = VietnameseDecimalField(
        label="Năm học từ năm", integer=True, required=False, min_value=2000, max_value=2100
    )
    opens_on = _day("Mở từ ngày")
    deadline_on = _day("Hạn gửi")
    deadline_rule = forms.ChoiceField(
        label="Cách hiểu hạn",
        choices=DeadlineRule.choices,
        initial=DeadlineRule.BEFORE.value,
        widget=PlainSelect(attrs={"class": "form-select form-select-sm"}),
    )
    deadline_text = NFCCharField(
        label="Lời văn của hạn", max_length=120, required=False, widget=forms.TextInput(attrs=SMALL)
    )
    forward_on = _day("Hạn gửi tổng hợp", required=False)
    closes_on = _day("Đóng sau ngày", required=False)
    is_illustrative = forms.BooleanField(label="ngày minh họa, chờ cơ quan ấn định", required=False)

    def __init__(self, *args: Any, calendar: WorkingCalendar, **options: Any) -> None:
        super().__init__(*args, **options)
        self.calendar = calendar
        self.fields["school_year"].widget.attrs |= SMALL
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = str(field.label or "")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("DELETE") or self.errors:
            return data
        last_day = last_on_time_day(data["deadline_on"], data["deadline_rule"])
        data["deadline_text"] = " ".join((data.get("deadline_text") or "").split()) or default_words(
            data["deadline_on"], data["deadline_rule"]
        )
        data["school_year"] = int(data.get("school_year") or school_year_of(data["data_to"]))
        if data["data_from"] > data["data_to"]:
            self.add_error("data_to", "Ngày chốt số liệu phải sau ngày bắt đầu.")
        if data["opens_on"] > last_day:
            self.add_error("opens_on", f"Kỳ phải mở trước ngày cuối còn đúng hạn ({format_date(last_day)}).")
        if data.get("closes_on") and data["closes_on"] < last_day:
            self.add_error("closes_on", f"Kỳ phải đóng sau ngày cuối còn đúng hạn ({format_date(last_day)}).")
        if names_another_day(data["deadline_text"], data["deadline_on"]):
            self.add_error("deadline_text", "Lời văn nêu một ngày khác với hạn gửi.")
        return data

    @property
    def hints(self) -> list[str]:
        """What looks odd about the dates but may be meant: nothing here keeps anybody from saving."""
        deadline_on, data_to, forward_on = (self._known(name) for name in ("deadline_on", "data_to", "forward_on"))
        if deadline_on is None:
            return []
        rule = self["deadline_rule"].value() or DeadlineRule.BEFORE
        last_day = last_on_time_day(deadline_on, rule)
        found = [f"Hạn cuối 23:59 {weekday_name(last_day).lower()}, {format_date(last_day)}."]
        if data_to and deadline_on < data_to:
            found.append(
                f"▲ Hạn gửi trước ngày chốt số liệu {format_date(data_to)}: đơn vị phải báo cáo khi số liệu chưa chốt."
            )
        if not self.calendar.is_working(last_day):
            before, after = self.calendar.on_or_before(last_day), self.calendar.add(last_day, 1)
            found.append(
                f"▲ Ngày cuối rơi vào ngày nghỉ. Cổng không tự dời hạn; ngày làm việc trước là {format_date(before)}, "
                f"sau là {format_date(after)}."
            )
        if forward_on and forward_on <= last_day:
            found.append("▲ Hạn gửi báo cáo tổng hợp không sau hạn của các đơn vị.")
        return found

    def _known(self, name: str) -> dt.date | None:
        found = getattr(self, "cleaned_data", {}).get(name) if self.is_bound else self.initial.get(name)
        return found if isinstance(found, dt.date) else None

    def says_something(self) -> bool:
        return bool(self["row"].value()) or self.has_changed()

    def as_row(self) -> PeriodRow:
        """What was typed, for `services.periods`; only of a valid form."""
        data = self.cleaned_data
        if data.get("DELETE"):
            return PeriodRow(data.get("row"), is_removed=True)
        return PeriodRow(data.get("row"), {name: data[name] for name in PERIOD_VALUES})
