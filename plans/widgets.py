"""Widgets of the plan editor."""

from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.utils.html import format_html_join
from django.utils.safestring import SafeString


class UnitChecks(forms.SelectMultiple):
    """Boxes to tick under the kinds of bodies. A hundred units through Django's templates weigh as much as the rest of
    the page."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        chosen = set(self.format_value(value))
        groups = (
            (title, self._boxes(name, options, chosen))
            for title, options in self.choices
            if isinstance(options, list | tuple)
        )
        return format_html_join("", "<strong>{}</strong>{}", groups)

    @staticmethod
    def _boxes(name: str, options: Any, chosen: set[str]) -> SafeString:
        rows = ((name, key, " checked" if str(key) in chosen else "", label) for key, label in options)
        return format_html_join("", '<label><input type="checkbox" name="{}" value="{}"{}> {}</label>', rows)
