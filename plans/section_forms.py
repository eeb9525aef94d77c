"""The form for one heading of the outline of a report."""

from typing import Any

from django import forms

from plans.dependants import dependants_of
from plans.list_forms import RowForm
from plans.models import OutlineSection
from schools.widgets import PlainSelect

_SELECT = {"class": "form-select"}


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
        if self.instance.pk and dependants_of(OutlineSection, [self.instance.pk]):
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
