"""The form for the head of a plan."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from plans.document_numbers import split_number, tidy_term
from plans.enums import DocumentStyle, PlanStatus
from plans.issuers import issuers_for
from plans.models import Plan
from plans.services import writing
from schools.enums import OrganisationKind, Role
from schools.models import Organisation
from schools.queries import actor_of
from schools.widgets import PlainSelect
from vietnamese.forms import VietnameseDateField
from vietnamese.text import nfc

EARLIEST, LATEST = 2000, 2100


class HeaderForm(forms.ModelForm):
    """The whole head. `notes` says what was understood of a number typed whole."""

    class Meta:
        model = Plan
        fields: tuple[str, ...] = writing.HEADER_FIELDS
        field_classes = {"issued_on": VietnameseDateField, "issued_after": VietnameseDateField}
        widgets = {
            "style": forms.RadioSelect,
            "document_type": PlainSelect(attrs={"class": "form-select"}),
            "subject": forms.Textarea(attrs={"rows": 2}),
            "preamble": forms.Textarea(attrs={"rows": 6}),
            "closing": forms.Textarea(attrs={"rows": 3}),
            "number": forms.TextInput(attrs={"autocomplete": "off", "maxlength": 60}),
        }
        help_texts = {
            "number": "Để trống khi chưa rõ. Gõ cả số và ký hiệu cũng được: 04/KH-…, 97-KH/….",
            "subject": "Như trong văn bản, sau tên loại.",
            "term": "Chỉ với văn bản của Đảng, đánh số theo nhiệm kỳ: 2015-2020.",
            "receiver": "Nơi nhận, duyệt báo cáo của các đơn vị.",
            "forwarded_to": "Nơi nhận báo cáo tổng hợp.",
        }

    def __init__(self, data: Any = None, *, by: Any, instance: Plan | None = None, **options: Any) -> None:
        super().__init__(data, instance=instance, **options)
        self.actor = actor_of(by)
        self.notes: list[str] = []
        self._choose_from("issuer", issuers_for(self.actor.organisations(Role.OFFICER, Role.HEAD)))
        bodies = Organisation.objects.exclude(kind=OrganisationKind.SCHOOL).in_force(timezone.localdate())
        for name in ("receiver", "forwarded_to"):
            self._choose_from(name, bodies)
        number: Any = self.fields["number"]
        number.max_length, number.validators = 60, []  # it may hold the symbol too; the model limits what is left
        if self.instance.pk and self.instance.status != PlanStatus.DRAFT:
            for name in writing.SETTLED_WHEN_ISSUED:
                self.fields[name].disabled = True

    def _choose_from(self, name: str, bodies: QuerySet[Organisation]) -> None:
        """Offer the bodies, and the one that is chosen already whatever has become of it."""
        chosen = Organisation.objects.filter(pk=getattr(self.instance, f"{name}_id") or 0)
        field: Any = self.fields[name]
        field.queryset = (bodies | chosen).order_by("sort_key", "pk")
        field.widget = PlainSelect(attrs={"class": "form-select"})
        field.widget.choices = field.choices

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not EARLIEST <= year <= LATEST:
            raise forms.ValidationError(f"Năm từ {EARLIEST} đến {LATEST}.")
        return year

    def clean_symbol(self) -> str:
        return nfc(self.cleaned_data["symbol"]).strip()

    def clean_term(self) -> str:
        term = tidy_term(self.cleaned_data["term"])
        if term is None:
            raise forms.ValidationError("Ghi hai năm, ví dụ 2015-2020.")
        return term

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._take_apart(data)
        if data.get("term") and data.get("style") == DocumentStyle.STATE:
            self.add_error("term", "Văn bản hành chính nhà nước đánh số theo năm: để trống nhiệm kỳ.")
        if data.get("issued_on") and data.get("issued_after"):
            self.add_error("issued_after", "Đã rõ ngày ban hành thì để trống ô này.")
        self._keep_within_reach(data)
        if data.get("number") and self._is_taken(data):
            self.add_error("number", "Cơ quan này đã có văn bản cùng loại, cùng số trong năm hoặc nhiệm kỳ đó.")
        return data

    def _take_apart(self, data: dict[str, Any]) -> None:
        """A number typed whole: its symbol goes where it belongs, and the person is told."""
        parts = split_number(data.get("number") or "")
        data["number"] = parts.number
        if len(parts.number) > 20:
            self.add_error("number", "Số dài nhất 20 ký tự; phần chữ ghi ở ô ký hiệu.")
        if not parts.symbol:
            return
        if data.get("symbol") and data["symbol"] != parts.symbol:
            self.add_error("number", f"Ô số có cả ký hiệu “{parts.symbol}”, khác với ô ký hiệu. Chỉ giữ một.")
            return
        data["symbol"] = parts.symbol
        said = f"Đã hiểu là số {parts.number}, ký hiệu {parts.symbol}."
        if parts.style and data.get("style") and parts.style != data["style"]:
            said += f" Cách viết này thường thấy ở {_within(parts.style.label)}; xem lại thể thức."
        self.notes.append(said)

    def _keep_within_reach(self, data: dict[str, Any]) -> None:
        """A person must not write a plan away from themselves."""
        own = self.actor.organisations(Role.OFFICER, Role.HEAD)
        chosen = {data[name].pk for name in ("issuer", "receiver") if data.get(name)}
        if len(chosen) and "issuer" in data and "receiver" in data and not own & chosen:
            self.add_error("receiver", "Đơn vị của bạn phải là cơ quan ban hành hoặc cơ quan nhận, duyệt báo cáo.")

    def _is_taken(self, data: dict[str, Any]) -> bool:
        if self.errors.keys() & {"number", "year", "term", "issuer", "document_type"}:
            return False
        period = {"term": data["term"]} if data["term"] else {"term": "", "year": data["year"]}
        same = Plan.objects.filter(
            issuer=data["issuer"], document_type=data["document_type"], number=data["number"], **period
        )
        return same.exclude(pk=self.instance.pk).exists()

    def changes(self) -> dict[str, Any]:
        """What was typed, for the services."""
        return {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}


def _within(label: str) -> str:
    """A label as it stands within a sentence."""
    return label[:1].lower() + label[1:]
