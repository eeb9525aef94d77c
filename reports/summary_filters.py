"""Finding a summary again. The filters live in the URL."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from plans.models import Plan
from reports.enums import SummaryStatus
from reports.models import SummaryReport
from reports.queries.summary_numbers import with_neighbours
from schools.widgets import plain_select

REPLACED = "replaced"
STATES = [*SummaryStatus.choices, (REPLACED, "Đã được thay thế")]


class SummaryFilter(django_filters.FilterSet):
    """By plan, year and state; the lists hold what the person may see."""

    plan = django_filters.ModelChoiceFilter(
        label="Kế hoạch",
        field_name="period__plan",
        queryset=Plan.objects.none(),
        empty_label="Mọi kế hoạch",
        widget=plain_select(),
    )
    year = django_filters.ChoiceFilter(
        label="Năm", field_name="period__plan__year", empty_label="Mọi năm", widget=plain_select()
    )
    state = django_filters.ChoiceFilter(
        label="Tình trạng", choices=STATES, method="in_state", empty_label="Mọi tình trạng", widget=plain_select()
    )

    class Meta:
        model = SummaryReport
        fields: list[str] = []

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        visible = SummaryReport.objects.visible_to(user)
        # `visible_to` may name a row twice before it drops doubles, and whole documents are no key to compare by.
        rows = with_neighbours(SummaryReport.objects.filter(pk__in=visible.values("pk")))
        rows = rows.select_related("period__plan").order_by(
            "-period__plan__year", "period__plan", "-period__position", "-revision"
        )
        super().__init__(*args, queryset=rows, **kwargs)
        plans = Plan.objects.filter(periods__summaries__in=visible.values("pk")).distinct().order_by("-year", "pk")
        self.filters["plan"].queryset = plans
        self.years = sorted({plan.year for plan in plans}, reverse=True)
        self.filters["year"].extra["choices"] = [(year, str(year)) for year in self.years]

    def in_state(self, queryset: QuerySet, _name: str, state: str) -> QuerySet:
        replaced = {"replaced_by__status": SummaryStatus.PUBLISHED}
        if state == REPLACED:
            return queryset.filter(**replaced)
        found = queryset.filter(status=state)
        return found.exclude(**replaced) if state == SummaryStatus.PUBLISHED else found
