"""Filters of the plan list; they live in the address of the page."""

from typing import Any

import django_filters
from django import forms

from plans.enums import PlanStatus
from plans.models import Plan
from plans.models.plan import PlanQuerySet
from schools.widgets import PlainSelect
from vietnamese.text import search_key

_SELECT = {"class": "form-select form-select-sm"}


class PlanFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="Tìm kế hoạch",
        method="matching",
        widget=forms.TextInput(
            attrs={"class": "form-control form-control-sm", "placeholder": "Tên, số hoặc trích yếu (không cần dấu)"}
        ),
    )
    year = django_filters.ChoiceFilter(label="Năm", empty_label="Mọi năm", widget=PlainSelect(attrs=_SELECT))
    status = django_filters.ChoiceFilter(
        label="Tình trạng", choices=PlanStatus, empty_label="Mọi tình trạng", widget=PlainSelect(attrs=_SELECT)
    )

    class Meta:
        model = Plan
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: PlanQuerySet) -> None:
        super().__init__(data, queryset=queryset)
        years = queryset.order_by("-year").values_list("year", flat=True).distinct()
        self.filters["year"].extra["choices"] = lambda: [(year, str(year)) for year in years]

    def matching(self, queryset: PlanQuerySet, _name: str, value: str) -> PlanQuerySet:
        """Plans whose title, subject or number contains every word, diacritics ignored."""
        for word in search_key(value).split():
            queryset = queryset.filter(search_key__contains=word)
        return queryset
