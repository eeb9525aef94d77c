"""The form for a document that is only cited."""

from typing import Any

from django import forms

from plans.document_numbers import split_number
from plans.enums import DocumentStyle
from plans.models import CitedDocument
from schools.widgets import PlainSelect
from vietnamese.forms import VietnameseDateField

DOCUMENT_FIELDS = ("document_type", "number", "symbol", "style", "issued_on", "issuer_name", "subject", "carries_out")
_SELECT = {"class": "form-select"}


class DocumentForm(forms.ModelForm):
    """A document that is only cited."""

    class Meta:
        model = CitedDocument
        fields = DOCUMENT_FIELDS
        field_classes = {"issued_on": VietnameseDateField}
        widgets = {
            "document_type": PlainSelect(attrs=_SELECT),
            "style": PlainSelect(attrs=_SELECT),
            "carries_out": PlainSelect(attrs=_SELECT),
            "subject": forms.Textarea(attrs={"rows": 2}),
            "number": forms.TextInput(attrs={"autocomplete": "off"}),
        }
        help_texts = {"number": "Gõ cả số và ký hiệu cũng được.", "symbol": "Ví dụ: KH-UBND; KL/TW."}

    def __init__(self, data: Any = None, *, instance: CitedDocument | None = None, typed: Any = None) -> None:
        initial = {name: typed.get(f"document-{name}", "") for name in DOCUMENT_FIELDS} if typed else None
        super().__init__(data, instance=instance, prefix="document", initial=initial)
        number: Any = self.fields["number"]
        number.max_length, number.validators = 60, []
        field: Any = self.fields["carries_out"]
        field.queryset = CitedDocument.objects.exclude(pk=self.instance.pk).order_by("document_type", "number", "pk")
        field.label_from_instance = lambda row: row.full_citation[:110]
        field.empty_label = "chưa ghi"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        parts = split_number(data.get("number") or "")
        data["number"] = parts.number[:20]
        if parts.symbol and not data.get("symbol"):
            data["symbol"] = parts.symbol
            # The mark between number and symbol says which family it is, better than a choice nobody touched.
            data["style"] = parts.style or data.get("style") or DocumentStyle.STATE
        above = data.get("carries_out")
        while above is not None and self.instance.pk:
            if above.pk == self.instance.pk:
                self.add_error("carries_out", "Văn bản này đã nằm trên nó trong chuỗi: chọn văn bản khác.")
                break
            above = above.carries_out
        if self._is_known(data):
            self.add_error("number", "Văn bản này đã có trong cổng: tìm và chọn ở danh sách bên trên.")
        return data

    def _is_known(self, data: dict[str, Any]) -> bool:
        names = ("document_type", "number", "symbol", "issuer_name")
        if not data.get("number") or any(name not in data for name in names):
            return False
        same = CitedDocument.objects.filter(**{name: data[name] for name in names})
        return same.exclude(pk=self.instance.pk).exists()
