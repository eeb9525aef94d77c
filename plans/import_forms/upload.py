"""Bringing a document: a file, or the text itself."""

from typing import Any

from django import forms
from django.utils import timezone

from plans.file_names import shown_name
from schools.enums import Role
from schools.models import Organisation
from schools.queries import actor_of
from vietnamese.dates import format_date

PASTED = "Văn bản dán {date}.txt"


class UploadForm(forms.Form):
    """Exactly one of the two; for whom, when the person works for several organisations."""

    organisation: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        Organisation.objects.none(), label="Nhập cho đơn vị", empty_label=None
    )
    file = forms.FileField(
        label="Tệp kế hoạch",
        required=False,
        allow_empty_file=True,  # refused with words of our own, like every other file
        help_text="Word (.docx), OpenDocument (.odt) hoặc văn bản (.txt). Tệp .doc: mở bằng Word, lưu lại thành .docx.",
        widget=forms.FileInput(attrs={"accept": ".docx,.odt,.txt"}),
    )
    text = forms.CharField(
        label="Hoặc dán lời văn bản", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 8})
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = actor_of(by).organisations(Role.OFFICER, Role.HEAD)
        own = Organisation.objects.filter(pk__in=seats).order_by("sort_key", "pk")
        self.fields["organisation"].queryset = own  # type: ignore[attr-defined]
        if len(seats) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = next(iter(seats))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and bool(values.get("file")) == bool(values.get("text", "").strip()):
            both = "Chỉ chọn một cách: tải tệp lên hoặc dán lời văn bản."
            self.add_error("file", both if values.get("file") else "Chọn tệp, hoặc dán lời văn bản vào ô dưới.")
        return values

    @property
    def source(self) -> tuple[str, bytes]:
        """Name and bytes of what was brought; pasted text is kept as a text file."""
        upload = self.cleaned_data["file"]
        if upload:
            return shown_name(upload.name or ""), upload.read()
        name = PASTED.format(date=format_date(timezone.localdate()).replace("/", "-"))
        return name, self.cleaned_data["text"].encode("utf-8", errors="replace")
