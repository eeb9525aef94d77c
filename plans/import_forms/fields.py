"""Fields of the rows: none is required, because what a document does not say stays empty."""

from collections.abc import Iterable
from typing import Any

from django import forms

from schools.widgets import PlainSelect
from vietnamese.forms import NFCCharField, VietnameseDateField


def text_field(label: str, most: int, *, rows: int = 0, **options: Any) -> NFCCharField:
    """A text of at most `most` characters; with `rows`, in a box of so many lines."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    messages = {"max_length": f"Dài quá {most} ký tự (đang có %(show_value)d)."}
    return NFCCharField(label=label, max_length=most, required=False, widget=widget, error_messages=messages, **options)


def date_field(label: str) -> VietnameseDateField:
    return VietnameseDateField(label=label, required=False)


def choice_field(label: str, choices: Iterable[tuple[str, str]], *, empty: str) -> forms.ChoiceField:
    """A choice whose first entry says that nothing is chosen."""
    named = [(str(value), str(text)) for value, text in choices if value]
    message = {"invalid_choice": "“%(value)s” không có trong danh mục; hãy chọn lại."}
    return forms.ChoiceField(
        label=label, required=False, choices=[("", empty), *named], widget=PlainSelect(), error_messages=message
    )


def tick_field(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)
