"""Filters of the list of visits and of the list of findings; they live in the address of the page."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from facilities.enums import InspectionKind, InspectionState
from facilities.inspection_periods import read_period, recent_periods
from facilities.models import Finding, Inspection
from schools.enums import Level, Levels
from schools.models import Organisation, SchoolAffiliation
from schools.widgets import plain_select, search_box

OPEN_CHOICES = (("open", "Còn việc phải khắc phục"), ("late", "Quá hạn khắc phục"))
FINDING_CHOICES = (("late", "Quá hạn khắc phục"), ("open", "Chưa khắc phục"), ("mended", "Trường báo đã khắc phục"))


def _choice(label: str, empty: str, choices: Any, method: str) -> django_filters.ChoiceFilter:
    widget = plain_select(**{"aria-label": label})
    return django_filters.ChoiceFilter(label=label, empty_label=empty, choices=choices, method=method, widget=widget)


class PlaceFilter(django_filters.FilterSet):
    """By commune and level of the school; `school_path` leads to it."""

    school_path = "school"
    q = django_filters.CharFilter(label="Tìm trường", method="matching", widget=search_box())
    level = _choice("Cấp học", "Mọi cấp học", Level, "at_level")
    commune = django_filters.ModelChoiceFilter(
        label="Địa bàn",
        queryset=Organisation.objects.none(),
        method="in_commune",
        empty_label="Mọi địa bàn",
        widget=plain_select(),
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        communes = Organisation.objects.communes().in_force(today)
        self.filters["commune"].queryset = communes.order_by("sort_key", "pk")

    def matching(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(**{f"{self.school_path}__organisation__in": Organisation.objects.matching(value)})

    def at_level(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(**{f"{self.school_path}__levels__in": Levels.containing(value)})

    def in_commune(self, rows: QuerySet, name: str, value: Organisation) -> QuerySet:
        schools = SchoolAffiliation.objects.on(self.today).filter(commune=value).values("school")
        return rows.filter(**{f"{self.school_path}__in": schools})


class InspectionFilter(PlaceFilter):
    """Visits by kind, month or quarter, place, state, and what is still to be mended."""

    kind = _choice("Loại", "Mọi loại", InspectionKind, "of_kind")
    period = _choice("Thời gian", "Mọi thời gian", (), "in_period")
    state = _choice("Tình trạng", "Mọi tình trạng", InspectionState, "in_state")
    open = _choice("Việc phải khắc phục", "Có hoặc không có việc", OPEN_CHOICES, "with_open")

    # The days of a reporting period, to which a summary leads; nobody types them.
    since = django_filters.DateFilter(
        field_name="visited_on", lookup_expr="gte", label="từ ngày", widget=forms.HiddenInput
    )
    until = django_filters.DateFilter(
        field_name="visited_on", lookup_expr="lte", label="đến ngày", widget=forms.HiddenInput
    )

    class Meta:
        model = Inspection
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(period.key, period.label.capitalize()) for period in recent_periods(self.today)]
        asked = read_period(self.data.get("period", ""))
        if asked and asked.key not in dict(known):
            known.append((asked.key, asked.label.capitalize()))
        self.filters["period"].extra["choices"] = known

    def of_kind(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(kind=value)

    def in_period(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        period = read_period(value)
        return rows.filter(visited_on__range=(period.first, period.last)) if period else rows

    def in_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(state=value)

    def with_open(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(
            state=InspectionState.DONE, **{"late_issues__gt" if value == "late" else "open_issues__gt": 0}
        )


class FindingFilter(PlaceFilter):
    """What is to be mended, by how far the school is."""

    school_path = "inspection__school"
    state = _choice("Tình trạng", "Mọi tình trạng", FINDING_CHOICES, "in_state")

    class Meta:
        model = Finding
        fields: list[str] = []

    def in_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "mended":
            return rows.filter(mended_on__isnull=False)
        late = Q(mend_by__lt=self.today) if value == "late" else Q()
        return rows.filter(late, mended_on=None)
