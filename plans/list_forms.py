"""Forms for one row of a plan's lists: a recipient, a section of the outline."""

from typing import Any

from django import forms
from django.utils import timezone

from plans.dependants import is_used
from plans.models import OutlineSection, Plan, PlanRecipient
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


class SectionForm(RowForm):
    """A heading of the outline. Its code is made from its number when none is typed, and stays once reports use it."""

    class Meta:
        model = OutlineSection
        fields = (
            "label",
            "title",
            "short_title",
            "parent_title",
            "kind",
            "levels",
            "guide",
            "is_required",
            "needs_evidence",
            "code",
        )
        widgets = {
            "kind": PlainSelect(attrs=_SELECT),
            "levels": PlainSelect(attrs=_SELECT),
            "guide": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "label": "Ví dụ: I, II.1.",
            "short_title": "Hiện ở cột mục lục. Để trống thì lấy tên mục.",
            "code": "Không trùng trong đề cương. Để trống thì cổng đặt.",
            "guide": "Đơn vị thấy ngay trên ô soạn.",
        }

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        for name in ("code", "short_title"):
            self.fields[name].required = False
        if is_used(self.instance):
            for name in ("code", "kind"):
                self.fields[name].disabled = True
                self.fields[name].help_text = "Đã có báo cáo dùng mục này nên giữ nguyên."

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("short_title"):
            data["short_title"] = (data.get("title") or "")[:60]
        others = self.plan.outline.exclude(pk=self.instance.pk)
        taken = set(others.values_list("code", flat=True))
        if not data.get("code"):
            data["code"] = _free_code(data.get("label") or "M", taken)
        elif data["code"] in taken:
            self.add_error("code", "Mã này đã có trong đề cương.")
        return data


def _free_code(label: str, taken: set[str]) -> str:
    """A code like the number of the section, with a counter behind when it is taken."""
    base = "".join(part for part in label if part.isalnum() or part == ".")[:16].strip(".") or "M"
    return next(code for n in range(1, len(taken) + 2) if (code := base if n == 1 else f"{base}-{n}") not in taken)
