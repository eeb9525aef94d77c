"""A deadline of the document as a reporting period; what the document does not say is left to the person."""

import datetime as dt
from typing import Any

from plans.deadlines import last_on_time_day
from plans.enums import DeadlineRule
from plans.import_forms.base import RowForm
from plans.import_forms.fields import choice_field, date_field, text_field, tick_field
from plans.imports.period_words import from_new_year
from vietnamese.dates import format_date

FROM_NEW_YEAR = "new_year"
PRESETS = [(FROM_NEW_YEAR, "Từ 01/01 đến hết tháng trước hạn gửi")]
NEEDED = {
    "label": "tên kỳ",
    "deadline_on": "hạn gửi",
    "rule": "cách hiểu hạn",
    "wording": "hạn gửi như kế hoạch ghi",
    "data_from": "số liệu từ ngày",
    "data_to": "số liệu đến ngày",
    "opens_on": "mở từ ngày",
}


class PeriodForm(RowForm):
    """The range of data comes from the person: by a preset, by dates, or by a preset with dates over it."""

    widths = {
        "label": 4, "deadline_on": 4, "rule": 4, "wording": 12, "preset": 12, "data_from": 4, "data_to": 4,
        "opens_on": 4,
    }  # fmt: skip

    asked = frozenset({"include", "preset", "data_from", "data_to", "opens_on"})

    include = tick_field("Đưa vào")
    label = text_field("Tên kỳ", 40)
    deadline_on = date_field("Hạn gửi")
    rule = choice_field("Cách hiểu hạn", DeadlineRule.choices, empty="— chưa rõ —")
    wording = text_field("Hạn gửi như kế hoạch ghi", 120)
    preset = choice_field("Số liệu của kỳ", PRESETS, empty="— tự ghi hoặc để sau —")
    data_from = date_field("Từ ngày")
    data_to = date_field("Đến hết ngày")
    opens_on = date_field("Mở từ ngày")

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        deadline, rule = values.get("deadline_on"), values.get("rule")
        if values.get("preset") and deadline and rule:
            first, last = from_new_year(deadline)
            values["data_from"] = values.get("data_from") or first
            values["data_to"] = values.get("data_to") or last
            opens = values["data_to"] + dt.timedelta(days=1)
            values["opens_on"] = values.get("opens_on") or min(opens, last_on_time_day(deadline, DeadlineRule(rule)))
        if not self.is_included:
            return values
        if values.get("data_from") and values.get("data_to") and values["data_from"] > values["data_to"]:
            self.add_error("data_to", "Ngày chốt số liệu phải sau ngày bắt đầu.")
        if values.get("opens_on") and deadline and rule:
            last = last_on_time_day(deadline, DeadlineRule(rule))
            if values["opens_on"] > last:
                self.add_error("opens_on", f"Kỳ phải mở trước hạn: ngày cuối đúng hạn là {format_date(last)}.")
        return values

    @property
    def missing(self) -> list[str]:
        """What the period still lacks, in words."""
        return [label for name, label in NEEDED.items() if not self.cleaned_data.get(name)]

    @property
    def understood(self) -> str:
        """What a preset comes to, shown back."""
        values = self.cleaned_data
        if not values.get("preset") or self.missing:
            return ""
        first, last, opens = (format_date(values[name]) for name in ("data_from", "data_to", "opens_on"))
        return f"Hiểu là: số liệu {first} – {last}, mở từ {opens}."
