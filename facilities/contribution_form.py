"""The form for what the community gave to a school."""

from decimal import Decimal
from typing import Any

from django import forms

from facilities.enums import ContributionKind
from facilities.models import Contribution
from facilities.money_fields import PastDayField, money_field
from plans.models import Plan
from schools.models import School
from schools.widgets import PlainSelect
from vietnamese.forms import VietnameseDecimalField


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
        widgets = {"kind": PlainSelect(attrs={"class": "form-select"})}

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
