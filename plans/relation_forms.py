"""The form for one relation of a plan: its kind, and the document it leads to."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from plans.document_forms import DocumentForm
from plans.document_search import find_documents
from plans.enums import RelationKind
from plans.models import Plan, PlanRelation
from schools.widgets import PlainSelect
from vietnamese.forms import NFCCharField

_SELECT = {"class": "form-select"}


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
