"""Filters of the school list; they live in the address of the page."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from schools.enums import Level
from schools.models import Organisation, School, SchoolAffiliation
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
        queryset=Organisation.objects.communes(),
        method="in_commune",
        empty_label="Mọi địa bàn",
        widget=PlainSelect(attrs={"class": "form-select form-select-sm"}),
    )

    class Meta:
        model = School
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.today = timezone.localdate()
        super().__init__(*args, **kwargs)
        communes = Organisation.objects.communes().in_force(self.today)
        self.filters["commune"].queryset = communes.order_by("sort_key", "pk")

    @property
    def words(self) -> str:
        """What is searched for, composed; "" when nothing is."""
        return nfc(self.data.get("q", "")).strip()

    def matching(self, queryset: SchoolQuerySet, _name: str, value: str) -> SchoolQuerySet:
        """Schools whose name or area contains every word, diacritics ignored."""
        for word in search_key(value).split():
            places = SchoolAffiliation.objects.on(self.today).filter(commune__search_key__contains=word)
            queryset = queryset.filter(Q(organisation__search_key__contains=word) | Q(pk__in=places.values("school")))
        return queryset

    def in_commune(self, queryset: SchoolQuerySet, _name: str, value: Organisation) -> SchoolQuerySet:
        return queryset.filter(pk__in=SchoolAffiliation.objects.on(self.today).filter(commune=value).values("school"))

    def at_level(self, queryset: SchoolQuerySet, _name: str, value: Any) -> SchoolQuerySet:
        return queryset.at_level(value)
