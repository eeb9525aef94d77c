"""The form by which people choose how they want to be told."""

from typing import Any

from django import forms

from reports.enums import Channel
from reports.models import ContactPreference


class PreferenceForm(forms.ModelForm):
    """The two choices."""

    class Meta:
        model = ContactPreference
        fields = ["channel", "wants_digest"]
        widgets = {"channel": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wants_digest"].help_text = (
            "Thông báo thường, cả nhắc nhiệm vụ của đơn vị, gộp thành một thư mỗi sáng. Yêu cầu bổ sung, gia hạn, hạn "
            "mới và thư nhắc nộp báo cáo vẫn gửi ngay."
        )
        channel: Any = self.fields["channel"]
        channel.choices = Channel.choices  # without an empty choice
