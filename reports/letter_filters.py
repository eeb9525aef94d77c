"""Finding a letter of reminder again. The filters live in the URL."""

from typing import Any

import django_filters

from plans.models import Plan, ReportingPeriod
from reports.models import ReminderLetter
from schools.widgets import plain_select


class LetterFilter(django_filters.FilterSet):
    """By plan and period; the lists hold what the person receives reports of."""

    plan = django_filters.ModelChoiceFilter(
        label="Kế hoạch",
        field_name="period__plan",
        queryset=Plan.objects.none(),
        empty_label="Mọi kế hoạch",
        widget=plain_select(),
    )
    period = django_filters.ModelChoiceFilter(
        label="Kỳ báo cáo",
        queryset=ReportingPeriod.objects.none(),
        empty_label="Mọi kỳ",
        widget=plain_select(),
    )

    class Meta:
        model = ReminderLetter
        fields: list[str] = []

    def __init__(self, *args: Any, visible: Any, **kwargs: Any) -> None:
        letters = visible.select_related("period__plan", "created_by").order_by("-created_at", "-pk")
        super().__init__(*args, queryset=letters, **kwargs)
        periods = ReportingPeriod.objects.filter(letters__in=visible).distinct()
        self.filters["plan"].queryset = Plan.objects.filter(periods__in=periods).distinct().order_by("-year", "pk")
        self.filters["period"].queryset = periods.select_related("plan").order_by("-deadline_on", "pk")
