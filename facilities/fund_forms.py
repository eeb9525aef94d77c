"""Forms of funds. Money is typed in million đồng with a decimal comma, at most three decimals."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from facilities.enums import ContributionKind
from facilities.models import Allocation, Contribution, Expenditure, FundKeeper, FundSource, Work
from plans.models import Plan
from schools.enums import Level, Levels, OrganisationKind
from schools.models import Organisation, School
from schools.widgets import PlainSelect, plain_select, search_box
from vietnamese.forms import NFCCharField, VietnameseDateField, VietnameseDecimalField

SMALLEST, LARGEST = Decimal("0.001"), Decimal(10_000_000)
_SELECT = {"class": "form-select"}
MONEY_HELP = "Ví dụ: 1.250,5 là một tỷ hai trăm năm mươi triệu rưỡi."


def money_field(label: str, **options: Any) -> VietnameseDecimalField:
    """An amount in million đồng."""
    return VietnameseDecimalField(label=label, decimals=3, min_value=SMALLEST, max_value=LARGEST, **options)


class PastDayField(VietnameseDateField):
    """A day on which something has happened already."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value > timezone.localdate():
            raise forms.ValidationError("Ngày này chưa đến.")


class FundFilter(forms.Form):
    """The bar above the table. A wrong value filters nothing."""

    q = NFCCharField(label="Tìm trường", required=False, max_length=100, widget=search_box())
    level = forms.ChoiceField(
        label="Cấp học", required=False, widget=plain_select(), choices=[("", "Mọi cấp học"), *Level.choices]
    )
    commune = forms.ModelChoiceField(
        label="Địa bàn",
        required=False,
        widget=plain_select(),
        queryset=Organisation.objects.communes(),
        empty_label="Mọi địa bàn",
    )

    def applied(self, schools: Any) -> Any:
        self.is_valid()
        wanted = self.cleaned_data
        if wanted.get("q"):
            schools = schools.filter(organisation__in=Organisation.objects.matching(wanted["q"]))
        if wanted.get("level"):
            schools = schools.filter(levels__in=Levels.containing(wanted["level"]))
        if wanted.get("commune"):
            schools = schools.filter(affiliations__commune=wanted["commune"]).distinct()
        return schools


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


class ExpenditureForm(forms.ModelForm):
    """Money spent from one allocation; not before it was given."""

    amount_million = money_field("Số tiền đã chi (triệu đồng)", help_text=MONEY_HELP)
    spent_on = PastDayField(label="Ngày chi")

    class Meta:
        model = Expenditure
        fields = ("amount_million", "spent_on", "note")

    def __init__(self, *args: Any, allocation: Allocation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.allocation = allocation

    def clean_spent_on(self) -> Any:
        day = self.cleaned_data["spent_on"]
        given = self.instance.allocation.allocated_on
        if day < given:
            raise forms.ValidationError(f"Ngày chi phải từ ngày giao kinh phí ({given:%d/%m/%Y}).")
        return day


class ContributionForm(forms.ModelForm):
    """What the community gave to one school: money or things with their value, or days of work."""

    amount_million = money_field("Giá trị (triệu đồng)", required=False, help_text="Ngày công để trống ô này.")
    labour_days = VietnameseDecimalField(
        label="Số ngày công", decimals=1, min_value=Decimal("0.5"), max_value=Decimal(100_000), required=False
    )
    received_on = PastDayField(label="Ngày nhận")

    class Meta:
        model = Contribution
        fields = ("kind", "amount_million", "labour_days", "giver", "note", "received_on")
        widgets = {"kind": PlainSelect(attrs=_SELECT)}

    def __init__(self, *args: Any, plan: Plan, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.plan, self.instance.school = plan, school
        kind: Any = self.fields["kind"]
        kind.choices = ContributionKind.choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_labour = data.get("kind") == ContributionKind.LABOUR
        if "labour_days" in data and "amount_million" in data:
            if is_labour and data["labour_days"] is None:
                self.add_error("labour_days", "Ghi số ngày công.")
            if not is_labour and data["amount_million"] is None:
                self.add_error("amount_million", "Ghi giá trị bằng tiền.")
            if not is_labour and data["labour_days"] is not None:
                self.add_error("labour_days", "Chỉ hình thức “Ngày công” mới ghi ở ô này.")
        return data


class KeeperForm(forms.ModelForm):
    """Which organisation of the area keeps the plan's funds."""

    class Meta:
        model = FundKeeper
        fields = ("organisation",)
        widgets = {"organisation": PlainSelect(attrs=_SELECT)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (OrganisationKind.OFFICE, OrganisationKind.EDUCATION_OFFICE, OrganisationKind.PEOPLES_COMMITTEE)
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.in_force(timezone.localdate()).filter(kind__in=kinds)
        field.empty_label = "Chọn đơn vị"
