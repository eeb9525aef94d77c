"""Fields for amounts of million đồng, typed with a decimal comma, and for days that have passed."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from vietnamese.forms import VietnameseDateField, VietnameseDecimalField

SMALLEST, LARGEST = Decimal("0.001"), Decimal(10_000_000)


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
