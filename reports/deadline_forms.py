"""Moving the deadline of a period."""

from typing import Any

from django import forms

from plans.deadline_words import names_another_day
from plans.enums import DeadlineRule
from reports.forms import ReasonForm
from vietnamese.forms import NFCCharField, VietnameseDateField
from vietnamese.text import nfc


class DeadlineForm(ReasonForm):
    """A new deadline of a period in the office's own words."""

    deadline_on = VietnameseDateField(label="Hạn gửi mới", error_messages={"required": "Ghi hạn gửi mới."})
    rule = forms.ChoiceField(
        label="Cách hiểu hạn",
        choices=DeadlineRule.choices,
        help_text="“Trước ngày” kết thúc vào cuối ngày hôm trước; “chậm nhất ngày” kết thúc vào cuối chính ngày đó.",
    )
    text = NFCCharField(
        label="Lời văn của hạn",
        required=False,
        max_length=120,
        help_text="Hiện trên mọi trang và trong thư. Để trống thì cổng ghi theo ngày và cách hiểu ở trên.",
    )
    field_order = ["deadline_on", "rule", "text", "comment"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].label = "Lý do đổi hạn"
        self.fields["comment"].help_text = "Có trong thư gửi các đơn vị và trong nhật ký thay đổi."

    def clean_text(self) -> str:
        return " ".join(nfc(self.cleaned_data["text"]).split())

    def clean(self) -> dict[str, Any]:
        """A wording that still names the old day would tell two different deadlines."""
        data = super().clean() or self.cleaned_data
        day, words = data.get("deadline_on"), data.get("text", "")
        if day and names_another_day(words, day):
            self.add_error("text", "Lời văn nêu một ngày khác với hạn gửi mới.")
        return data
