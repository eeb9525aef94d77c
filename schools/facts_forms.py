"""The form in which a school says what its facts of one year should be, and the one that answers it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from schools.enums import Grade
from schools.fact_fields import GRADE_PARTS, GROUPS, PUPILS, grade_key, grade_label, label_of
from schools.fact_values import text_of
from schools.models import SchoolYearFacts
from vietnamese.forms import NFCCharField, VietnameseDecimalField

# Each of these counts some of those the other one counts all of.
WITHIN = (
    ("combined_classes", "classes"),
    ("girls", "pupils"),
    ("minority_pupils", "pupils"),
    ("disabled_pupils", "pupils"),
    ("play_area_m2", "land_area_m2"),
    ("teachers_permanent", "teachers"),
    ("teachers_contract", "teachers"),
    ("teachers_female", "teachers"),
    ("teachers_party", "teachers"),
    ("teachers_at_standard", "teachers"),
    ("teachers_above_standard", "teachers_at_standard"),
)
HIGHEST = {"PositiveSmallIntegerField": 32_767, "PositiveIntegerField": 1_000_000, "DecimalField": 99_999_999}
SMALL = {"class": "form-control form-control-sm text-end"}
LONG = {"class": "form-control", "rows": 2}


class FactsForm(forms.Form):
    """All facts of one school year as officers type numbers; `cleaned_values` gives them as they are stored in a
    request. Every mistake is told at once, each at its box."""

    reason = NFCCharField(
        label="Lý do, căn cứ", max_length=1000, widget=forms.Textarea(attrs=LONG | {"placeholder": "Vì sao phải sửa"})
    )

    def __init__(self, *args: Any, grades: list[Grade], values: Mapping[str, str], **kwargs: Any) -> None:
        self.grades = grades
        initial = {key: Decimal(text) if text else None for key, text in values.items()}
        super().__init__(*args, **kwargs)
        self.initial = {**self.initial, **initial}
        for name in (name for names in GROUPS.values() for name in names):
            self.fields[name] = _field(name)
        for grade in grades:
            for part in GRADE_PARTS:
                field = VietnameseDecimalField(integer=True, min_value=0, max_value=32_767, required=False)
                field.label = grade_label(grade, part)
                field.widget.attrs |= SMALL
                self.fields[grade_key(grade, part)] = field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for part, whole in WITHIN:
            some, everything = data.get(part), data.get(whole)
            if some is not None and everything is not None and some > everything:
                self.add_error(part, f"Không thể lớn hơn “{label_of(whole).lower()}”.")
        for grade in self.grades:
            classes, pupils = (data.get(grade_key(grade, part)) for part in GRADE_PARTS)
            if pupils and not classes and grade_key(grade, "classes") not in self.errors:
                self.add_error(grade_key(grade, "classes"), "Có học sinh thì phải có lớp.")
        if data.get("land_area_m2") == 0:
            self.add_error("land_area_m2", "Diện tích đất phải lớn hơn 0; chưa có số liệu thì để trống.")
        return data

    @property
    def cleaned_values(self) -> dict[str, str]:
        """The values as text, "" for a box left empty."""
        return {key: text_of(value) for key, value in self.cleaned_data.items() if key != "reason"}

    @property
    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The boxes in the order of the page."""
        for title, names in GROUPS.items():
            of_grades = [grade_key(grade, part) for grade in self.grades for part in GRADE_PARTS]
            keys = [*names, *(of_grades if title == PUPILS else [])]
            yield title, [self[key] for key in keys]


class AnswerForm(forms.Form):
    """What the office answers; who does not confirm says why."""

    answer = NFCCharField(label="Trả lời", max_length=1000, required=False, widget=forms.Textarea(attrs=LONG))
    decision = forms.ChoiceField(choices=[("confirm", "Xác nhận"), ("decline", "Không xác nhận")])
    seen = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == "decline" and not data.get("answer"):
            raise ValidationError({"answer": "Không xác nhận thì phải nói lý do để trường biết."})
        return data


def _field(name: str) -> VietnameseDecimalField:
    column: Any = SchoolYearFacts._meta.get_field(name)
    kind = column.get_internal_type()
    is_whole = kind != "DecimalField"
    options: dict[str, Any] = {"integer": True} if is_whole else {"decimals": column.decimal_places}
    field = VietnameseDecimalField(min_value=0, max_value=HIGHEST[kind], required=not column.null, **options)
    field.label = label_of(name)
    field.widget.attrs |= SMALL
    return field
