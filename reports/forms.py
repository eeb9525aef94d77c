"""Forms of single actions. The report itself is one sheet and has no Django form (reports.services.editing)."""

import datetime as dt
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone

from plans.deadlines import why_too_far
from vietnamese.forms import VietnameseDateField
from vietnamese.text import nfc


class ActionForm(forms.Form):
    """A form inside a page that has its own button and form tag."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class ReasonForm(ActionForm):
    """An action that needs a reason."""

    comment = forms.CharField(
        label="Lý do",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi rõ lý do."},
    )

    def clean_comment(self) -> str:
        return nfc(self.cleaned_data["comment"])


class GiveBackForm(ReasonForm):
    """Reopen a report: what has to be corrected, and until when."""

    due_on = VietnameseDateField(
        label="Nộp lại chậm nhất ngày",
        error_messages={"required": "Ghi ngày nộp lại."},
        help_text="Ghi ngày/tháng/năm.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].label = "Nội dung cần bổ sung"
        self.fields["comment"].error_messages["required"] = "Ghi rõ nội dung đơn vị cần bổ sung."

    def clean_due_on(self) -> dt.date:
        due_on = self.cleaned_data["due_on"]
        if due_on <= timezone.localdate():
            raise forms.ValidationError("Ngày nộp lại phải sau ngày hôm nay.")
        if too_far := why_too_far(due_on, timezone.localdate()):
            raise forms.ValidationError(too_far)
        return due_on


class ReturnForm(GiveBackForm):
    """Return a report: the school corrects what was commented, or everything when the reviewer says so."""

    opens_all = forms.BooleanField(label="Mở toàn bộ để sửa", required=False)


class CommentForm(ActionForm):
    """A reviewer's comment at one place of the report; "" is the whole report."""

    anchor = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput())
    text = forms.CharField(
        label="Nhận xét",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi nội dung nhận xét."},
    )


class ExtensionForm(ReasonForm):
    """More time for a report."""

    due_on = VietnameseDateField(label="Gia hạn đến hết ngày", error_messages={"required": "Ghi ngày gia hạn."})

    def clean_due_on(self) -> dt.date:
        due_on = self.cleaned_data["due_on"]
        if due_on < timezone.localdate():
            raise forms.ValidationError("Ngày gia hạn không thể đã qua.")
        return due_on
