"""List filters. They live in the URL, so that a filtered list can be sent to a colleague."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import F, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from plans.models import Plan, ReportingPeriod
from reports.enums import Purpose, SubmissionStatus
from reports.models import Submission
from reports.queries.communes import communes_of, in_commune
from reports.queries.completeness import RECEIVED
from schools.enums import Level
from schools.models import Organisation
from schools.widgets import plain_select, search_box

OVERDUE, UNSENT, OWED, DUE_SOON, LATE = "overdue", "unsent", "owed", "due_soon", "late"
SOON = dt.timedelta(days=7)
STATUS_CHOICES = [
    *SubmissionStatus.choices,
    (UNSENT, "Chưa nộp"),
    (OWED, "Còn phải nộp (cả bổ sung)"),
    (DUE_SOON, "Sắp đến hạn (7 ngày)"),
    (OVERDUE, "Quá hạn"),
    (LATE, "Nộp muộn"),
]


class SubmissionFilter(django_filters.FilterSet):
    """Search without diacritics, level, commune, state."""

    q = django_filters.CharFilter(label="Tìm trường", method="search", widget=search_box())
    level = django_filters.ChoiceFilter(
        label="Cấp học",
        choices=Level.choices,
        empty_label="Mọi cấp học",
        method="at_level",
        widget=plain_select(),
    )
    commune = django_filters.ModelChoiceFilter(
        label="Địa bàn",
        queryset=Organisation.objects.none(),
        method="in_commune",
        empty_label="Mọi địa bàn",
        widget=plain_select(),
    )
    status = django_filters.ChoiceFilter(
        label="Tình trạng",
        choices=STATUS_CHOICES,
        empty_label="Mọi tình trạng",
        method="in_state",
        widget=plain_select(),
    )

    class Meta:
        model = Submission
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["commune"].queryset = communes_of(self.queryset)

    @property
    def offered(self) -> list[forms.BoundField]:
        """The fields to show: level and commune are left out where no school reports, unless the address narrows by
        them. The communes are read here, once and not counted first; without any, one query asks for schools."""
        communes = self.form.fields["commune"]
        choices = communes.widget.choices = list(iter(communes.choices))
        places = len(choices) > 1
        empty = set() if places else {"commune"}
        if not places and not self.queryset.filter(organisation__school__isnull=False).order_by().exists():
            empty.add("level")
        return [field for field in self.form.visible_fields() if field.name not in empty or field.value()]

    def search(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.matching(value)

    def at_level(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.at_level(value)

    def in_commune(self, queryset: Any, name: str, value: Organisation) -> QuerySet:
        return queryset.filter(in_commune(value))

    def in_state(self, queryset: Any, name: str, value: str) -> QuerySet:
        if value in SubmissionStatus.values:
            return queryset.filter(status=value)
        if value == UNSENT:
            return queryset.exclude(status__in=RECEIVED)
        if value == OWED:
            return queryset.owed()
        today, dated = timezone.localdate(), queryset.with_deadline()
        if value == OVERDUE:
            return dated.overdue(today)
        if value == DUE_SOON:
            return dated.owed().filter(effective_last_day__range=(today, today + SOON))
        late = dated.annotate(first_sent_on=TruncDate("first_submitted_at"))
        return late.filter(status__in=RECEIVED, first_sent_on__gt=F("first_last_day"))


class SubmissionListFilter(SubmissionFilter):
    """The list over all periods: also by plan, period and purpose."""

    plan = django_filters.ModelChoiceFilter(
        label="Kế hoạch",
        field_name="period__plan",
        queryset=Plan.objects.all(),
        empty_label="Mọi kế hoạch",
        widget=plain_select(),
    )
    purpose = django_filters.ChoiceFilter(
        label="Loại", choices=Purpose.choices, empty_label="Báo cáo và số liệu", widget=plain_select()
    )
    period = django_filters.ModelChoiceFilter(queryset=ReportingPeriod.objects.all(), widget=forms.HiddenInput())

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["plan"].queryset = Plan.objects.visible_to(user).order_by("-year", "pk")
        plan = str(self.data.get("plan", "")) if self.data else ""
        if plan.isdecimal() and len(plan) < 19:  # longer ones are beyond what databases call a key
            self.filters["commune"].queryset = communes_of(self.queryset.filter(period__plan=int(plan)))
