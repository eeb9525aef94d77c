"""The filter of the list of requests for time; it lives in the URL."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from plans.models import Plan
from reports.enums import RequestState
from reports.models import ExtensionRequest
from schools.widgets import plain_select, search_box
from vietnamese.text import search_key

ANSWERED = "answered"
STATES = [(RequestState.OPEN.value, "Chờ trả lời"), (ANSWERED, "Đã kết thúc")]


class RequestFilter(django_filters.FilterSet):
    """Search by organisation without diacritics, state, plan."""

    q = django_filters.CharFilter(label="Tìm đơn vị", method="search", widget=search_box())
    state = django_filters.ChoiceFilter(
        label="Kết quả",
        choices=STATES,
        empty_label="Mọi đề nghị",
        method="in_state",
        widget=plain_select(),
    )
    plan = django_filters.ModelChoiceFilter(
        label="Kế hoạch",
        field_name="submission__period__plan",
        queryset=Plan.objects.none(),
        empty_label="Mọi kế hoạch",
        widget=plain_select(),
    )

    class Meta:
        model = ExtensionRequest
        fields: list[str] = []

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["plan"].queryset = Plan.objects.visible_to(user).order_by("-year", "pk")

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        for word in search_key(value).split():
            queryset = queryset.filter(submission__organisation__search_key__contains=word)
        return queryset

    def in_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == ANSWERED:
            return queryset.exclude(state=RequestState.OPEN)
        return queryset.filter(state=value)
