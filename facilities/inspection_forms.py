"""Forms of visits: beginning one, a line of the checklist, what a school has mended."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils import timezone

from facilities.enums import InspectionKind
from facilities.models import Finding, InspectionTopic
from schools.enums import Levels
from schools.models import School
from vietnamese.forms import NFCCharField


def day_picker() -> forms.DateInput:
    """The calendar of the browser: a phone shows a wheel, and nothing has to be typed."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class StartForm(forms.Form):
    """Where, what kind, on which day, who. `token` makes a form that is sent twice begin one visit."""

    school = forms.ModelChoiceField(
        label="Trường", queryset=School.objects.none(), empty_label="Chọn trường",
        error_messages={"required": "Chọn trường.", "invalid_choice": "Trường này không còn trong danh mục."},
    )  # fmt: skip
    kind = forms.ChoiceField(label="Loại", choices=InspectionKind)
    visited_on = forms.DateField(
        label="Ngày kiểm tra",
        widget=day_picker(),
        error_messages={"required": "Ghi ngày kiểm tra.", "invalid": "Ngày không đúng."},
    )
    members = NFCCharField(
        label="Thành phần đoàn", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mỗi người một dòng, kèm chức vụ. Bổ sung được cho đến khi kết thúc.",
    )  # fmt: skip
    school_people = NFCCharField(
        label="Đại diện nhà trường", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schools = School.objects.belonging(timezone.localdate()).select_related("organisation")
        self.fields["school"].queryset = schools.order_by("organisation__sort_key", "pk")  # type: ignore[attr-defined]


class TopicForm(forms.ModelForm):
    """One line of the checklist."""

    kinds = forms.MultipleChoiceField(
        label="Kiểm tra khi", choices=InspectionKind, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một loại kiểm tra."},
    )  # fmt: skip
    levels = forms.ChoiceField(label="Cấp học", choices=Levels)

    class Meta:
        model = InspectionTopic
        fields = ["text", "group", "kinds", "levels"]
        error_messages = {"text": {"unique": "Danh mục đã có nội dung này.", "required": "Ghi nội dung kiểm tra."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.kinds:
            self.initial["kinds"] = self.instance.kinds.split()

    def clean_kinds(self) -> str:
        chosen = self.cleaned_data["kinds"]
        return " ".join(kind for kind in InspectionKind.values if kind in chosen)


class MendedForm(forms.Form):
    """What the school has done about one thing. `seen` is the day that stood there before."""

    mended_on = forms.DateField(
        label="Đã khắc phục ngày",
        widget=day_picker(),
        error_messages={"required": "Ghi ngày đã khắc phục.", "invalid": "Ngày không đúng."},
    )
    note = NFCCharField(
        label="Trường đã làm gì",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi trường đã làm gì.", "max_length": "Tối đa 300 ký tự."},
    )
    seen = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        self.finding = finding
        first = {"mended_on": finding.mended_on or timezone.localdate(), "note": finding.mended_note}
        kwargs.setdefault("prefix", f"mended-{finding.pk}")
        super().__init__(*args, **{"initial": first | {"seen": finding.mended_on}, **kwargs})

    def clean_mended_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["mended_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Ngày khắc phục không thể ở tương lai.")
        if day < self.finding.inspection.visited_on:
            raise forms.ValidationError("Ngày khắc phục không thể trước ngày kiểm tra.")
        return day
