"""The form for money spent from an allocation."""

from typing import Any

from django import forms

from facilities.models import Allocation, Expenditure
from facilities.money_fields import MONEY_HELP, PastDayField, money_field


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
