"""The form for money given to a school, or to all of them."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from facilities.models import Allocation, FundSource, Work
from facilities.money_fields import MONEY_HELP, PastDayField, money_field
from plans.models import Plan
from schools.models import School
from schools.widgets import PlainSelect

_SELECT = {"class": "form-select"}


class AllocationForm(forms.ModelForm):
    """Money given from one source. Without a school it is for all of them; a work belongs to the chosen school."""

    amount_million = money_field("Số tiền được giao (triệu đồng)", help_text=MONEY_HELP)
    allocated_on = PastDayField(label="Ngày giao")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Allocation
        fields = ("school", "work", "source", "purpose", "amount_million", "allocated_on", "decision")
        widgets = {
            "school": PlainSelect(attrs=_SELECT),
            "work": PlainSelect(attrs=_SELECT),
            "source": PlainSelect(attrs=_SELECT),
        }

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.plan = plan
        schools = School.objects.select_related("organisation").order_by("organisation__sort_key", "pk")
        chosen: Any = self.fields["school"]
        chosen.queryset = schools.filter(
            Q(organisation__reporting_duties__plan=plan) | Q(pk=self.instance.school_id)
        ).distinct()
        chosen.empty_label = "Chung cho các trường"
        work: Any = self.fields["work"]
        work.queryset = Work.objects.filter(plan=plan).select_related("school__organisation").order_by("name", "pk")
        work.empty_label = "Không gắn với công trình"
        source: Any = self.fields["source"]
        source.queryset = FundSource.objects.filter(
            Q(pk__in=FundSource.objects.in_force(timezone.localdate())) | Q(pk=self.instance.source_id),
            is_community=False,
        )
        source.empty_label = "Chọn nguồn"
        self.initial["version"] = self.instance.version

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        work, school = data.get("work"), data.get("school")
        if work and work.school != school:
            self.add_error("work", f"Công trình này của {work.school}; chọn đúng trường hoặc bỏ công trình.")
        return data
