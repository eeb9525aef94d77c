"""The form by which a letter of reminder is drawn up."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from plans.deadlines import why_too_far
from reports.forms import ActionForm
from reports.services.lettering import at_hour
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
        if day and (too_far := why_too_far(day, timezone.localdate())):
            self.add_error("respond_on", too_far)
        return data

    @property
    def respond_by(self) -> dt.datetime:
        """The instant that was typed; only of a form whose day and hour are valid."""
        return at_hour(self.cleaned_data["respond_on"], self.cleaned_data["respond_at"])
