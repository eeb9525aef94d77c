"""Filters of the school list; they live in the address of the page."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from schools.enums import Level
from schools.models import Organisation, School
from schools.models.school import SchoolQuerySet
from schools.widgets import PlainSelect
from vietnamese.text import nfc, search_key


class SchoolFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="Tìm trường",
        method="matching",
        widget=forms.TextInput(
            attrs={"class": "form-control form-control-sm", "placeholder": "Tên trường, địa bàn (không cần dấu)"}
        ),
    )
    level = django_filters.ChoiceFilter(
        label="Cấp học",
        choices=Level,
        empty_label="Mọi cấp học",
        method="at_level",
        widget=PlainSelect(attrs={"class": "form-select form-select-sm"}),
    )
    commune = django_filters.ModelChoiceFilter(
        label="Địa bàn",
        queryset=Organisation.objects.communes().order_by("sort_key", "pk"),
        empty_label="Mọi địa bàn",
        widget=PlainSelect(attrs={"class": "form-select form-select-sm"}),
    )

    class Meta:
        model = School
        fields: list[str] = []

    @property
    def words(self) -> str:
        """What is searched for, composed; "" when nothing is."""
        return nfc(self.data.get("q", "")).strip()

    def matching(self, queryset: SchoolQuerySet, _name: str, value: str) -> SchoolQuerySet:
        """Schools whose name or area contains every word, diacritics ignored."""
        for word in search_key(value).split():
            queryset = queryset.filter(
                Q(organisation__search_key__contains=word) | Q(commune__search_key__contains=word)
            )
        return queryset

    def at_level(self, queryset: SchoolQuerySet, _name: str, value: Any) -> SchoolQuerySet:
        return queryset.at_level(value)
