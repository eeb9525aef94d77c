"""The plain select draws what Django's select draws."""

import pytest
from django import forms
from django.test.html import parse_html

from schools.enums import Level
from schools.widgets import PlainSelect

CHOICES = [("", "Mọi cấp học"), *Level.choices, ("x", 'Dấu < & "')]


@pytest.mark.parametrize("value", [None, "", "TH", "x", "không có"])
def test_draws_the_same_as_the_select_with_templates(value):
    attrs = {"class": "form-select", "aria-label": "Cấp <học>", "required": True, "disabled": False}
    slow = forms.Select(attrs=attrs, choices=CHOICES).render("level", value, {"id": "id_level"})
    plain = PlainSelect(attrs=attrs, choices=CHOICES).render("level", value, {"id": "id_level"})

    assert parse_html(plain) == parse_html(slow)
