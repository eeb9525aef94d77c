"""Forms for one row of a plan's lists: what they share, and that of a recipient."""

from typing import Any

from django import forms
from django.utils import timezone

from plans.models import Plan, PlanRecipient
from schools.enums import OrganisationKind
from schools.models import Organisation
from schools.widgets import PlainSelect

_SELECT = {"class": "form-select"}


class RowForm(forms.ModelForm):
    """A row of one plan; `prepare` gives it unsaved, for the service."""

    def __init__(self, data: Any = None, *, plan: Plan, by: Any, instance: Any = None) -> None:
        super().__init__(data, instance=instance)
        self.plan, self.by = plan, by
        self.instance.plan = plan

    def prepare(self) -> Any:
        return self.instance


class RecipientForm(RowForm):
    class Meta:
        model = PlanRecipient
        fields = ("role", "name", "organisation")
        widgets = {"role": PlainSelect(attrs=_SELECT), "organisation": PlainSelect(attrs=_SELECT)}
        help_texts = {
            "name": "Như ghi ở “Nơi nhận”. Chọn đơn vị thì để trống cũng được.",
            "organisation": "Đơn vị được chọn thấy kế hoạch từ ngày ban hành.",
        }

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        bodies = Organisation.objects.exclude(kind=OrganisationKind.SCHOOL).in_force(timezone.localdate())
        chosen = Organisation.objects.filter(pk=self.instance.organisation_id or 0)
        field: Any = self.fields["organisation"]
        field.queryset = (bodies | chosen).order_by("sort_key", "pk")
        field.empty_label = "không nối với đơn vị nào"
        self.fields["name"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("name") and "name" not in self.errors:
            if data.get("organisation"):
                data["name"] = data["organisation"].name
            else:
                self.add_error("name", "Ghi nơi nhận, hoặc chọn một đơn vị.")
        return data
