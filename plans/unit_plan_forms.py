"""The head and the file of a plan that a unit registers."""

from typing import Any

from django import forms

from plans.document_numbers import split_number
from plans.models import UnitPlan
from plans.services.unit_planning import FIELDS, TAKEN
from plans.services.uploading import CheckedFile, FileRefused, check_upload
from vietnamese.forms import VietnameseDateField


class UnitPlanForm(forms.ModelForm):
    """Number, day and file. `checked` is the file that was looked at; `notes` says how a whole number was read."""

    upload = forms.FileField(
        label="Tệp kế hoạch",
        required=False,
        help_text="PDF hoặc Word (.docx).",
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
    )
    drop_file = forms.BooleanField(label="Bỏ tệp đang có", required=False)

    class Meta:
        model = UnitPlan
        fields = FIELDS
        field_classes = {"issued_on": VietnameseDateField}
        widgets = {"subject": forms.Textarea(attrs={"rows": 2}), "number": forms.TextInput()}
        help_texts = {"number": "Gõ cả số và ký hiệu cũng được."}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.checked: CheckedFile | None = None
        self.notes: list[str] = []
        number: Any = self.fields["number"]
        number.max_length, number.validators = 60, []
        if not self.instance.file:
            del self.fields["drop_file"]

    def clean_upload(self) -> Any:
        upload = self.cleaned_data.get("upload")
        if not upload:
            return None
        try:
            checked = check_upload(upload)
        except FileRefused as refused:
            raise forms.ValidationError(refused.message) from None
        if checked.type not in TAKEN:
            raise forms.ValidationError("Kế hoạch của đơn vị chỉ nhận tệp PDF hoặc Word (.docx).")
        self.checked = checked
        return upload

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        parts = split_number(data.get("number") or "")
        if parts.symbol and not data.get("symbol"):
            data["number"], data["symbol"] = parts.number, parts.symbol
            self.notes.append(f"Đã hiểu là số {parts.number}, ký hiệu {parts.symbol}.")
        if len(data.get("number") or "") > 20:
            self.add_error("number", "Số dài nhất 20 ký tự; phần chữ ghi ở ô ký hiệu.")
        return data

    def _get_validation_exclusions(self) -> set[str]:
        # These are the service's to fill, after the file has been looked at.
        known: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # the stubs leave it out
        return known | {"plan", "organisation", "registered_at", "changed_at"}
