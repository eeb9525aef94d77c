"""List filters. They live in the URL, so that a filtered list can be sent to a colleague."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from plans.models import Plan, ReportingPeriod
from reports.enums import SubmissionStatus
from reports.models import Submission
from schools.enums import Level
from schools.models import Organisation
from schools.widgets import PlainSelect

OVERDUE = "overdue"
UNSENT = "unsent"
STATUS_CHOICES = [*SubmissionStatus.choices, (UNSENT, "Chưa nộp (mọi loại)"), (OVERDUE, "Quá hạn")]


def _select(**attrs: str) -> PlainSelect:
    return PlainSelect(attrs={"class": "form-select form-select-sm w-auto", **attrs})


class SubmissionFilter(django_filters.FilterSet):
    """Search without diacritics, level, commune, state."""

    q = django_filters.CharFilter(
        label="Tìm trường",
        method="search",
        widget=forms.TextInput(
            attrs={
                "class": "form-control form-control-sm w-auto",
                "placeholder": "Tìm đơn vị (không cần dấu)",
                "type": "search",
            }
        ),
    )
    level = django_filters.ChoiceFilter(
        label="Cấp học",
        choices=Level.choices,
        empty_label="Mọi cấp học",
        method="at_level",
        widget=_select(),
    )
    commune = django_filters.ModelChoiceFilter(
        label="Địa bàn",
        field_name="organisation__school__commune",
        queryset=Organisation.objects.communes(),
        empty_label="Mọi địa bàn",
        widget=_select(),
    )
    status = django_filters.ChoiceFilter(
        label="Tình trạng",
        choices=STATUS_CHOICES,
        empty_label="Mọi tình trạng",
        method="in_state",
        widget=_select(),
    )

    class Meta:
        model = Submission
        fields: list[str] = []

    def search(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.matching(value)

    def at_level(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.at_level(value)

    def in_state(self, queryset: Any, name: str, value: str) -> QuerySet:
        if value == OVERDUE:
            return queryset.with_deadline().overdue(timezone.localdate())
        if value == UNSENT:
            return queryset.owed()
        return queryset.filter(status=value)


class SubmissionListFilter(SubmissionFilter):
    """The list over all periods: also by plan and period."""

    plan = django_filters.ModelChoiceFilter(
        label="Kế hoạch",
        field_name="period__plan",
        queryset=Plan.objects.all(),
        empty_label="Mọi kế hoạch",
        widget=_select(),
    )
    period = django_filters.ModelChoiceFilter(queryset=ReportingPeriod.objects.all(), widget=forms.HiddenInput())

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["plan"].queryset = Plan.objects.visible_to(user).order_by("-year", "pk")
