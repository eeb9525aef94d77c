"""Forms about more time for a report: asking for it, and answering that."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from reports.forms import ActionForm, ReasonForm
from vietnamese.forms import NFCCharField, VietnameseDateField


def _text(label: str, *, required: str = "", **options: Any) -> NFCCharField:
    """A text of a few lines; `required` is what is said when it is empty."""
    return NFCCharField(
        label=label,
        required=bool(required),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": required} if required else {},
        **options,
    )


class AskExtensionForm(ReasonForm):
    """A school asks for more time."""

    until = VietnameseDateField(
        label="Đề nghị gia hạn đến hết ngày", error_messages={"required": "Ghi ngày đề nghị gia hạn."}
    )
    field_order = ["until", "comment"]

    def clean_until(self) -> dt.date:
        until: dt.date = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError("Ngày đề nghị không thể đã qua.")
        return until


class GrantForm(ActionForm):
    """The receiver gives the time asked for, or another day."""

    until = VietnameseDateField(label="Gia hạn đến hết ngày", error_messages={"required": "Ghi ngày gia hạn."})
    answer = _text("Ý kiến (không bắt buộc)", help_text="Đơn vị đọc được cùng lý do đã nêu trong đề nghị.")

    def clean_until(self) -> dt.date:
        until: dt.date = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError("Ngày gia hạn không thể đã qua.")
        return until


class DeclineForm(ActionForm):
    """The receiver says no, and why."""

    answer = _text("Lý do không gia hạn", required="Ghi rõ lý do để đơn vị biết.")
