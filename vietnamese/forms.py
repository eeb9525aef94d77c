"""Form fields that read dates and numbers as officers type them, and say in Vietnamese what is wrong."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from vietnamese.dates import DateError, format_date, parse_date
from vietnamese.numbers import NumberError, format_number, number_for_input, parse_number
from vietnamese.text import nfc


class NFCCharField(forms.CharField):
    """A text field that composes what is typed before anything is checked (domain reference §7.2)."""

    def to_python(self, value: Any) -> Any:
        """Return the text in NFC."""
        value = super().to_python(value)
        return nfc(value) if isinstance(value, str) else value


class VietnameseDateField(forms.DateField):
    """A date typed day first and shown back as dd/mm/yyyy; see :func:`vietnamese.dates.parse_date`."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"placeholder": "dd/mm/yyyy", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.DateInput(format="%d/%m/%Y", attrs=attrs))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Return the date, or ``None`` for an empty box."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return parse_date(value)
        except DateError as error:
            raise ValidationError(error.message, code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """Show a date as dd/mm/yyyy and leave typed text as it is."""
        return format_date(value) if isinstance(value, date) else value


class VietnameseDecimalField(forms.DecimalField):
    """A number with decimal comma; see :func:`vietnamese.numbers.parse_number`.

    ``integer`` refuses decimals, ``decimals`` limits them. A stored value is shown without thousands dots, so that an
    untouched box always reads back as the same number.
    """

    def __init__(self, *, integer: bool = False, decimals: int | None = None, **kwargs: Any) -> None:
        self.integer = integer
        self.decimals = 0 if integer else decimals
        lowest, highest = kwargs.pop("min_value", None), kwargs.pop("max_value", None)
        attrs = {"inputmode": "numeric" if integer else "decimal", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(decimal_places=self.decimals, **kwargs)
        self.min_value, self.max_value = lowest, highest
        if lowest is not None:
            message = f"Giá trị không được nhỏ hơn {format_number(lowest)}."
            self.validators.append(MinValueValidator(lowest, message))
        if highest is not None:
            message = f"Giá trị không được lớn hơn {format_number(highest)}."
            self.validators.append(MaxValueValidator(highest, message))

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs say int
        """Return the number, or ``None`` for an empty box."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, (int, Decimal)):
            return Decimal(value)
        try:
            return parse_number(value, integer=self.integer, max_decimals=self.decimals)
        except NumberError as error:
            raise ValidationError(error.message, code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """Show a stored number with a decimal comma and leave typed text as it is."""
        return number_for_input(value) if isinstance(value, (int, float, Decimal)) else value
