"""Widgets of the filter bars."""

from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class PlainSelect(forms.Select):
    """A choice without groups. Django renders a template for each option, which for four filters with twenty areas
    costs more than the list below them."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        chosen = self.format_value(value)
        options = ((key, " selected" if str(key) in chosen else "", label) for key, label in self.choices)
        attributes = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return format_html(
            "<select{}>{}</select>", attributes, format_html_join("", '<option value="{}"{}>{}</option>', options)
        )


def plain_select(**attrs: str) -> PlainSelect:
    """A small choice for a filter bar."""
    return PlainSelect(attrs={"class": "form-select form-select-sm w-auto mw-100", **attrs})


def search_box(looks_for: str = "Tìm đơn vị") -> forms.TextInput:
    """The field of a filter bar; it finds organisations by name if nothing else is said."""
    return forms.TextInput(
        attrs={
            "class": "form-control form-control-sm w-auto",
            "placeholder": f"{looks_for} (không cần dấu)",
            "type": "search",
            "size": "27",  # the whole hint is to be read
        }
    )
