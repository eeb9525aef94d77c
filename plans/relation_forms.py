"""The form for one relation of a plan: its kind, and the document it leads to."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from plans.document_numbers import split_number
from plans.enums import DocumentStyle, RelationKind
from plans.models import CitedDocument, Plan, PlanRelation
from schools.widgets import PlainSelect
from vietnamese.forms import NFCCharField, VietnameseDateField
from vietnamese.text import search_key

MOST_FOUND = 12
DOCUMENT_FIELDS = ("document_type", "number", "symbol", "style", "issued_on", "issuer_name", "subject", "carries_out")
_SELECT = {"class": "form-select"}


def find_documents(words: str, by: Any, plan: Plan) -> list[tuple[str, str, str]]:
    """Plans of the portal the person may read, then cited documents, that contain every word: key, citation, issuer.

    Without words, the newest ones. Diacritics do not matter.
    """
    plans = Plan.objects.visible_to(by).exclude(pk=plan.pk).select_related("issuer").order_by("-year", "-pk")
    keys = search_key(words).split()
    for key in keys:
        plans = plans.filter(search_key__contains=key)
    found = [(f"plan:{row.pk}", row.full_citation, row.issuer.name) for row in plans[:MOST_FOUND]]
    documents = CitedDocument.objects.order_by("-pk")
    cited = [
        (f"document:{row.pk}", row.full_citation, row.issuer_name)
        for row in documents
        if all(key in search_key(f"{row.full_citation} {row.issuer_name}") for key in keys)
    ]
    return (found + cited)[: 2 * MOST_FOUND]


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


class RelationForm(forms.ModelForm):
    """One relation. The document is chosen among those found, or described anew; a cited document that only plans of
    the person refer to can be corrected here."""

    words = NFCCharField(
        label="Tìm văn bản đã có",
        required=False,
        max_length=120,
        widget=forms.TextInput(
            attrs={"class": "form-control", "placeholder": "số, trích yếu, cơ quan (không cần dấu)"}
        ),
    )
    chosen = forms.ChoiceField(label="Văn bản", required=False, widget=forms.RadioSelect)

    class Meta:
        model = PlanRelation
        fields = ("kind",)
        widgets = {"kind": PlainSelect(attrs=_SELECT)}

    def __init__(
        self, data: Any = None, *, plan: Plan, by: Any, instance: PlanRelation | None = None, typed: Any = None
    ) -> None:
        """`typed` shows what was typed so far without judging it, while the person is still searching."""
        start = {"kind": RelationKind.LEGAL_BASIS} if instance is None else None
        shown = {name: typed.get(name, "") for name in ("kind", "words", "chosen")} if typed else start
        super().__init__(data, instance=instance, initial=shown)
        self.plan, self.instance.plan = plan, plan
        words = (data or typed or {}).get("words", "")
        self.found = find_documents(words, by, plan) if instance is None else []
        wanted = (data or {}).get("chosen", "")
        field: Any = self.fields["chosen"]
        field.choices = [(key, text) for key, text, _ in self.found]
        self.describes = instance is None and bool(data) and not wanted
        self.corrects = instance is not None and instance.to_document is not None and _is_theirs(instance, by)
        document = instance.to_document if instance else None
        needed = self.describes or self.corrects
        self.document = DocumentForm(data if needed else None, instance=document, typed=typed)

    def is_valid(self) -> bool:
        own = super().is_valid()
        return own and (self.document.is_valid() if self.document.is_bound else True)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, _, key = (data.get("chosen") or "").partition(":")
        if kind == "plan":
            self.instance.to_plan_id = int(key)
        elif kind == "document":
            self.instance.to_document_id = int(key)
        if self.instance.pk is None and kind and self._is_there(data.get("kind", "")):
            self.add_error("chosen", "Văn bản này đã có trong danh sách với cùng quan hệ.")
        return data

    def _is_there(self, kind: str) -> bool:
        row = self.instance
        same = self.plan.relations.filter(kind=kind, to_plan=row.to_plan_id, to_document=row.to_document_id)
        return same.exists()

    def _get_validation_exclusions(self) -> set[str]:
        # Which document it is may not be known before the new one is written.
        known: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # the stubs leave it out
        return known | {"to_plan", "to_document"}

    def prepare(self) -> PlanRelation:
        """The unsaved relation; a new or corrected document is saved with it by the caller's transaction."""
        if self.document.is_bound:
            self.instance.to_document = self.document.instance
        return self.instance


def _is_theirs(relation: PlanRelation, by: Any) -> bool:
    """Whether only plans the person may edit refer to the document: correcting it changes all of them."""
    plans: QuerySet[Plan] = Plan.objects.filter(relations__to_document=relation.to_document_id)
    return not plans.exclude(pk__in=Plan.objects.editable_by(by).values("pk")).exists()
