"""The forms of a summary's life: number and day, and the reason of a correction."""

from typing import Any

from django import forms

from reports.forms import ActionForm, ReasonForm
from reports.services.registering import HIGHEST, NO_NUMBER
from vietnamese.forms import VietnameseDateField


class NumberForm(ActionForm):
    """Number and day as the clerk enters them; `despite_same` is asked for when the number exists already."""

    number = forms.IntegerField(
        label="Số văn bản",
        min_value=1,
        max_value=HIGHEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "6", "autocomplete": "off"}),
        error_messages={
            "required": "Ghi số văn bản.",
            "invalid": "Số văn bản là số nguyên, ví dụ 45.",
            "min_value": NO_NUMBER,
            "max_value": NO_NUMBER,
        },
    )
    issued_on = VietnameseDateField(
        label="Ngày ban hành",
        error_messages={"required": "Ghi ngày ban hành."},
        help_text="Ngày/tháng/năm; không trước ngày chốt.",
    )
    despite_same = forms.BooleanField(label="Số này đúng, vẫn ghi", required=False)

    is_taken = False

    def ask_again(self, message: str) -> None:
        """Say that the number exists, and show the tick that confirms it."""
        self.is_taken = True
        self.add_error("number", f"{message} Sửa số, hoặc đánh dấu “{self.fields['despite_same'].label}” bên dưới.")


class CorrectionForm(ReasonForm):
    """Why a published summary is replaced; the new one says so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["comment"]
        field.label = "Lý do thay thế"
        field.help_text = "Ghi trong phần mở đầu của bản mới và trong thông báo gửi lãnh đạo."
        field.error_messages["required"] = "Ghi lý do thay thế."
