"""Forms of programmes, their units and milestones."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from facilities.models import Programme
from plans.models import Plan
from schools.enums import OrganisationKind
from schools.models import Organisation
from schools.widgets import PlainSelect
from vietnamese.dates import format_date
from vietnamese.forms import NFCCharField, VietnameseDateField

EVERY_UNIT = "all"


class ProgrammeForm(forms.ModelForm):
    """Name, aim, day and target of a programme; a new one also chooses its plan."""

    due_on = VietnameseDateField(label="Hoàn thành trước ngày", required=False)

    class Meta:
        model = Programme
        fields = ("plan", "name", "aim", "due_on", "target")

    def __init__(self, *args: Any, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan: Any = self.fields["plan"]
        plan.queryset, plan.empty_label = plans, None
        if self.instance.pk:
            del self.fields["plan"]
            plans = plans.filter(pk=self.instance.plan_id)
        target: Any = self.fields["target"]
        target.queryset = target.queryset.filter(plan__in=plans, level="", organisation__isnull=True).select_related(
            "indicator"
        )
        target.label_from_instance = lambda row: f"{row.indicator.code}. {row.indicator.short_name}"
        target.empty_label = "Không gắn chỉ tiêu"

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        target, plan = found.get("target"), found.get("plan") or (self.instance.plan if self.instance.pk else None)
        if target is not None and plan is not None and target.plan_id != plan.pk:
            self.add_error("target", "Chỉ tiêu này không thuộc kế hoạch đã chọn.")
        return found


class UnitForm(forms.Form):
    """A school or commune to be put into the programme; those that are in it are not offered."""

    organisation: Any = forms.ModelChoiceField(
        label="Trường hoặc địa bàn",
        queryset=Organisation.objects.all(),
        empty_label="Chọn…",
        widget=PlainSelect(attrs={"class": "form-select"}),
    )
    note = NFCCharField(label="Ghi chú", required=False, max_length=300)

    def __init__(self, *args: Any, programme: Programme, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (OrganisationKind.COMMUNE, OrganisationKind.SCHOOL)
        bodies = Organisation.objects.in_force(day).filter(kind__in=kinds)
        field: Any = self.fields["organisation"]
        field.queryset = bodies.filter(~Q(programme_units__programme=programme)).order_by("kind", "sort_key", "pk")


class MilestoneForm(forms.Form):
    """A step for one unit or for all of them."""

    unit = forms.ChoiceField(label="Của đơn vị", widget=PlainSelect(attrs={"class": "form-select"}))
    name = NFCCharField(label="Mốc", max_length=200)
    planned_on = VietnameseDateField(label="Dự kiến ngày")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [(str(unit.pk), str(unit.organisation)) for unit in programme.units.all()]
        self.fields["unit"].choices = [(EVERY_UNIT, "Mọi đơn vị"), *units]  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """The day on which something was done: not in the future."""

    on = VietnameseDateField(label="Ngày")

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(f"Ngày {format_date(day)} chưa đến.")
        return day


def plan_choices(plans: Any) -> Any:
    """Plans a programme may be written for, the latest first."""
    return Plan.objects.filter(pk__in=plans.values("pk")).order_by("-year", "pk")
