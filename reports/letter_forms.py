"""Forms of the letter of reminder: drawing one up, and finding one again."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.utils import timezone

from plans.models import Plan, ReportingPeriod
from reports.forms import ActionForm
from reports.models import ReminderLetter
from reports.services.lettering import at_hour
from schools.widgets import PlainSelect
from vietnamese.forms import NFCCharField, VietnameseDateField

HOURS = ["%H:%M", "%Hh%M", "%Hh", "%H giờ %M", "%H giờ"]


class LetterForm(ActionForm):
    """Until when the late organisations have to send, and what else the letter says."""

    respond_on = VietnameseDateField(
        label="Đề nghị gửi trước ngày", error_messages={"required": "Ghi ngày đề nghị gửi."}
    )
    respond_at = forms.TimeField(
        label="Giờ",
        input_formats=HOURS,
        widget=forms.TimeInput(format="%H:%M", attrs={"autocomplete": "off"}),
        error_messages={"required": "Ghi giờ.", "invalid": "Giờ không đúng dạng. Ghi theo 24 giờ, ví dụ 17:00."},
    )
    note = NFCCharField(
        label="Nội dung thêm (nếu có)",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Thành một đoạn của công văn, sau phần đề nghị; mỗi dòng là một đoạn.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, hour = data.get("respond_on"), data.get("respond_at")
        if day and hour and self.respond_by <= timezone.now():
            self.add_error("respond_on", "Thời hạn đề nghị gửi phải sau lúc này.")
        return data

    @property
    def respond_by(self) -> dt.datetime:
        """The instant that was typed; only of a form whose day and hour are valid."""
        return at_hour(self.cleaned_data["respond_on"], self.cleaned_data["respond_at"])


def _select() -> PlainSelect:
    return PlainSelect(attrs={"class": "form-select form-select-sm w-auto mw-100"})


class LetterFilter(django_filters.FilterSet):
    """By plan and period; the lists hold what the person receives reports of."""

    plan = django_filters.ModelChoiceFilter(
        label="Kế hoạch",
        field_name="period__plan",
        queryset=Plan.objects.none(),
        empty_label="Mọi kế hoạch",
        widget=_select(),
    )
    period = django_filters.ModelChoiceFilter(
        label="Kỳ báo cáo",
        queryset=ReportingPeriod.objects.none(),
        empty_label="Mọi kỳ",
        widget=_select(),
    )

    class Meta:
        model = ReminderLetter
        fields: list[str] = []

    def __init__(self, *args: Any, visible: Any, **kwargs: Any) -> None:
        letters = visible.select_related("period__plan", "created_by").order_by("-created_at", "-pk")
        super().__init__(*args, queryset=letters, **kwargs)
        periods = ReportingPeriod.objects.filter(letters__in=visible).distinct()
        self.filters["plan"].queryset = Plan.objects.filter(periods__in=periods).distinct().order_by("-year", "pk")
        self.filters["period"].queryset = periods.select_related("plan").order_by("-deadline_on", "pk")
