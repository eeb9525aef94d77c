"""Forms of the national standard: a recognition, and one that is expected."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from facilities.enums import RecognitionKind
from facilities.models import PlannedRecognition
from facilities.rechecks import years_after
from facilities.recognition_checks import Issue
from facilities.services.recognising import issues_of_expectation, issues_of_recognition
from schools.enums import StandardLevel
from schools.models import NationalStandard, School
from schools.widgets import PlainSelect
from vietnamese.forms import NFCCharField, VietnameseDateField

_SELECT = {"class": "form-select"}


class _SchoolForm(forms.Form):
    """A form about one school, chosen among those of the area today unless it is fixed."""

    school = forms.ModelChoiceField(label="Trường", queryset=School.objects.none(), widget=PlainSelect(attrs=_SELECT))
    level = forms.TypedChoiceField(
        label="Mức độ", choices=StandardLevel.choices, coerce=int, widget=PlainSelect(attrs=_SELECT)
    )

    def __init__(self, *args: Any, school: School | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fixed = school
        if school is not None:
            del self.fields["school"]
            return
        rows = School.objects.belonging(timezone.localdate()).select_related("organisation")
        self.fields["school"].queryset = rows.order_by("organisation__sort_key", "pk")  # type: ignore[attr-defined]

    def add_issues(self, issues: Sequence[Issue]) -> None:
        """Show each at its field; at the top where the form does not ask for it."""
        for issue in issues:
            self.add_error(issue.field if issue.field in self.fields else None, issue.message)

    @property
    def about(self) -> School:
        return self.fixed or self.cleaned_data["school"]


class RecognitionForm(_SchoolForm):
    """A decision that recognises a school, or recognises it again after its re-check."""

    recognised_on = VietnameseDateField(label="Ngày công nhận")
    decision = NFCCharField(label="Quyết định", required=False, max_length=80, help_text="Số, ký hiệu của quyết định.")
    recheck_due_on = VietnameseDateField(label="Kiểm tra lại trước ngày", required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, recognition: NationalStandard | None = None, **kwargs: Any) -> None:
        super().__init__(*args, school=recognition.school if recognition else None, **kwargs)
        self.recognition = recognition
        self.fields["recheck_due_on"].help_text = f"Để trống là {settings.RECHECK_YEARS} năm sau ngày công nhận."

    def clean(self) -> dict[str, Any]:
        """All that is wrong at once: what the days say of each other is told beside what cannot be read."""
        data = super().clean() or self.cleaned_data
        day, school = data.get("recognised_on"), self.fixed or data.get("school")
        if day is None:
            return data
        due_on = data.get("recheck_due_on") or years_after(day, settings.RECHECK_YEARS)
        if "recheck_due_on" not in self.errors:
            data["recheck_due_on"] = due_on
        if school is not None and not self._is_repeated(school, data):
            self.add_issues(issues_of_recognition(school, day, due_on, besides=self.recognition))
        return data

    def _is_repeated(self, school: School, data: dict[str, Any]) -> bool:
        """Whether the very same has been noted already, by a button pressed twice."""
        same = {name: data.get(name) for name in ("level", "decision", "recognised_on", "recheck_due_on")}
        return self.recognition is None and None not in same.values() and school.standards.filter(**same).exists()

    @property
    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: self.cleaned_data[name] for name in ("level", "decision", "recognised_on", "recheck_due_on")}


class PlannedForm(_SchoolForm):
    """A recognition that is expected."""

    kind = forms.ChoiceField(label="Loại", choices=RecognitionKind.choices, widget=PlainSelect(attrs=_SELECT))
    expected_on = VietnameseDateField(label="Dự kiến công nhận ngày")
    note = NFCCharField(label="Ghi chú", required=False, max_length=300)

    field_order = ("school", "kind", "level", "expected_on", "note")

    def __init__(self, *args: Any, planned: PlannedRecognition | None = None, **kwargs: Any) -> None:
        super().__init__(*args, school=planned.school if planned else None, **kwargs)
        self.planned = planned

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        school = self.fixed or data.get("school")
        if school and all(data.get(name) for name in ("kind", "level", "expected_on")):
            said = data["kind"], data["level"], data["expected_on"]
            self.add_issues(issues_of_expectation(school, *said, besides=self.planned))
        return data

    @property
    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: self.cleaned_data[name] for name in ("kind", "level", "expected_on", "note")}
